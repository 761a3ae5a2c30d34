/** Heads on vectors of texts: one of presence for each value, one of sides for all. */
import { type LogisticRidge, logisticRidge, logOdds } from '../../../statistics/logistic-ridge.ts';
import { type Case, labelOf } from './cases.ts';
import { type Direction, presenceRow, type Space, sideRow } from './space.ts';

/** A case and its text's vector. */
export type Read = { of: Case; vector: Float64Array };

/** The log odds that a text expresses the value, fitted to texts with a label for it. */
export function fitPresence(
  reads: readonly Read[],
  value: string,
  space: Space,
  penalty: number,
): LogisticRidge {
  const known = reads.filter((read) => labelOf(read.of, value) !== null);
  return logisticRidge(
    known.map(({ vector }) => presenceRow(space, vector)),
    known.map((read) => labelOf(read.of, value) !== 0),
    penalty,
  );
}

/** A text and a value that it is for or against. */
export type SideCase = Read & { value: string; isFor: boolean };

/** All texts that take a side on one of the values. */
export function sideCases(reads: readonly Read[], values: readonly string[]): SideCase[] {
  return reads.flatMap((read) =>
    values.flatMap((value): SideCase[] => {
      const label = labelOf(read.of, value);
      return label === 1 || label === -1 ? [{ ...read, value, isFor: label === 1 }] : [];
    }),
  );
}

/** How the head of sides sees values: by their definitions, or not at all (one sign for a text, whatever the value). */
export type Directions = ReadonlyMap<string, Direction> | null;

export function rowOfSide(
  space: Space,
  one: Pick<SideCase, 'vector' | 'value'>,
  directions: Directions,
) {
  return sideRow(space, one.vector, directions ? directions.get(one.value)! : null);
}

/** The log odds that a text which expresses a value is for it; both sides count the same in all, however rare one is. */
export function fitSide(
  cases: readonly SideCase[],
  space: Space,
  directions: Directions,
  penalty: number,
): LogisticRidge {
  const fors = cases.filter((one) => one.isFor).length;
  const count = {
    for: cases.length / (2 * fors),
    against: cases.length / (2 * (cases.length - fors)),
  };
  const both = fors > 0 && fors < cases.length;
  return logisticRidge(
    cases.map((one) => rowOfSide(space, one, directions)),
    cases.map((one) => one.isFor),
    penalty,
    cases.map((one) => (both ? (one.isFor ? count.for : count.against) : 1)),
  );
}

/**
 * A head as weights on a text's plain vector, and a constant: rows are linear in the text, so that the log odds of a
 * text are the mean of those of its sentences.
 */
export type TextWeights = { weights: Float64Array; constant: number };

export function presenceWeights(space: Space, head: LogisticRidge): TextWeights {
  return placed(
    space,
    head.intercept,
    head.weights.map((weight) => weight * space.scales[0]),
  );
}

export function sideWeights(space: Space, head: LogisticRidge, direction: Direction): TextWeights {
  const size = space.centre.length;
  const [text, product, nearness] = space.scales;
  const near = head.weights[2 * size]! * nearness;
  return placed(
    space,
    head.intercept,
    direction.map(
      (one, i) => head.weights[i]! * text + one * (head.weights[size + i]! * product + near),
    ),
  );
}

function placed(space: Space, intercept: number, weights: Float64Array): TextWeights {
  return { weights, constant: intercept - logOdds({ intercept: 0, weights }, space.centre) };
}

export function oddsOf({ weights, constant }: TextWeights, vector: ArrayLike<number>): number {
  return logOdds({ intercept: constant, weights }, vector);
}
