/** A factor analysis of a table as text: what psych prints before anybody believes it. */
import type { FactorResult } from '../factor-analysis/factor-analysis.ts';
import type { ParallelAnalysis } from '../factor-analysis/parallel-analysis.ts';
import type { Replication } from '../factor-analysis/replication.ts';
import { fixed, percent, probability, share, signed } from '../report/numbers.ts';
import { plainTable } from './plain-table.ts';

/** Adequacy, eigenvalues with their criterion, loadings sorted by factor (those below `cut` left blank), correlations, fit. */
export function factorResultText(
  result: FactorResult,
  parallel: ParallelAnalysis,
  stable: Replication | null,
  cut: number,
): string {
  return [
    adequacyLine(result),
    '',
    eigenvalueTable(parallel),
    `Parallel analysis (${parallel.method}, ${parallel.iterations} draws, ${fixed(100 * parallel.quantile)} %): ${parallel.pc.suggestedByQuantile} components, ${parallel.smc.suggestedByQuantile} factors.`,
    '',
    loadingTable(result, cut),
    '',
    varianceTable(result, stable),
    ...(result.phi ? ['', 'Correlations of factors', phiTable(result.phi)] : []),
    '',
    fitLine(result),
  ].join('\n');
}

function adequacyLine({ kmo, bartlett, n, variables, extraction, rotation }: FactorResult): string {
  const test =
    bartlett.chisq === null
      ? 'Bartlett cannot be told'
      : `Bartlett χ²(${bartlett.df}) = ${fixed(bartlett.chisq, 1)}, p ${equals(bartlett.p)}`;
  return `n = ${n}, ${variables.length} variables, ${extraction} + ${rotation} · KMO ${share(kmo.overall)} · ${test}`;
}

function equals(p: number | null): string {
  const text = probability(p);
  return text.startsWith('<') ? text : `= ${text}`;
}

const right = (title: string) => ({ title, align: 'right' as const });

function eigenvalueTable({ pc, smc }: ParallelAnalysis): string {
  const shown = Math.min(pc.observed.length, Math.max(6, pc.suggestedByQuantile + 3));
  return plainTable(
    [right('#'), right('eigenvalue'), right('criterion'), right('common'), right('criterion')],
    Array.from({ length: shown }, (_, i) => [
      String(i + 1),
      ...[pc.observed, pc.quantile, smc.observed, smc.quantile].map((values) =>
        fixed(values[i]!, 3),
      ),
    ]),
  );
}

function loadingTable(result: FactorResult, cut: number): string {
  const { loadings, variables } = result;
  const strongest = (row: readonly number[]) =>
    row.reduce((best, value, f) => (Math.abs(value) > Math.abs(row[best]!) ? f : best), 0);
  const order = variables
    .map((_, i) => i)
    .sort((a, b) => {
      const [fa, fb] = [strongest(loadings[a]!), strongest(loadings[b]!)];
      return fa - fb || Math.abs(loadings[b]![fb]!) - Math.abs(loadings[a]![fa]!) || a - b;
    });
  return plainTable(
    [
      'variable',
      ...loadings[0]!.map((_, f) => right(`F${f + 1}`)),
      right('h²'),
      right('u²'),
      right('complexity'),
      right('MSA'),
    ],
    order.map((i) => [
      variables[i]!,
      ...loadings[i]!.map((value) => (Math.abs(value) < cut ? '' : signed(value))),
      share(result.communality[i]!),
      share(result.uniquenesses[i]!),
      fixed(result.complexity[i]!, 1),
      share(result.kmo.msa[i] ?? null),
    ]),
  );
}

function varianceTable(result: FactorResult, stable: Replication | null): string {
  const told = stable && !stable.withheld ? stable.factors : null;
  return plainTable(
    [
      'factor',
      right('SS loadings'),
      right('variance'),
      right('of explained'),
      right('score R²'),
      ...(told ? [right('split half'), 'verdict'] : []),
    ],
    result.ssLoadings.map((ss, f) => [
      `F${f + 1}`,
      fixed(ss, 2),
      percent(result.proportionVar[f]!),
      percent(result.proportionExplained[f]!),
      share(result.scoreR2[f]!),
      ...(told ? [share(told[f]!.splitHalf.median), told[f]!.verdict] : []),
    ]),
  );
}

function phiTable(phi: readonly number[][]): string {
  return plainTable(
    ['', ...phi.map((_, f) => right(`F${f + 1}`))],
    phi.map((row, f) => [`F${f + 1}`, ...row.map((value, g) => (g === f ? '1' : signed(value)))]),
  );
}

function fitLine({ fit }: FactorResult): string {
  const parts = [`RMSR ${share(fit.rmsr, 3)}`];
  if (fit.chisq !== null) parts.push(`χ²(${fit.dof}) = ${fixed(fit.chisq, 1)}, p ${equals(fit.p)}`);
  if (fit.rmsea)
    parts.push(
      `RMSEA ${share(fit.rmsea.value, 3)} [${share(fit.rmsea.lower, 3)}, ${share(fit.rmsea.upper, 3)}]`,
    );
  if (fit.tli !== null) parts.push(`TLI ${share(fit.tli)}`);
  if (fit.bic !== null) parts.push(`BIC ${fixed(fit.bic, 1)}`);
  return parts.join(' · ');
}
