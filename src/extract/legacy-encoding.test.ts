import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decodeHtml } from './charset.ts';
import { guessLegacyEncoding } from './legacy-encoding.ts';

/** The bytes of a text, by the decoder of its encoding turned round. */
function encoded(text: string, encoding: string): Buffer {
  const decoder = new TextDecoder(encoding);
  const bytesOf = new Map<string, number[]>();
  const learn = (bytes: number[]) => {
    const char = decoder.decode(Uint8Array.from(bytes));
    if ([...char].length === 1 && !bytesOf.has(char)) bytesOf.set(char, bytes);
  };
  for (let first = 0; first < 256; first++) learn([first]);
  if (!/^(?:windows|koi8|iso|ibm)/.test(encoding))
    for (let first = 0x81; first < 255; first++) for (let next = 0x40; next < 255; next++) learn([first, next]);
  return Buffer.from([...text].flatMap((char) => bytesOf.get(char) ?? assert.fail(`${char} in ${encoding}`)));
}

const RUSSIAN = 'Это руководство описывает, как создать индекс и найти в нем нужную страницу. Настройка не требуется.';
const UKRAINIAN =
  'Цей посібник описує, як створити індекс і знайти в ньому потрібну сторінку. Його зберігають у файлі.';
const TEXTS: readonly [encoding: string, text: string][] = [
  ['windows-1251', RUSSIAN],
  ['koi8-u', RUSSIAN],
  ['iso-8859-5', RUSSIAN],
  ['ibm866', RUSSIAN],
  ['windows-1251', UKRAINIAN],
  ['koi8-u', UKRAINIAN],
  ['windows-1253', 'Αυτό το εγχειρίδιο εξηγεί πώς να μετατρέψετε έναν ιστότοπο σε μηχανή αναζήτησης με την εφαρμογή.'],
  ['windows-1254', 'Bu kılavuz bir dizinin nasıl oluşturulacağını ve sayfanın nasıl bulunacağını anlatır.'],
  [
    'windows-1250',
    'Tato příručka popisuje, jak vytvořit index a najít v něm potřebnou stránku. Není třeba nic, že ano.',
  ],
  ['windows-1255', 'המדריך הזה מסביר כיצד להפוך כל אתר למנוע חיפוש. אין צורך בהגדרות, והוא פועל על כל מחשב.'],
  ['windows-1256', 'يشرح هذا الدليل كيفية تحويل أي موقع إلى محرك بحث. لا حاجة إلى أي إعدادات.'],
  ['windows-874', 'คู่มือนี้อธิบายวิธีเปลี่ยนเว็บไซต์ให้เป็นเครื่องมือค้นหา และไม่ต้องตั้งค่าใด'],
  ['euc-jp', 'このマニュアルは、ウェブサイトを検索エンジンに変える方法を説明します。'],
  ['shift_jis', 'このマニュアルは、ウェブサイトを検索エンジンに変える方法を説明します。'],
  ['euc-kr', '이 설명서는 웹 사이트를 검색 엔진으로 바꾸는 방법을 설명합니다.'],
  ['gb18030', '本手册说明如何把任何网站变成搜索引擎。不需要任何配置。索引保存在文件中。'],
  ['big5', '本手冊說明如何把任何網站變成搜尋引擎。不需要任何設定。索引保存在檔案中。'],
  [
    'windows-1252',
    'Dieses Buch ist für alle, die mit der Suche arbeiten und nicht wissen, wie schön und groß sie ist.',
  ],
];

describe('guessLegacyEncoding()', () => {
  for (const [encoding, text] of TEXTS)
    it(`tells ${encoding} by ${text.slice(0, 12)}`, () => {
      const html = `<html><body class="the of and to in">${'\n'}<script>if (a < b) { the(of) }</script><p>${text}`;
      assert.equal(guessLegacyEncoding(encoded(html, encoding)), encoding);
      assert.ok(decodeHtml(encoded(html, encoding)).text.endsWith(text));
    });

  it('tells a few words by the letters of their script, and nothing by accents and signs', () => {
    for (const text of ['Поиск по сайту', 'Вежливый уход в отпуск', 'ПОИСК ДОКУМЕНТОВ', 'Пошук сторінки'])
      for (const encoding of ['windows-1251', 'koi8-u', 'iso-8859-5', ...(text.includes('і') ? [] : ['ibm866'])])
        assert.equal(guessLegacyEncoding(encoded(`<p>${text}`, encoding)), encoding, text);
    for (const [encoding, text] of [
      ['windows-1253', 'Εγχειρίδιο χρήστη. Αναζήτηση σελίδων'],
      ['windows-1255', 'מדריך למשתמש חיפוש מהיר באתר'],
      ['iso-8859-6', 'البحث السريع في الموقع'],
    ] as const)
      assert.equal(guessLegacyEncoding(encoded(`<p>${text}`, encoding)), encoding, text);
    for (const text of ['äöüß ÀÉÈÊ ÄÖÜÄ éèêë', 'Chapter 1 ………… 5 Chapter 2 ………… 9', '\xa0\xa0\xa0 cafés \xa0\xa0\xa0'])
      assert.equal(guessLegacyEncoding(encoded(`<p>${text}`, 'windows-1252')), undefined, text);
  });

  it('tells texts with hardly any stop words, and those that end as words of other languages do', () => {
    for (const [encoding, text] of [
      [
        'iso-8859-5',
        'Новости Твери: у сцены у реки, с утра, с ужина; я у врача, я с сыном. Погода, курсы валют, афиша, транспорт.',
      ],
      ['ibm866', 'Каталог: насосы, фильтры, шланги, крепёж. Прайс-лист, доставка, гарантия, сервисные центры.'],
      ['windows-1253', 'Ειδήσεις: χρηματιστήριο, επιχειρήσεις, αγορές, ναυτιλία, αθλητικά, καιρός'],
      ['windows-1255', 'חדשות, ספורט, מוזיקה, מחשבים, טיולים, בריאות, משפחה, רכב, כלכלה'],
      [
        'windows-1250',
        'Študent píše knižku o dejinách a o ľuďoch, ktorí žili v meste. Ako sa to stalo, nie je známe, ale že to bolo ťažké, to vie.',
      ],
      [
        'shift_jis',
        '東京都は新製品開発支援事業の公募を始めました。申請書類は郵送又は持参。受付期間終了後の提出は不可。電話番号は別表を参照。',
      ],
    ] as const)
      assert.equal(guessLegacyEncoding(encoded(`<p>${text}`, encoding)), encoding, text);
  });

  it('tells the encoding of a text with a character that is broken', () => {
    const text = encoded(
      '本手册说明如何把任何网站变成搜索引擎。不需要任何配置。索引保存在文件中。'.repeat(3),
      'gb18030',
    );
    assert.equal(guessLegacyEncoding(Buffer.concat([text, Buffer.from('\xb5...', 'latin1'), text])), 'gb18030');
  });

  it('tells the encoding of Japanese mail by its escape sequences', () =>
    assert.equal(decodeHtml(Buffer.from('\x1b$B8!:w\x1b(B', 'latin1')).text, '検索'));

  it('tells UTF-8 with a character that is cut', () => {
    const body = Buffer.concat([Buffer.from(RUSSIAN), Buffer.from('й').subarray(0, 1), Buffer.from(`... ${RUSSIAN}`)]);
    assert.equal(decodeHtml(body).encoding, 'utf-8');
  });

  it('guesses nothing of a few letters, and nothing of ASCII', () => {
    assert.equal(guessLegacyEncoding(Buffer.from('na\xefve caf\xe9', 'latin1')), undefined);
    assert.equal(guessLegacyEncoding(Buffer.from('It is on the way to the end of the page.')), undefined);
  });

  it('takes linear time for markup that never ends', () => {
    const manyTags = encoded(`${'<'.repeat(60_000)} ${RUSSIAN}`, 'koi8-u'); // took five seconds
    assert.equal(guessLegacyEncoding(manyTags), 'koi8-u');
    for (const start of ['<!--', '<style '])
      assert.equal(guessLegacyEncoding(encoded(start.repeat(1_000) + RUSSIAN, 'koi8-u')), undefined);
  });

  it('is not asked where the page says it', () =>
    assert.equal(decodeHtml(encoded(RUSSIAN, 'koi8-u'), 'text/html; charset=windows-1251').encoding, 'windows-1251'));
});
