/** How simulated models choose: by their planted leanings, sometimes by position. */
import { createRandom } from '../../statistics/random.ts';
import type { Speaker } from '../contract.ts';
import { lastAsked } from '../shared/answer-round.ts';
import { knownReplies, plantedLeaning } from '../shared/pairs/planted-leanings.ts';
import { primedBy } from '../shared/primes/primes.ts';

/** How far a simulated model with this seed leans to the first reply, −0.4 to 0.4. */
export function plantedPosition(seed: number): number {
  return 0.8 * createRandom(`${seed}|choice|position`).next() - 0.4;
}

export const speaker: Speaker = (request, { seed }) => {
  const asked = lastAsked(request);
  // The examples before a question of plain text have replies too.
  const shown = [...asked.matchAll(/^([AB]): (.+)$/gm)].slice(-2);
  const [first, second] = shown.map(([, , reply]) => knownReplies().get(reply!));
  if (!first || !second || first.pair.id !== second.pair.id) return null;
  if (!asked.includes(first.pair.request)) return null;
  const leaning = plantedLeaning(seed, first.pair, (value) => primedBy(request, value));
  return (first.serves ? leaning : -leaning) + plantedPosition(seed) > 0 ? 'A' : 'B';
};
