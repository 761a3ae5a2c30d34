/** A factor analysis of a table as text. */
import { partLines } from '../../report/text-tables.ts';
import { warningText } from '../../tables/as-text.ts';
import { plural } from '../../tables/numbers.ts';
import { type Layout, wrapText } from '../../tables/text-lines.ts';
import type { FactorsJson } from './factors-json.ts';
import { tellFactors } from './tell-factors.ts';

/** What was done, its tables, and warnings. */
export function factorResultText(result: FactorsJson, cut: number, layout: Layout): string[] {
  return [
    ...titleLines(result).flatMap((line) => wrapText(line, layout.width, '  ')),
    ...partLines(tellFactors(result, cut), layout),
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
