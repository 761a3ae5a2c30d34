/** Whether factors come back in other models, and how many models that takes, as layers of tables. */
import { replicationWords, verdictSigns } from '../../../factor-analysis/congruence-verdict.ts';
import { fewModels } from '../../../report/factor-tables.ts';
import type { FactorView } from '../../../run/state.ts';
import { capital } from '../../../safe-text/capital.ts';
import { shortName } from '../../../tables/numbers.ts';
import { computingText } from '../../computing.ts';
import type { TextTable } from '../../interface-options.ts';
import type { Layer } from '../../layer.ts';
import type { View } from '../../scene.ts';
import { plural, share, signed } from '../../text.ts';
import { loadingRows } from './factors-view.ts';
import { liveLayer } from './live-layer.ts';

/** Do factors come back in other models, how far do loadings wander, does the other half confirm it. */
export function stabilityLayer(): Layer {
  return liveLayer('stability', (factors, view) => {
    const { replication, intervals, otherHalf } = factors.checks;
    const told = replication && 'factors' in replication ? replication : null;
    const verdicts = told?.factors ?? [];
    return {
      so: told
        ? `Factors: ${replicationWords(verdicts.map((one) => one.verdict))}`
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
                .map((one) => `${capital(one.words)}.`),
              ...(told.chance === null
                ? []
                : [
                    `Halves of data without any structure agree up to ${share(told.chance)} (95 %).`,
                    'All: congruence of the whole solution with the truth, expected from the halves.',
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
      'all',
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
      share(one.steppedUp),
      ...(drawn ? [`${share(drawn[at]!.median)}`] : []),
      share(one.least),
      shortName(one.without),
      `${verdictSigns[one.verdict]} ${one.verdict}`,
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
  const row = (name: string, spread: typeof found.cfi, good: string) => [
    name,
    share(spread?.median ?? null, 3),
    spread ? `${share(spread.low, 3)}–${share(spread.high, 3)}` : fewModels,
    spread ? good : '',
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
