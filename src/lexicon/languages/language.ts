/** A language in which answers are read: its value words, and words of denial and contrast. */

type Data = {
  name: string;
  /** Whether spaces separate words. */
  spaced: boolean;
  /** Whether diacritics are ignored. */
  fold?: boolean;
  /** Whether nouns begin with a capital. */
  capitals?: boolean;
  /** Whether endings are attached to an unchanged root (Korean). */
  prefixed?: boolean;
  arabic?: boolean;
  /** Whether a denial follows what it denies. */
  postfix?: boolean;
  /** What may follow a root of one letter. */
  particles?: string;
  /** Letters of other languages in the same script. */
  foreignLetters?: string;
  functionWords?: string;
  endings?: string;
  /** Least number of letters of a stem. */
  shortest?: number;
  denies: string;
  soft: string;
  unimportant: string;
  /** What is weighed as lighter ("do que X"): groups hold it. */
  lighter: string;
  but: string;
  /** Ends of a clause that concedes something ("…지만"). */
  concedes?: string;
  starts: string;
  cues: string;
  refusals: string;
  /** Phrases in which a value word does not count. */
  ignore?: string;
  /** Pairs of characters: a variant, and the form in the word lists. */
  variants?: string;
  /** English descriptor → value words, with commas between. */
  words: Record<string, string>;
};

/** A value word or phrase; `word` is the English descriptor, null for a phrase that names no value. */
type Entry = {
  /** Keys of its words; the words themselves of a phrase that names none. */
  parts: readonly string[];
  text: string;
  word: string | null;
};

export type Language = {
  code: string;
  name: string;
  spaced: boolean;
  postfix: boolean;
  prefixed: boolean;
  foreignLetters: RegExp | null;
  functionWords: ReadonlySet<string>;
  /** By the key of their first part, the longest first. */
  entries: ReadonlyMap<string, readonly Entry[]>;
  /** Letters of the longest value word. */
  longest: number;
  /** The keys under which a token may be found, the longest first; `rest` is the part after the root. */
  keysOf(token: string): string[];
  denies: RegExp;
  soft: RegExp;
  unimportant: RegExp;
  lighter: RegExp;
  but: RegExp;
  concedes: RegExp | null;
  starts: RegExp;
  cues: RegExp;
  refusals: RegExp;
  capitals: boolean;
  /** The text, letter by letter in the forms that the words have. */
  plain(text: string): string;
};

export type Lexeme = { start: number; end: number; base: string; word: string | null };

/** The words of a list with commas between. */
export const listOf = (words = ''): string[] =>
  words
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean);

const token = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu;

export function makeLanguage(code: string, data: Data): Language {
  const keysOf = keysFor(data);
  const entries = new Map<string, Entry[]>();
  let longest = 0;
  const plain = plainerOf(data.variants ?? '');
  const add = (said: string, word: string | null) => {
    const text = plain(said);
    const words = data.spaced ? [...text.matchAll(token)].map(([part]) => part) : [text];
    if (words.length === 0) return;
    const keyOf = (part: string) => (data.spaced ? keysOf(part).at(data.prefixed ? 0 : -1)! : part);
    const first = keyOf(words[0]!);
    const parts = words.map(word === null ? (part) => part.toLowerCase() : keyOf);
    longest = Math.max(longest, text.length);
    const known = entries.get(first) ?? [];
    known.push({ parts, text, word });
    entries.set(first, known);
  };
  for (const [word, words] of Object.entries(data.words))
    for (const text of listOf(words)) add(text, word);
  for (const text of listOf(data.ignore)) add(text, null);
  for (const known of entries.values())
    known.sort(
      (a, b) =>
        b.parts.length - a.parts.length || Number(a.word !== null) - Number(b.word !== null),
    );
  const edge = data.spaced
    ? (pattern: string) => `(?<![\\p{L}\\p{M}])(?:${pattern})(?![\\p{L}\\p{M}])`
    : (pattern: string) => pattern;
  return {
    code,
    name: data.name,
    spaced: data.spaced,
    postfix: data.postfix === true || code === 'ja' || code === 'ko',
    prefixed: data.prefixed === true,
    foreignLetters: data.foreignLetters ? new RegExp(`[${data.foreignLetters}]`, 'u') : null,
    functionWords: new Set(listOf(data.functionWords)),
    entries,
    longest,
    keysOf,
    denies: new RegExp(data.denies, 'iu'),
    soft: new RegExp(data.soft, 'giu'),
    unimportant: new RegExp(data.unimportant, 'iu'),
    lighter: new RegExp(data.lighter, 'dgiu'),
    but: new RegExp(edge(data.but), 'giu'),
    concedes: data.concedes ? new RegExp(data.concedes, 'gu') : null,
    starts: new RegExp(edge(data.starts), 'iu'),
    cues: new RegExp(data.cues, 'iu'),
    refusals: new RegExp(data.refusals, 'iu'),
    capitals: data.capitals === true,
    plain: plainerOf(data.variants ?? ''),
  };
}

function plainerOf(variants: string): (text: string) => string {
  if (variants === '') return (text) => text;
  const letters = new Map<string, string>();
  for (let i = 0; i < variants.length; i += 2) letters.set(variants[i]!, variants[i + 1]!);
  return (text) => Array.from(text.split(''), (letter) => letters.get(letter) ?? letter).join('');
}

/** Lower case, one form of each letter. */
function plainLetters(word: string, data: Data): string {
  let plain = word.normalize('NFKC').toLowerCase();
  if (data.fold) plain = plain.normalize('NFD').replace(/\p{M}/gu, '').normalize('NFC');
  if (data.arabic)
    return plain
      .normalize('NFD')
      .replace(/[\p{M}\u0640]/gu, '')
      .replace(/[ٱ]/g, 'ا')
      .replace(/ى/g, 'ي');
  return plain
    .normalize('NFD')
    .replace(/\u093C/g, '')
    .normalize('NFC')
    .replace(/ँ/g, 'ं')
    .replace(/ё/g, 'е')
    .replace(/ß/g, 'ss');
}

function keysFor(data: Data): (token: string) => string[] {
  const endings = listOf(data.endings).sort((a, b) => b.length - a.length);
  const shortest = data.shortest ?? 3;
  const stem = (word: string): string => {
    const ending = endings.find(
      (one) => word.endsWith(one) && word.length - one.length >= shortest,
    );
    return ending === undefined ? word : word.slice(0, -ending.length);
  };
  if (data.prefixed) {
    const particles = new RegExp(`^${data.particles ?? ''}$`, 'u');
    // Any beginning may be the root; one letter alone only before particles.
    return (word) => {
      const plain = plainLetters(word, data);
      const keys: string[] = [];
      for (let length = plain.length; length > 0; length--)
        if (length > 1 || particles.test(plain.slice(1))) keys.push(plain.slice(0, length));
      return keys;
    };
  }
  if (data.arabic) return (word) => arabicKeys(plainLetters(word, data), stem);
  return (word) => [stem(plainLetters(word, data))];
}

/** With and without attached prefixes: "and", "with", "for", and the article. The bare word comes last. */
function arabicKeys(word: string, stem: (word: string) => string): string[] {
  const forms = new Set<string>([word]);
  for (const prefixes of [/^[وف](?=.{3})/u, /^[بلك](?=.{3})/u]) {
    for (const form of [...forms]) if (prefixes.test(form)) forms.add(form.slice(1));
  }
  const keys = new Set<string>();
  for (const form of forms) keys.add(stem(form.replace(/^(?:ال|لل|ل(?=ل))(?=.{2})/u, '')));
  const [first, ...others] = keys;
  // Before what is written behind it the ending of "خصوصية" is open: "خصوصيتهم".
  for (const key of [first!, ...others])
    if (key.endsWith('ت') && key.length > 4) others.push(`${key.slice(0, -1)}ة`);
  return [...others, first!];
}

/** The value words in a stretch, from left to right, the longest at each place. */
export function lexemesIn(text: string, start: number, end: number, language: Language): Lexeme[] {
  return language.spaced
    ? spacedLexemes(text, start, end, language)
    : unspacedLexemes(text, start, end, language);
}

function unspacedLexemes(text: string, start: number, end: number, language: Language): Lexeme[] {
  const found: Lexeme[] = [];
  for (let i = start; i < end; i++) {
    for (let length = Math.min(language.longest, end - i); length > 0; length--) {
      const part = text.slice(i, i + length);
      const entry = language.entries.get(part)?.[0];
      if (!entry || (length === 1 && !standsAlone(text, i))) continue;
      found.push({ start: i, end: i + length, base: entry.text, word: entry.word });
      i += length - 1;
      break;
    }
  }
  return found;
}

/** A word of one character does not count within another word. */
const standsAlone = (text: string, at: number): boolean =>
  !/[\p{Script=Han}々]/u.test((text[at - 1] ?? '').replace(/[和与及或、]/, '')) &&
  !/[\p{Script=Han}々]/u.test((text[at + 1] ?? '').replace(/[和与及或、]/, ''));

function spacedLexemes(text: string, start: number, end: number, language: Language): Lexeme[] {
  const tokens = [...text.slice(start, end).matchAll(token)].map(({ 0: word, index }) => ({
    word,
    start: start + index,
    keys: language.keysOf(word),
  }));
  const hasCapitals = language.capitals && /\p{Lu}/u.test(text.slice(start, end));
  const found: Lexeme[] = [];
  for (let i = 0; i < tokens.length; i++) {
    let best: { entry: Entry; length: number } | null = null;
    for (const key of tokens[i]!.keys) {
      for (const entry of language.entries.get(key) ?? []) {
        const fits = entry.parts.every((part, k) => {
          const token = tokens[i + k];
          if (entry.word !== null) return token?.keys.includes(part);
          const said = token?.word.toLowerCase();
          return language.prefixed ? said?.startsWith(part) : said === part;
        });
        if (!fits || (best && entry.parts.length <= best.length)) continue;
        const isNoun = language.capitals && /^\p{Lu}/u.test(entry.text) && entry.parts.length === 1;
        if (isNoun && hasCapitals && !/^\p{Lu}/u.test(tokens[i]!.word)) continue;
        best = { entry, length: entry.parts.length };
      }
      if (best) break;
    }
    if (!best) continue;
    const last = tokens[i + best.length - 1]!;
    found.push({
      start: tokens[i]!.start,
      end: last.start + last.word.length,
      base: best.entry.text,
      word: best.entry.word,
    });
    i += best.length - 1;
  }
  return found;
}
