/** How long a choice lasts, in steps: Kaplan and Meier's curve (1958), and the log-rank test within strata. */
import { invertPositiveDefinite } from '../../statistics/dense.ts';
import { chiSquareUpperTail, normalQuantile } from '../../statistics/distributions.ts';

/** A spell observed until it ended (`ended`), or censored at `time`. */
export type Spell = { time: number; ended: boolean };

export type CurvePoint = {
  time: number;
  atRisk: number;
  ended: number;
  /** Share of spells that last beyond this time. */
  left: number;
  /** Greenwood's standard error. */
  error: number;
  /** 95 % interval on the scale of log(−log), within 0…1; null where the share is 0 or 1. */
  low: number | null;
  high: number | null;
};

/** A point for each time at which a spell ended or was censored. R: `survfit(conf.type = "log-log")`. */
export function survivalCurve(spells: readonly Spell[]): CurvePoint[] {
  const times = [...new Set(spells.map(({ time }) => time))].sort((a, b) => a - b);
  let left = 1;
  let sum = 0;
  return times.map((time) => {
    const atRisk = spells.filter((one) => one.time >= time).length;
    const ended = spells.filter((one) => one.time === time && one.ended).length;
    left *= 1 - ended / atRisk;
    sum += ended / (atRisk * (atRisk - ended));
    const inner = left > 0 && left < 1;
    const error = left > 0 ? left * Math.sqrt(sum) : 0;
    const width = inner ? (normalQuantile(0.975) * Math.sqrt(sum)) / Math.log(left) : 0;
    return {
      ...{ time, atRisk, ended, left, error },
      low: inner ? left ** Math.exp(-width) : null,
      high: inner ? left ** Math.exp(width) : null,
    };
  });
}

/**
 * Whether spells of groups end equally soon: expected endings are counted within each stratum, so that differences
 * between strata do not count. Null where fewer than two groups can be compared. R: `survdiff(~ group + strata(stratum))`.
 */
export function logRank(
  spells: readonly (Spell & { group: string; stratum: string })[],
): { chiSquare: number; df: number; p: number } | null {
  const groups = [...new Set(spells.map(({ group }) => group))].sort();
  const k = groups.length;
  const excess = new Float64Array(k);
  const spread = new Float64Array(k * k);
  for (const own of Map.groupBy(spells, ({ stratum }) => stratum).values())
    for (const time of new Set(own.flatMap((one) => (one.ended ? [one.time] : [])))) {
      const atRisk = own.filter((one) => one.time >= time);
      const ended = atRisk.filter((one) => one.time === time && one.ended);
      const [n, d] = [atRisk.length, ended.length];
      const counts = groups.map((name) => atRisk.filter(({ group }) => group === name).length);
      groups.forEach((name, i) => {
        excess[i]! += ended.filter(({ group }) => group === name).length - (d * counts[i]!) / n;
        if (n > 1)
          groups.forEach((_, j) => {
            const share = Number(i === j) - counts[j]! / n;
            spread[i * k + j]! += ((d * (n - d)) / (n - 1)) * (counts[i]! / n) * share;
          });
      });
    }
  const told = groups.flatMap((_, i) => (spread[i * k + i]! > 1e-12 ? [i] : []));
  // The excesses add up to 0: the last follows from the others.
  const free = told.slice(0, -1);
  if (free.length === 0) return null;
  const inverse = invertPositiveDefinite(
    Float64Array.from(free.flatMap((i) => free.map((j) => spread[i * k + j]!))),
    free.length,
  );
  if (!inverse) return null;
  let chiSquare = 0;
  free.forEach((i, a) => {
    free.forEach((j, b) => {
      chiSquare += excess[i]! * inverse[a * free.length + b]! * excess[j]!;
    });
  });
  return { chiSquare, df: free.length, p: chiSquareUpperTail(chiSquare, free.length) };
}
