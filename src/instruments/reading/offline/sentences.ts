/** A text as the mean of its sentences. */
import { normalised } from '../../../clustering/vectors.ts';

export type Sentence = {
  /** Where it begins in the text, in UTF-16 units. */
  start: number;
  end: number;
};

/** A text of `vector` = the mean of its sentences' vectors, each of length 1. */
export type TextVector = {
  vector: Float64Array;
  sentences: readonly (Sentence & { vector: Float32Array })[];
};

/** Vectors of texts, in order, all of one length. */
export type EmbedTexts = (
  texts: readonly string[],
  options?: { signal?: AbortSignal; onProgress?: (done: number, of: number) => void },
) => Promise<readonly Float32Array[]>;

/** The most characters of a piece: they fit an encoder of 512 tokens even if tokens are of the smallest kind. */
const mostCharacters = 400;

/** The sentences of a text; a sentence too long for an encoder is cut between words. */
export function sentencesOf(text: string): Sentence[] {
  const found: Sentence[] = [];
  for (const { segment, index } of segmenter.segment(text)) {
    const end = index + segment.trimEnd().length;
    let start = index + segment.length - segment.trimStart().length;
    while (end - start > 0) {
      const cut =
        lengthOf(text.slice(start, end)) <= mostCharacters ? end : cutIn(text, start, end);
      if (/[\p{L}\p{N}]/u.test(text.slice(start, cut))) found.push({ start, end: cut });
      start = cut;
      while (start < end && /\s/.test(text[start]!)) start++;
    }
  }
  return found;
}

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });

/** The length as an encoder counts it: characters without their combined marks, plus the marks. */
function lengthOf(text: string): number {
  return text.normalize('NFD').length;
}

/** The end of the last word that fits, or of the last sign. */
function cutIn(text: string, start: number, end: number): number {
  let most = Math.min(end, start + mostCharacters);
  while (lengthOf(text.slice(start, most)) > mostCharacters) most -= 1;
  const space = text.slice(start, most).search(/\s\S*$/);
  return space > 0 ? start + space : Math.max(start + 1, most);
}

/** Each text by its sentences; zeros for a text without letters and numbers. Each sentence is embedded once. */
export async function vectorsOfTexts(
  texts: readonly string[],
  embed: EmbedTexts,
  options: Parameters<EmbedTexts>[1] = {},
): Promise<TextVector[]> {
  const parts = texts.map((text) =>
    sentencesOf(text).map((place) => ({ ...place, words: text.slice(place.start, place.end) })),
  );
  const unique = [...new Set(parts.flat().map((one) => one.words))];
  const vectors = await embed(unique, options);
  const known = new Map(unique.map((words, i) => [words, normalised(vectors[i]!)]));
  const size = vectors[0]?.length ?? 0;
  return parts.map((sentences) => {
    const mean = new Float64Array(size);
    const own = sentences.map(({ start, end, words }) => ({
      start,
      end,
      vector: known.get(words)!,
    }));
    for (const { vector } of own)
      for (let i = 0; i < size; i++) mean[i]! += vector[i]! / own.length;
    return { vector: mean, sentences: own };
  });
}
