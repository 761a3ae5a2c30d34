/** For one model: how often each value is chosen, how many answers have no choice, and how often the position decides. */
import { mean } from '../../statistics/describe.ts';
import { shareOf } from '../shared/pairs/pair-estimates.ts';
import type { Outcome, Taken } from './choices.ts';
import { stepOf } from './items.ts';
import type { ModelResult } from './result.ts';

/** Steps of rising ladders, told alone. */
export function aloneIn(outcomes: readonly Outcome[]): Outcome[] {
  return outcomes.filter(({ question }) => question.history === 'alone' && !question.ladder.flat);
}

/** The side of a step that serves a value of Schwartz's; null where none does. */
function sideFor(value: string, { question }: Outcome): 'a' | 'b' | null {
  const { a, b } = stepOf(question);
  return a.value === value ? 'a' : b.value === value ? 'b' : null;
}

/** By ladder: the share of its steps with a choice on which the value was chosen. */
export function wonLadders(alone: readonly Outcome[], value: string): Map<string, number> {
  return sharesBy(alone, value, ({ chosen }, side) =>
    chosen === 'a' || chosen === 'b' ? Number(chosen === side) : null,
  );
}

function sharesBy(
  alone: readonly Outcome[],
  value: string,
  figure: (outcome: Outcome, side: 'a' | 'b') => number | null,
): Map<string, number> {
  const byLadder = new Map<string, number[]>();
  for (const outcome of alone) {
    const side = sideFor(value, outcome);
    const one = side && figure(outcome, side);
    if (one === null) continue;
    const { id } = outcome.question.ladder;
    byLadder.set(id, [...(byLadder.get(id) ?? []), one]);
  }
  return new Map([...byLadder].map(([id, own]) => [id, mean(own)]));
}

/** `bounded`: with bounds for missing answers. */
export function valueShares(
  alone: readonly Outcome[],
  value: string,
  bounded: boolean,
): ModelResult['values'][number] {
  const at = (missing: number) => {
    const shares = sharesBy(alone, value, ({ chosen }, side) =>
      chosen === 'by position' ? null : chosen === 'missing' ? missing : Number(chosen === side),
    );
    return bounded && shares.size > 0 ? mean([...shares.values()]) : null;
  };
  return { won: shareOf([...wonLadders(alone, value).values()]), worst: at(0), best: at(1) };
}

/** Counts of answers, and of pairs of orders. */
export function answersOf(taken: readonly Taken[], outcomes: readonly Outcome[]) {
  const plain = taken.filter(({ depends }) => !depends);
  const count = (why: Taken['missing']) => plain.filter(({ missing }) => missing === why).length;
  const told = outcomes.filter(({ chosen }) => chosen !== 'missing');
  const byPosition = told.filter(({ chosen }) => chosen === 'by position');
  return {
    asked: plain.length,
    refused: count('refused'),
    unread: count('no choice'),
    position: shareByLadder(told, ({ chosen }) => Number(chosen === 'by position')),
    first:
      byPosition.length > 0 ? mean(byPosition.map(({ letter }) => Number(letter === 'A'))) : null,
    depends: dependsShare(taken),
  };
}

function shareByLadder(outcomes: readonly Outcome[], figure: (one: Outcome) => number) {
  const ladders = Map.groupBy(outcomes, ({ question }) => question.ladder.id);
  return shareOf([...ladders.values()].map((own) => mean(own.map(figure))));
}

function dependsShare(taken: readonly Taken[]) {
  const asked = taken.filter(({ depends, letter }) => depends && letter !== null);
  const ladders = Map.groupBy(asked, ({ question }) => question.ladder.id);
  return shareOf(
    [...ladders.values()].map((own) => mean(own.map(({ letter }) => Number(letter === 'C')))),
  );
}
