/**
 * Strengths from paired comparisons: Bradley and Terry's model with Davidson's ties (1970) and Firth's
 * bias reduction (1993).
 */
import {
  cholesky,
  invertPositiveDefinite,
  logDeterminant,
  solveCholesky,
} from '../../statistics/dense.ts';

/**
 * Choices with the same log-odds; `effects` has a number for each parameter, most of them 0. Contests that share one
 * `effects` array are added up before they are fitted.
 */
export type Contest = {
  effects: ArrayLike<number>;
  won: number;
  tied: number;
  lost: number;
};

export type PairedStrengths = {
  /** One for each effect. */
  estimates: Float64Array;
  /** ln ν of Davidson's model; null without ties, or where ties were left out. */
  tie: number | null;
  /** Inverse of the information, row by row, the tie last. */
  covariance: Float64Array;
};

/** Newton steps; a dozen is usual. */
const mostSteps = 200;

/**
 * P(won) : P(tied) : P(lost) = exp λ : ν : exp −λ with λ = effects · estimates, so that the log-odds of won against
 * lost are 2λ. Maximises the likelihood times the root of the determinant of its information (Jeffreys' prior, which is
 * Firth's correction here: the model is an exponential family in its canonical parameters), or the likelihood alone with
 * `reduced: false`. Contests without any choice carry no information. Null where the effects are not identified or,
 * without the correction, the estimates diverge. R: BradleyTerry2::BTm with method brglm2::brglmFit, gnm for ties.
 */
export function pairedStrengths(
  contests: readonly Contest[],
  { reduced = true, start }: { reduced?: boolean; start?: PairedStrengths } = {},
): PairedStrengths | null {
  const told = addedUp(contests.filter(({ won, tied, lost }) => won + tied + lost > 0));
  const [first] = told;
  if (!first) return null;
  const hasTies = told.some(({ tied }) => tied > 0);
  const k = first.effects.length;
  const n = k + Number(hasTies);
  let at = new Float64Array(n);
  if (start && (start.tie !== null) === hasTies) {
    at.set(start.estimates);
    if (start.tie !== null) at[k] = start.tie;
  }
  let here = standing(told, at, k, reduced);
  for (let step = 0; step < mostSteps; step++) {
    if (!here) return null;
    const move = solveCholesky(here.factor, here.score, n);
    let share = 1;
    let next: Standing | null = null;
    let to = at;
    // Halves the step until the fit improves.
    for (; share > 1e-6; share /= 2) {
      to = at.map((x, i) => x + share * move[i]!);
      next = standing(told, to, k, reduced);
      if (next && next.criterion >= here.criterion - 1e-10) break;
    }
    if (!next) return null;
    at = to;
    here = next;
    if (move.every((x) => Math.abs(x) < 1e-10)) {
      const covariance = invertPositiveDefinite(here.information, n);
      if (!covariance) return null;
      return {
        estimates: at.slice(0, k),
        tie: hasTies ? at[k]! : null,
        covariance,
      };
    }
  }
  return null;
}

function addedUp(contests: readonly Contest[]): Contest[] {
  const sums = new Map<Contest['effects'], Contest>();
  for (const one of contests) {
    const sum = sums.get(one.effects);
    if (!sum) sums.set(one.effects, { ...one });
    else {
      sum.won += one.won;
      sum.tied += one.tied;
      sum.lost += one.lost;
    }
  }
  return [...sums.values()];
}

type Standing = {
  criterion: number;
  score: Float64Array;
  information: Float64Array;
  factor: Float64Array;
};

/** Criterion, score, and information at some parameters; null where the information is singular. */
function standing(
  contests: readonly Contest[],
  at: Float64Array,
  k: number,
  reduced: boolean,
): Standing | null {
  const n = at.length;
  const hasTies = n > k;
  const score = new Float64Array(n);
  const information = new Float64Array(n * n);
  let criterion = 0;
  const rows = contests.map((one) => {
    const { effects, won, tied, lost } = one;
    const chances = chancesOf(dot(effects, at, k), hasTies ? at[k]! : null);
    const { win, tie, loss } = chances;
    const total = won + tied + lost;
    criterion +=
      times(won, Math.log(win)) + times(tied, Math.log(tie)) + times(lost, Math.log(loss));
    const lean = win - loss;
    const spread = win + loss - lean * lean;
    for (let i = 0; i < k; i++) {
      const own = effects[i]!;
      if (own === 0) continue;
      score[i]! += own * (won - lost - total * lean);
      for (let j = 0; j < k; j++) information[i * n + j]! += total * spread * own * effects[j]!;
      if (hasTies) {
        information[i * n + k]! -= total * lean * tie * own;
        information[k * n + i]! -= total * lean * tie * own;
      }
    }
    if (hasTies) {
      score[k]! += tied - total * tie;
      information[k * n + k]! += total * tie * (1 - tie);
    }
    return { effects, total, lean, tie, spread };
  });
  const factor = cholesky(information, n);
  if (!factor) return null;
  if (reduced) {
    const inverse = invertPositiveDefinite(information, n);
    const determinant = logDeterminant(information, n);
    if (!inverse || determinant === undefined) return null;
    criterion += determinant / 2;
    for (const one of rows) addCorrection(score, one, inverse, k);
  }
  return Number.isFinite(criterion) ? { criterion, score, information, factor } : null;
}

/** ½ tr(I⁻¹ ∂I/∂θ) of one contest: I changes by the third central moments of won minus lost (s) and of tied (t). */
function addCorrection(
  score: Float64Array,
  {
    effects,
    total,
    lean,
    tie,
    spread,
  }: { effects: ArrayLike<number>; total: number; lean: number; tie: number; spread: number },
  inverse: Float64Array,
  k: number,
): void {
  const n = score.length;
  let ss = 0;
  let st = 0;
  for (let i = 0; i < k; i++) {
    const own = effects[i]!;
    if (own === 0) continue;
    for (let j = 0; j < k; j++) ss += own * inverse[i * n + j]! * effects[j]!;
    if (n > k) st += own * inverse[i * n + k]!;
  }
  const tt = n > k ? inverse[k * n + k]! : 0;
  const sss = lean - 3 * lean * (spread + lean * lean) + 2 * lean ** 3;
  const sst = tie * (lean * lean - spread);
  const stt = -tie * (1 - 2 * tie) * lean;
  const ttt = tie * (1 - tie) * (1 - 2 * tie);
  const forStrength = (total / 2) * (ss * sss + 2 * st * sst + tt * stt);
  for (let i = 0; i < k; i++) score[i]! += forStrength * effects[i]!;
  if (n > k) score[k]! += (total / 2) * (ss * sst + 2 * st * stt + tt * ttt);
}

/** Probabilities of won, tied, and lost at half the log-odds λ; without ties where `tie` is null. */
export function chancesOf(
  lambda: number,
  tie: number | null,
): { win: number; tie: number; loss: number } {
  const most = Math.max(Math.abs(lambda), tie ?? 0);
  const win = Math.exp(lambda - most);
  const tied = tie === null ? 0 : Math.exp(tie - most);
  const loss = Math.exp(-lambda - most);
  const sum = win + tied + loss;
  return { win: win / sum, tie: tied / sum, loss: loss / sum };
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** 0 ln 0 = 0. */
function times(count: number, log: number): number {
  return count === 0 ? 0 : count * log;
}

/**
 * Whether each has won against each other, directly or through others: if not, strengths are finite only by the
 * bias reduction. `wins` has [winner, loser].
 */
export function isStronglyConnected(
  players: readonly string[],
  wins: readonly (readonly [string, string])[],
): boolean {
  const reach = (edges: readonly (readonly [string, string])[]) => {
    const seen = new Set(players.slice(0, 1));
    for (const one of seen) for (const [from, to] of edges) if (from === one) seen.add(to);
    return players.every((one) => seen.has(one));
  };
  return reach(wins) && reach(wins.map(([a, b]) => [b, a] as const));
}
