/** How far figures of items move between a prompt that raises a value and one that lowers it, with intervals over items. */
import * as z from 'zod';
import { hashOf } from '../../asking/identity.ts';
import { mean, standardDeviation, variance } from '../../statistics/describe.ts';
import { tQuantile } from '../../statistics/distributions.ts';
import type { ItemFigures } from '../contract.ts';
import { type MeanOverItems, meanSchema, meansOf } from '../shared/pairs/pair-estimates.ts';
import { conditionId } from '../shared/primes/primes.ts';

/** One model's items, by the id of the condition under which they were read; `none` without a role prompt. */
export type Primed = {
  model: string;
  family: string;
  byCondition: ReadonlyMap<string, readonly ItemFigures[]>;
};

const verdicts = ['moves', 'wrong way', 'still', 'cannot tell'] as const;
export type Verdict = (typeof verdicts)[number];

/** A value that is shown to move by less than this, in standard deviations, counts as still. */
export const leastMove = 0.5;
/** An item that moves by less than this counts as still. */
const leastItemMove = 0.1;

const shift = meanSchema.nullable();

const ownSchema = z.object({
  value: z.string(),
  sd: shift.describe('Raised minus lowered, in standard deviations of items'),
  raw: shift.describe('The same in the unit of the figure'),
  rise: shift.describe('Raised minus plain, in standard deviations'),
  fall: shift.describe('Plain minus lowered'),
  specific: shift.describe('Minus the mean shift of the same items when other values are primed'),
  verdict: z.enum(verdicts),
});

const halfSchema = z.object({
  items: z.number().int(),
  effect: z.number().nullable().describe('Mean shift over the standard deviation of shifts'),
  right: z.number().nullable().describe('Share of items that moved the right way'),
});

const itemSchema = z.object({
  ...{ id: z.string(), value: z.string(), models: z.number().int() },
  sd: z.number().describe('Raised minus lowered, mean over models'),
  raw: z.number(),
  rise: z.number().nullable(),
  fall: z.number().nullable(),
  right: z.number().describe('Share of models in which it moved the right way'),
  verdict: z.enum(verdicts).describe('By the mean over these models: not an inference'),
});

export const shiftsSchema = z.object({
  models: z.array(
    z.object({
      ...{ model: z.string(), family: z.string() },
      sd: z.number().nullable().describe('Of its items without a role prompt'),
      missing: z.number().describe('Share of readings of items that are missing'),
      /** Rows and columns as in the matrix; in standard deviations. */
      matrix: z.array(z.array(shift)),
      own: z.object({ sd: shift, verdict: z.enum(verdicts) }),
    }),
  ),
  /** By primed value, then by the value of the items; means over models. */
  matrix: z.array(z.array(z.object({ sd: shift, raw: shift }))),
  own: z.array(ownSchema),
  /** Over the items of all primed values. */
  overall: z.object({ sd: shift, specific: shift, verdict: z.enum(verdicts) }),
  items: z.array(itemSchema),
  /** Items by the hash of their id. */
  halves: z.tuple([halfSchema, halfSchema]),
});

export type Shifts = z.infer<typeof shiftsSchema>;

/** What one item does when one value is primed; in the unit of the figure until divided. */
type Move = {
  item: string;
  value: string;
  primed: string;
  shift: number;
  rise: number | null;
  fall: number | null;
};

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

const keyOf = ({ item, value }: { item: string; value: string }) => `${item}\n${value}`;

function figuresAt(
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
function movesOf(
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

function divided(move: Move, by: number): Move {
  const { rise, fall } = move;
  return {
    ...move,
    shift: move.shift / by,
    rise: rise === null ? null : rise / by,
    fall: fall === null ? null : fall / by,
  };
}

/** The mean over models of what each item does when each value is primed. */
function pooled(byModel: readonly (readonly Move[])[]): Move[] {
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
function ownMoves(moves: readonly Move[], primed: readonly string[]): Move[][] {
  return primed.map((value) =>
    moves.filter((move) => move.primed === value && move.value === value),
  );
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

/** An item's own shift minus its mean shift when other values are primed; null where none was. */
function specificOf(move: Move, all: readonly Move[]): number | null {
  const others = all.filter((one) => keyOf(one) === keyOf(move) && one.primed !== move.primed);
  return others.length > 0 ? move.shift - mean(others.map((one) => one.shift)) : null;
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

/** Of a shift that should be above 0. */
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

/** Which half of the items an id belongs to: by its hash, so that it never changes. */
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

function missingIn({ byCondition }: Primed, at: number): number {
  const all = [...byCondition.values()].flat();
  const missing = all.filter(({ figures }) => (figures[at] ?? null) === null).length;
  return all.length > 0 ? missing / all.length : 0;
}
