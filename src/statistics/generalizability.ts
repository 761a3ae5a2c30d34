import { UserError } from '../errors.ts';

/** `ratings[model][stem][judge]`; what is not a finite number is missing. */
export type Ratings = readonly (readonly ArrayLike<number>[])[];

/** Sources of variance: model (p), stem (i), judge (r) and what they do together; `residual` is the rest. */
export type Source =
  | 'model'
  | 'stem'
  | 'judge'
  | 'modelStem'
  | 'modelJudge'
  | 'stemJudge'
  | 'residual';

export interface Component {
  source: Source;
  df: number;
  meanSquare: number;
  /** As estimated; may be negative. */
  raw: number;
  /** Negative estimates count as 0 (Brennan 2001, §3.4). */
  variance: number;
}

export type JudgesAre = 'random' | 'fixed';

export interface Coefficients {
  stems: number;
  judges: number;
  /** Eρ²: how well models are ranked, 0 to 1. */
  relative: number;
  /** Φ: how well their level is known, 0 to 1. */
  absolute: number;
  /** Standard error of one model's mean, for comparing models, and for its level. */
  semRelative: number;
  semAbsolute: number;
  /** Standard error of the difference of two models rated on the same stems by the same judges. */
  seDifference: number;
}

export interface GeneralizabilityStudy {
  models: number;
  stems: number;
  judges: number;
  /** With fewer than four judges they are these judges, not a sample (method, §7). */
  judgesAre: JudgesAre;
  /** Stems left out because a rating was missing. */
  droppedStems: number;
  /** Without the judge's rows when there is one judge (model × stem). */
  components: Component[];
  /** At the numbers of stems and judges of the study. */
  coefficients: Coefficients;
  /** Fewest stems with Eρ² of at least .8 with these judges; `null` when no number reaches it. */
  stemsForEight: number | null;
}

/** From this number of judges on they count as a random sample of judges. */
const judgesForRandom = 4;

/**
 * Generalizability study of a fully crossed model × stem × judge design (model × stem with one judge) by expected
 * mean squares (Brennan 2001, "Generalizability Theory", ch. 3). Stems with a missing rating are dropped.
 * @throws UserError for fewer than two models or two complete stems.
 */
export function generalizabilityStudy(
  ratings: Ratings,
  options: { judges?: JudgesAre } = {},
): GeneralizabilityStudy {
  const models = ratings.length;
  const given = ratings[0]?.length ?? 0;
  const judges = ratings[0]?.[0]?.length ?? 0;
  if (models < 2) {
    throw new UserError(
      `a generalizability study needs at least 2 models; there ${models === 1 ? 'is 1' : `are ${models}`}`,
      {
        hint: 'Add a second model to the study.',
      },
    );
  }
  const kept: number[] = [];
  for (let s = 0; s < given; s++) {
    const whole = ratings.every((stems) => {
      const cell = stems[s];
      return cell?.length === judges && Array.from(cell).every(Number.isFinite);
    });
    if (whole) kept.push(s);
  }
  if (kept.length < 2 || judges < 1) {
    throw new UserError(
      `a generalizability study needs at least 2 stems that every judge rated for every model; ${kept.length} of ${given} are complete`,
      { hint: 'Let the missing ratings be asked again, or leave out the model that lacks them.' },
    );
  }
  const at = (m: number, s: number, j: number) => ratings[m]![kept[s]!]![j]!;
  const components =
    judges > 1 ? threeWay(at, models, kept.length, judges) : twoWay(at, models, kept.length);
  const judgesAre = options.judges ?? (judges < judgesForRandom ? 'fixed' : 'random');
  const study = { components, judges, judgesAre };
  return {
    models,
    stems: kept.length,
    judges,
    judgesAre,
    droppedStems: given - kept.length,
    components,
    coefficients: decisionStudy(study, kept.length, judges),
    stemsForEight: stemsNeeded(study, 0.8),
  };
}

/**
 * What another number of stems or judges would give (decision study). With fixed judges their number stays
 * that of the study, whatever is asked for: there are no others.
 */
export function decisionStudy(
  study: Pick<GeneralizabilityStudy, 'components' | 'judges' | 'judgesAre'>,
  stems: number,
  judges: number = study.judges,
): Coefficients {
  const v = (source: Source) =>
    study.components.find((component) => component.source === source)?.variance ?? 0;
  const fixed = study.judgesAre === 'fixed';
  const nj = fixed ? study.judges : judges;
  // Fixed judges: what a model shares with these judges belongs to the model (Brennan 2001, §4.4).
  const signal = v('model') + (fixed ? v('modelJudge') / nj : 0);
  const relativeError =
    v('modelStem') / stems + (fixed ? 0 : v('modelJudge') / nj) + v('residual') / (stems * nj);
  const absoluteError =
    relativeError +
    v('stem') / stems +
    (fixed ? 0 : v('judge') / nj) +
    v('stemJudge') / (stems * nj);
  const share = (error: number) => (signal + error > 0 ? signal / (signal + error) : 0);
  return {
    stems,
    judges: nj,
    relative: share(relativeError),
    absolute: share(absoluteError),
    semRelative: Math.sqrt(relativeError),
    semAbsolute: Math.sqrt(absoluteError),
    seDifference: Math.sqrt(2 * relativeError),
  };
}

/** Fewest stems (up to `most`) for Eρ² ≥ target with the judges of the study; `null` when out of reach. */
export function stemsNeeded(
  study: Pick<GeneralizabilityStudy, 'components' | 'judges' | 'judgesAre'>,
  target: number,
  most = 10_000,
): number | null {
  const reaches = (stems: number) => decisionStudy(study, stems).relative >= target;
  if (!reaches(most)) return null;
  let low = 0;
  let high = most;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (reaches(middle)) high = middle;
    else low = middle;
  }
  return high;
}

type Cell = (model: number, stem: number, judge: number) => number;

function twoWay(at: Cell, np: number, ni: number): Component[] {
  const sums = crossedSums(at, np, ni, 1);
  const msp = sums.p / (np - 1);
  const msi = sums.i / (ni - 1);
  const rest = sums.pi / ((np - 1) * (ni - 1));
  return [
    component('model', np - 1, msp, (msp - rest) / ni),
    component('stem', ni - 1, msi, (msi - rest) / np),
    component('residual', (np - 1) * (ni - 1), rest, rest),
  ];
}

function threeWay(at: Cell, np: number, ni: number, nr: number): Component[] {
  const sums = crossedSums(at, np, ni, nr);
  const df = {
    p: np - 1,
    i: ni - 1,
    r: nr - 1,
    pi: (np - 1) * (ni - 1),
    pr: (np - 1) * (nr - 1),
    ir: (ni - 1) * (nr - 1),
    pir: (np - 1) * (ni - 1) * (nr - 1),
  };
  const p = sums.p / df.p;
  const i = sums.i / df.i;
  const r = sums.r / df.r;
  const pi = sums.pi / df.pi;
  const pr = sums.pr / df.pr;
  const ir = sums.ir / df.ir;
  const pir = sums.pir / df.pir;
  return [
    component('model', df.p, p, (p - pi - pr + pir) / (ni * nr)),
    component('stem', df.i, i, (i - pi - ir + pir) / (np * nr)),
    component('judge', df.r, r, (r - pr - ir + pir) / (np * ni)),
    component('modelStem', df.pi, pi, (pi - pir) / nr),
    component('modelJudge', df.pr, pr, (pr - pir) / ni),
    component('stemJudge', df.ir, ir, (ir - pir) / np),
    component('residual', df.pir, pir, pir),
  ];
}

function component(source: Source, df: number, meanSquare: number, raw: number): Component {
  return { source, df, meanSquare, raw, variance: Math.max(0, raw) };
}

/** Sums of squares of a fully crossed design with one observation a cell, from effects (not totals). */
function crossedSums(at: Cell, np: number, ni: number, nr: number) {
  const p = new Float64Array(np);
  const i = new Float64Array(ni);
  const r = new Float64Array(nr);
  const pi = new Float64Array(np * ni);
  const pr = new Float64Array(np * nr);
  const ir = new Float64Array(ni * nr);
  let grand = 0;
  const add = (array: Float64Array, index: number, value: number) => {
    array[index] = array[index]! + value;
  };
  for (let a = 0; a < np; a++) {
    for (let b = 0; b < ni; b++) {
      for (let c = 0; c < nr; c++) {
        const x = at(a, b, c);
        grand += x / (np * ni * nr);
        add(p, a, x / (ni * nr));
        add(i, b, x / (np * nr));
        add(r, c, x / (np * ni));
        add(pi, a * ni + b, x / nr);
        add(pr, a * nr + c, x / ni);
        add(ir, b * nr + c, x / np);
      }
    }
  }
  const out = { p: 0, i: 0, r: 0, pi: 0, pr: 0, ir: 0, pir: 0 };
  for (let a = 0; a < np; a++) out.p += ni * nr * (p[a]! - grand) ** 2;
  for (let b = 0; b < ni; b++) out.i += np * nr * (i[b]! - grand) ** 2;
  for (let c = 0; c < nr; c++) out.r += np * ni * (r[c]! - grand) ** 2;
  for (let a = 0; a < np; a++) {
    for (let b = 0; b < ni; b++) {
      out.pi += nr * (pi[a * ni + b]! - p[a]! - i[b]! + grand) ** 2;
      for (let c = 0; c < nr; c++) {
        const effect =
          at(a, b, c) -
          pi[a * ni + b]! -
          pr[a * nr + c]! -
          ir[b * nr + c]! +
          p[a]! +
          i[b]! +
          r[c]! -
          grand;
        out.pir += effect ** 2;
      }
    }
    for (let c = 0; c < nr; c++) out.pr += ni * (pr[a * nr + c]! - p[a]! - r[c]! + grand) ** 2;
  }
  for (let b = 0; b < ni; b++) {
    for (let c = 0; c < nr; c++) out.ir += np * (ir[b * nr + c]! - i[b]! - r[c]! + grand) ** 2;
  }
  return out;
}
