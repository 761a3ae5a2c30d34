/** How far figures of items move between a prompt that raises a value and one that lowers it, with intervals over items. */
import { hashOf } from '../../asking/identity.ts';
import { mean, standardDeviation, variance } from '../../statistics/describe.ts';
import { tQuantile } from '../../statistics/distributions.ts';
import { type MeanOverItems, meansOf } from '../shared/pairs/pair-estimates.ts';
import {
  divided,
  figuresAt,
  keyOf,
  type Move,
  missingIn,
  movesOf,
  ownMoves,
  type Primed,
  pooled,
  specificOf,
} from './moves.ts';
import type { Shifts, Verdict } from './shifts-schema.ts';

/** A value that is shown to move by less than this, in standard deviations, counts as still. */
export const leastMove = 0.5;
/** An item that moves by less than this counts as still. */
const leastItemMove = 0.1;

/**
 * Shifts of the figure number `at`. `primed` are the values with role prompts, `values` those of the items. A model
 * whose plain items do not vary has no unit, and counts in raw figures alone.
 */
export function shiftsOf(
  models: readonly Primed[],
  { primed, values, at }: { primed: readonly string[]; values: readonly string[]; at: number },
): Shifts {
  const read = models.map((one) => {
    const plain = figuresAt(one.byCondition.get('none') ?? [], at);
    const spread = standardDeviation([...plain.values()].map(({ figure }) => figure));
    const moves = primed.flatMap((value) => movesOf(one, value, plain, at));
    return { one, sd: spread > 0 ? spread : null, moves };
  });
  const raw = pooled(read.map(({ moves }) => moves));
  const scaled = pooled(
    read.flatMap(({ moves, sd }) => (sd === null ? [] : [moves.map((move) => divided(move, sd))])),
  );
  const [inSd, inRaw] = [matrixOf(scaled, primed, values), matrixOf(raw, primed, values)];
  const own = ownMoves(scaled, primed);
  const means = (of: (move: Move) => number | null) =>
    meansOf(own.map((group) => group.flatMap((move) => of(move) ?? [])));
  const [rise, fall] = [means((move) => move.rise), means((move) => move.fall)];
  const specific = own.map((group) => group.flatMap((move) => specificOf(move, scaled) ?? []));
  const specificMeans = meansOf(specific);
  const all = overall(own.map((group) => group.map((move) => move.shift)));
  return {
    models: read.map(({ one, sd, moves }) => {
      const mine = sd === null ? [] : moves.map((move) => divided(move, sd));
      const sum = overall(ownMoves(mine, primed).map((group) => group.map((move) => move.shift)));
      return {
        ...{ model: one.model, family: one.family, sd, missing: missingIn(one, at) },
        matrix: matrixOf(mine, primed, values),
        own: { sd: sum, verdict: verdictOf(sum) },
      };
    }),
    matrix: inSd.map((row, v) => row.map((sd, w) => ({ sd, raw: inRaw[v]![w]! }))),
    own: primed.map((value, v) => {
      const w = values.indexOf(value);
      const sd = inSd[v]?.[w] ?? null;
      return {
        ...{ value, sd, raw: inRaw[v]?.[w] ?? null, rise: rise[v]!, fall: fall[v]! },
        ...{ specific: specificMeans[v]!, verdict: verdictOf(sd) },
      };
    }),
    overall: { sd: all, specific: overall(specific), verdict: verdictOf(all) },
    items: itemsOf(read, raw),
    halves: halvesOf(own.flat()),
  };
}

/**
 * Means over items. The spread of items is pooled over the primed values' own items, and within a row over the items
 * of all other values: own items may answer a prompt in more different ways than others do.
 */
function matrixOf(
  moves: readonly Move[],
  primed: readonly string[],
  values: readonly string[],
): (MeanOverItems | null)[][] {
  const own = meansOf(ownMoves(moves, primed).map((group) => group.map((move) => move.shift)));
  return primed.map((value, v) => {
    const others = meansOf(
      values.map((other) =>
        moves.flatMap((move) =>
          move.primed === value && move.value === other && other !== value ? [move.shift] : [],
        ),
      ),
    );
    return values.map((other, w) => (other === value ? own[v]! : others[w]!));
  });
}

/** The mean over items of several values, whose items differ around their value's mean; null below two of a value. */
function overall(groups: readonly (readonly number[])[]): MeanOverItems | null {
  const told = groups.filter((group) => group.length >= 2);
  const all = told.flat();
  const df = all.length - told.length;
  if (df <= 0) return null;
  const squares = told.reduce((sum, group) => sum + variance(group) * (group.length - 1), 0);
  const se = Math.sqrt(squares / df / all.length);
  const value = mean(all);
  const half = tQuantile(0.975, df) * se;
  return { value, low: value - half, high: value + half, se, n: all.length };
}

/** The verdict on a shift that should be above 0. */
export function verdictOf(sd: MeanOverItems | null): Verdict {
  if (!sd) return 'cannot tell';
  if (sd.low > 0) return 'moves';
  if (sd.high < 0) return 'wrong way';
  return sd.low > -leastMove && sd.high < leastMove ? 'still' : 'cannot tell';
}

function itemsOf(
  read: readonly { sd: number | null; moves: readonly Move[] }[],
  raw: readonly Move[],
): Shifts['items'] {
  const scaled = read.flatMap(({ sd, moves }) =>
    sd === null ? [] : moves.map((move) => divided(move, sd)),
  );
  const own = Map.groupBy(
    scaled.filter((move) => move.primed === move.value),
    keyOf,
  );
  const [pool, inRaw] = [
    pooled([scaled]),
    new Map(raw.map((move) => [`${move.primed}\n${keyOf(move)}`, move.shift])),
  ];
  return pool
    .filter((move) => move.primed === move.value)
    .map((move) => {
      const byModel = own.get(keyOf(move))!;
      return {
        ...{ id: move.item, value: move.value, models: byModel.length, sd: move.shift },
        raw: inRaw.get(`${move.primed}\n${keyOf(move)}`)!,
        ...{ rise: move.rise, fall: move.fall },
        right: mean(byModel.map((one) => Number(one.shift > 0))),
        verdict: itemVerdict(move.shift),
      };
    })
    .sort((a, b) => a.sd - b.sd || (a.id < b.id ? -1 : 1));
}

function itemVerdict(sd: number): Verdict {
  if (Math.abs(sd) < leastItemMove) return 'still';
  return sd > 0 ? 'moves' : 'wrong way';
}

/** The half of the items that an id belongs to, by its hash, so that it never changes. */
export function halfOf(item: string): 0 | 1 {
  return (Number.parseInt(hashOf(item).slice(0, 2), 16) % 2) as 0 | 1;
}

function halvesOf(own: readonly Move[]): Shifts['halves'] {
  return ([0, 1] as const).map((half) => {
    const shifts = own.filter(({ item }) => halfOf(item) === half).map((move) => move.shift);
    const spread = shifts.length > 1 ? standardDeviation(shifts) : 0;
    return {
      items: shifts.length,
      effect: spread > 0 ? mean(shifts) / spread : null,
      right: shifts.length > 0 ? mean(shifts.map((one) => Number(one > 0))) : null,
    };
  }) as Shifts['halves'];
}
