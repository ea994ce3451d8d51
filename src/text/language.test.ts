import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isInScriptOf, languageOf } from './language.ts';

const RUSSIAN = 'Это руководство описывает, как создать индекс и найти в нём нужную страницу.';
const UKRAINIAN = 'Цей посібник описує, як створити індекс і знайти в ньому потрібну сторінку.';
const ENGLISH = 'This guide tells how to make an index and how to find the page that you need in it.';

describe('languageOf()', () => {
  it('tells languages by letters and stop words when none is declared', () => {
    assert.equal(languageOf(RUSSIAN, ''), 'ru');
    assert.equal(languageOf(UKRAINIAN, ''), 'uk');
    assert.equal(languageOf(ENGLISH, ''), 'en');
    assert.equal(
      languageOf('Dieses Buch ist für alle, die mit der Suche in einem Index arbeiten und nicht wissen, wie.', ''),
      'de',
    );
  });

  it('tells languages by their script when none is declared, or another one', () => {
    const texts = {
      ja: 'このマニュアルは、ウェブサイトを検索エンジンに変える方法を説明します。設定は必要ありません。',
      zh: '本手册说明如何把任何网站变成搜索引擎。不需要任何配置。索引保存在文件中。',
      ko: '이 설명서는 웹 사이트를 검색 엔진으로 바꾸는 방법을 설명합니다.',
      th: 'คู่มือนี้อธิบายวิธีเปลี่ยนเว็บไซต์ให้เป็นเครื่องมือค้นหา ไม่ต้องตั้งค่าใด',
      el: 'Αυτό το εγχειρίδιο εξηγεί πώς να μετατρέψετε έναν ιστότοπο σε μηχανή αναζήτησης.',
      ar: 'يشرح هذا الدليل كيفية تحويل أي موقع إلى محرك بحث. لا حاجة إلى أي إعدادات.',
      fa: 'این راهنما توضیح می‌دهد که چگونه هر وب‌سایتی را به یک موتور جستجو تبدیل کنید.',
      he: 'המדריך הזה מסביר כיצד להפוך כל אתר למנוע חיפוש. אין צורך בהגדרות.',
      hi: 'यह पुस्तिका बताती है कि किसी भी वेबसाइट को खोज इंजन में कैसे बदलें।',
    };
    for (const [lang, text] of Object.entries(texts))
      for (const declared of ['', 'en', lang]) assert.equal(languageOf(text, declared), lang, `${lang}, "${declared}"`);
  });

  it('tells Cyrillic languages apart', () => {
    const texts = {
      bg: 'Това ръководство описва как да създадете индекс и да намерите нужната страница в него. Не са необходими настройки.',
      sr: 'Ово упутство описује како да направите индекс и нађете потребну страницу у њему. Није потребно подешавање.',
      be: 'Гэты дапаможнік апісвае, як стварыць індэкс і знайсці ў ім патрэбную старонку.',
    };
    for (const [lang, text] of Object.entries(texts)) assert.equal(languageOf(text, ''), lang);
  });

  it('takes none of the smaller languages for a greater neighbour', () => {
    const texts = {
      da: 'Denne vejledning beskriver, hvordan man opretter et indeks og finder den side, man har brug for.',
      ro: 'Acest manual descrie cum să creați un index și să găsiți pagina de care aveți nevoie.',
      cs: 'Tato příručka popisuje, jak vytvořit index a najít v něm potřebnou stránku. Není třeba nic nastavovat.',
      ca: 'Aquest manual descriu com crear un índex i trobar-hi la pàgina que necessiteu. No cal cap configuració.',
      hu: 'Ez a kézikönyv leírja, hogyan lehet indexet készíteni és megtalálni benne a kívánt oldalt.',
      fi: 'Tämä opas kuvaa, miten luodaan hakemisto ja löydetään siitä tarvittava sivu, kun se on olemassa.',
      vi: 'Hướng dẫn này mô tả cách tạo chỉ mục và tìm trang bạn cần trong đó. Không cần cấu hình.',
    };
    for (const [lang, text] of Object.entries(texts)) assert.equal(languageOf(text, ''), lang);
  });

  it('tells Russian from Ukrainian whichever of the two is declared', () => {
    assert.equal(languageOf(`${UKRAINIAN} ${UKRAINIAN}`, 'ru'), 'uk');
    assert.equal(languageOf(`${RUSSIAN} Мы были в этой стране, и вы её знаете: рыбы, дыни, вышки.`, 'uk'), 'ru');
  });

  it('believes the declaration of a page full of names in Latin letters', () =>
    assert.equal(
      languageOf('この関数は asyncio.gather と asyncio.create_task を asyncio.TaskGroup に渡します', 'ja'),
      'ja',
    ));

  it('believes what is declared', () => {
    assert.equal(languageOf(ENGLISH, 'fr'), 'fr');
    assert.equal(languageOf(RUSSIAN, 'bg'), 'bg');
  });

  it('does not believe a declaration in another script', () => {
    assert.equal(languageOf(RUSSIAN, 'en'), 'ru');
    assert.equal(languageOf(ENGLISH, 'ru'), 'en');
  });

  it('takes numbers in letters for no words', () =>
    assert.equal(
      languageOf(
        'Appendix D. Random bits. Table of contents. D.1. Linux devices. D.2. Disk space for tasks. D.3. The end. D.3.1. D.4.',
        '',
      ),
      'en',
    ));

  it('says nothing of a text without words of a language', () => assert.equal(languageOf('x1 y2 z3', ''), ''));
});

it('isInScriptOf() tells whether the letters of a text are those of a language', () => {
  for (const [lang, text] of [
    ['en', '/dev/sda1'],
    ['vi', 'Đặt'],
    ['bg', 'настройка 2'],
    ['el', 'αρχή'],
  ] as const)
    assert.ok(isInScriptOf(lang, text), text);
  for (const [lang, text] of [
    ['ru', 'lvm'],
    ['en', 'настройка lvm'],
    ['ja', 'lvm'],
    ['en', '42'],
    ['', 'lvm'],
    ['english', 'lvm'],
  ] as const)
    assert.ok(!isInScriptOf(lang, text), text);
});
