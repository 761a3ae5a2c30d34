/** How well a test tells models apart on one value system: whose variance it is, its items, what more of them would give. */
import { capital } from '../../../safe-text/capital.ts';
import { plural, share } from '../../../tables/numbers.ts';
import type { Cell, Plot, Row, Table } from '../../../tables/table.ts';
import type { SystemScores } from '../scores.ts';
import { apartText, finite, itemsIn, starNotes } from './tell-scores.ts';
import { retestTable } from './tell-test-retest.ts';

/** The texts of items, by id; an item without one is named. */
export type ItemTexts = ReadonlyMap<string, string>;

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

/** Coefficients, what other numbers of items and raters would give, the items, the correlations. */
export function qualityTables(scores: SystemScores, part: string, texts: ItemTexts): Table[] {
  return [
    { ...coefficientTable(scores), part, more: true },
    ...[
      ...retestTables(scores),
      ...decisionTables(scores),
      ...itemTables(scores, texts),
      ...correlationTables(scores),
    ].map((table) => ({ ...table, part, more: true })),
  ];
}

/** Where some column can be told; else the table of coefficients says why not. */
function retestTables({ system, title, columns, retest, words }: SystemScores): Table[] {
  if (retest.every((one) => 'withheld' in one)) return [];
  return [
    retestTable(
      `retest-${system}`,
      `${title} · test–retest`,
      words,
      columns.map(({ id, name, kind }, c) => ({
        ...{ id, name, under: kind === 'subdimension', retest: retest[c]! },
      })),
    ),
  ];
}

function retestNotes({ retest }: SystemScores): string[] {
  const [first] = retest;
  return first && retest.every((one) => 'withheld' in one) && 'withheld' in first
    ? [`How much is sampling noise cannot be told: ${first.withheld}.`]
    : [];
}

function coefficientTable(scores: SystemScores): Table {
  const { item, rater } = scores.words;
  const within = (value: number | null, range: { low: number; high: number } | undefined): Cell =>
    value === null ? null : range ? { value, ...range } : value;
  return {
    id: `quality-${scores.system}`,
    title: `${scores.title} · how well the test tells models apart`,
    so: `How well the test tells models apart; more ${item}s raise Eρ², .8 is usual`,
    columns: [
      { id: 'column', title: '' },
      { id: 'generalizability', title: 'Eρ²', form: 'share', meaning: 'Generalizability' },
      { id: 'dependability', title: 'Φ', form: 'share', meaning: 'Dependability' },
      { id: 'alpha', title: 'α', form: 'share', meaning: 'Cronbach’s' },
      { id: 'omega', title: 'ω', form: 'share', meaning: 'McDonald’s, total' },
      { id: `${item}s`, title: `${capital(item)}s needed`, meaning: 'For Eρ² = .8' },
      {
        ...{ id: `${rater}s`, form: 'share', meaning: 'Krippendorff’s α' },
        title: `${capital(rater)}s agree${scores.mark === 'subject only' ? ' on subject' : ''}`,
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
            : one.itemsNeeded === null
              ? 'none would do'
              : `${one.itemsNeeded} ${itemsIn(intervals)}`.trim(),
          one.raterAgreement,
          apartText(one),
        ],
      };
    }),
    notes: [
      `Eρ²: generalizability, Φ: dependability, with 95 % intervals; α: Cronbach, where it is not Eρ² itself; ω: McDonald (total, where there are more models than ${item}s); ${item}s needed for Eρ² = .8; Krippendorff’s α between ${rater}s.`,
      ...starNotes(scores),
      methodNote(scores),
      ...omegaNotes(scores),
      ...retestNotes(scores),
    ],
  };
}

/** How the shares of variance were found, and for whom the coefficients hold. */
function methodNote({ reliability, words }: SystemScores): string {
  const missing = Math.max(0, ...reliability.map((one) => one.missingRatings));
  const raters = reliability.some((one) => one.ratersAre === 'fixed')
    ? ` The ${words.rater}s are treated as fixed: the coefficients do not cover other ${words.rater}s.`
    : '';
  return missing > 0
    ? `Variance components by restricted maximum likelihood (REML): up to ${missing} ratings of a column are missing.${raters}`
    : `Variance components from expected mean squares: no rating is missing.${raters}`;
}

function omegaNotes({ reliability: [first] }: SystemScores): string[] {
  return first?.omegaReason && !first.coefficientsWithheld
    ? [`No ω: ${first.omegaReason.replace(/^ω /, 'it ')}.`]
    : [];
}

/** One a column that has a study. */
function decisionTables(scores: SystemScores): Table[] {
  const { item, rater } = scores.words;
  const notes = [methodNote(scores), ...omegaNotes(scores)];
  const tables = scores.columns.flatMap((column, c): Table[] => {
    const { decision } = scores.reliability[c]!;
    if (decision.length === 0) return [];
    return [
      {
        id: `decision-${scores.system}-${column.id}`,
        title: column.name,
        so: `What the test would tell with other numbers of ${item}s and ${rater}s; ✓ Eρ² of .8 and more`,
        folded: `What other numbers of ${item}s and ${rater}s would give`,
        columns: [
          { id: `${item}s`, title: capital(`${item}s`) },
          { id: `${rater}s`, title: capital(`${rater}s`) },
          { id: 'generalizability', title: 'Eρ²', form: 'share' },
          { id: 'dependability', title: 'Φ', form: 'share' },
          { id: 'se', title: 'SE of a difference', digits: 1, meaning: 'Points of 0–100' },
          { id: 'mark', title: '', meaning: '✓: Eρ² of .8 and more' },
        ],
        rows: decision.map((one) => ({
          id: `${one.items}-${one.raters}`,
          cells: [
            ...[one.items, one.raters, finite(one.generalizability), finite(one.dependability)],
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

function itemTables(scores: SystemScores, texts: ItemTexts): Table[] {
  const word = scores.words.item;
  if (scores.items.length === 0) return [];
  const folded = `Item analysis of the ${plural(scores.items.length, word)}`;
  const flagged = new Set(
    scores.itemGroups.flatMap((one) => one.flagged.map((effect) => effect.item)),
  );
  const so =
    flagged.size > 0
      ? `${plural(flagged.size, word)} ${flagged.size === 1 ? 'works' : 'work'} otherwise in a group of models`
      : `Which ${word}s carry the test: difficulty is the mean score, discrimination how it goes with the rest`;
  return [
    {
      id: `${word}s-${scores.system}`,
      title: `${scores.title} · ${word}s`,
      ...{ so, folded },
      columns: [
        { id: word, title: capital(word) },
        { id: 'difficulty', title: 'Mean score', digits: 1 },
        { id: 'discrimination', title: 'Discrimination', digits: 1 },
        { id: 'item-total', title: 'Item–total', form: 'correlation' },
        { id: 'mark', title: '', meaning: '▲: works otherwise in a group of models' },
        { id: 'text', title: 'Begins' },
      ],
      rows: scores.items.map((item) => ({
        id: item.item,
        cells: [
          ...[item.item, finite(item.difficulty), finite(item.discrimination)],
          ...[finite(item.itemTotal), flagged.has(item.item) ? '▲' : ''],
          texts.get(item.item) ?? '',
        ],
      })),
      notes: scores.itemGroups.map((one) =>
        one.withheld !== null
          ? `By ${one.by}: ${one.withheld}.`
          : `By ${one.by} (${one.groups.map(({ group, models }) => `${group} ${models}`).join(', ')}): ${one.flagged.length} of ${one.tested} effects stand out, by the largest under ${one.permutations} permutations.`,
      ),
    },
    ...groupTables(scores, folded, texts),
  ];
}

/** Items on which a group of models stands otherwise than its level says. */
function groupTables(scores: SystemScores, folded: string, texts: ItemTexts): Table[] {
  const word = scores.words.item;
  const names = new Map(scores.columns.map((column) => [column.id, column.name]));
  const rows = scores.itemGroups.flatMap(({ by, flagged }) =>
    flagged.map(
      (one): Row => ({
        id: one.item,
        cells: [
          ...[one.item, `${by} ${one.group}`, names.get(one.column) ?? one.column],
          { value: one.effect, low: one.effect - 1.96 * one.se, high: one.effect + 1.96 * one.se },
          one.p,
          texts.get(one.item) ?? '',
        ],
      }),
    ),
  );
  if (rows.length === 0) return [];
  return [
    {
      id: `${word}-groups-${scores.system}`,
      title: `${capital(word)}s that work otherwise in a group of models`,
      folded,
      columns: [
        { id: word, title: capital(word) },
        { id: 'group', title: 'Group' },
        { id: 'column', title: 'Subdimension' },
        { id: 'effect', title: 'Against the rest', form: 'signed', digits: 1 },
        { id: 'p', title: 'p', form: 'share', digits: 3 },
        { id: 'text', title: 'Begins' },
      ],
      rows,
      notes: [`Points of orientation beyond the group’s level and the ${word}’s mean.`],
    },
  ];
}

function correlationTables(scores: SystemScores): Table[] {
  const { item, rater } = scores.words;
  const names = scores.columns.filter((one) => one.kind === 'subdimension');
  if (scores.correlations.length < 2 || scores.correlations.length !== names.length) return [];
  return [
    {
      id: `correlations-${scores.system}`,
      title: `${scores.title} · correlations among subdimensions`,
      so: `Over models × ${item}s; where all are high, ${rater}s see one thing everywhere (halo)`,
      columns: [
        { id: 'column', title: '' },
        ...names.map(({ id, name }) => ({ id, title: name, form: 'correlation' as const })),
      ],
      rows: scores.correlations.map((row, i) => ({
        id: names[i]!.id,
        cells: [names[i]!.name, ...row.map((value, j) => (i === j ? 1 : finite(value)))],
      })),
      notes: [
        `Over models × ${item}s. Halo, the share of the first eigenvalue: ${share(scores.halo)}.`,
      ],
    },
  ];
}
