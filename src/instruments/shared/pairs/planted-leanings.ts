/** What simulated models lean to where two replies are open, and which pair a text is of. */
import { promptFiles } from '../../../prompts/load.ts';
import { createRandom } from '../../../statistics/random.ts';
import { loadPairs, type Pair } from './pair-items.ts';

/** The level of a simulated model with this seed on a value, −1 to 1: the same for every way of asking pairs. */
export function plantedLevel(seed: number, value: string): number {
  return 2 * createRandom(`${seed}|pairs|${value}`).next() - 1;
}

/** Within which its leanings differ from item to item, ±. */
const itemSpread = 0.5;

/**
 * How far it leans to the serving reply of a pair, about −2.5 to 2.5: its level on the value, minus that on the
 * other value where the other reply serves one, and what belongs to the item. `moved`: what a role prompt adds to its
 * level on a value.
 */
export function plantedLeaning(
  seed: number,
  { id, value, against }: Pair,
  moved: (value: string) => number = () => 0,
): number {
  const item = createRandom(`${seed}|pairs|item|${id}`).next() - 0.5;
  const level = (one: string) => plantedLevel(seed, one) + moved(one);
  const other = against === undefined ? 0 : level(against);
  return level(value) - other + 2 * itemSpread * item;
}

/** A reply of a shipped pair. */
export type KnownReply = { pair: Pair; wording: number; serves: boolean };

let known: Map<string, KnownReply> | null = null;

/** The replies of the shipped pairs, by their text. */
export function knownReplies(): ReadonlyMap<string, KnownReply> {
  known ??= new Map(
    loadPairs({ extent: 'thorough' }, promptFiles(), null)
      .flatMap(({ items }) => items)
      .flatMap((pair) =>
        (['serving', 'opposing'] as const).flatMap((side) =>
          pair[side].map((reply, wording) => {
            const one = { pair, wording, serves: side === 'serving' };
            return [reply, one] as const;
          }),
        ),
      ),
  );
  return known;
}
