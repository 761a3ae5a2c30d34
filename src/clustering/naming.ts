/** Names of clusters: by rule from the members, or from a model that is shown them. */
import type { WordCount } from './clusters.ts';
import { meanSimilarityTo } from './similarity.ts';

const smallWords = new Set(['of', 'for', 'and', 'the', 'in', 'to', 'with', 'from', 'on', 'a']);

/** "respect for privacy" → "Respect for Privacy" */
export function titleCase(words: string): string {
  return words
    .trim()
    .split(/\s+/)
    .map((word, i) =>
      i > 0 && smallWords.has(word) ? word : word.charAt(0).toUpperCase() + word.slice(1),
    )
    .join(' ');
}

/**
 * The name by rule: of the members the one that is most often said and nearest to the others,
 * (1 + mean similarity) × log₂(1 + count), title case. `members` are positions in `words`.
 */
export function nameByRule(
  words: readonly WordCount[],
  similarity: Float32Array,
  members: readonly number[],
): string {
  let best = members[0]!;
  let most = Number.NEGATIVE_INFINITY;
  for (const i of members) {
    const central = 1 + (meanSimilarityTo(similarity, words.length, i, members) ?? 0);
    const score = central * Math.log2(1 + words[i]!.count);
    if (score > most) {
      most = score;
      best = i;
    }
  }
  return titleCase(words[best]!.word);
}

/** The members as a prompt shows them: the most said first, at most twelve, comma-separated. */
export function membersForNaming(words: readonly string[]): string {
  return words.slice(0, 12).join(', ');
}

/**
 * The name in a model's answer, title case; null where the answer holds none (a sentence, nothing,
 * a list). Reads "Name: Honesty", quotes, bold, and takes the first line.
 */
export function readName(answer: string): string | null {
  const line = answer
    .split('\n')
    .map((text) => text.trim())
    .find((text) => text !== '');
  if (line === undefined) return null;
  const name = line
    .replace(/^[\s*_#>"'“‘`-]+/, '')
    .replace(
      /^(?:the )?(?:shared |cluster |value )?(?:name|value|label|category)(?:\s+is\s*:?|\s*:)\s*/i,
      '',
    )
    .replace(/[\s*_"'”’`.,;:!]+$/, '')
    .replace(/^[\s*_"'“‘`]+/, '');
  if (!/^\p{L}[\p{L}\s'’&-]*$/u.test(name)) return null;
  if (name.split(/\s+/).length > 3 || name.length > 40) return null;
  return titleCase(name.toLowerCase());
}
