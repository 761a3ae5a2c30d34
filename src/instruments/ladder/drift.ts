/** How choices move over the steps: with rising stakes, with repetition alone, and with the earlier choices named. */
import { mean } from '../../statistics/describe.ts';
import { climbedIn, type Outcome } from './choices.ts';
import type { History, Way } from './items.ts';
import { type LadderEstimate, meanOverLadders } from './over-ladders.ts';

export type Drift = {
  history: History;
  /** Change of P(option A) per step where stakes rise against A, and against B. */
  againstA: LadderEstimate | null;
  againstB: LadderEstimate | null;
  /** Half the difference of the two: towards the option favoured by the stakes. */
  drift: LadderEstimate | null;
  /** Half their sum: movement in the same direction whichever way stakes rise. */
  common: LadderEstimate | null;
  /** Change per step in flat ladders. */
  flat: LadderEstimate | null;
};

/** 1 for option A, 0 for B, ½ where the position decided. */
function shareOfA(chosen: Outcome['chosen']): number {
  return chosen === 'a' ? 1 : chosen === 'b' ? 0 : 0.5;
}

/** The least-squares slope over steps 1, 2, …; null where a step is missing. */
export function slopeOf(steps: readonly (Outcome['chosen'] | null)[]): number | null {
  if (steps.length < 2 || steps.some((one) => one === null || one === 'missing')) return null;
  const shares = steps.map((one) => shareOfA(one!));
  const middle = (shares.length - 1) / 2;
  const level = mean(shares);
  let product = 0;
  let square = 0;
  shares.forEach((y, i) => {
    product += (i - middle) * (y - level);
    square += (i - middle) ** 2;
  });
  return product / square;
}

/** One model's outcomes in one history. Ladders with a step without a choice are left out. */
export function driftIn(outcomes: readonly Outcome[], history: History): Drift {
  const slopes = new Map<string, Partial<Record<Way, number>>>();
  for (const { question, steps } of climbedIn(outcomes, history)) {
    const slope = slopeOf(steps);
    if (slope === null) continue;
    const own = slopes.get(question.ladder.id) ?? {};
    own[question.climb.way] = slope;
    slopes.set(question.ladder.id, own);
  }
  const all = [...slopes.values()];
  const of = (way: Way) => all.flatMap((one) => one[way] ?? []);
  const both = all.flatMap(({ 'against-a': a, 'against-b': b }) =>
    a === undefined || b === undefined ? [] : [{ a, b }],
  );
  return {
    history,
    againstA: meanOverLadders(of('against-a')),
    againstB: meanOverLadders(of('against-b')),
    drift: meanOverLadders(both.map(({ a, b }) => (b - a) / 2)),
    common: meanOverLadders(both.map(({ a, b }) => (b + a) / 2)),
    flat: meanOverLadders(of('flat')),
  };
}

/**
 * P(A | A was said to have been chosen before) − P(A | B was): the mean over the steps of a ladder that have a choice or
 * a position in both, then over ladders; flat ones are left out.
 */
export function pathDependence(outcomes: readonly Outcome[]): LadderEstimate | null {
  const placed = outcomes.filter(
    ({ question, chosen }) => !question.ladder.flat && chosen !== 'missing',
  );
  const place = ({ question: { ladder, way, step } }: Outcome) => [ladder.id, way, step].join('\n');
  const after = (history: History) =>
    new Map(
      placed.flatMap((one) =>
        one.question.step > 1 && one.question.history === history
          ? [[place(one), one] as const]
          : [],
      ),
    );
  const afterB = after('set-b');
  const differences = [...after('set-a')].flatMap(([where, one]) => {
    const other = afterB.get(where);
    return other
      ? [{ ladder: one.question.ladder.id, by: shareOfA(one.chosen) - shareOfA(other.chosen) }]
      : [];
  });
  const ladders = Map.groupBy(differences, ({ ladder }) => ladder);
  return meanOverLadders([...ladders.values()].map((own) => mean(own.map(({ by }) => by))));
}
