/** How well a factor solution of a table fits, and whether the table suits a factor analysis. */
import { type FactorPart, fitTable } from '../../report/solution-tables.ts';
import { bartlettOf, fitOf, kmoOf } from '../../run/factor-figures.ts';
import { fixed, share } from '../../tables/numbers.ts';
import type { FactorsJson } from './factors-json.ts';

/** Adequacy and fit in one table, with the figures of psych that runs do not show. */
export function fitPart(result: FactorsJson): FactorPart {
  const { meta, complexity } = result;
  const singular =
    result.kmo.overall === null && result.fit.chisq !== null && meta.extraction !== 'pca';
  // psych prints figures here that only describe rounding near 0; --json has them.
  const fit = singular
    ? {
        ...result.fit,
        chisq: null,
        p: null,
        rmsea: null,
        tli: null,
        cfi: null,
        bic: null,
        sabic: null,
      }
    : result.fit;
  const figures = fitOf({ fit });
  const mean = complexity.reduce((sum, value) => sum + value, 0) / complexity.length;
  const row = (name: string, value: string | null, remark = '') =>
    value === null ? [] : [[name, value, remark]];
  const known = (value: number | null, text: string) => (value === null ? null : text);
  const more = [
    ...row('BIC, sample-size adjusted', known(fit.sabic, fixed(fit.sabic, 1))),
    ...row(
      'RMSR, corrected',
      known(fit.rmsrCorrected, share(fit.rmsrCorrected, 3)),
      'for degrees of freedom',
    ),
    ...row('fit off the diagonal', share(fit.fitOffDiagonal)),
    ...row(
      'χ² without factors',
      fit.nested || singular ? null : known(fit.nullChisq, fixed(fit.nullChisq, 1)),
      `df ${fit.nullDof}`,
    ),
    ...row('mean complexity', fixed(mean, 1), 'of the variables'),
    ...row('smallest eigenvalue', scientific(result.eigenvalues.at(-1)!)),
  ];
  return {
    title: 'Adequacy and fit',
    tables: [
      fitTable(
        {
          ...{ kmo: kmoOf(result), bartlett: bartlettOf(result), fit: figures },
          ...{ logDeterminant: result.logDeterminant, condition: result.condition },
          rmsr: fit.rmsr,
        },
        result.variables,
        more,
      ),
    ],
    plots: [],
    notes: singular
      ? ['χ², RMSEA, TLI, CFI, and BIC mean nothing: the matrix has no proper inverse.']
      : figures.withheld
        ? [`Withheld: ${figures.withheld}.`]
        : [],
  };
}

function scientific(value: number): string {
  const size = Math.abs(value);
  const text =
    size === 0 || (size >= 1e-3 && size < 1e4) ? fixed(value, 4) : value.toExponential(1);
  return text.replace(/-/g, '−');
}
