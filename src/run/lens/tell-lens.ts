/** A part of a run beside the whole, in tables and sentences. */
import { sortedByFactor } from '../../factor-analysis/sorted-by-factor.ts';
import type { Told, ToldPart } from '../../instruments/contract.ts';
import { capital } from '../../safe-text/capital.ts';
import { leastUnits } from '../../statistics/log-odds.ts';
import { listOf, modelsOf, percent, plural, probability, share } from '../../tables/numbers.ts';
import { type Column, type Table, tableOf } from '../../tables/table.ts';
import type {
  Chance,
  Extent,
  LensResult,
  OwnWord,
  PartLoadings,
  PartScores,
} from './lens-result.ts';

/** Words shown for each side. */
const mostWords = 15;
const level = 0.05;

/** The stages of a run that a part has. */
export const lensParts = ['words', 'clusters', 'factors', 'scores'] as const;
export type LensPart = (typeof lensParts)[number];

const headings: Record<LensPart, ToldPart> = {
  words: {
    id: 'words',
    title: 'Words',
    lead: 'Which words the part says more than the rest of the run.',
  },
  clusters: {
    id: 'clusters',
    title: 'Clusters',
    lead: 'The part’s words, clustered as those of the whole.',
  },
  factors: {
    id: 'factors',
    title: 'Factors',
    lead: 'Whether clusters load in the part as in the whole, and its own factors.',
  },
  scores: { id: 'scores', title: 'Scores', lead: 'The models of the part beside the others.' },
};

/** `only` names the stages to include. */
export function tellLens(result: LensResult, only: readonly LensPart[] = lensParts): Told {
  const tables: Table[] = [
    extentTable(result),
    ...wordTables(result),
    ...clusterTables(result),
    ...loadingTables(result),
    ...factorTables(result.factors),
    ...scoreTables(result),
  ];
  const shown = tables.filter(
    ({ part }) => part === undefined || only.some((stage) => stage === part),
  );
  return {
    headline: headlineOf(result),
    parts: only.map((stage) => headings[stage]),
    tables: shown,
    plots: [],
    notes: cannotTell(result, only).map((text) => `▲ ${text}`),
  };
}

function headlineOf(result: LensResult): string {
  const { where, part, whole, words, clusters, loadings } = result;
  const said = [
    'rows' in words && words.rows.some(({ p }) => p !== null)
      ? `${plural(own(words.rows).length, 'word')} of its own`
      : 'its own words cannot be told',
    'adjustedRand' in clusters && clusters.adjustedRand !== null
      ? `clusters alike by ${share(clusters.adjustedRand)}`
      : null,
    'factors' in loadings && loadings.factors.some(({ congruence }) => congruence.chance !== null)
      ? `factors that are weaker or load otherwise: ${loadings.factors.filter(loadsOtherwise).length} of ${loadings.factors.length}`
      : null,
  ].filter((one) => one !== null);
  return `${where.join(' and ')}: ${extentText(part, whole)}; ${said.join('; ')}.`;
}

function extentText(part: Extent, whole: Extent): string {
  if (part.models < whole.models) {
    const families =
      whole.families === null
        ? ''
        : ` (${part.families ?? part.models} of ${plural(whole.families, 'family', 'families')})`;
    return `${part.models} of ${plural(whole.models, 'model')}${families}`;
  }
  return `${part.answers} of ${whole.answers} answers of ${modelsOf(whole)}`;
}

/** The unit in the singular and the plural. */
const unitWords = (unit: 'models' | 'families') =>
  [unit === 'families' ? 'family' : 'model', unit] as const;

type LoadedFactor = PartLoadings['factors'][number];
const loadsOtherwise = ({ congruence, variance }: LoadedFactor) =>
  isOther(congruence) || isOther(variance);

const own = (rows: readonly OwnWord[]) =>
  rows.filter(({ corrected, value }) => corrected !== null && corrected <= level && value > 0);
const isOther = ({ corrected }: { corrected: number | null }) =>
  corrected !== null && corrected <= level;

function extentTable({ part, whole, where }: LensResult): Table {
  const row = (title: string, of: (extent: Extent) => number | string | null) => [
    title,
    of(part),
    of(whole),
  ];
  return {
    ...tableOf(
      'lens-extent',
      'The part and the whole',
      { what: '', part: ['Part', 0], whole: ['Whole', 0] },
      [
        row('models', ({ models }) => models),
        ...(whole.families === null ? [] : [row('families', (one) => one.families ?? one.models)]),
        row('settings', ({ settings }) => settings),
        row('prompts', ({ prompts }) => prompts),
        row('answers without refusals', ({ answers }) => answers),
        row('words', ({ words }) => words),
        row('clusters', ({ clusters }) => clusters),
        row('factors', ({ factors }) => factors?.k ?? null),
        row('factors that parallel analysis suggests', ({ factors }) => factors?.suggested ?? null),
      ],
    ),
    so: `${extentText(part, whole)}: ${where.join(' and ')}`,
  };
}

function wordTables({ words, unit }: LensResult): Table[] {
  if (!('rows' in words)) return [];
  const byP = (a: OwnWord, b: OwnWord) =>
    (a.p ?? 1) - (b.p ?? 1) || Math.abs(b.value) - Math.abs(a.value);
  const sides = [1, -1].map((sign) =>
    words.rows
      .filter(({ value }) => Math.sign(value) === sign)
      .sort(byP)
      .slice(0, mostWords),
  );
  const [part, rest] = words.units;
  const typical = own(words.rows).length;
  const others = words.rows.filter((one) => isOther(one) && one.value < 0).length;
  return [
    {
      ...tableOf('lens-words', 'Words of the part and of the rest', {}, []),
      part: 'words',
      so: `${plural(typical, 'word')} of the part’s own, ${others} of the rest’s, among ${words.rows.length}`,
      columns: [
        { id: 'word', title: 'Word' },
        {
          ...{ id: 'log-odds', title: 'Log odds', form: 'signed', heat: 3 },
          meaning:
            'How much likelier the part is to name it than the rest; 0 is the same, 1 is 2.7 times the odds.',
        },
        {
          id: 'part',
          title: 'Part',
          unit: '‰',
          digits: 1,
          meaning: 'Mean over its models of the word’s share of all that they named.',
        },
        { id: 'rest', title: 'Rest', unit: '‰', digits: 1 },
        { id: 'part-models', title: 'Models, part', digits: 0 },
        { id: 'rest-models', title: 'Models, rest', digits: 0 },
      ],
      rows: sides.flatMap((rows, side) =>
        rows.map((one) => ({
          id: one.word,
          group: side === 0 ? 'part' : 'rest',
          cells: [
            one.word,
            {
              ...{ value: one.value, low: one.low, high: one.high },
              ...(isOther(one) && { mark: '✓' }),
            },
            1000 * one.shares[0],
            1000 * one.shares[1],
            ...one.speakers,
          ],
        })),
      ),
      notes: [
        `The log of the odds that a named word is this one, in the part against the rest of the run, drawn towards 0 by a prior that says what all models say and counts as one model more on each side (Monroe et al. 2008). Each model counts the same: its mentions are shares of what it named. Intervals: 95 %, over ${plural(part, ...unitWords(unit))} in the part and ${rest} in the rest.`,
        `✓ still differs when all ${words.rows.length} words are asked about (Holm, 5 %). At most ${mostWords} words of each side are shown; --json has all.`,
      ],
    },
  ];
}

function chanceText(chance: Chance | null): string {
  return chance === null
    ? 'random parts like it are too few to compare with'
    : `${plural(chance.draws, 'random part')} of the same size and family structure: median ${share(chance.median)}, 5 % below ${share(chance.low)}; p = ${probability(chance.p)} that a random part is so little alike`;
}

function clusterTables({ clusters }: LensResult): Table[] {
  if (!('clusters' in clusters)) return [];
  const { adjustedRand, shared, chance } = clusters;
  const alike =
    adjustedRand === null
      ? 'The part and the whole share too few words to compare their clusters.'
      : `Adjusted Rand index with the whole’s clusters, over ${plural(shared, 'shared word')}: ${share(adjustedRand)} (1 is the same). ${capital(chanceText(chance))}.`;
  return [
    {
      ...tableOf('lens-clusters', 'Clusters of the part', {}, []),
      part: 'clusters',
      so: `${plural(clusters.clusters.length, 'cluster')}; ${adjustedRand === null ? 'their likeness to the whole’s is unknown' : `like the whole’s by ${share(adjustedRand)} over ${plural(shared, 'word')}`}`,
      columns: [
        { id: 'cluster', title: 'Cluster' },
        { id: 'words', title: 'Words', digits: 0 },
        {
          id: 'count',
          title: 'Named',
          digits: 0,
          meaning: 'Answers of the part that name its words, added up.',
        },
        { id: 'nearest', title: 'In the whole' },
        { id: 'there', title: 'Of its words there', digits: 0 },
        { id: 'members', title: 'Words', beside: true },
      ],
      rows: clusters.clusters.map((one) => ({
        id: one.words[0]!,
        cells: [
          one.name,
          one.words.length,
          one.count,
          one.nearest,
          one.inNearest,
          one.words.join(', '),
        ],
      })),
      notes: [
        alike,
        'Clusters follow from the meaning of words: the clusters of a part differ by the words it names and how often, not by which words are named together. Edits by hand apply to the part too.',
      ],
    },
  ];
}

function loadingTables({ loadings, unit }: LensResult): Table[] {
  if (!('factors' in loadings)) return [];
  const { factors, columns, dropped, rows } = loadings;
  const chance = factors[0]?.congruence.chance ?? null;
  const others = factors.filter(loadsOtherwise).map(({ name }) => name);
  const so =
    chance === null
      ? 'How alike the loadings are; whether less than by chance cannot be told'
      : others.length === 0
        ? 'No factor is weaker, or loads otherwise, in the part than in random parts like it'
        : `${listOf(others)} ${others.length === 1 ? 'is' : 'are'} weaker, or ${others.length === 1 ? 'loads' : 'load'} otherwise, in the part`;
  return [
    {
      ...tableOf('lens-loadings', 'Factors of the whole, in the part', {}, []),
      ...{ part: 'factors', so },
      columns: [
        { id: 'factor', title: 'Factor' },
        {
          ...{ id: 'congruence', title: 'Congruence', form: 'share' },
          meaning:
            'Tucker’s, of the loadings in the part with those in the whole; 1 is the same pattern, whatever its size.',
        },
        {
          ...{ id: 'congruence-chance', title: 'random 5 %', form: 'share', under: true },
          meaning: 'One in twenty random parts lies below it.',
        },
        {
          ...{ id: 'variance', title: 'Variance', form: 'share' },
          meaning: 'Mean square of its loadings in the part: how strong the factor is there.',
        },
        { id: 'variance-chance', title: 'random 5 %', form: 'share', under: true },
        { id: 'variance-whole', title: 'whole', form: 'share', under: true },
        { id: 'verdict', title: 'In the part' },
      ],
      rows: factors.map((one, f) => ({
        id: `F${f + 1}`,
        cells: [
          `F${f + 1} ${one.name}`,
          one.congruence.value,
          one.congruence.chance?.low ?? null,
          one.variance.value,
          one.variance.chance?.low ?? null,
          one.wholeVariance,
          verdictOf(one),
        ],
      })),
      notes: [
        `The part is factored on the clusters of the whole, with as many factors (${plural(rows, 'row')}, ${plural(columns, 'column')}), and its factors are turned to those of the whole by least squares before they are compared.`,
        chance === null
          ? `Too few random parts like it differ from each other: whether its loadings are less alike than chance cannot be told.`
          : `Random parts: ${chance.draws} of the same size${unit === 'families' ? ' and with as many models of a family' : ''}, compared with the whole in the same way. A verdict is p ≤ .05, corrected for both figures of all factors (Holm).`,
        ...(dropped.length > 0
          ? [
              `Left out, since the part names them too rarely: ${listOf(dropped.map(({ cluster }) => cluster))}.`,
            ]
          : []),
      ],
    },
  ];
}

function verdictOf({ congruence, variance }: LoadedFactor): string {
  if (congruence.corrected === null) return 'cannot be told';
  const differences = [
    ...(isOther(variance) ? ['weaker'] : []),
    ...(isOther(congruence) ? ['loads otherwise'] : []),
  ];
  return differences.length > 0 ? differences.join(', ') : 'like random parts';
}

/** The loadings of the part alone. */
function factorTables(view: LensResult['factors']): Table[] {
  if (!view || !('loadings' in view)) return [];
  const columns: Column[] = view.factors.map(({ name }, f) => ({
    ...{ id: `F${f + 1}`, title: `F${f + 1}`, form: 'correlation' as const },
    note: name,
  }));
  return [
    {
      ...tableOf('lens-factors', 'The part’s own factors', {}, []),
      part: 'factors',
      so: `${plural(view.k, 'factor')} of ${modelsOf(view)}; parallel analysis suggests ${view.suggestedK}`,
      columns: [
        { id: 'cluster', title: 'Cluster' },
        ...columns,
        { id: 'communality', title: 'h²', form: 'share' },
      ],
      rows: sortedByFactor(view.loadings).map(({ variable: j }) => ({
        id: view.columns[j]!.words[0]!,
        cells: [view.columns[j]!.cluster, ...view.loadings[j]!, view.communalities[j]!],
      })),
      notes: [
        `${view.factors.map(({ name, variance }, f) => `F${f + 1} ${name} (${percent(variance)})`).join('; ')}. ${view.extraction}, ${view.rotation}; of the part’s own clusters.`,
        ...view.warnings.map((text) => `▲ ${text}`),
      ],
    },
  ];
}

function scoreTables({ scores, unit }: LensResult): Table[] {
  if ('withheld' in scores) return [];
  return scores.map((one) => ({
    ...tableOf(
      `lens-scores-${one.instrument}-${one.system}`,
      `${one.title}: ${one.system}`,
      {},
      [],
    ),
    part: 'scores',
    so: scoresText(one),
    columns: [
      { id: 'value', title: 'Value' },
      { id: 'part', title: 'Part', digits: digitsOf(one) },
      { id: 'rest', title: 'Rest', digits: digitsOf(one) },
      { id: 'difference', title: 'Difference', form: 'signed' as const, digits: digitsOf(one) },
    ],
    rows: one.values.map((row) => ({
      id: row.value,
      cells: [
        row.name,
        row.part,
        row.rest,
        {
          ...{ value: row.difference, low: row.low, high: row.high },
          ...(isOther(row) && { mark: '✓' }),
        },
      ],
    })),
    notes: [
      `Means of the models’ scores; each model counts the same. Intervals: 95 %, over ${unit}; ✓ still differs when all values are asked about (Holm, 5 %).`,
    ],
  }));
}

/** Decimals of the scores; none for scores from 0 to 100. */
function digitsOf({ values }: PartScores): number {
  return values.some(({ part, rest }) => Math.max(Math.abs(part), Math.abs(rest)) > 10) ? 0 : 2;
}

function scoresText({ title, values }: PartScores): string {
  const differing = values.filter(isOther).map(({ name }) => name);
  return differing.length === 0
    ? `${title}: the part cannot be told from the rest on any value`
    : `${title}: the part differs from the rest on ${listOf(differing)}`;
}

/** The results that so few models do not allow. */
function cannotTell(
  { words, clusters, loadings, factors, scores, unit, part, whole }: LensResult,
  only: readonly LensPart[],
): string[] {
  const about = (stage: LensPart, text: string | false) =>
    text !== false && only.includes(stage) ? [text] : [];
  return [
    ...about(
      'words',
      'withheld' in words
        ? `Own words cannot be told: ${words.withheld}.`
        : Math.min(...words.units) < leastUnits &&
            `Own words cannot be told: the part has ${plural(words.units[0], ...unitWords(unit))}, the rest ${words.units[1]}; intervals need ${leastUnits} on each side.`,
    ),
    ...about(
      'clusters',
      'withheld' in clusters && `Clusters are not compared: ${clusters.withheld}.`,
    ),
    ...about(
      'factors',
      'withheld' in loadings && `Loadings are not compared: ${loadings.withheld}.`,
    ),
    ...about(
      'factors',
      factors !== null &&
        'unavailable' in factors &&
        `The part has no factors of its own: ${factors.unavailable}`,
    ),
    ...about('scores', 'withheld' in scores && `Scores are not compared: ${scores.withheld}.`),
    ...about(
      'factors',
      part.models < whole.models &&
        part.models < 12 &&
        `${plural(part.models, 'model')} ${part.models === 1 ? 'is' : 'are'} few: the part’s own factors are a sketch.`,
    ),
  ];
}
