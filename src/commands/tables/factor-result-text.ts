/** A factor analysis of a table as text: what psych prints before anybody believes it, and what it does not ask. */
import { kmoWord } from '../../factor-analysis/adequacy.ts';
import { warningText } from '../../tables/as-text.ts';
import { fixed, percent, plural, probability, share } from '../../tables/numbers.ts';
import { type Layout, wrapText } from '../../tables/text-lines.ts';
import { groupLines } from './factor-groups-text.ts';
import { loadingLines, phiLines, varianceLines } from './factor-loadings-text.ts';
import { numberOfFactorsLines } from './factor-number-text.ts';
import type { FactorsJson } from './factors-json.ts';

/** Adequacy, number of factors, loadings, what they explain, fit, stability over groups, warnings. */
export function factorResultText(result: FactorsJson, cut: number, layout: Layout): string[] {
  const head = (text: string) => ['', layout.paint.bold(text)];
  const wrapped = (lines: readonly string[]) =>
    lines.flatMap((line) => wrapText(line, layout.width, '  '));
  return [
    ...wrapped(titleLines(result)),
    ...head('Can it be factored'),
    ...wrapped(adequacyLines(result)),
    ...head('How many factors'),
    ...numberOfFactorsLines(result, layout),
    ...head(
      result.phi ? 'Standardised loadings (pattern)' : 'Standardised loadings (also correlations)',
    ),
    ...loadingLines(result, cut, layout),
    '',
    ...varianceLines(result, layout),
    ...(result.phi ? [...head('Correlations of factors'), ...phiLines(result.phi, layout)] : []),
    ...head('Fit'),
    ...wrapped(fitLines(result)),
    ...groupLines(result, layout),
    ...warningText(
      result.warnings.map(({ message }) => message),
      layout,
    ),
  ];
}

const extractions: Record<string, string> = {
  minres: 'Factor analysis by minimum residuals (minres)',
  ml: 'Factor analysis by maximum likelihood (ml)',
  pa: 'Factor analysis by principal axes (pa)',
  pca: 'Principal components (pca)',
};

const correlations: Record<string, string> = {
  pearson: 'Pearson',
  spearman: 'Spearman',
  tetrachoric: 'tetrachoric',
  polychoric: 'polychoric',
};

function titleLines({ meta }: FactorsJson): string[] {
  const { nFactors, groups } = meta;
  const rotation =
    nFactors === 1 ? '' : meta.rotation === 'none' ? ', not rotated' : `, ${meta.rotation}`;
  const rows =
    meta.input === 'raw'
      ? `${plural(meta.nObs, 'row')}${groups ? ` in ${plural(groups.count, 'group')} (${groups.column})` : ''}`
      : `a matrix of ${plural(meta.nObs, 'row')}`;
  return [
    `${extractions[meta.extraction]}${rotation}${meta.tight ? ', tight' : ''}: ${plural(nFactors, meta.extraction === 'pca' ? 'component' : 'factor')}`,
    `${rows}, ${plural(meta.nVars, 'variable')}, ${meta.input === 'raw' ? `${correlations[meta.correlation]} correlations` : 'correlations as given'}`,
  ];
}

function adequacyLines({ kmo, bartlett, variables, ...result }: FactorsJson): string[] {
  const lines: string[] = [];
  if (kmo.overall === null)
    lines.push('KMO and Bartlett’s test mean nothing: the matrix has no proper inverse.');
  else {
    const low = variables.filter((_, i) => (kmo.msa[i] ?? 1) < 0.5);
    lines.push(
      `KMO ${share(kmo.overall)} (${kmoWord(kmo.overall)})${low.length > 0 ? `; below .5 alone: ${low.join(', ')}` : ''}`,
    );
  }
  if (bartlett.chisq !== null && kmo.overall !== null)
    lines.push(
      `Bartlett χ²(${degrees(bartlett.df, bartlett.nested)}) = ${fixed(bartlett.chisq, 1)}, p ${equals(bartlett.p)}${adjustment(bartlett.nested)}`,
    );
  else if (bartlett.nested)
    lines.push(
      `Bartlett’s test is withheld: ${bartlett.nested.groups} groups are fewer than its ${bartlett.df} degrees of freedom`,
    );
  lines.push(
    `determinant ${scientific(Math.exp(result.logDeterminant))}, condition ${result.condition === null ? 'infinite' : condition(result.condition)}, smallest eigenvalue ${scientific(result.eigenvalues.at(-1)!)}`,
  );
  return lines;
}

function fitLines({ fit, complexity, kmo, meta }: FactorsJson): string[] {
  const mean = complexity.reduce((sum, value) => sum + value, 0) / complexity.length;
  const lines = [
    `mean complexity of variables ${fixed(mean, 1)}`,
    `RMSR ${share(fit.rmsr, 3)}${fit.rmsrCorrected === null ? '' : `, corrected for degrees of freedom ${share(fit.rmsrCorrected, 3)}`}; fit off the diagonal ${share(fit.fitOffDiagonal)}`,
  ];
  // psych prints figures here that are in --json, and describe the rounding of a number near 0.
  if (kmo.overall === null && fit.chisq !== null && meta.extraction !== 'pca')
    return [
      ...lines,
      'χ², RMSEA, TLI, CFI, and BIC mean nothing: the matrix has no proper inverse.',
    ];
  if (fit.chisq !== null)
    lines.push(
      `χ²(${degrees(fit.dof, fit.nested)}) = ${fixed(fit.chisq, 1)}${fit.p === null ? '' : `, p ${equals(fit.p)}`}${adjustment(fit.nested)}${fit.nested || fit.nullChisq === null ? '' : `; with no factors χ²(${fit.nullDof}) = ${fixed(fit.nullChisq, 1)}`}`,
    );
  if (fit.rmsea)
    lines.push(
      `RMSEA ${share(fit.rmsea.value, 3)}${fit.rmsea.lower === null ? '' : `, ${percent(fit.rmsea.confidence)} interval ${share(fit.rmsea.lower, 3)} to ${share(fit.rmsea.upper, 3)}`}`,
    );
  const indices = [
    ...(fit.tli === null ? [] : [`TLI ${share(fit.tli, 3)}`]),
    ...(fit.cfi === null ? [] : [`CFI ${share(fit.cfi, 3)}`]),
    ...(fit.bic === null ? [] : [`BIC ${fixed(fit.bic, 1)}`]),
    ...(fit.sabic === null ? [] : [`adjusted for sample size ${fixed(fit.sabic, 1)}`]),
  ];
  if (indices.length > 0) lines.push(indices.join(', '));
  if (fit.withheld) lines.push(`Not told: ${fit.withheld}.`);
  return lines;
}

type NestedTest = { groups: number; chisqDof: number | null } | null | undefined;

function degrees(dof: number, nested: NestedTest): string {
  return nested?.chisqDof ? fixed(nested.chisqDof, 1) : String(dof);
}

function adjustment(nested: NestedTest): string {
  return nested ? ` (adjusted for ${nested.groups} groups: conservative)` : '';
}

function equals(p: number | null): string {
  const text = probability(p);
  return text.startsWith('<') ? text : `= ${text}`;
}

function scientific(value: number): string {
  const size = Math.abs(value);
  const text =
    size === 0 || (size >= 1e-3 && size < 1e4) ? fixed(value, 4) : value.toExponential(1);
  return text.replace(/-/g, '−');
}

function condition(value: number): string {
  return value < 1e6 ? fixed(value, 0) : scientific(value);
}
