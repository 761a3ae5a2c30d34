/** The words of a part, and which of them are typical of it. */
import type { WordCount } from '../../clustering/clusters.ts';
import type { AnswerColumns } from '../../lexicon/lexicon.ts';
import { holm } from '../../statistics/holm.ts';
import { logOddsOfWords } from '../../statistics/log-odds.ts';
import type { LensResult } from './lens-result.ts';

/** For each word named in the part, how many of its answers and models name it; the most frequent first. */
export function wordsOfPart(columns: AnswerColumns, inPart: Uint8Array): WordCount[] {
  const { words, first, named } = columns;
  const counts = new Uint32Array(words.length);
  const models = Array.from(words, () => null as Set<string> | null);
  for (let place = 0; place < columns.count; place++) {
    if (inPart[place] === 0) continue;
    const model = columns.models[columns.respondent[place]!]!;
    for (let at = first[place]!; at < first[place + 1]!; at++) {
      const word = named[at]!;
      counts[word]! += 1;
      models[word] ??= new Set();
      models[word].add(model);
    }
  }
  return words
    .map((word, i) => ({ word, count: counts[i]!, models: models[i]?.size ?? 0 }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || (a.word < b.word ? -1 : 1));
}

/**
 * For each of these words, how much more the part uses it than the rest of the run. The speakers are the models on
 * either side: all answers of a model there belong to one speaker, whose mentions count as shares.
 */
export function ownWords(
  columns: AnswerColumns,
  inPart: Uint8Array,
  words: readonly string[],
  unitOf: (model: string) => string,
): LensResult['words'] {
  const position = new Map(words.map((word, i) => [word, i]));
  const at = columns.words.map((word) => position.get(word) ?? -1);
  const speakers = new Map<string, { side: 0 | 1; unit: string; counts: Uint32Array }>();
  for (let place = 0; place < columns.count; place++) {
    const model = columns.models[columns.respondent[place]!]!;
    const side = inPart[place] === 1 ? 0 : 1;
    const key = `${side} ${model}`;
    const own = speakers.get(key) ?? {
      ...{ side: side as 0 | 1, unit: unitOf(model) },
      counts: new Uint32Array(words.length),
    };
    speakers.set(key, own);
    for (let i = columns.first[place]!; i < columns.first[place + 1]!; i++) {
      const word = at[columns.named[i]!]!;
      if (word >= 0) own.counts[word]! += 1;
    }
  }
  const found = logOddsOfWords([...speakers.values()], words.length);
  if (!found) return { withheld: 'one side names no words' };
  const known = found.odds.map(({ p }) => p).filter((p) => p !== null);
  const corrected = holm(known);
  let next = 0;
  const rows = found.odds.map((one, i) => ({
    ...one,
    word: words[i]!,
    corrected: one.p === null ? null : corrected[next++]!,
  }));
  return { rows, units: found.units };
}
