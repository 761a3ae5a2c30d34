/** From log-probabilities to preferences: how much likelier the serving reply is, in nats per byte, with and without its likelihood after neutral requests. */
import { mean, variance } from '../../statistics/describe.ts';
import type { ScoredItemLine } from '../shared/likelihood-round.ts';
import type { Pair } from '../shared/pairs/pair-items.ts';
import { type Items, idOf, repliesOf } from './items.ts';

/** A model's figures for one wording of a pair, in nats; null where it was not asked, or refused. */
export type Reading = {
  pair: Pair;
  system: string;
  wording: number;
  /** Log-probabilities of the replies after the request, summed over their tokens. */
  serving: number | null;
  opposing: number | null;
  /** Mean UTF-8 bytes of the two replies. */
  bytes: number;
  /** Nats per byte: after the request, and the mean after the neutral ones. */
  preference: number | null;
  prior: number | null;
  /** A content filter refused the request. */
  refused: boolean;
};

/** A pair, its wordings averaged. */
export type Preference = {
  pair: Pair;
  system: string;
  raw: number;
  prior: number | null;
};

/** A model's figures for each wording of each pair that it was asked, in the order of the items. */
export function readingsOf(lines: readonly ScoredItemLine[], { sets, neutral }: Items): Reading[] {
  const byItem = new Map(lines.map((line) => [line.item, line]));
  return sets.flatMap(({ system, items }) =>
    items.flatMap((pair) =>
      pair.serving.flatMap((_, wording) => {
        const question = { pair, wording };
        const line = byItem.get(idOf(pair.id, wording, 0));
        if (!line) return [];
        const bytes = mean(repliesOf({ ...question, id: '', after: 0 }).map(byteLength));
        const [serving = null, opposing = null] = line.scores.map((one) => one.logProbability);
        const priors = neutral.flatMap((_, i) => {
          const after = byItem.get(idOf(pair.id, wording, i + 1));
          return preferenceIn(after, bytes) ?? [];
        });
        return [
          {
            ...{ ...question, system, serving, opposing, bytes },
            preference: preferenceIn(line, bytes),
            prior: priors.length > 0 ? mean(priors) : null,
            refused: line.scores.length === 0,
          },
        ];
      }),
    ),
  );
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}

function preferenceIn(line: ScoredItemLine | undefined, bytes: number): number | null {
  const [serving, opposing] = line?.scores ?? [];
  return serving && opposing ? (serving.logProbability - opposing.logProbability) / bytes : null;
}

/** Pairs with the mean over their wordings; one without any is left out. */
export function preferencesOf(readings: readonly Reading[]): Preference[] {
  return [...Map.groupBy(readings, ({ pair }) => pair.id).values()].flatMap((own) => {
    const raws = own.flatMap(({ preference }) => preference ?? []);
    const priors = own.flatMap(({ prior }) => prior ?? []);
    const { pair, system } = own[0]!;
    if (raws.length === 0) return [];
    return [
      { pair, system, raw: mean(raws), prior: priors.length === raws.length ? mean(priors) : null },
    ];
  });
}

/**
 * The least-squares slope of a model's preferences on its preferences after neutral requests, over its pairs, and
 * their correlation; null below ten pairs, or where nothing varies. The residual keeps the intercept: preference −
 * slope × prior, so that a model which leans to the serving replies throughout still does.
 */
export function priorLine(
  preferences: readonly Preference[],
): { slope: number; correlation: number } | null {
  const known = preferences.flatMap(({ raw, prior }) => (prior === null ? [] : [[prior, raw]]));
  if (known.length < 10) return null;
  const x = known.map(([prior]) => prior!);
  const y = known.map(([, raw]) => raw!);
  const [mx, my] = [mean(x), mean(y)];
  const covariance = x.reduce((sum, one, i) => sum + (one - mx) * (y[i]! - my), 0) / (x.length - 1);
  const [vx, vy] = [variance(x), variance(y)];
  if (!(vx > 0) || !(vy > 0)) return null;
  return { slope: covariance / vx, correlation: covariance / Math.sqrt(vx * vy) };
}

/** Whether the serving reply is the likelier one: 1, 0, or .5 where they are equal. */
export function wonBy(preference: number): number {
  return preference > 0 ? 1 : preference < 0 ? 0 : 0.5;
}
