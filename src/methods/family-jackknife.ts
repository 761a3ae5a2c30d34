/** Jackknife intervals over families of models, which are the sampled units. */
import { tQuantile, tTwoSided } from '../statistics/distributions.ts';

export type FamilyEstimate = {
  value: number;
  /** 95 %; null where there are too few families, or the figure is undefined without one of them. */
  low: number | null;
  high: number | null;
  /** Two-sided test against 0. */
  p: number | null;
};

/** With fewer families correlations over models are withheld. */
export const leastFamilies = 8;

/** Positions of the models in use: all, then all but each family; with one family only all. */
export function withoutEachFamily(familyOf: readonly string[]): number[][] {
  const all = familyOf.map((_, i) => i);
  const families = [...new Set(familyOf)];
  if (families.length < 2) return [all];
  return [all, ...families.map((family) => all.filter((i) => familyOf[i] !== family))];
}

/**
 * A correlation by Fisher's z jackknifed over families, t with one degree of freedom less than
 * families. `found` has it in all models, then without each family.
 */
export function correlationOverFamilies(found: readonly number[]): FamilyEstimate {
  const z = jackknife(found.map(fisher));
  return {
    value: found[0]!,
    low: z ? Math.tanh(z.value - z.half) : null,
    high: z ? Math.tanh(z.value + z.half) : null,
    p: z?.p ?? null,
  };
}

/** A difference of two correlations; its interval is on the scale of Fisher's z. */
export function differenceOverFamilies(
  first: readonly number[],
  second: readonly number[],
): FamilyEstimate {
  const z = jackknife(first.map((r, i) => fisher(r) - fisher(second[i]!)));
  return {
    value: first[0]! - second[0]!,
    low: z ? z.value - z.half : null,
    high: z ? z.value + z.half : null,
    p: z?.p ?? null,
  };
}

/** A mean, or any figure that is near to normal without a transformation. */
export function meanOverFamilies(found: readonly number[]): FamilyEstimate {
  const all = jackknife(found);
  return {
    value: found[0]!,
    low: all ? all.value - all.half : null,
    high: all ? all.value + all.half : null,
    p: all?.p ?? null,
  };
}

/** The one-sided probability of a correlation this low where the true one is `bound`; null with too few families. */
export function belowOverFamilies(found: readonly number[], bound: number): number | null {
  const z = jackknife(found.map((r) => fisher(r) - fisher(bound)));
  if (!z || z.p === null) return null;
  return z.value < 0 ? z.p / 2 : 1 - z.p / 2;
}

const limit = 1 - 1e-9;

function fisher(r: number): number {
  return Math.atanh(Math.max(-limit, Math.min(limit, r)));
}

function jackknife([value, ...without]: readonly number[]): {
  value: number;
  half: number;
  p: number | null;
} | null {
  const count = without.length;
  if (count < leastFamilies || value === undefined) return null;
  if (![value, ...without].every(Number.isFinite)) return null;
  const mean = without.reduce((sum, x) => sum + x, 0) / count;
  const se = Math.sqrt(
    ((count - 1) / count) * without.reduce((sum, x) => sum + (x - mean) ** 2, 0),
  );
  return {
    value,
    half: tQuantile(0.975, count - 1) * se,
    p: se > 0 ? tTwoSided(value / se, count - 1) : null,
  };
}
