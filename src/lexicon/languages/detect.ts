/** Which language an answer is in: by its script, its function words, and its value words. */
import otherLanguages from '../data/other-languages.json' with { type: 'json' };
import { plainText } from '../tokens.ts';
import { exceptions, framingWords, functionWords, knownValues } from '../word-lists.ts';
import { functionWordsOf, type LanguageCode, languageOf } from './all.ts';
import { lexemesIn } from './language.ts';

export type Detected = {
  /** "en", a code of `all.ts`, or null for any other language. */
  main: 'en' | LanguageCode | null;
  /** Other languages with words in the text, tried where the main one yields nothing. */
  others: ('en' | LanguageCode)[];
};

const scripts: readonly { pattern: RegExp; codes: readonly LanguageCode[] }[] = [
  { pattern: /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]/gu, codes: ['zh'] },
  { pattern: /\p{Script=Hangul}+/gu, codes: ['ko'] },
  { pattern: /\p{Script=Devanagari}[\p{Script=Devanagari}\p{M}]*/gu, codes: ['hi'] },
  { pattern: /\p{Script=Arabic}[\p{Script=Arabic}\p{M}]*/gu, codes: ['ar'] },
  { pattern: /\p{Script=Cyrillic}+/gu, codes: ['ru'] },
];
const latinLanguages = ['es', 'fr', 'de', 'pt'] as const;
const unsupported = Object.values(otherLanguages.functionWords).map((words) => new Set(words));
const englishWords = new Set([...functionWords, ...otherLanguages.english]);
const allEnglish = new Set([
  ...englishWords,
  ...knownValues,
  ...exceptions.keys(),
  ...framingWords,
]);
const ownLetters = [
  ['pt', /[ãõ]/i],
  ['es', /[ñ¿¡]/i],
] as const;
const isAscii = /^[\0-\x7f]*$/;
const kana = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** The language of an answer's readable parts. */
export function detectLanguage(text: string): Detected {
  const plain = plainText(text);
  const ascii = isAscii.test(text);
  const words =
    plain.match(ascii ? /[a-z][a-z']*/g : /\p{Script=Latin}[\p{Script=Latin}\p{M}']*/gu) ?? [];
  if (ascii) return { main: latinLanguage(text, words), others: [] };
  if (!/[^\u0000-\u024F\u1E00-\u1EFF\u2000-\u2BFF\p{Extended_Pictographic}]/u.test(text))
    return { main: latinLanguage(text, words), others: [] };
  const weights: { code: 'en' | LanguageCode | null; weight: number }[] = [];
  let lettersOfKnown = 0;
  for (const { pattern, codes } of scripts) {
    const found = text.match(pattern) ?? [];
    if (found.length === 0) continue;
    lettersOfKnown += found.join('').length;
    const code = codes[0] === 'zh' ? chineseOrJapanese(text) : codes[0]!;
    const foreign = languageOf(code).foreignLetters?.test(text);
    const weight = code === 'zh' || code === 'ja' ? found.length / 2 : found.length;
    weights.push({ code: foreign ? null : code, weight });
  }
  if (words.length > 0) weights.push({ code: latinLanguage(text, words), weight: words.length });
  const letters = (text.match(/\p{L}/gu) ?? []).length;
  const latin = words.join('').length;
  const rest = letters - lettersOfKnown - latin;
  if (rest > 0) weights.push({ code: null, weight: rest / 4 });
  weights.sort((a, b) => b.weight - a.weight);
  const [main, ...others] = weights;
  return {
    main: main === undefined ? 'en' : main.code,
    others: others.flatMap(({ code }) => (code === null ? [] : [code])),
  };
}

type WordUse = {
  english: boolean;
  supported: (typeof latinLanguages)[number][];
  unsupported: number[];
};
let wordIndex: ReadonlyMap<string, WordUse> | null = null;

/** Word → the languages that have it: function words, and for English also value words. */
function indexOfWords(): ReadonlyMap<string, WordUse> {
  if (wordIndex) return wordIndex;
  const index = new Map<string, WordUse>();
  const entryOf = (word: string): WordUse => {
    const use = index.get(word) ?? { english: false, supported: [], unsupported: [] };
    index.set(word, use);
    return use;
  };
  for (const word of allEnglish) entryOf(word).english = true;
  for (const code of latinLanguages)
    for (const word of functionWordsOf(code)) entryOf(word).supported.push(code);
  for (const [i, set] of unsupported.entries())
    for (const word of set) entryOf(word).unsupported.push(i);
  wordIndex = index;
  return index;
}

/** Without kana, the one that has more of the words. */
function chineseOrJapanese(text: string): 'zh' | 'ja' {
  if (kana.test(text)) return 'ja';
  if (text.length > 400) return 'zh';
  const letters = (code: 'zh' | 'ja') => {
    const language = languageOf(code);
    return lexemesIn(language.plain(text), 0, text.length, language).reduce(
      (sum, { start, end }) => sum + end - start,
      0,
    );
  };
  return letters('ja') > letters('zh') ? 'ja' : 'zh';
}

/** English, unless function words or value words of another language are more. */
function latinLanguage(
  text: string,
  words: readonly string[],
): 'en' | (typeof latinLanguages)[number] | null {
  let english = 0;
  /** "a", "no", "me": of English and of another language. */
  let shared = 0;
  const counts = new Map<string | null, number>();
  const indexOf = indexOfWords();
  const others = unsupported.map(() => 0);
  for (const word of words) {
    const foreign = indexOf.get(word);
    if (!foreign) continue;
    if (foreign.english) {
      if (foreign.supported.length > 0) shared++;
      else english++;
      continue;
    }
    for (const code of foreign.supported) counts.set(code, (counts.get(code) ?? 0) + 1);
    for (const i of foreign.unsupported) others[i]! += 1;
  }
  // Spanish and Portuguese share many words, but not these letters.
  for (const [code, letters] of ownLetters)
    if (counts.has(code) && letters.test(text)) counts.set(code, counts.get(code)! + 2);
  // Most answers are plainly English.
  const mostForeign = Math.max(0, ...counts.values(), ...others);
  if (mostForeign === 0) english += shared;
  if (english > 0 && english >= mostForeign && english * 4 >= words.length) return 'en';
  for (const code of latinLanguages) {
    const named = lexemesIn(text, 0, text.length, languageOf(code)).filter(
      ({ word, start, end }) => word !== null && !isEnglish(text.slice(start, end)),
    );
    if (named.length > 0) counts.set(code, (counts.get(code) ?? 0) + named.length);
  }
  counts.set(null, Math.max(0, ...others));
  let best: string | null = 'en';
  let most = english;
  for (const [code, count] of counts) {
    const enough = count >= 2 || (english === 0 && words.length < 12);
    if (count > most && enough) {
      best = code;
      most = count;
    }
  }
  return best as 'en' | (typeof latinLanguages)[number] | null;
}

function isEnglish(words: string): boolean {
  const plain = plainText(words);
  return knownValues.has(plain) || exceptions.has(plain) || functionWords.has(plain);
}

/** Whether hardly a word of a Latin text is in the English word list: a language that is not supported. */
export function isUnknownWords(text: string, isWord: (word: string) => boolean): boolean {
  const words = (plainText(text).match(/\p{Script=Latin}[\p{Script=Latin}\p{M}']+/gu) ?? []).slice(
    0,
    200,
  );
  if (words.length < 3) return false;
  let known = 0;
  for (const word of words) {
    if (englishWords.has(word) || isWord(word)) known++;
    if (known * 5 >= words.length) return false;
  }
  return true;
}
