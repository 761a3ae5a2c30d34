/**
 * Which of the older encodings the bytes of a text are in, by what they say in each: Latin letters of
 * one language, words of a dictionary, letters in the order of capitals and small ones and as common
 * as they are.
 */

/** As `TextDecoder` takes it, and as a person says it. */
export type Encoding = { name: string; said: string };

/** What is taken where nothing else is clear. */
export const western: Encoding = { name: 'windows-1252', said: 'Windows-1252' };

/** Letters beyond a to z of languages, as part of an expression; the encodings in which these stand, the likelier first. */
const latin: readonly [encodings: readonly Encoding[], languages: readonly string[]][] = [
  [
    [western, { name: 'iso-8859-15', said: 'ISO-8859-15' }],
    [
      '[àâçéèêëîïôœùûüÿ]', // French
      '[äöüß]', // German
      '[áéíñóúü]', // Spanish
      '[áâàçéêíóôú]|õ(?=e)|ã(?=[oei]|s?$)', // Portuguese
      '[àèéìíîòóùú]$', // Italian
      '[åäöæøéü]', // Danish, Finnish, Norwegian, Swedish
      '[áðéíóúýþæö]', // Icelandic
      '[äöõü]', // Estonian
      '[áèéëêïíöóüúç]', // Dutch
      '[àçèéíïòóúü]', // Catalan
    ],
  ],
  [
    [
      { name: 'windows-1250', said: 'Windows-1250' },
      { name: 'iso-8859-2', said: 'ISO-8859-2' },
    ],
    [
      '[ąćęłńóśźż]', // Polish
      '[áčďéěíňóřšťúůýž]', // Czech
      '[áäčďéíĺľňóôŕšťúýž]', // Slovak
      '[áéíóöőúüű]', // Hungarian
      '[ăâîşţ]', // Romanian
      '[čćđšž]', // Croatian, Slovene
    ],
  ],
  [[{ name: 'windows-1254', said: 'Windows-1254' }], ['[çğıöşüâîû]']], // Turkish
  [
    [{ name: 'windows-1257', said: 'Windows-1257' }],
    ['[ąčęėįšųūž]', '[āčēģīķļņšūž]'], // Lithuanian, Latvian
  ],
  [
    [{ name: 'macintosh', said: 'Mac Roman' }],
    ['[àâçéèêëîïôœùûü]', '[äöüß]', '[áéíñóúü]', '[áâàçéêíóôú]|õ(?=e)|ã(?=[oei]|s?$)', '[åäöæøé]'],
  ],
];

const eastAsian: readonly Encoding[] = [
  { name: 'shift_jis', said: 'Shift-JIS' },
  { name: 'euc-jp', said: 'EUC-JP' },
  { name: 'gb18030', said: 'GB18030 (GBK)' },
  { name: 'big5', said: 'Big5' },
];

const korean: Encoding = { name: 'euc-kr', said: 'EUC-KR' };

/**
 * Words of a script, with the letters that only begin or only end them; its commonest letters, some seven
 * in ten of a text, without accents.
 */
const scripts: readonly [script: RegExp, common: RegExp, encodings: readonly Encoding[]][] = [
  [
    /^(?![ьъы])(?=.{0,2}$|.*[аеёиоуыэюяіїєъ])(?:(?![^аеёиоуыэюяіїє]й)[\p{sc=Cyrl}\u2019\u2013])+$/iu,
    /[оеаинтсрвлкмді]/gu,
    [
      { name: 'windows-1251', said: 'Windows-1251' },
      { name: 'koi8-r', said: 'KOI8-R' },
      { name: 'koi8-u', said: 'KOI8-U' },
      { name: 'ibm866', said: 'IBM866' },
      { name: 'iso-8859-5', said: 'ISO-8859-5' },
    ],
  ],
  [
    /^(?:(?!ς\p{L}|σ$|ΰ)[\p{sc=Grek}\u2019\u2013])+$/u,
    /[αοιετσςνηυρπκ]/gu,
    [
      { name: 'windows-1253', said: 'Windows-1253' },
      { name: 'iso-8859-7', said: 'ISO-8859-7' },
    ],
  ],
  [
    /^(?:(?![ךםןףץ]\p{L})[\p{sc=Hebr}\u2019\u2013])+$/u,
    /[יוהלאתרמבשנ]/gu,
    [
      { name: 'windows-1255', said: 'Windows-1255' },
      { name: 'iso-8859-8', said: 'ISO-8859-8' },
    ],
  ],
  [
    /^(?:(?![ةى]\p{L})[\p{sc=Arab}\u060c\u061b\u0640])+$/u,
    /[األيمنترهوبةع]/gu,
    [
      { name: 'windows-1256', said: 'Windows-1256' },
      { name: 'iso-8859-6', said: 'ISO-8859-6' },
    ],
  ],
  [/^(?!\p{M})\p{sc=Thai}+$/u, /[านรกอเงมลยวดที่้ิั]/gu, [{ name: 'windows-874', said: 'Windows-874' }]],
];

const enough = 0.6;
/** Half of the signs of a Chinese or Japanese text stand in words of two or more; by chance hardly one in ten does. */
const enoughInDictionary = 0.4;

/** The encoding of text that is not UTF-8; null where that is not clear. */
export function encodingOf(bytes: Uint8Array): Encoding | null {
  const sample = linesBeyondAscii(bytes);
  const letters = latinReadings(sample);
  const best = letters.reduce((a, b) => (b.share > a.share ? b : a));
  if (best.encoding === western && best.share >= enough) return western;
  const signs = eastAsian.map((encoding) => inDictionary(sample, encoding));
  if (signs.some((it) => it.share >= enoughInDictionary)) return clearest(signs, 0.75);
  if (best.share >= enough) return clearest(letters, 1);
  const others = [hangul(sample), ...alphabets(sample)].toSorted((a, b) => b.share - a.share);
  if (others[0]!.share < enough) return null;
  // Chance counts for less in a longer text.
  return clearest(others, lengthOf(wordsIn(others[0]!.text)) < 30 ? 0.75 : 0.9);
}

type Reading = { encoding: Encoding; text: string; share: number };

/** The best reading, unless another that says something else is nearly as good. */
function clearest(readings: readonly Reading[], nearly: number): Encoding | null {
  const best = readings.reduce((a, b) => (b.share > a.share ? b : a));
  const isClear = readings.every((it) => it.share < nearly * best.share || it.text === best.text);
  return isClear ? best.encoding : null;
}

/** Lines with a byte beyond ASCII, to some 64 KiB: all that tells encodings apart. */
function linesBeyondAscii(bytes: Uint8Array): Uint8Array {
  const kept: number[] = [];
  for (let start = 0; start < bytes.length && kept.length < 65536; ) {
    const end = bytes.indexOf(10, start);
    const line = bytes.subarray(start, end < 0 ? bytes.length : end + 1);
    if (line.some((byte) => byte > 127)) kept.push(...line.subarray(0, 65536));
    start += line.length;
  }
  return Uint8Array.from(kept);
}

/** Each word with letters beyond ASCII once, without the signs around it. */
function wordsIn(text: string): string[] {
  const runs = text.match(/(?:[a-z]|\P{ASCII})+/giu) ?? [];
  const words = runs.map((run) => run.replace(around, '').replace(/^([ckm]?m)[²³]$/, '$1'));
  return [...new Set(words)].filter((word) => /\P{ASCII}/u.test(word));
}

/** Signs that stand around words in all languages: quotation marks, dashes, units, small numbers. */
const around = /^[“”‘’‚„«»‹›–—…•·¿¡§€£±×µ½¼¾\u00a0]+|[“”‘’«»‹›–—…•·§°ºª€£™©®\u00a0]+$/gu;

/** How many of the words one language spells so, in each encoding of Latin letters. */
function latinReadings(sample: Uint8Array): Reading[] {
  return latin.flatMap(([encodings, languages]) =>
    encodings.map((encoding) => {
      const text = new TextDecoder(encoding.name).decode(sample);
      const all = wordsIn(text);
      // Signs alone, such as quotation marks, are those of the commonest encoding.
      if (all.length === 0) return { encoding, text, share: encoding === western ? 1 : 0 };
      const long = all.filter((word) => word.length > 1);
      const words = long.length > 0 ? long : all;
      const spelled = languages.map((letters) => spelledWith(letters, words).length);
      return { encoding, text, share: Math.max(...spelled) / words.length };
    }),
  );
}

function spelledWith(letters: string, words: readonly string[]): string[] {
  const spelling = new RegExp(`^(?:[a-z\u2018\u2019\u2013\u2014\u00b7]|${letters})+$`);
  return words.filter(
    (word) =>
      // No word of these languages has two letters or more, all of them beyond ASCII.
      (word.length === 1 || /[a-z]/i.test(word)) &&
      !smallBeforeCapital.test(word) &&
      spelling.test(word.toLowerCase().replaceAll('i\u0307', 'i')),
  );
}

const smallBeforeCapital = /\p{Ll}\p{Lu}/u;

/** The share of Chinese and Japanese signs that stand in words of the dictionary which ICU brings. */
function inDictionary(sample: Uint8Array, encoding: Encoding): Reading {
  const text = new TextDecoder(encoding.name).decode(sample);
  const words = text.match(/[^\p{ASCII}\p{P}\p{Z}\u2460-\u2473]+/gu) ?? [];
  const segments = [...new Set(words)].flatMap((word) =>
    [...dictionary.segment(word)].map((it) => it.segment),
  );
  const known = segments.filter((segment) => eastAsianWord.test(segment));
  return { encoding, text, share: known.join('').length / lengthOf(segments) };
}

const dictionary = new Intl.Segmenter('ja', { granularity: 'word' });
/** Two signs or more, or wide letters; the narrow kana are what other encodings become in Shift-JIS. */
const eastAsianWord =
  /^(?:(?![\uff61-\uff9f])[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}ー々]{2,}|[\uff10-\uff19\uff21-\uff5a]{2,})$/u;

/** The share of words that are Korean; a word or two of such may be something else. */
function hangul(sample: Uint8Array): Reading {
  const text = new TextDecoder(korean.name).decode(sample);
  const words = [...new Set(text.match(/\P{ASCII}+/gu))].map((run) => run.replace(around, ''));
  const share = lengthOf(words.filter((word) => /^\p{sc=Hang}+$/u.test(word))) / lengthOf(words);
  return { encoding: korean, text, share: lengthOf(words) < 4 ? 0.8 * share : 1.3 * share };
}

/** How far the text is one of a script: words of it alone, capitals first, its common letters common. */
function alphabets(sample: Uint8Array): Reading[] {
  return scripts.flatMap(([script, common, encodings]) =>
    encodings.map((encoding) => {
      const text = new TextDecoder(encoding.name).decode(sample);
      const words = wordsIn(text);
      const sound = words.filter((word) => script.test(word) && !smallBeforeCapital.test(word));
      const known = plain(sound.join('')).match(common)?.length ?? 0;
      const capitals = /\p{Ll}|\p{Lo}/u.test(sound.join('')) ? 1 : 0.7;
      const share = (capitals * known) / (0.7 * lengthOf(words));
      return { encoding, text, share };
    }),
  );
}

function lengthOf(words: readonly string[]): number {
  return Math.max(1, words.join('').length);
}

/** Small letters without accents, as the lists of common ones have them. */
function plain(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '');
}
