/** What stands behind the loadings, as layers of tables: adequacy and fit, how many factors, stability, power. */
import { kmoWord } from '../../../factor-analysis/adequacy.ts';
import type { FactorView } from '../../../run/state.ts';
import { modelsOf } from '../../../tables/numbers.ts';
import { tableState } from '../../components/table-state.ts';
import type { TextTable } from '../../interface-options.ts';
import { shortName } from '../../layers/answers.ts';
import type { View } from '../../scene.ts';
import { plural, share, signed } from '../../text.ts';
import type { Layer, LiveTables } from '../../ui-state.ts';
import { loadingRows, pText, verdictSign } from './factors-view.ts';

/** A layer that is drawn anew whenever the factors change. */
function liveLayer(title: string, make: (factors: FactorView, view: View) => LiveTables): Layer {
  return {
    kind: 'tables',
    title,
    so: '',
    tables: [],
    at: 0,
    table: tableState(),
    live: (view) => {
      const factors = view.run?.results.factors;
      if (factors && 'loadings' in factors) return make(factors, view);
      return { so: 'There are no factors now', tables: [], notes: [] };
    },
  };
}

/** Every rule beside the others, and the eigenvalues beside those of chance. */
export function howManyLayer(): Layer {
  return liveLayer('how many', (factors) => ({
    so: `${plural(factors.k, 'factor')} taken; ${factors.suggestedK} suggested`,
    tables: [ruleTable(factors), eigenvalueTable(factors)],
    notes: [
      factors.numberOfFactors.summary,
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
  const number = (value: number | undefined) => (value === undefined ? '–' : value.toFixed(2));
  return {
    title: 'eigenvalues',
    columns: [
      '',
      'eigenvalue',
      `chance (${parallel.kind})`,
      ...(ordinary ? ['chance (rows alone)'] : []),
      'above',
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
      'χ² and what rests on it take rows for independent: with several rows a model they are too strict.',
    ],
  }));
}

function fitTable({ kmo, bartlett, fit, ...view }: FactorView): TextTable {
  const number = (value: number | null, digits: number) =>
    value === null ? '–' : value.toFixed(digits).replace('-', '−');
  const low = kmo ? view.columns.filter((_, at) => (kmo.perColumn[at] ?? 1) < 0.5) : [];
  return {
    title: 'measures',
    columns: ['measure', 'value', ''],
    rows: [
      ['KMO', share(kmo?.overall ?? null), kmo ? kmoWord(kmo.overall) : 'R has no proper inverse'],
      ...(low.length > 0
        ? [['MSA below .5', String(low.length), low.map((one) => one.cluster).join(', ')]]
        : []),
      [
        'Bartlett',
        number(bartlett?.chisq ?? null, 1),
        bartlett ? `df ${bartlett.df}, ${pText(bartlett.p)}` : 'R has no proper inverse',
      ],
      [
        'ln |det R|',
        number(view.logDeterminant, 1),
        view.condition === null ? 'singular' : `condition ${view.condition.toPrecision(2)}`,
      ],
      ['RMSR', share(view.rmsr, 3), 'root mean square of the residuals'],
      ['χ²', number(fit.chisq, 1), `df ${fit.df}, ${pText(fit.p)}`],
      [
        'RMSEA',
        share(fit.rmsea, 3),
        fit.rmsea === null
          ? ''
          : `90 % interval ${share(fit.rmseaLow, 3)} to ${share(fit.rmseaHigh, 3)}`,
      ],
      ['TLI', share(fit.tli, 3), ''],
      ['CFI', share(fit.cfi, 3), ''],
      ['BIC', number(fit.bic, 1), ''],
    ],
  };
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

/** Do factors come back in other models, how far do loadings wander, does the other half confirm it. */
export function stabilityLayer(): Layer {
  return liveLayer('stability', (factors, view) => {
    const { replication, intervals, otherHalf } = factors.checks;
    const told = replication && 'factors' in replication ? replication : null;
    const verdicts = told?.factors ?? [];
    const back = verdicts.filter((one) => one.verdict !== 'does not replicate').length;
    return {
      so: told
        ? `${back} of ${plural(factors.k, 'factor')} come back in other halves of the models`
        : `Do the factors come back in other models? ${waitingFor(view, replication)}`,
      tables: [
        ...(told ? [verdictTable(factors)] : []),
        ...(intervals && 'loadings' in intervals ? [intervalTable(factors)] : []),
        ...(otherHalf && 'cfi' in otherHalf ? [otherHalfTable(otherHalf)] : []),
      ],
      notes: [
        ...reasonsOf([
          ['Halves of the models', replication],
          ['Intervals', intervals],
          ['The other half', otherHalf],
        ]),
        ...(computingText(view) ? [computingText(view)] : []),
        ...(told
          ? [
              ...verdicts
                .filter((one) => one.verdict !== 'replicates')
                .map((one) => `${one.words.charAt(0).toUpperCase()}${one.words.slice(1)}.`),
              ...(told.chance === null
                ? []
                : [
                    `Halves of data without any structure agree up to ${share(told.chance)} (95 %).`,
                  ]),
            ]
          : []),
        ...(intervals && 'loadings' in intervals
          ? [
              `Intervals: ${Math.round(intervals.level * 100)} % of ${intervals.draws} resamples of whole models; ° where 0 lies within.${intervals.note ? ` ${intervals.note}.` : ''}`,
            ]
          : []),
      ],
    };
  });
}

type Part = { withheld: string } | object | null;

function reasonsOf(parts: readonly [string, Part][]): string[] {
  return parts.flatMap(([name, part]) =>
    part && 'withheld' in part ? [`${name}: ${part.withheld}.`] : [],
  );
}

function waitingFor(view: View, part: Part): string {
  if (part && 'withheld' in part) return 'Not told';
  return view.run?.computing ? 'Being computed' : 'Not computed: c on the factors screen does it';
}

/** "resamples of the models 412/1000 · Ctrl+X stops it"; '' when nothing is computed. */
export function computingText(view: View): string {
  const computing = view.run?.computing;
  if (!computing) return '';
  const { what, done, total } = computing;
  return `computing ${what}${total > 0 ? ` ${done}/${total}` : ''} · Ctrl+X stops it`;
}

function verdictTable({ factors, checks }: FactorView): TextTable {
  const { replication, intervals } = checks;
  const told = replication && 'factors' in replication ? replication.factors : [];
  const drawn = intervals && 'congruence' in intervals ? intervals.congruence : null;
  return {
    title: 'factors',
    columns: [
      'factor',
      'halves',
      '5–95 %',
      ...(drawn ? ['resamples'] : []),
      'without one',
      'which',
      'verdict',
      'bound',
    ],
    rows: told.map((one, at) => [
      `F${at + 1} ${factors[at]?.name ?? ''}`,
      share(one.median),
      `${share(one.low)}–${share(one.high)}`,
      ...(drawn ? [`${share(drawn[at]!.median)}`] : []),
      share(one.least),
      shortName(one.without),
      `${verdictSign(one.verdict)} ${one.verdict}`,
      `${share(one.threshold)} ${one.source}`,
    ]),
  };
}

function intervalTable(factors: FactorView): TextTable {
  const rows = loadingRows(factors, false);
  return {
    title: 'loadings',
    columns: ['cluster', ...factors.factors.map((_, at) => `F${at + 1}`)],
    rows: rows.map((row) => [
      row.cluster,
      ...row.loadings.map((value, at) => {
        const one = row.intervals?.[at];
        if (!one) return signed(value);
        const covers = one.low <= 0 && one.high >= 0;
        return `${signed(value)} ${signed(one.low)}…${signed(one.high)}${covers ? '°' : ''}`;
      }),
    ]),
  };
}

function otherHalfTable(
  found: Exclude<FactorView['checks']['otherHalf'], { withheld: string } | null>,
): TextTable {
  const row = (name: string, { median, low, high }: typeof found.cfi, good: string) => [
    name,
    share(median, 3),
    `${share(low, 3)}–${share(high, 3)}`,
    good,
  ];
  return {
    title: `other half (${found.halves} of ${found.asked})`,
    columns: ['confirmatory fit', 'median', '5–95 %', 'good by custom'],
    rows: [
      row('CFI', found.cfi, '.95 and more'),
      row('TLI', found.tli, '.95 and more'),
      row('RMSEA', found.rmsea, '.06 and less'),
      row('SRMR', found.srmr, '.08 and less'),
      ['improper solutions', `${Math.round(found.improper * 100)} %`, '', ''],
      ...found.failures.map((one) => ['could not be fitted', String(one.count), '', one.reason]),
    ],
  };
}

/** How many models the factors need; simulated when it is first looked at. */
export function powerLayer(): Layer {
  return liveLayer('power', (factors, view) => {
    const { power } = factors.checks;
    if (!power || 'withheld' in power)
      return {
        so: 'How many models would a study need for these factors to come back?',
        tables: [],
        notes: [
          power
            ? `${power.withheld}.`
            : computingText(view) || 'Not simulated: p on the factors screen does it.',
        ],
      };
    return {
      so: power.words,
      tables: [powerTable(power)],
      notes: [
        `Tucker’s congruence with what was planted: mean, and what 95 of 100 studies exceed; ${power.sizes[0]?.draws ?? 0} simulated studies a size, with the rows of each model, their likeness, and the shapes of the columns as here.`,
        ...(factors.models < 25
          ? [
              `The loadings come from ${plural(factors.models, 'model')}: a guess, too high rather than too low. Plan with more.`,
            ]
          : []),
      ],
    };
  });
}

function powerTable(
  power: Exclude<FactorView['checks']['power'], { withheld: string } | null>,
): TextTable {
  return {
    title: 'simulated studies',
    columns: [
      'models',
      'rows',
      ...(power.sizes[0]?.factors ?? []).map((_, at) => `F${at + 1}`),
      'all ≥ .95',
      'Heywood',
    ],
    rows: power.sizes.map((size) => [
      String(size.models),
      String(size.rows),
      ...size.factors.map((one) =>
        size.draws === 0 ? '–' : `${share(one.mean)} (${share(one.lower)})`,
      ),
      `${Math.round(size.allRecovered * 100)} %`,
      `${Math.round(size.heywood * 100)} %`,
    ]),
  };
}

/** What is computed now, for the header. */
export function computingItem(view: View): string {
  const computing = view.run?.computing;
  if (!computing) return '';
  const { what, done, total } = computing;
  return `● ${what}${total > 0 ? ` ${done}/${total}` : ''}`;
}
