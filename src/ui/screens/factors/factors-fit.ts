/** How many factors there are, and how well they fit, as layers of tables. */
import { fitTable } from '../../../report/factor-tables.ts';
import type { FactorView } from '../../../run/state.ts';
import { capital } from '../../../safe-text/capital.ts';
import { modelsOf } from '../../../tables/numbers.ts';
import type { TextTable } from '../../interface-options.ts';
import type { Layer } from '../../layer.ts';
import { plural, share } from '../../text.ts';

import { screeBar } from './factors-view.ts';
import { liveLayer } from './live-layer.ts';

/** Every rule beside the others, and the eigenvalues beside those of chance. */
export function howManyLayer(): Layer {
  return liveLayer('how many', (factors) => ({
    so: `${plural(factors.k, 'factor')} taken; ${factors.suggestedK} suggested`,
    tables: [ruleTable(factors), eigenvalueTable(factors)],
    notes: [
      factors.numberOfFactors.summary,
      ...graphNotes(factors),
      ...(factors.suggestedKWithoutTotal === null
        ? [
            'All rows add up to the same: what taking the row total out would change cannot be told.',
          ]
        : [
            `With the row total (how many words an answer has) taken out: ${factors.suggestedKWithoutTotal}.`,
          ]),
    ],
  }));
}

/** How stable the communities of networks are. */
function graphNotes({ numberOfFactors }: FactorView): string[] {
  return numberOfFactors.rules
    .filter(({ id, why }) => id.startsWith('graph.') && why !== null)
    .map(({ name, suggested, why }) => `${capital(name)}: ${suggested}; ${why}.`);
}

function ruleTable({ numberOfFactors, k }: FactorView): TextTable {
  const standing = { counts: 'counts', shown: 'beside', warning: '▲ warning' } as const;
  return {
    title: 'rules',
    columns: ['rule', 'factors', 'standing', ''],
    rows: numberOfFactors.rules.map((rule) => [
      rule.name,
      String(rule.suggested),
      standing[rule.standing],
      rule.suggested === k ? '= taken' : '',
    ]),
  };
}

function eigenvalueTable(factors: FactorView): TextTable {
  const { eigenvalues, parallel, ordinary } = factors;
  const most = Math.max(...eigenvalues, ...parallel.criterion, 1);
  const number = (value: number | undefined) => (value === undefined ? '–' : value.toFixed(2));
  return {
    title: 'eigenvalues',
    columns: [
      '',
      'eigenvalue',
      `chance (${parallel.kind})`,
      ...(ordinary ? ['chance (rows alone)'] : []),
      'above',
      '▇ eigenvalue ┊ chance',
    ],
    rows: eigenvalues.map((value, at) => [
      String(at + 1),
      number(value),
      number(parallel.criterion[at]),
      ...(ordinary ? [number(ordinary.criterion[at])] : []),
      value > (parallel.criterion[at] ?? Number.POSITIVE_INFINITY)
        ? '● both'
        : ordinary && value > (ordinary.criterion[at] ?? Number.POSITIVE_INFINITY)
          ? '○ rows alone'
          : '',
      screeBar(value, parallel.criterion[at], most, 24),
    ]),
  };
}

/** Can it be factored, and how well does the model fit. */
export function fitLayer(): Layer {
  return liveLayer('adequacy and fit', (factors) => ({
    so: `${factors.n} ${factors.rows} × ${plural(factors.columns.length, 'column')}, ${factors.extraction}, ${factors.rotation}`,
    tables: [fitTable(factors), nestingTable(factors)].filter((table) => table !== null),
    notes: [
      ...(factors.nesting?.words ?? []),
      ...(factors.heywood.length > 0
        ? [`Heywood: less than 2 % of the variance is its own in ${factors.heywood.join(', ')}.`]
        : []),
      ...(factors.fit.withheld ? [`Not told: ${factors.fit.withheld}.`] : []),
      ...(factors.fit.groups === null
        ? ['χ² and what rests on it take rows for independent.']
        : []),
    ],
  }));
}

function nestingTable({ nesting, ...view }: FactorView): TextTable | null {
  if (!nesting) return null;
  const whole = (value: number | null) => (value === null ? '–' : String(Math.round(value)));
  return {
    title: 'rows of one model',
    columns: ['measure', 'value', ''],
    rows: [
      [view.rows, String(view.n), `of ${modelsOf(view)}`],
      ['intraclass correlation', share(nesting.icc), 'mean over columns'],
      ['design effect', nesting.designEffect?.toFixed(1) ?? '–', 'times the variance of a mean'],
      ['count for a mean like', whole(nesting.effectiveRows), 'independent rows'],
      ['for a correlation like', whole(nesting.effectiveRowsForCorrelations), 'independent rows'],
    ],
  };
}
