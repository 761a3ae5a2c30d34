import { UserError } from '../errors.ts';
import { invertPositiveDefinite } from './dense.ts';
import { mean as meanOf, variance as varianceOf } from './describe.ts';
import {
  dot,
  levelSums,
  type MixedDesign,
  type MixedState,
  mixedDesign,
  mixedState,
  type RandomTerm,
} from './mixed-model.ts';
import { numberOf } from './number-of.ts';

/** A grouping of the observations: `labels[o]` is any number or text that names the level of observation o. */
export interface Grouping {
  name: string;
  labels: readonly (number | string)[];
}

export interface VarianceComponent {
  name: string;
  levels: number;
  /** 0 or more, in squared units of the values. */
  variance: number;
  /** From the average information at the estimate; `null` at the boundary 0, where it says nothing. */
  standardError: number | null;
}

export interface RemlFit {
  /** One a grouping that can be told from the others, in the order given. */
  components: VarianceComponent[];
  residual: VarianceComponent;
  /** Groupings that these data cannot tell from something else, and from what. */
  confounded: { name: string; with: string }[];
  /** The intercept, by generalised least squares. */
  mean: number;
  meanError: number;
  /** −2 × the restricted log likelihood, as lme4's `REMLcrit`; `null` where the fit is exact (residual 0). */
  deviance: number | null;
  iterations: number;
  converged: boolean;
  /** Largest change of the deviance that another step could bring, at the end. */
  gain: number;
}

/** Variances below this share of the residual's count as 0; so does a residual below the other of the total. */
const leastRatio = 1e-7;
const leastResidual = 1e-8;
const mostIterations = 200;
/** Rounding can keep the steps of a flat likelihood from settling: no figure shows a change of the deviance below this. */
const negligible = 1e-10;

/**
 * Variance components by restricted maximum likelihood of y = μ + Σ Z_k u_k + e, independent normal effects,
 * crossed or nested, balanced or with gaps (Patterson and Thompson 1971). Average-information steps (Gilmour,
 * Thompson and Cullis 1995) from expectation-maximisation starts; a component that would turn negative is set to
 * the boundary 0 and freed when the score there is positive. R: `lme4::lmer(y ~ 1 + (1 | a) + (1 | b) …)`.
 *
 * A grouping with one level, one that splits the observations as another does, or one in which every observation
 * is alone cannot be estimated: it is left out and listed as confounded.
 * @throws UserError for values that are not finite, labels of another length, or fewer than three values.
 */
export function fitReml(values: ArrayLike<number>, groupings: readonly Grouping[]): RemlFit {
  const n = values.length;
  checkInput(values, groupings);
  const { terms, confounded } = usableTerms(groupings, n);
  const centre = meanOf(values);
  const spread = varianceOf(values);
  if (!(spread > 0)) return withoutVariation(terms, confounded, centre);
  const unit = Math.sqrt(spread);
  const y = Float64Array.from(values, (value) => (value - centre) / unit);
  const design = mixedDesign(n, terms);
  const search = climb(design, y);
  const final = mixedState(design, y, search.variances);
  const errors = standardErrors(design, final, search.variances);
  const exact = search.variances[terms.length]! <= leastResidual * 1.01;
  const component = (name: string, levels: number, k: number): VarianceComponent => ({
    name,
    levels,
    variance: (exact && k === terms.length ? 0 : search.variances[k]!) * spread,
    standardError: exact || errors[k] === null ? null : errors[k]! * spread,
  });
  const placeOf = new Map(design.terms.map((term, k) => [term.name, k]));
  return {
    components: terms.map((term) => component(term.name, term.levels, placeOf.get(term.name)!)),
    residual: component('residual', n, terms.length),
    confounded,
    mean: centre + unit * final.mean,
    meanError: unit * Math.sqrt(final.meanVariance),
    deviance: exact ? null : final.deviance + (n - 1) * Math.log(spread),
    iterations: search.iterations,
    converged: search.converged,
    gain: search.gain,
  };
}

function checkInput(values: ArrayLike<number>, groupings: readonly Grouping[]): void {
  const n = values.length;
  if (n < 3) throw new UserError(`variance components need at least 3 values; there are ${n}`);
  for (let o = 0; o < n; o++)
    if (!Number.isFinite(values[o]!))
      throw new UserError(`value ${o + 1} is not a finite number`, {
        hint: 'Leave out the observations that are missing.',
      });
  for (const { name, labels } of groupings)
    if (labels.length !== n)
      throw new UserError(`${name} has ${labels.length} labels for ${n} values`);
}

function usableTerms(groupings: readonly Grouping[], n: number) {
  const terms: RandomTerm[] = [];
  const confounded: RemlFit['confounded'] = [];
  for (const { name, labels } of groupings) {
    const numbers = new Map<number | string, number>();
    const level = Int32Array.from(labels, (label) => numberOf(numbers, label));
    const term = { name, levels: numbers.size, level };
    const twin = terms.find((other) => other.levels === term.levels && samePartition(other, term));
    if (term.levels === 1) confounded.push({ name, with: 'mean' });
    else if (term.levels === n) confounded.push({ name, with: 'residual' });
    else if (twin) confounded.push({ name, with: twin.name });
    else terms.push(term);
  }
  return { terms, confounded };
}

/** Levels are numbered in the order of their appearance, so equal partitions have equal numbers. */
function samePartition(a: RandomTerm, b: RandomTerm): boolean {
  return a.level.every((level, o) => level === b.level[o]);
}

function withoutVariation(
  terms: readonly RandomTerm[],
  confounded: RemlFit['confounded'],
  mean: number,
): RemlFit {
  const zero = (name: string, levels: number) => ({
    name,
    levels,
    variance: 0,
    standardError: null,
  });
  return {
    components: terms.map(({ name, levels }) => zero(name, levels)),
    residual: zero('residual', terms[0]?.level.length ?? 0),
    confounded,
    mean,
    meanError: 0,
    deviance: null,
    iterations: 0,
    converged: true,
    gain: 0,
  };
}

/** First derivatives of the restricted log likelihood, the average information, and what is at the boundary. */
interface Slope {
  score: Float64Array;
  information: Float64Array;
  /** At the boundary, and downhill beyond it. */
  pinned: boolean[];
}

function climb(design: MixedDesign, y: Float64Array) {
  const k = design.terms.length;
  // The unit is the total variance.
  let variances = new Float64Array(k + 1).fill(1 / (k + 1));
  let state = mixedState(design, y, variances);
  for (let step = 0; step < 2; step++) {
    variances = expectationStep(design, state, variances);
    state = mixedState(design, y, variances);
  }
  let gain = Number.POSITIVE_INFINITY;
  for (let iteration = 1; iteration <= mostIterations; iteration++) {
    const slope = slopeAt(design, state, variances);
    const step = newtonStep(slope, variances);
    gain = slope.score.reduce((sum, value, i) => sum + value * step[i]!, 0);
    const settled = step.every(
      (change, i) => Math.abs(change) <= 1e-9 * (variances[i]! + variances[k]!),
    );
    if (gain < 1e-14 || settled)
      return {
        variances: atBoundary(variances, slope.pinned),
        iterations: iteration,
        converged: true,
        gain,
      };
    let moved = false;
    for (let share = 1; share > 1e-4 && !moved; share /= 2) {
      const candidate = bounded(variances, step, share);
      const next = mixedState(design, y, candidate);
      if (next.deviance <= state.deviance + 1e-12 * Math.abs(state.deviance)) {
        variances = candidate;
        state = next;
        moved = true;
      }
    }
    if (!moved) {
      variances = expectationStep(design, state, variances);
      state = mixedState(design, y, variances);
    }
  }
  const { pinned } = slopeAt(design, state, variances);
  return {
    variances: atBoundary(variances, pinned),
    iterations: mostIterations,
    converged: gain < negligible,
    gain,
  };
}

/** Never below the floors, which stand for 0. */
function bounded(variances: Float64Array, step: Float64Array, share: number) {
  const k = variances.length - 1;
  const residual = Math.max(leastResidual, variances[k]! + share * step[k]!);
  return variances.map((value, i) =>
    i === k ? residual : Math.max(leastRatio * residual, value + share * step[i]!),
  );
}

function atBoundary(variances: Float64Array, pinned: readonly boolean[]): Float64Array {
  const k = variances.length - 1;
  return variances.map((value, i) => (i < k && pinned[i] ? 0 : value));
}

/** σ² + 2σ⁴ · score / levels: the expectation-maximisation step, which never lowers the likelihood. */
function expectationStep(design: MixedDesign, state: MixedState, variances: Float64Array) {
  const { score } = slopeAt(design, state, variances);
  const step = variances.map((value, i) => {
    const size = design.terms[i]?.levels ?? design.observations;
    return (2 * value * value * score[i]!) / size;
  });
  return bounded(variances, step, 1);
}

function slopeAt(design: MixedDesign, state: MixedState, variances: Float64Array): Slope {
  const size = variances.length;
  const traces = state.traces();
  const directions = workingVectors(design, state);
  const score = new Float64Array(size);
  for (let i = 0; i < size; i++)
    score[i] = 0.5 * (dot(state.weighted, directions[i]!) - traces[i]!);
  return {
    score,
    information: averageInformation(state, directions),
    pinned: Array.from(
      variances,
      (value, i) => value <= floorOf(variances, i) * 1.01 && score[i]! <= 0,
    ),
  };
}

/** ∂V/∂σ² · P y of each term, the residual's last. */
function workingVectors(design: MixedDesign, state: MixedState): Float64Array[] {
  return [
    ...design.terms.map((term) => {
      const sums = levelSums(term, state.weighted);
      return Float64Array.from(term.level, (level) => sums[level]!);
    }),
    state.weighted,
  ];
}

/** ½ yᵀP V_i P V_j P y: the mean of observed and expected information where y'PV_iPy equals its expectation. */
function averageInformation(state: MixedState, directions: readonly Float64Array[]): Float64Array {
  const size = directions.length;
  const out = new Float64Array(size * size);
  const projected = directions.map((direction) => state.project(direction));
  for (let i = 0; i < size; i++)
    for (let j = 0; j < size; j++) out[i * size + j] = 0.5 * dot(directions[i]!, projected[j]!);
  return out;
}

/**
 * The step that maximises score · δ − ½ δᵀ information δ with no variance below its floor, by coordinates in turn
 * (Hildreth 1957): wherever that ends, it points uphill.
 */
function newtonStep({ score, information }: Slope, variances: Float64Array): Float64Array {
  const size = variances.length;
  const step = new Float64Array(size);
  const least = variances.map((value, i) => floorOf(variances, i) - value);
  for (let sweep = 0; sweep < 5000; sweep++) {
    let change = 0;
    for (let i = 0; i < size; i++) {
      let slope = score[i]!;
      for (let j = 0; j < size; j++) slope -= information[i * size + j]! * step[j]!;
      const to = Math.max(least[i]!, step[i]! + slope / information[i * size + i]!);
      change = Math.max(change, Math.abs(to - step[i]!));
      step[i] = to;
    }
    if (change < 1e-13) break;
  }
  return step;
}

/** What stands for 0: a share of the residual's variance, and for the residual of the whole. */
function floorOf(variances: Float64Array, i: number): number {
  const k = variances.length - 1;
  return i === k ? leastResidual : leastRatio * variances[k]!;
}

function block(matrix: Float64Array, size: number, kept: readonly number[]): Float64Array {
  return Float64Array.from(kept.flatMap((i) => kept.map((j) => matrix[i * size + j]!)));
}

function standardErrors(
  design: MixedDesign,
  state: MixedState,
  variances: Float64Array,
): (number | null)[] {
  const size = variances.length;
  const information = averageInformation(state, workingVectors(design, state));
  const free = Array.from(variances.keys()).filter((i) => variances[i]! > 0);
  const inverse = invertPositiveDefinite(block(information, size, free), free.length);
  return Array.from(variances, (_, i) => {
    const at = free.indexOf(i);
    return at < 0 || !inverse ? null : Math.sqrt(inverse[at * free.length + at]!);
  });
}
