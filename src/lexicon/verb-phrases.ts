/** Values expressed by a verb: "keep my word", "treating everyone alike", "never lie". */
import data from './data/verb-phrases.json' with { type: 'json' };

type Pattern = { rest: RegExp; to: string; negative: boolean };

const patterns = new Map<string, Pattern[]>();
for (const [to, verbs, rest] of data.phrases as [string, string, string][]) {
  const pattern = {
    rest: new RegExp(rest.replaceAll('{people}', data.people), 'y'),
    to,
    negative: verbs === '!' || /^(?:=no|=or|avoid)/.test(verbs),
  };
  const firsts = verbs === '!' ? data.negations : verbs.split(',').flatMap(formsOf);
  for (const first of firsts) patterns.set(first, [...(patterns.get(first) ?? []), pattern]);
}

/** "give/gave" → give, gives, giving, gived, gave. A word after "=" has no other forms. */
function formsOf(entry: string): string[] {
  if (entry.startsWith('=')) return [entry.slice(1)];
  const [verb, ...more] = entry.split('/') as [string, ...string[]];
  const stem = verb.replace(/e$/, '');
  const doing = verb.replace(/(?<=[^e])e$/, '');
  const third = /(?:[sxz]|ch|sh|o)$/.test(verb)
    ? `${verb}es`
    : verb.replace(/(?<=[^aeiou])y$/, 'ie').concat('s');
  return [
    ...new Set([verb, third, `${doing}ing`, `${stem.replace(/(?<=[^aeiou])y$/, 'i')}ed`, ...more]),
  ];
}

/** Whether any phrase begins with a word. */
export const beginsVerbPhrase = (word: string): boolean => patterns.has(word);

export type VerbPhrase = { end: number; to: string; negative: boolean };

/** The phrase that begins with the word at `start` (up to `wordEnd`) of a text in lower case; the longest one. */
export function verbPhraseAt(text: string, start: number, wordEnd: number): VerbPhrase | null {
  let best: VerbPhrase | null = null;
  for (const { rest, to, negative } of patterns.get(text.slice(start, wordEnd)) ?? []) {
    rest.lastIndex = wordEnd;
    const match = rest.exec(text);
    if (!match) continue;
    const end = wordEnd + match[0].length;
    if (best === null || end > best.end) best = { end, to: to === '$1' ? match[1]! : to, negative };
  }
  return best;
}

/** The descriptor of an item that begins with such a phrase; null for others. */
export function valueOfVerbPhrase(item: string): string | null {
  const text = item.replace(
    /^(?:to |always |i |we |i always |i try to |(?:the |my )?ability to )+/,
    '',
  );
  const first = /^[\p{L}']+/u.exec(text)?.[0];
  return first === undefined ? null : (verbPhraseAt(text, 0, first.length)?.to ?? null);
}
