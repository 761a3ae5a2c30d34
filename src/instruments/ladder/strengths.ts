/** How strongly values are chosen, each against the others, at even stakes. */
import { shippedSystems } from '../../values/load-systems.ts';
import type { Outcome } from './choices.ts';
import { stepOf } from './items.ts';
import type { LadderSystem, Option } from './ladder-file.ts';
import { jackknifed, type LadderEstimate } from './over-ladders.ts';
import {
  type Contest,
  isStronglyConnected,
  type PairedStrengths,
  pairedStrengths,
} from './paired-strengths.ts';

/** One outcome as a contest of two values. */
export type ValueContest = {
  ladder: string;
  a: string;
  b: string;
  /** −1 (highest against A) … 1 (highest against B). */
  stakes: number;
  chosen: 'a' | 'b' | 'by position';
};

export type Strengths = {
  /** In the order of the players: log-odds of one question, mean 0. */
  values: LadderEstimate[];
  /** The positions of the players farthest apart, and their difference. */
  farthest: { most: number; least: number; difference: LadderEstimate };
  /** How much the log-odds change from even stakes to the highest. */
  stakes: LadderEstimate | null;
  /** ln ν of Davidson's model; null where no step was decided by position. */
  tie: number | null;
  choices: number;
  ladders: number;
  /** Whether each value was chosen over each other, directly or through others. */
  connected: boolean;
};

/** The value that an option serves. */
export type Served = Pick<Option, 'value' | 'foundation'>;

/** The value of an option in a system; null where it has none. */
export function valueIn(system: LadderSystem, option: Served): string | null {
  return (system === 'schwartz' ? option.value : option.foundation) ?? null;
}

/** The higher-order value of one of Schwartz's values. */
export const poles: readonly { id: string; name: string; values: readonly string[] }[] =
  shippedSystems
    .find(({ id }) => id === 'schwartz')!
    .dimensions.map(({ id, name, subdimensions }) => ({
      ...{ id, name },
      values: subdimensions.map((one) => one.id),
    }));

export function poleOf(value: string): string {
  return poles.find(({ values }) => values.includes(value))!.id;
}

/** −1 … 1: how far stakes have risen against B, or, below 0, against A. 0 where they do not rise. */
export function stakesOf({ question: { way, step, climb } }: Outcome): number {
  const up = (step - 1) / (climb.steps.length - 1);
  return way === 'against-b' ? up : way === 'against-a' ? -up : 0;
}

/** Of steps of rising ladders, told alone, those whose options have two values of a system, or of their poles. */
export function contestsOf(
  alone: readonly Outcome[],
  nameOf: (option: Served) => string | null,
): ValueContest[] {
  return alone.flatMap((outcome) => {
    const { question, chosen } = outcome;
    if (chosen === 'missing') return [];
    const step = stepOf(question);
    const [a, b] = [nameOf(step.a), nameOf(step.b)];
    if (a === null || b === null || a === b) return [];
    return [{ ladder: question.ladder.id, a, b, stakes: stakesOf(outcome), chosen }];
  });
}

/** A model that has decided fewer steps than this for an option has no strengths. */
const fewestChoices = 10;

/** Null with too few choices, or where a value met no other. */
export function strengthsOf(
  contests: readonly ValueContest[],
  players: readonly string[],
): Strengths | null {
  const chosen = contests.filter((one) => one.chosen !== 'by position');
  if (chosen.length < fewestChoices) return null;
  const hasStakes = contests.some(({ stakes }) => stakes !== 0);
  const counted = countsOf(contests, players, hasStakes);
  const fit = pairedStrengths([...counted.values()].flat());
  if (!fit) return null;
  const whole = figuresOf(fit, players.length);
  const without = [...counted.keys()].map((left) => {
    const others = [...counted].flatMap(([ladder, own]) => (ladder === left ? [] : own));
    const other = pairedStrengths(others, { start: fit });
    return other && figuresOf(other, players.length);
  });
  const own = whole.slice(0, players.length);
  const most = own.indexOf(Math.max(...own));
  const least = own.indexOf(Math.min(...own));
  const withDifference = (figures: readonly number[]) => [
    ...figures,
    figures[most]! - figures[least]!,
  ];
  const estimates = jackknifed(
    withDifference(whole),
    without.map((figures) => figures && withDifference(figures)),
  );
  const wins = chosen.map((one): [string, string] =>
    one.chosen === 'a' ? [one.a, one.b] : [one.b, one.a],
  );
  return {
    values: estimates.slice(0, players.length),
    farthest: { most, least, difference: estimates.at(-1)! },
    stakes: hasStakes ? estimates[players.length]! : null,
    tie: fit.tie,
    choices: chosen.length,
    ladders: counted.size,
    connected: isStronglyConnected(players, wins),
  };
}

/** Contests by ladder, those of one pair and one height of stakes added up. The last player has strength 0. */
function countsOf(
  contests: readonly ValueContest[],
  players: readonly string[],
  hasStakes: boolean,
): Map<string, Contest[]> {
  const byLadder = Map.groupBy(contests, ({ ladder }) => ladder);
  /** One array for a pair and a height of stakes, whatever the ladder. */
  const effects = new Map<string, number[]>();
  return new Map(
    [...byLadder].map(([ladder, own]) => {
      const groups = Map.groupBy(own, ({ a, b, stakes }) => `${a}\n${b}\n${stakes}`);
      return [
        ladder,
        [...groups].map(([key, group]): Contest => {
          const { a, b, stakes } = group[0]!;
          const count = (what: ValueContest['chosen']) =>
            group.filter(({ chosen }) => chosen === what).length;
          const own = effects.get(key) ?? effectsOf(players, a, b, hasStakes ? stakes : null);
          effects.set(key, own);
          return {
            effects: own,
            ...{ won: count('a'), tied: count('by position'), lost: count('b') },
          };
        }),
      ];
    }),
  );
}

export function effectsOf(
  players: readonly string[],
  a: string,
  b: string,
  stakes: number | null,
): number[] {
  const sides = players.slice(0, -1).map((one) => Number(one === a) - Number(one === b));
  return stakes === null ? sides : [...sides, stakes];
}

/** Strengths around their mean, then the effect of stakes where it was estimated. */
function figuresOf({ estimates }: PairedStrengths, players: number): number[] {
  const raw = [...estimates.slice(0, players - 1), 0];
  const level = raw.reduce((sum, x) => sum + x, 0) / players;
  return [...raw.map((x) => x - level), ...estimates.slice(players - 1)];
}
