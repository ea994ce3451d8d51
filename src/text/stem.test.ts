import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { stem } from './stem.ts';

describe('stem()', () => {
  it('leaves short words, numbers and names alone', () => {
    for (const word of ['is', 'a1s', 'max_values', 'x86s']) assert.equal(stem(word, 'en'), word);
  });

  it('takes ion off after s and t, and nothing more', () => {
    assert.equal(stem('connections', 'en'), stem('connect', 'en'));
    assert.equal(stem('collection', 'en'), stem('collect', 'en'));
    assert.equal(stem('option', 'en'), 'option');
    assert.equal(stem('generation', 'en'), stem('generate', 'en'));
  });

  it('keeps English words apart that only begin alike', () => {
    for (const [one, other] of [
      ['general', 'generators'],
      ['important', 'imports'],
      ['internal', 'international'],
      ['community', 'communication'],
    ] as const)
      assert.notEqual(stem(one, 'en'), stem(other, 'en'), `${one}, ${other}`);
    oneStem('en', 'generate generator generators generated', 'important importance', 'general generally');
  });

  it('gives English forms one stem that no ending tells', () => {
    oneStem('en', 'write wrote written writes', 'child children', 'index indices indexes', 'override overridden');
    oneStem('en', 'freeze frozen', 'matrix matrices', 'throw throws thrown');
    for (const [one, other] of [
      ['left', 'leave'],
      ['bit', 'bite'],
      ['found', 'find'],
      ['built', 'build'],
    ] as const)
      assert.notEqual(stem(one, 'en'), stem(other, 'en'), `${one}, ${other}`);
  });

  it('gives British and American spellings one stem', () => {
    oneStem('en', 'colour colors coloured', 'behaviour behaviors', 'licence licenses', 'catalogues catalog');
    oneStem('en', 'serialise serialized serialising', 'initialisation initialization', 'analyse analyzed analyzing');
    for (const [one, other] of [
      ['raise', 'raze'],
      ['tour', 'tor'],
      ['rise', 'size'],
    ] as const)
      assert.notEqual(stem(one, 'en'), stem(other, 'en'), `${one}, ${other}`);
  });

  it('takes Latin words for English in a text of another script', () => {
    for (const lang of ['ja', 'zh', 'ko', 'th', 'he', 'ru', 'be', ''])
      assert.equal(stem('files', lang), stem('file', 'en'), lang);
  });

  it('leaves Latin words of a language without a stemmer alone', () => assert.equal(stem('running', 'vi'), 'running'));

  it('knows Ukrainian letters in a text of another language', () =>
    assert.equal(stem('сторінками', 'en'), stem('сторінка', 'uk')));

  it('gives all forms of a Russian noun one stem, though a vowel comes and goes', () => {
    oneStem(
      'ru',
      'ссылка ссылок ссылками',
      'список списка',
      'строка строк',
      'уровень уровня уровней',
      'столбец столбцов',
    );
    oneStem('ru', 'узел узла узлы', 'число чисел числами', 'владелец владельца', 'конец конца', 'окно окон окна');
    oneStem('ru', 'модель модели моделей', 'раздел раздела разделы', 'степень степени', 'шаблон шаблоне шаблонов');
  });

  it('gives all forms of a Ukrainian noun one stem, though і stands for о in some', () => {
    oneStem('uk', 'сторінка сторінок', 'рік року роки', 'колір кольору кольори', 'вибір вибору', 'спосіб способи');
    oneStem('uk', 'пензель пензля', 'стовпець стовпці', 'рівень рівня', 'вікно вікон', 'значення значень');
  });

  it('gives all forms of a Russian noun one stem that ends as a verb or an adjective does', () => {
    oneStem(
      'ru',
      'канал канала каналы каналов',
      'экран экрана экраны экраном',
      'терминал терминалы',
      'деталь детали деталей',
    );
    oneStem('ru', 'система систем систему системы', 'проблема проблем проблему');
    oneStem('ru', 'режим режима режимы', 'запись записи записей', 'вызов вызова', 'архив архива', 'массив массивы');
    oneStem(
      'ru',
      'домен домена доменов',
      'правило правил правилами',
      'профиль профили',
      'объем объема',
      'утилита утилит',
    );
    oneStem('ru', 'случай случая случаев', 'идея идею идеи', 'дисплей дисплея', 'необходим необходима необходимый');
    for (const [one, other] of [
      ['домен', 'дом'],
      ['проблем', 'пробел'],
      ['режим', 'режет'],
      ['время', 'временный'],
      ['имя', 'именно'],
      ['основан', 'осень'],
    ] as const)
      assert.notEqual(stem(one, 'ru'), stem(other, 'ru'), `${one}, ${other}`);
  });

  it('gives forms of a Russian word one stem where й becomes е, where a noun ends as an infinitive, and where a verb has н before its ending', () => {
    oneStem('ru', 'ячейка ячеек ячейками', 'настройка настроек', 'линейка линеек');
    oneStem('ru', 'печать печати печатью', 'память памяти памятью');
    oneStem('ru', 'щелкнуть щелкните щелкнул', 'развернуть разверните развернул развернутый');
    for (const [one, other] of [
      ['минут', 'мина'],
      ['вернуть', 'верно'],
      ['гранула', 'грань'],
      ['человек', 'чело'],
      ['отпечаток', 'печать'],
    ] as const)
      assert.notEqual(stem(one, 'ru'), stem(other, 'ru'), `${one}, ${other}`);
  });

  it('gives the Ukrainian locative, in which г and к soften, the stem of the other forms', () => {
    oneStem('uk', 'каталог каталогу каталозі', 'діалог діалозі', 'книга книзі', 'увага увазі', 'дорога дорозі');
    oneStem('uk', 'бібліотека бібліотеці', 'рік року році', 'блок блоці', 'потік потоку потоці', 'логіка логіці');
    oneStem('uk', 'база базі бази', 'таблиця таблиці', 'праця праці', 'фортеця фортеці', 'загроза загрозі');
    oneStem('uk', 'память памяті памяттю');
  });

  it('gives a Russian verb in -овать one stem with its present', () =>
    oneStem(
      'ru',
      'использовать использует используют используем используете использовал использованный',
      'копировать копирует копируйте',
      'существовать существует',
    ));

  it('gives a Russian or Ukrainian verb one stem with the other aspect of it where only the ending differs', () => {
    oneStem(
      'ru',
      'удалить удалять удаляет удаляют удаляю удаляем удаляется удаление',
      'обновить обновлять обновляет обновление',
      'изменить изменяет',
    );
    oneStem('ru', 'проверить проверять', 'управлять управляет управление', 'отправить отправлял отправляйте');
    oneStem('uk', 'видалити видаляти видаляє видалення', 'оновити оновлювати оновлює оновлення', 'створити створювати');
    oneStem('uk', 'виправити виправляє виправлення', 'перевірити перевіряти');
    for (const [one, other, lang] of [
      ['гулять', 'гул', 'ru'],
      ['земля', 'зем', 'ru'],
      ['модель', 'модой', 'ru'],
      ['кабель', 'кабін', 'uk'],
    ] as const)
      assert.notEqual(stem(one, lang), stem(other, lang), `${one}, ${other}`);
  });

  it('gives both aspects of a Russian or Ukrainian verb one stem where what changes is before the ending', () => {
    oneStem('ru', 'включать включить включение включен', 'отображать отображение', 'перемещать перемещение');
    oneStem(
      'ru',
      'создавать создать создание',
      'передавать передать',
      'открывать открыть открытие',
      'закрывать закрыть',
    );
    oneStem('ru', 'указывать указать', 'записывать записать', 'устанавливать установить', 'настраивать настроить');
    oneStem('ru', 'обрабатывать обработать', 'просматривать просмотреть просмотр', 'загружать загрузить');
    oneStem('ru', 'нажимать нажать нажмите нажатие', 'поддерживать поддержать', 'скопировать копировать');
    oneStem('ru', 'содержать содержит содержат', 'принадлежать принадлежит принадлежат');
    oneStem('uk', 'використати використовувати використання', 'налаштовувати налаштувати', 'додавати додає додати');
    oneStem('uk', 'записати записувати запис', 'показати показувати', 'виконати виконувати', 'отримати отримувати');
    oneStem(
      'uk',
      'зберегти зберігати збереження',
      'скопіювати копіювати',
      'відкрити відкривати',
      'зміна змінити зміни',
    );
    for (const [one, other, lang] of [
      ['передача', 'перед', 'ru'],
      ['начать', 'ночь', 'ru'],
      ['формат', 'формой', 'ru'],
      ['термінал', 'термін', 'uk'],
      ['передати', 'перед', 'uk'],
    ] as const)
      assert.notEqual(stem(one, lang), stem(other, lang), `${one}, ${other}`);
  });

  it('gives a Russian or Ukrainian participle the stem of its verb, and leaves adjectives alone that end so', () => {
    oneStem('ru', 'установить установлен установлено установленный установленных', 'сохранить сохраненный сохранены');
    oneStem('ru', 'настроить настроенный настроена', 'загрузить загруженный загружены', 'защищать защищенный');
    oneStem('uk', 'встановити встановлено встановлений встановлені', 'налаштувати налаштовано налаштований');
    oneStem('uk', 'вказати вказано вказаний', 'натиснути натиснуто', 'створити створено', 'вимкнути вимкнено');
    oneStem('uk', 'приховати приховано прихований', 'екран екрана екраном екранів екрани');
    oneStem('uk', 'останній остання останню останні', 'окремий окремо', 'попередній попередньо', 'похилий похила');
    oneStem('ru', 'доступный доступен доступна', 'равен равна', 'возможен возможна', 'недоступен недоступны');
    for (const [one, other, lang] of [
      ['удаленный', 'удалить', 'ru'],
      ['временный', 'время', 'ru'],
      ['качественный', 'качество', 'ru'],
      ['умеренный', 'умер', 'ru'],
      ['план', 'плати', 'uk'],
    ] as const)
      assert.notEqual(stem(one, lang), stem(other, lang), `${one}, ${other}`);
  });

  it('gives the imperative of a Russian or Ukrainian verb its stem, also without и', () => {
    oneStem('ru', 'проверить проверьте', 'вставить вставьте', 'открыть откройте', 'настроить настройте');
    oneStem('uk', 'перевірити перевірте', 'вставити вставте', 'переглянути перегляньте', 'відкрити відкрийте');
    oneStem('ru', 'пульт пульте', 'асфальт асфальте');
    oneStem('uk', 'жовтий жовте');
  });

  it('gives a noun of doing in -ка the stem of its verb, and leaves other nouns in -ка alone', () => {
    oneStem('ru', 'установить установка установок', 'настроить настройка настроек', 'загрузить загрузка');
    oneStem('ru', 'проверить проверка', 'сортировать сортировка', 'обработать обработка', 'упаковать упаковка');
    oneStem('uk', 'перевірити перевірка перевірок', 'обробити обробка', 'вставити вставка');
    for (const [one, other] of [
      ['выборка', 'выбор'],
      ['справка', 'справа'],
      ['вкладка', 'вклад'],
      ['стрелка', 'стрелять'],
    ] as const)
      assert.notEqual(stem(one, 'ru'), stem(other, 'ru'), `${one}, ${other}`);
  });

  it('gives Russian nouns in -ив and -ыв one stem, which end as gerunds do', () => {
    oneStem('ru', 'курсив курсива', 'разрыв разрыва разрывы', 'отзыв отзывы', 'актив активы', 'директива директив');
    oneStem('ru', 'ось оси осей', 'открыть открыв');
  });

  it('gives a noun of doing in Russian and Ukrainian the stem of its verb', () => {
    oneStem(
      'ru',
      'удалить удаление удаления удалений удалением',
      'создать создание созданий созданиями',
      'обновить обновление',
    );
    oneStem('ru', 'копировать копирует копирование копированию', 'сохранить сохранения', 'описать описанием');
    oneStem('uk', 'створити створення створень створенням', 'оновити оновлення оновлень', 'налаштувати налаштування');
    oneStem('uk', 'виправити виправлення виправленні', 'копіювати копіювання', 'додавати додавання');
    oneStem('ru', 'компания компании компаний компанией');
    oneStem('uk', 'бюлетень бюлетеня', 'казань казані', 'відстань відстані відстанню', 'тайвань тайваню');
    oneStem('uk', 'лікарня лікарень', 'гривня гривень', 'пісня пісень', 'учень учня', 'кисень кисню', 'південь півдня');
    for (const [one, other] of [
      ['лікарень', 'лікар'],
      ['вуглеводень', 'вуглевод'],
      ['ставлення', 'став'],
    ] as const)
      assert.notEqual(stem(one, 'uk'), stem(other, 'uk'), `${one}, ${other}`);
    for (const [one, other] of [
      ['здание', 'задание'],
      ['знание', 'знак'],
      ['правление', 'право'],
      ['степень', 'степь'],
      ['образование', 'образом'],
      ['потребление', 'потребуется'],
      ['страхование', 'страх'],
      ['времени', 'временный'],
    ] as const)
      assert.notEqual(stem(one, 'ru'), stem(other, 'ru'), `${one}, ${other}`);
  });

  it('gives all forms of a Ukrainian noun one stem', () => {
    oneStem('uk', 'функція функції функцію функцією функцій функціями', 'програма програми програм програмою');
    oneStem('uk', 'формат формати форматів', 'запит запити запиту', 'канал канали каналів', 'розділ розділи розділу');
    oneStem('uk', 'пристрій пристрою пристрої пристроїв', 'стаття статті статтею статей', 'сторінка сторінці сторінок');
    oneStem('uk', 'умова умови умов умовами', 'адреса адреси адрес', 'процес процеси', 'память памяті');
    oneStem('uk', 'архів архіви архіву', 'біт біти бітів', 'можливість можливості можливостей', 'стовпців стовпці');
  });

  it('gives all forms of a Ukrainian adjective one stem', () =>
    oneStem('uk', 'типовий типові типова типове типових', 'файловий файлова файлові', 'останній останнього останні'));

  it('gives all forms of a Ukrainian verb one stem', () => {
    oneStem('uk', 'використовувати використовує використовується використовуйте використовуватиметься використовували');
    oneStem('uk', 'вказати вказав вказала вказали', 'читати читає читають читається', 'робити робить робили');
    oneStem('uk', 'натиснути натисніть натисне натиснула', 'відбуватися відбувається', 'містити містить містяться');
  });

  it('keeps Ukrainian words apart that only end alike', () => {
    for (const [one, other] of [
      ['зміна', 'змінна'],
      ['формат', 'форма'],
      ['формула', 'форма'],
      ['біт', 'бот'],
      ['програма', 'прогрес'],
      ['правило', 'право'],
      ['функція', 'функціональний'],
    ] as const)
      assert.notEqual(stem(one, 'uk'), stem(other, 'uk'), `${one}, ${other}`);
  });

  it('gives all forms of день, имя, время and ім’я one stem', () => {
    oneStem('ru', 'день дня дни дней днем днями', 'имя имени имена имен', 'время времени времен');
    oneStem('uk', 'день дня дні днів днями', 'імя імені імен');
  });

  it('keeps apart what only looks alike without its vowel', () => {
    for (const [lang, one, other] of [
      ['ru', 'значение', 'значный'],
      ['ru', 'дело', 'для'],
      ['ru', 'клон', 'клен'],
      ['uk', 'вода', 'від'],
    ] as const)
      assert.notEqual(stem(one, lang), stem(other, lang), `${one}, ${other}`);
  });

  it('gives forms of Czech, Slovak and Polish words one stem', () => {
    oneStem('cs', 'soubor souboru soubory souborů souborech', 'obrázek obrázku obrázky', 'vrstva vrstvy vrstvou');
    oneStem('sk', 'súbor súboru súbory súborov', 'stránka stránky stránkou');
    oneStem(
      'pl',
      'plik pliku plików plikami plikiem',
      'warstwa warstwy warstwie',
      'funkcja funkcji funkcjami',
      'kopiować kopiuje kopiują',
    );
    oneStem('pl', 'początek początku', 'ustawienie ustawienia ustawieniach');
  });

  it('gives a Polish or Turkish noun of doing the stem of its verb', () => {
    oneStem(
      'pl',
      'drukować drukowanie drukowania',
      'zapisać zapisywać zapisywanie',
      'usuwać usuwanie',
      'scalić scalanie',
    );
    oneStem(
      'pl',
      'ustawić ustawiać ustawienie ustawień ustawianie',
      'zmienić zmieniać zmiana zmianie',
      'wymienić wymiana',
    );
    oneStem(
      'pl',
      'pytanie pytania',
      'pierścień pierścieni pierścienie',
      'przestrzeń przestrzeni',
      'telefon telefony',
      'ekran ekrany',
      'plan planie',
    );
    oneStem('tr', 'silmek silme', 'birleştirmek birleştirme', 'oluşturmak oluşturma oluşturmanın', 'firma firmalar');
    assert.notEqual(stem('tema', 'tr'), stem('teknik', 'tr'));
  });

  it('gives Serbian words one stem in both scripts', () =>
    oneStem('sr', 'датотека датотеке датотеком datoteka datoteku'));

  it('gives forms of Lithuanian and Hindi words one stem', () => {
    oneStem('lt', 'failas failo failai failų');
    oneStem('hi', 'फ़ाइल फाइल फ़ाइलों फ़ाइलें', 'किताब किताबें किताबों');
  });

  it('takes particles and the verb 하다 off Korean nouns', () => {
    for (const lang of ['ko', 'en', ''])
      oneStem(
        lang,
        '파일 파일을 파일의 파일에서는 파일들을',
        '추가 추가를 추가하는 추가합니다 추가된 추가하려면',
        '해상도 해상도를',
      );
    assert.notEqual(stem('색상', 'ko'), stem('색인', 'ko'));
  });

  it('takes what is written together with it off an Arabic or Persian noun', () => {
    oneStem('ar', 'كتاب الكتاب والكتاب بالكتاب للكتاب');
    oneStem('fa', 'فایل فایلها فایلهای');
  });

  it('reads Bulgarian words whose letters change with the ending', () =>
    oneStem('bg', 'ученик ученици учениците', 'налог налози', 'празен празна', 'филтър филтри', 'вход входове'));

  it('never makes nothing of a word', () => {
    for (const word of ['ого', 'его', 'ing', 'ies', 'ами', 'ние'])
      assert.notEqual(stem(word, /[a-z]/.test(word) ? 'en' : 'ru'), '');
  });
});

/** Each text is the forms of one word. */
function oneStem(lang: string, ...nouns: string[]): void {
  for (const noun of nouns) {
    const stems = new Set(noun.split(' ').map((form) => stem(form, lang)));
    assert.equal(stems.size, 1, `${noun}: ${[...stems].join(' ')}`);
  }
}

it('docs/words.md gives pairs of Russian and Ukrainian words that share a stem', () => {
  const text = readFileSync(new URL('../../docs/words.md', import.meta.url), 'utf8').replace(/\s+/g, ' ');
  const pairs = Array.from(text.matchAll(/(?<!\p{L})(\p{Script=Cyrillic}{2,}) and (\p{Script=Cyrillic}{2,})/gu));
  assert.ok(pairs.length > 20);
  for (const [pair, one = '', other = ''] of pairs)
    assert.ok(
      ['ru', 'uk'].some((lang) => stem(one, lang) === stem(other, lang)),
      pair,
    );
});
