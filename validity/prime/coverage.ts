/**
 * Simulated models whose values move by planted amounts under role prompts, with planted side effects, beside an
 * instrument that does not move: whether the matrix of shifts comes back, how often its intervals hold what was
 * planted, and how often a mark is wrong. The figures of items are drawn here, by a generator of its own; the shifts
 * are those of the program.
 *
 *     node validity/prime/coverage.ts [sets] [first seed]
 */
import type { ItemFigures } from '../../src/instruments/contract.ts';
import type { Primed } from '../../src/instruments/prime/moves.ts';
import { shiftsOf } from '../../src/instruments/prime/shifts.ts';
import type { Shifts } from '../../src/instruments/prime/shifts-schema.ts';
import { counted } from '../../src/instruments/prime/verdicts.ts';

const values = Array.from({ length: 10 }, (_, i) => `v${i}`);

/** Uniform on 0 to 1 (splitmix32), and from it normal draws (Box and Muller). */
function generator(seed: number): { normal(): number } {
  let state = seed >>> 0;
  const uniform = () => {
    state = (state + 0x9e3779b9) >>> 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return ((z ^ (z >>> 15)) >>> 0) / 2 ** 32;
  };
  return {
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
  };
}

type World = {
  name: string;
  models: number;
  items: number;
  /** Raised minus lowered, in standard deviations of items. */
  shift(primed: number, of: number): number;
};

/** On the diagonal from 1.6 down to none and one the wrong way; what faces a value moves against it, its neighbours with it. */
const own = [1.6, 1.4, 1.2, 1, 0.8, 0.6, 0.4, 0, 0, -0.8];
function moving(primed: number, of: number): number {
  const apart = Math.min(Math.abs(primed - of), 10 - Math.abs(primed - of));
  if (apart === 0) return own[primed]!;
  return apart === 5 ? -0.5 : apart === 1 ? 0.3 : 0;
}

const worlds: World[] = [
  { name: 'moves, 1 model, 4 items a value', models: 1, items: 4, shift: moving },
  { name: 'moves, 2 models, 2 items a value', models: 2, items: 2, shift: moving },
  { name: 'moves, 8 models, 8 items a value', models: 8, items: 8, shift: moving },
  { name: 'does not move, 1 model, 4 items', models: 1, items: 4, shift: () => 0 },
  { name: 'does not move, 8 models, 8 items', models: 8, items: 8, shift: () => 0 },
];

/** How far items differ in what a prompt does to them (on their own value, on others), models, and single readings. */
const spread = { own: 0.5, other: 0.3, model: 0.25, reading: 0.15 };

type Drawn = {
  primed: Primed[];
  /** By model, primed value, and value of the items: what the mean of endlessly many items does, in the model's own unit. */
  truth: number[][][];
  /** Of each model: the standard deviation of endlessly many items. */
  units: number[];
};

function draw({ models, items, shift }: World, seed: number): Drawn {
  const { normal } = generator(seed);
  const each = <T>(make: (i: number) => T) => Array.from({ length: items }, (_, i) => make(i));
  const answers = values.map((_, v) =>
    values.map((__, w) => each(() => (v === w ? spread.own : spread.other) * normal())),
  );
  const byModel = Array.from({ length: models }, (_, m) => {
    // Models use the figure differently: the program has to find the unit of each.
    const unit = Math.exp(0.5 * normal());
    const moves = values.map((__, v) =>
      values.map((___, w) => {
        const own = spread.model * normal();
        // Where nothing moves, no model does.
        return shift(v, w) === 0 ? 0 : shift(v, w) + own;
      }),
    );
    const plain = values.map(() => each(() => normal()));
    const read = (figure: (w: number, i: number) => number): ItemFigures[] =>
      values.flatMap((value, w) =>
        each((i) => ({ item: `${value}-${i}`, value, figures: [unit * figure(w, i)] })),
      );
    const under = (v: number, side: 1 | -1) =>
      read(
        (w, i) =>
          plain[w]![i]! +
          (side / 2) * (moves[v]![w]! + answers[v]![w]![i]!) +
          spread.reading * normal(),
      );
    const byCondition = new Map([
      ['none', read((w, i) => plain[w]![i]!)],
      ...values.flatMap((value, v): [string, ItemFigures[]][] => [
        [`${value}-raises`, under(v, 1)],
        [`${value}-lowers`, under(v, -1)],
      ]),
    ]);
    return {
      unit,
      primed: { model: `m${m}`, family: `f${m}`, byCondition },
      truth: moves.map((row) => row.map((one) => unit * one)),
    };
  });
  return {
    primed: byModel.map((one) => one.primed),
    truth: byModel.map((one) => one.truth),
    units: byModel.map((one) => one.unit),
  };
}

const mean = (numbers: readonly number[]) =>
  numbers.reduce((sum, x) => sum + x, 0) / numbers.length;

/** A share of sets, with its Monte Carlo error: sets are the units, cells of one set are alike. */
function share(bySet: readonly number[]): string {
  const p = mean(bySet);
  const error = Math.sqrt(mean(bySet.map((one) => (one - p) ** 2)) / bySet.length);
  return `${(100 * p).toFixed(1)} ± ${(100 * error).toFixed(1)} %`;
}

function simulate(world: World, sets: number, first: number): void {
  const found = { raw: [] as number[], own: [] as number[], others: [] as number[] };
  const units = { found: [] as number[], planted: [] as number[] };
  const marks = { still: [] as number[], wrong: [] as number[], overall: [] as number[] };
  // Of instruments that do not move: some value is marked, some value is counted.
  const any = { marked: [] as number[], counted: [] as number[] };
  const sums = values.map(() => values.map(() => 0));
  const planted = values.map((_, v) => values.map((__, w) => world.shift(v, w)));
  for (let set = 0; set < sets; set++) {
    const { primed, truth, units: own } = draw(world, first + set);
    const shifts: Shifts = shiftsOf(primed, { primed: values, values, at: 0 });
    const cells = values.flatMap((_, v) =>
      values.map((__, w) => {
        const { sd, raw } = shifts.matrix[v]![w]!;
        sums[v]![w]! += sd!.value / sets;
        const inRaw = mean(truth.map((one) => one[v]![w]!));
        const inFound = mean(truth.map((one, m) => one[v]![w]! / shifts.models[m]!.sd!));
        const inPlanted = mean(truth.map((one, m) => one[v]![w]! / own[m]!));
        const holds = (cell: { low: number; high: number }, value: number) =>
          Number(cell.low <= value && value <= cell.high);
        return {
          isOwn: v === w,
          raw: holds(raw!, inRaw),
          found: holds(sd!, inFound),
          planted: holds(sd!, inPlanted),
        };
      }),
    );
    found.raw.push(mean(cells.map((one) => one.raw)));
    units.found.push(mean(cells.map((one) => one.found)));
    units.planted.push(mean(cells.map((one) => one.planted)));
    found.own.push(mean(cells.filter((one) => one.isOwn).map((one) => one.found)));
    found.others.push(mean(cells.filter((one) => !one.isOwn).map((one) => one.found)));
    // Wrong: said to move, or to move the wrong way, where nothing does; the wrong way, where it moves; or the reverse.
    const verdicts = shifts.own.map(({ verdict }, v) => {
      const does = mean(truth.map((one, m) => one[v]![v]! / own[m]!));
      const isStill = world.shift(v, v) === 0;
      return {
        isStill,
        wrong: Number(
          verdict === 'moves'
            ? does <= 0
            : verdict === 'wrong way'
              ? does >= 0
              : verdict === 'still' && Math.abs(does) >= 0.5,
        ),
        marked: Number(verdict === 'moves' || verdict === 'wrong way'),
      };
    });
    marks.wrong.push(mean(verdicts.map((one) => one.wrong)));
    const still = verdicts.filter((one) => one.isStill);
    if (still.length > 0) marks.still.push(mean(still.map((one) => one.marked)));
    if (world.shift(0, 0) !== 0) continue;
    const { moves, 'wrong way': wrong } = counted(shifts.own);
    any.marked.push(Number(verdicts.some((one) => one.marked === 1)));
    any.counted.push(Number(moves + wrong > 0));
    marks.overall.push(Number(['moves', 'wrong way'].includes(shifts.overall.verdict)));
  }
  const off = planted.flatMap((row, v) => row.map((one, w) => ({ one, got: sums[v]![w]! })));
  const worst = Math.max(...off.map(({ one, got }) => Math.abs(one - got)));
  console.log(`
${world.name} (${sets} sets)`);
  console.log(`  matrix, largest |mean − planted|           ${worst.toFixed(3)} SD`);
  console.log(`  intervals hold, in the unit of the figure  ${share(found.raw)}`);
  console.log(`  in standard deviations, own items          ${share(found.own)}`);
  console.log(`  in standard deviations, side effects       ${share(found.others)}`);
  console.log(`  all cells                                  ${share(units.found)}`);
  console.log(`  against the unit of endlessly many items   ${share(units.planted)}`);
  console.log(`  wrong marks of values                      ${share(marks.wrong)}`);
  if (marks.still.length > 0)
    console.log(`  a value planted still marked as moving     ${share(marks.still)}`);
  if (marks.overall.length === 0) return;
  console.log(`  the instrument marked as moving            ${share(marks.overall)}`);
  console.log(`  some value marked                          ${share(any.marked)}`);
  console.log(`  some value counted (Holm)                  ${share(any.counted)}`);
}

const [sets = 400, first = 1] = process.argv.slice(2).map(Number);
for (const world of worlds) simulate(world, sets, first);
