/** The penalty that predicts held-out texts best, and the threshold of odds for a value. */
import { bestF1Threshold } from '../../../statistics/classification.ts';
import { logOdds, logOnePlusExp } from '../../../statistics/logistic-ridge.ts';
import { labelOf } from './cases.ts';
import { foldsOf } from './folds.ts';
import { type Directions, fitPresence, fitSide, type Read, rowOfSide, sideCases } from './heads.ts';
import { presenceRow, spaceOf } from './space.ts';

/** The penalties tried, for rows whose parts have a mean squared length of 1. The reader trained on the program's own texts uses neither end. */
const penalties = { presence: [0.03, 0.125, 0.5, 2], side: [2, 8, 32, 128] } as const;

const innerFolds = 3;

export type PresenceChoice = { penalty: number; thresholds: ReadonlyMap<string, number> };

/**
 * One penalty for all values, by the log loss on whole writers held back, and for each value the log odds from which on
 * F1 is highest on them.
 */
export async function choosePresence(
  reads: readonly Read[],
  values: readonly string[],
  step: () => Promise<void>,
): Promise<PresenceChoice> {
  const folds = foldsOf(
    reads.map((read) => read.of),
    innerFolds,
  );
  let best: PresenceChoice & { loss: number } = {
    penalty: penalties.presence[1],
    thresholds: new Map(values.map((value) => [value, 0])),
    loss: Number.POSITIVE_INFINITY,
  };
  for (const penalty of penalties.presence) {
    let loss = 0;
    const byValue = new Map(
      values.map((value) => [value, { odds: [] as number[], is: [] as boolean[] }]),
    );
    for (const { test, train } of folds) {
      await step();
      const known = train.map((i) => reads[i]!);
      const space = spaceOf(
        known.map((read) => read.vector),
        [],
      );
      const rows = new Map(test.map((i) => [i, presenceRow(space, reads[i]!.vector)]));
      for (const value of values) {
        const head = fitPresence(known, value, space, penalty);
        for (const i of test) {
          const label = labelOf(reads[i]!.of, value);
          if (label === null) continue;
          const odds = logOdds(head, rows.get(i)!);
          loss += logOnePlusExp(label === 0 ? odds : -odds);
          byValue.get(value)!.odds.push(odds);
          byValue.get(value)!.is.push(label !== 0);
        }
      }
    }
    if (loss < best.loss)
      best = {
        penalty,
        loss,
        thresholds: new Map(
          [...byValue].map(([value, { odds, is }]) => [value, bestF1Threshold(odds, is)]),
        ),
      };
  }
  return best;
}

/**
 * The penalty of the head of sides, by the log loss (both sides weighed alike) on writers held back together with
 * values; on writers alone where fewer than three values have sides, or where the head sees no values.
 */
export async function chooseSide(
  reads: readonly Read[],
  values: readonly string[],
  directions: Directions,
  step: () => Promise<void>,
): Promise<number> {
  const folds = foldsOf(
    reads.map((read) => read.of),
    innerFolds,
  );
  const apart = directions !== null && values.length >= 3;
  let best: { penalty: number; loss: number } = {
    penalty: penalties.side[1],
    loss: Number.POSITIVE_INFINITY,
  };
  for (const penalty of penalties.side) {
    const losses: Record<'for' | 'against', number[]> = { for: [], against: [] };
    for (const [f, { test, train }] of folds.entries()) {
      await step();
      const held = values.filter((_, v) => !apart || v % folds.length === f);
      const kept = values.filter((value) => !apart || !held.includes(value));
      const known = train.map((i) => reads[i]!);
      const space = spaceOf(
        known.map((read) => read.vector),
        directions ? kept.map((value) => directions.get(value)!) : [],
      );
      const head = fitSide(sideCases(known, kept), space, directions, penalty);
      for (const one of sideCases(
        test.map((i) => reads[i]!),
        held,
      )) {
        const odds = logOdds(head, rowOfSide(space, one, directions));
        losses[one.isFor ? 'for' : 'against'].push(logOnePlusExp(one.isFor ? -odds : odds));
      }
    }
    const loss = meanOf(losses.for) + meanOf(losses.against);
    if (loss < best.loss) best = { penalty, loss };
  }
  return best.penalty;
}

function meanOf(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, one) => sum + one, 0) / values.length;
}
