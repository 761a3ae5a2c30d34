/**
 * Two views of words: similarity in meaning, and use in the same answers. Their agreement over
 * pairs of words, and the exceptions.
 */
import { type MantelTest, mantelTest } from '../statistics/mantel.ts';
import type { Random } from '../statistics/random.ts';
import { pairMoments } from './similarity.ts';

export type WordPair = {
  a: string;
  b: string;
  /** −1…1 and a little over. */
  similarity: number;
  /** φ of being named by the same answers, −1…1. */
  together: number;
  /** Standard deviations by which similarity in meaning exceeds joint use; negative: used together, not similar. */
  gap: number;
};

export type WordsApart = {
  /** Partial correlation over pairs, frequency held constant, tested by permuting words (QAP). */
  agreement: MantelTest;
  /** Near in meaning but not used together, widest gap first. */
  alikeNotTogether: WordPair[];
  /** Used together but not near in meaning, widest gap first. */
  togetherNotAlike: WordPair[];
  /** Per word the correlation of its two rows, −1…1, lowest first: words on which the two views disagree. */
  words: { word: string; agreement: number }[];
};

export type WordsApartOptions = {
  random: Random;
  /** Default 999. */
  permutations?: number;
  /** Words named by fewer answers are left out, default 5: their φ is noise. */
  leastCount?: number;
  /** Words at most, the most frequent first, default 150. */
  mostWords?: number;
  /** Pairs listed on either side, default 8. */
  mostPairs?: number;
};

/**
 * Compares similarity in meaning (`words` × `words`, row-major) with co-occurrence in `answers`
 * (distinct descriptors of each). Words that every answer names, or fewer than `leastCount`, are
 * left out. Throws UserError (of the Mantel test) when fewer than three words are left.
 */
export function wordsApart(
  words: readonly string[],
  similarity: Float32Array,
  answers: readonly (readonly string[])[],
  options: WordsApartOptions,
): WordsApart {
  const { random, permutations = 999, leastCount = 5, mostWords = 150, mostPairs = 8 } = options;
  const counts = new Map<string, number>();
  for (const answer of answers)
    for (const word of new Set(answer)) counts.set(word, (counts.get(word) ?? 0) + 1);
  const used = words
    .map((word, position) => ({ word, position, count: counts.get(word) ?? 0 }))
    .filter(({ count }) => count >= leastCount && count < answers.length)
    .sort((a, b) => b.count - a.count || a.position - b.position)
    .slice(0, mostWords);
  const n = used.length;
  const together = phiMatrix(used, answers);
  const near = used.map((a) =>
    Float64Array.from(used, (b) => similarity[a.position * words.length + b.position]!),
  );
  // How often two words would occur together by frequency alone.
  const frequency = used.map((a) =>
    Float64Array.from(used, (b) => Math.log(a.count) + Math.log(b.count)),
  );
  const varies = new Set(used.map(({ count }) => count)).size > 1;
  const agreement = mantelTest(near, together, varies ? frequency : undefined, {
    random,
    permutations,
  });

  const nearMoments = pairMoments(flat(near), n);
  const togetherMoments = pairMoments(flat(together), n);
  const pairs: WordPair[] = [];
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      const gap =
        (near[i]![j]! - nearMoments.mean) / nearMoments.sd -
        (together[i]![j]! - togetherMoments.mean) / togetherMoments.sd;
      pairs.push({
        a: used[i]!.word,
        b: used[j]!.word,
        similarity: near[i]![j]!,
        together: together[i]![j]!,
        gap,
      });
    }
  }
  pairs.sort((a, b) => b.gap - a.gap);
  return {
    agreement,
    alikeNotTogether: pairs.filter((pair) => pair.gap > 0).slice(0, mostPairs),
    togetherNotAlike: pairs
      .filter((pair) => pair.gap < 0)
      .reverse()
      .slice(0, mostPairs),
    words: used
      .map(({ word }, i) => ({ word, agreement: rowCorrelation(near[i]!, together[i]!, i) }))
      .sort((a, b) => a.agreement - b.agreement || (a.word < b.word ? -1 : 1)),
  };
}

/** φ = (n₁₁·N − n₁·n₂) / √(n₁·n₂·(N − n₁)·(N − n₂)) */
function phiMatrix(
  used: readonly { word: string; count: number }[],
  answers: readonly (readonly string[])[],
): Float64Array[] {
  const index = new Map(used.map(({ word }, i) => [word, i]));
  const rows = used.map(() => new Float64Array(used.length));
  for (const answer of answers) {
    const named = [...new Set(answer)].map((w) => index.get(w)).filter((i) => i !== undefined);
    for (const i of named) for (const j of named) rows[i]![j]!++;
  }
  const total = answers.length;
  for (const [i, row] of rows.entries()) {
    for (let j = 0; j < row.length; j++) {
      const [a, b] = [used[i]!.count, used[j]!.count];
      row[j] = (row[j]! * total - a * b) / Math.sqrt(a * b * (total - a) * (total - b));
    }
  }
  return rows;
}

function flat(rows: readonly Float64Array[]): Float32Array {
  const all = new Float32Array(rows.length ** 2);
  for (const [i, row] of rows.entries()) all.set(row, i * rows.length);
  return all;
}

/** Pearson over all entries but the word's own; 0 where a row does not vary. */
function rowCorrelation(a: Float64Array, b: Float64Array, own: number): number {
  const n = a.length - 1;
  let [sa, sb, saa, sbb, sab] = [0, 0, 0, 0, 0];
  for (let j = 0; j < a.length; j++) {
    if (j === own) continue;
    sa += a[j]!;
    sb += b[j]!;
    saa += a[j]! ** 2;
    sbb += b[j]! ** 2;
    sab += a[j]! * b[j]!;
  }
  const below = (saa - (sa * sa) / n) * (sbb - (sb * sb) / n);
  return below > 0 ? (sab - (sa * sb) / n) / Math.sqrt(below) : 0;
}
