import { describe, expect, it } from 'vitest';
import { decodeText } from '../../src/table-files/decode-text.ts';
import { olderBytes } from './older-bytes.ts';

const rows = (n: number) =>
  Array.from({ length: n }, (_, i) => `${i},${i % 5},${(7 * i) % 5}\n`).join('');

/** What is in the note, the names of three columns, a sentence. */
type Case = [encoding: string, said: string, names: string, sentence: string];

const cases: Case[] = [
  ['shift_jis', 'Shift-JIS', 'モデル,誠実,親切', '人は皆、生まれながらにして自由で平等である。'],
  ['euc-jp', 'EUC-JP', '番号,誠実,思いやり', '理性と良心とを授けられており、互いに行動する。'],
  ['gb18030', 'GB18030 (GBK)', '编号,诚实,善良', '人人生而自由，在尊严和权利上一律平等。'],
  ['big5', 'Big5', '編號,誠實,善良', '人人生而自由，在尊嚴和權利上一律平等。'],
  ['euc-kr', 'EUC-KR', '번호,정직,친절', '모든 인간은 태어날 때부터 자유로우며 평등하다.'],
  [
    'windows-1251',
    'Windows-1251',
    'Номер,честность,доброта',
    'Все люди рождаются свободными и равными.',
  ],
  [
    'windows-1251',
    'Windows-1251',
    'Номер,чесність,справедливість',
    'Всі люди народжуються вільними і рівними у своїй гідності.',
  ],
  ['koi8-r', 'KOI8-R', 'Номер,честность,доброта', 'Они наделены разумом и совестью.'],
  ['ibm866', 'IBM866', 'Номер,честность,доброта', 'Они наделены разумом и совестью.'],
  [
    'windows-1253',
    'Windows-1253',
    'Αριθμός,ειλικρίνεια,καλοσύνη',
    'Όλοι οι άνθρωποι γεννιούνται ελεύθεροι.',
  ],
  [
    'windows-1255',
    'Windows-1255',
    'תשובה,אחריות,יצירתיות',
    'הכול נולדו בני חורין ושווים בערכם ובזכויותיהם, ולכולם תבונה ומצפון.',
  ],
  [
    'windows-1256',
    'Windows-1256',
    'الرقم,الصدق,اللطف',
    'يولد جميع الناس أحرارا متساوين في الكرامة والحقوق',
  ],
  ['windows-874', 'Windows-874', 'หมายเลข,ความซื่อสัตย์,ความเมตตา', 'มนุษย์ทั้งหลายเกิดมามีอิสระและเสมอภาคกัน'],
  [
    'windows-1250',
    'Windows-1250',
    'Numer,uczciwość,życzliwość',
    'Wszyscy ludzie rodzą się wolni i równi.',
  ],
  [
    'windows-1250',
    'Windows-1250',
    'Číslo,upřímnost,laskavost',
    'Všichni lidé rodí se svobodní a sobě rovní.',
  ],
  [
    'windows-1250',
    'Windows-1250',
    'Szám,őszinteség,hűség',
    'Minden emberi lény egyenlő méltósága és joga van, ésszel bírván.',
  ],
  [
    'iso-8859-2',
    'ISO-8859-2',
    'Numer,uczciwość,życzliwość',
    'Wszyscy ludzie rodzą się wolni i równi.',
  ],
  [
    'windows-1254',
    'Windows-1254',
    'Numara,dürüstlük,şefkat',
    'Bütün insanlar hür ve eşit doğarlar.',
  ],
  [
    'windows-1257',
    'Windows-1257',
    'numeris,sąžiningumas,gerumas',
    'Visi žmonės gimsta laisvi ir lygūs savo orumu.',
  ],
  [
    'macintosh',
    'Mac Roman',
    'numéro,honnêteté,bonté',
    'L’honnêteté est la première vertu, à l’école.',
  ],
];

describe('an older encoding is found by its letters, and told', () => {
  it.each(cases)('%s (%s), three names above numbers: %s', (encoding, said, names) => {
    const text = `${names}\n${rows(12)}`;
    const { text: read, notes } = decodeText(olderBytes(text, encoding), 'table.csv');
    expect(read).toBe(text);
    expect(notes).toEqual([expect.stringContaining(`was read as ${said}, as its letters suggest`)]);
    expect(notes[0]).toContain('--encoding');
  });

  it.each(cases)(
    '%s (%s), one sentence far down a large file: %s',
    (encoding, said, _, sentence) => {
      const text = `id,a,b\n${rows(4000)}1,2,${sentence}\n${rows(400)}`;
      const { text: read, notes } = decodeText(olderBytes(text, encoding), 'table.csv');
      expect(read).toBe(text);
      expect(notes[0]).toContain(said);
    },
  );

  it('ISO-2022-JP is found by its shifts', () => {
    const bytes = Buffer.from('\u001b$B@?<B\u001b(B,a\n1,2\n', 'latin1');
    const { text, notes } = decodeText(bytes, 'table.csv');
    expect(text).toBe('誠実,a\n1,2\n');
    expect(notes[0]).toContain('ISO-2022-JP');
  });

  it('a cell of one sign that stands in many rows counts once', () => {
    const text = `性别,年龄\n${'男,22\n女,31\n'.repeat(500)}`;
    expect(decodeText(olderBytes(text, 'gb18030'), 'table.csv').text).toBe(text);
  });

  it('a sign that the encoding does not have is counted', () => {
    const bytes = olderBytes('编号,诚实,善良\n1,公平,勇气\n', 'gb18030');
    const { notes } = decodeText(Buffer.concat([bytes, Buffer.from([0xff, 0x0a])]), 'table.csv');
    expect(notes[0]).toMatch(/GB18030.*1 character could not be read/);
  });
});

describe('Windows-1252 stays what it is', () => {
  const names = [
    'modèle', 'naïve', 'L’âge', 'œuvre', 'École', 'ÉTÉ', 'créée', 'où', 'à', 'Noël', 'façade', // French
    'Größe', 'ÜBER', 'Straße', 'Mitgefühl', 'Äpfel', // German
    'niño', '¿Qué?', 'razón', 'pingüino', '1ª', // Spanish
    'ação', 'São', 'opções', 'mãe', 'irmãs', // Portuguese
    'onestà', 'perché', 'più', 'smörgås', 'Øre', 'ærlighed', // Italian, Scandinavian
    '“q5”', 'x – y', '5 €', '90°', '±2', 'm²', '½', 'µg', '«oui»', '„Wort“',
  ]; // biome-ignore format: by language
  it.each(names)('one name in a large file: %s', (name) => {
    const text = `id,${name},x\n${rows(3000)}`;
    const { text: read, notes } = decodeText(olderBytes(text, 'windows-1252'), 'table.csv');
    expect(read).toBe(text);
    expect(notes).toEqual([expect.stringContaining('was read as Windows-1252; if names look')]);
  });

  it('where names of several languages stand together', () => {
    const people = 'Müller François Muñoz Søren José Åsa Gonçalves Björk Brontë Þór'.split(' ');
    const text = `name,score\n${people.map((name, i) => `${name},${i}\n`).join('')}`;
    expect(decodeText(olderBytes(text, 'windows-1252'), 'table.csv').text).toBe(text);
  });
});

it('where several encodings are as likely, none of them is taken, and the note asks', () => {
  // In capitals alone Windows-1251 and KOI8-R are each other's small letters.
  const bytes = olderBytes('ЧЕСТНОСТЬ;ДОБРОТА\n1;2\n', 'windows-1251');
  const { notes } = decodeText(bytes, 'table.csv');
  expect(notes).toEqual([expect.stringContaining('was read as Windows-1252; if names look')]);
});
