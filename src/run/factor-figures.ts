/** Parts of a factor analysis as they are drawn. */
import type { FactorResult } from '../factor-analysis/factor-analysis.ts';
import type { LoadingStability } from '../factor-analysis/loading-stability.ts';
import type { Replication } from '../factor-analysis/replication.ts';
import type { IntervalView, ReplicationView, Withheld } from './factor-checks-schema.ts';
import type { FactorView } from './factor-view.ts';

export function kmoOf(result: Pick<FactorResult, 'kmo'>): FactorView['kmo'] {
  const { overall, msa } = result.kmo;
  return overall !== null && Number.isFinite(overall) && msa ? { overall, perColumn: msa } : null;
}

export function bartlettOf({ bartlett }: Pick<FactorResult, 'bartlett'>): FactorView['bartlett'] {
  const { chisq, df, p, nested } = bartlett;
  if (chisq === null && !nested) return null;
  return { chisq, df: nested?.chisqDof ?? df, p, groups: nested?.groups ?? null };
}

export function fitOf(result: Pick<FactorResult, 'fit'>): FactorView['fit'] {
  const { fit } = result;
  const finite = (value: number | null | undefined) =>
    value != null && Number.isFinite(value) ? value : null;
  return {
    chisq: finite(fit.chisq),
    df: fit.nested?.chisqDof ?? fit.dof,
    groups: fit.nested?.groups ?? null,
    p: finite(fit.p),
    rmsea: finite(fit.rmsea?.value),
    rmseaLow: finite(fit.rmsea?.lower),
    rmseaHigh: finite(fit.rmsea?.upper),
    tli: finite(fit.tli),
    cfi: finite(fit.cfi),
    bic: finite(fit.bic),
    withheld: fit.withheld,
  };
}

export function replicationView(found: Replication): ReplicationView | Withheld {
  if (found.withheld) return { withheld: found.reason };
  return {
    splits: found.splits,
    models: found.models,
    chance: found.chance?.criterion ?? null,
    factors: found.factors.map(({ splitHalf, leaveOneOut, ...one }) => ({
      median: splitHalf.median,
      low: splitHalf.lower,
      high: splitHalf.upper,
      least: leaveOneOut.least,
      without: leaveOneOut.model,
      steppedUp: one.steppedUp,
      verdict: one.verdict,
      threshold: one.threshold,
      source: one.source,
      words: one.words,
    })),
  };
}

export function intervalView(found: LoadingStability): IntervalView | Withheld {
  if (found.withheld) return { withheld: found.reason };
  return {
    draws: found.draws,
    models: found.groups,
    level: found.level,
    loadings: found.loadings.map((row) =>
      row.map(({ percentile, bca }) => ({
        low: percentile.lower,
        high: percentile.upper,
        bcaLow: bca.lower,
        bcaHigh: bca.upper,
      })),
    ),
    congruence: found.factors.map(({ median, percentile }) => ({
      median,
      low: percentile.lower,
      high: percentile.upper,
    })),
    heywood: found.heywood,
    how: found.how,
  };
}
