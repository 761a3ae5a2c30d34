/** How far each item moves between the prompt that raises a value and the one that lowers it. */
import { mean } from '../../statistics/describe.ts';
import type { ItemFigures } from '../contract.ts';
import { conditionId } from '../shared/primes/primes.ts';

/** One model's items, by the id of the condition under which they were read; `none` without a role prompt. */
export type Primed = {
  model: string;
  family: string;
  byCondition: ReadonlyMap<string, readonly ItemFigures[]>;
};

/** What one item does when one value is primed; in the unit of the figure until divided. */
export type Move = {
  item: string;
  value: string;
  primed: string;
  shift: number;
  rise: number | null;
  fall: number | null;
};

export const keyOf = ({ item, value }: { item: string; value: string }) => `${item}\n${value}`;

export function figuresAt(
  items: readonly ItemFigures[],
  at: number,
): Map<string, { item: string; value: string; figure: number }> {
  return new Map(
    items.flatMap(({ item, value, figures }) => {
      const figure = figures[at] ?? null;
      return figure === null ? [] : [[keyOf({ item, value }), { item, value, figure }] as const];
    }),
  );
}

/** What each item does between the two prompts of a value; one that lacks either is left out. */
export function movesOf(
  { byCondition }: Primed,
  primed: string,
  plain: ReturnType<typeof figuresAt>,
  at: number,
): Move[] {
  const [raised, lowered] = (['raises', 'lowers'] as const).map((direction) =>
    figuresAt(byCondition.get(conditionId(primed, direction)) ?? [], at),
  );
  return [...raised!].flatMap(([key, { item, value, figure }]) => {
    const down = lowered!.get(key)?.figure;
    if (down === undefined) return [];
    const between = plain.get(key)?.figure;
    return [
      {
        ...{ item, value, primed, shift: figure - down },
        rise: between === undefined ? null : figure - between,
        fall: between === undefined ? null : between - down,
      },
    ];
  });
}

export function divided(move: Move, by: number): Move {
  const { rise, fall } = move;
  return {
    ...move,
    shift: move.shift / by,
    rise: rise === null ? null : rise / by,
    fall: fall === null ? null : fall / by,
  };
}

/** The mean over models of what each item does when each value is primed. */
export function pooled(byModel: readonly (readonly Move[])[]): Move[] {
  const groups = Map.groupBy(byModel.flat(), (move) => `${move.primed}\n${keyOf(move)}`);
  return [...groups.values()].map((own) => {
    const [{ item, value, primed }] = own as [Move];
    const over = (numbers: readonly (number | null)[]) => {
      const told = numbers.filter((one) => one !== null);
      return told.length > 0 ? mean(told) : null;
    };
    return {
      ...{ item, value, primed, shift: mean(own.map((move) => move.shift)) },
      ...{ rise: over(own.map((move) => move.rise)), fall: over(own.map((move) => move.fall)) },
    };
  });
}

/** Those of items on the primed value, by value. */
export function ownMoves(moves: readonly Move[], primed: readonly string[]): Move[][] {
  return primed.map((value) =>
    moves.filter((move) => move.primed === value && move.value === value),
  );
}

/** An item's own shift minus its mean shift when other values are primed; null where none was. */
export function specificOf(move: Move, all: readonly Move[]): number | null {
  const others = all.filter((one) => keyOf(one) === keyOf(move) && one.primed !== move.primed);
  return others.length > 0 ? move.shift - mean(others.map((one) => one.shift)) : null;
}

export function missingIn({ byCondition }: Primed, at: number): number {
  const all = [...byCondition.values()].flat();
  const missing = all.filter(({ figures }) => (figures[at] ?? null) === null).length;
  return all.length > 0 ? missing / all.length : 0;
}
