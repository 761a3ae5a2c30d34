/** How well a test tells models apart on one value system: whose variance it is, its stems, what more of them would give. */
import { plural, share } from '../../../tables/numbers.ts';
import type { Cell, Plot, Row, Table } from '../../../tables/table.ts';
import type { SystemScores } from '../scores.ts';
import { apartText, finite, starNotes, stemsIn } from './tell-scores.ts';

/** The texts of stems, by id; a stem without one is named. */
export type StemTexts = ReadonlyMap<string, string>;

/** Whose variance each column is. */
export function variancePlot(scores: SystemScores, part: string): Plot[] {
  const rows = scores.columns.flatMap((column, c) => {
    const parts = scores.reliability[c]!.variance.map(({ source, percent }) => ({
      name: source,
      percent: finite(percent) ?? 0,
    }));
    return parts.length > 0 ? [{ label: column.name, parts }] : [];
  });
  if (rows.length === 0) return [];
  return [
    {
      ...{ kind: 'shares', id: `variance-${scores.system}`, part, rows },
      title: 'Shares of variance in %, by column',
    },
  ];
}

/** Coefficients, what other numbers of stems and judges would give, the stems, the correlations. */
export function qualityTables(scores: SystemScores, part: string, texts: StemTexts): Table[] {
  return [
    { ...coefficientTable(scores), part, more: true },
    ...[...decisionTables(scores), ...stemTables(scores, texts), ...correlationTables(scores)].map(
      (table) => ({ ...table, part, more: true }),
    ),
  ];
}

function coefficientTable(scores: SystemScores): Table {
  const within = (value: number | null, range: { low: number; high: number } | undefined): Cell =>
    value === null ? null : range ? { value, ...range } : value;
  return {
    id: `quality-${scores.system}`,
    title: `${scores.title} · how well the test tells models apart`,
    so: 'How well the test tells models apart; more stems bring it nearer to Eρ² of .8',
    columns: [
      { id: 'column', title: '' },
      { id: 'generalizability', title: 'Eρ²', form: 'share', meaning: 'Generalizability' },
      { id: 'dependability', title: 'Φ', form: 'share', meaning: 'Dependability' },
      { id: 'alpha', title: 'α', form: 'share', meaning: 'Cronbach’s' },
      { id: 'omega', title: 'ω', form: 'share', meaning: 'McDonald’s, total' },
      { id: 'stems', title: 'Stems needed', meaning: 'For Eρ² = .8' },
      {
        ...{ id: 'judges', form: 'share', meaning: 'Krippendorff’s α' },
        title: scores.mark === 'subject only' ? 'Judges agree on subject' : 'Judges agree',
      },
      { id: 'apart', title: 'Told apart' },
    ],
    rows: scores.columns.map((column, c): Row => {
      const one = scores.reliability[c]!;
      const { intervals } = one;
      return {
        id: column.id,
        under: column.kind === 'subdimension',
        cells: [
          column.name,
          within(one.generalizability, intervals?.relative),
          within(one.dependability, intervals?.absolute),
          one.alpha,
          one.omega,
          one.coefficientsWithheld
            ? 'withheld'
            : one.stemsNeeded === null
              ? 'none would do'
              : `${one.stemsNeeded} ${stemsIn(intervals)}`.trim(),
          one.judgeAgreement,
          apartText(one),
        ],
      };
    }),
    notes: [
      'Eρ²: generalizability, Φ: dependability, with 95 % intervals; α: Cronbach, where it is not Eρ² itself; ω: McDonald (total, where there are more models than stems); stems needed for Eρ² = .8; Krippendorff’s α between judges.',
      ...starNotes(scores),
      methodNote(scores),
      ...omegaNotes(scores),
    ],
  };
}

/** How the shares of variance were found, and for whom the coefficients hold. */
function methodNote({ reliability }: SystemScores): string {
  const missing = Math.max(0, ...reliability.map((one) => one.missingRatings));
  const judges = reliability.some((one) => one.judgesAre === 'fixed')
    ? ' The coefficients are for these judges, which are no sample: their number stays.'
    : '';
  return missing > 0
    ? `Variance components by restricted maximum likelihood (REML): up to ${missing} ratings of a column are missing.${judges}`
    : `Variance components from expected mean squares: no rating is missing.${judges}`;
}

function omegaNotes({ reliability: [first] }: SystemScores): string[] {
  return first?.omegaReason && !first.coefficientsWithheld
    ? [`No ω: ${first.omegaReason.replace(/^ω /, 'it ')}.`]
    : [];
}

/** One a column that has a study. */
function decisionTables(scores: SystemScores): Table[] {
  const notes = [methodNote(scores), ...omegaNotes(scores)];
  const tables = scores.columns.flatMap((column, c): Table[] => {
    const { decision } = scores.reliability[c]!;
    if (decision.length === 0) return [];
    return [
      {
        id: `decision-${scores.system}-${column.id}`,
        title: column.name,
        so: 'What the test would tell with other numbers of stems and judges; ✓ Eρ² of .8 and more',
        folded: 'What other numbers of stems and judges would give',
        columns: [
          { id: 'stems', title: 'Stems' },
          { id: 'judges', title: 'Judges' },
          { id: 'generalizability', title: 'Eρ²', form: 'share' },
          { id: 'dependability', title: 'Φ', form: 'share' },
          { id: 'se', title: 'SE of a difference', digits: 1, meaning: 'Points of 0–100' },
          { id: 'mark', title: '', meaning: '✓: Eρ² of .8 and more' },
        ],
        rows: decision.map((one) => ({
          id: `${one.stems}-${one.judges}`,
          cells: [
            ...[one.stems, one.judges, finite(one.generalizability), finite(one.dependability)],
            finite(one.seDifference),
            `${one.generalizability >= 0.8 ? '✓' : ''}${one.now ? ' now' : ''}`.trim(),
          ],
        })),
        notes: [],
      },
    ];
  });
  return tables.map((table, at) => (at === 0 ? { ...table, notes } : table));
}

function stemTables(scores: SystemScores, texts: StemTexts): Table[] {
  if (scores.stems.length === 0) return [];
  const folded = `Item analysis of the ${plural(scores.stems.length, 'stem')}`;
  const flagged = new Set(
    scores.stemGroups.flatMap((one) => one.flagged.map((effect) => effect.stem)),
  );
  const so =
    flagged.size > 0
      ? `${plural(flagged.size, 'stem')} ${flagged.size === 1 ? 'works' : 'work'} otherwise in a group of models`
      : 'Which stems carry the test: difficulty is the mean score, discrimination how it goes with the rest';
  return [
    {
      id: `stems-${scores.system}`,
      title: `${scores.title} · stems`,
      ...{ so, folded },
      columns: [
        { id: 'stem', title: 'Stem' },
        { id: 'difficulty', title: 'Mean score', digits: 1 },
        { id: 'discrimination', title: 'Discrimination', digits: 1 },
        { id: 'item-total', title: 'Item–total', form: 'correlation' },
        { id: 'mark', title: '', meaning: '▲: works otherwise in a group of models' },
        { id: 'text', title: 'Begins' },
      ],
      rows: scores.stems.map((stem) => ({
        id: stem.stem,
        cells: [
          ...[stem.stem, finite(stem.difficulty), finite(stem.discrimination)],
          ...[finite(stem.itemTotal), flagged.has(stem.stem) ? '▲' : ''],
          texts.get(stem.stem) ?? '',
        ],
      })),
      notes: scores.stemGroups.map((one) =>
        one.withheld !== null
          ? `By ${one.by}: ${one.withheld}.`
          : `By ${one.by} (${one.groups.map(({ group, models }) => `${group} ${models}`).join(', ')}): ${one.flagged.length} of ${one.tested} effects stand out, by the largest under ${one.permutations} permutations.`,
      ),
    },
    ...groupTables(scores, folded, texts),
  ];
}

/** Stems on which a group of models stands otherwise than its level says. */
function groupTables(scores: SystemScores, folded: string, texts: StemTexts): Table[] {
  const names = new Map(scores.columns.map((column) => [column.id, column.name]));
  const rows = scores.stemGroups.flatMap(({ by, flagged }) =>
    flagged.map(
      (one): Row => ({
        id: one.stem,
        cells: [
          ...[one.stem, `${by} ${one.group}`, names.get(one.column) ?? one.column],
          { value: one.effect, low: one.effect - 1.96 * one.se, high: one.effect + 1.96 * one.se },
          one.p,
          texts.get(one.stem) ?? '',
        ],
      }),
    ),
  );
  if (rows.length === 0) return [];
  return [
    {
      id: `stem-groups-${scores.system}`,
      title: 'Stems that work otherwise in a group of models',
      folded,
      columns: [
        { id: 'stem', title: 'Stem' },
        { id: 'group', title: 'Group' },
        { id: 'column', title: 'Subdimension' },
        { id: 'effect', title: 'Against the rest', form: 'signed', digits: 1 },
        { id: 'p', title: 'p', form: 'share', digits: 3 },
        { id: 'text', title: 'Begins' },
      ],
      rows,
      notes: ['Points of orientation beyond the group’s level and the stem’s mean.'],
    },
  ];
}

function correlationTables(scores: SystemScores): Table[] {
  const names = scores.columns.filter((one) => one.kind === 'subdimension');
  if (scores.correlations.length < 2 || scores.correlations.length !== names.length) return [];
  return [
    {
      id: `correlations-${scores.system}`,
      title: `${scores.title} · correlations among subdimensions`,
      so: 'Over models × stems; where all are high, judges see one thing everywhere (halo)',
      columns: [
        { id: 'column', title: '' },
        ...names.map(({ id, name }) => ({ id, title: name, form: 'correlation' as const })),
      ],
      rows: scores.correlations.map((row, i) => ({
        id: names[i]!.id,
        cells: [names[i]!.name, ...row.map((value, j) => (i === j ? 1 : finite(value)))],
      })),
      notes: [
        `Over models × stems. Halo, the share of the first eigenvalue: ${share(scores.halo)}.`,
      ],
    },
  ];
}
