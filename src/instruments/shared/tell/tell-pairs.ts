/** What two models compared say, and where a new model stands. */
import { capital } from '../../../safe-text/capital.ts';
import { fixed, plural, plusMinus, shortName } from '../../../tables/numbers.ts';
import type { Column, Row, Table } from '../../../tables/table.ts';
import type { ColumnComparison, ModelComparison } from '../compare-models.ts';
import type { Placement, Verdict } from '../place-model.ts';
import { told } from './tell-scores.ts';

const points = (id: string, title: string): Column => ({ id, title, digits: 0 });
const difference = (id: string, title: string): Column => ({
  ...points(id, title),
  form: 'signed',
});

/**
 * Which of two models stands more for the value on which they differ most surely, as far as that can be said.
 * @param mark what the raters did not prove; null when all passed
 */
export function comparisonSentence(comparison: ModelComparison, mark: string | null): string {
  const headline = comparison.columns[comparison.headline]!;
  const { column, agree, profileDifference, amongColumns, distinct } = headline;
  const { value, low, high } = profileDifference;
  const { words } = comparison;
  const [a, b] = [shortName(comparison.a), shortName(comparison.b)];
  const [more, less] = value >= 0 ? [a, b] : [b, a];
  const size = [fixed(Math.abs(value)), plusMinus({ low, high })].filter(Boolean).join(' ');
  const items = `${agree.items} of ${agree.ofItems} ${words.item}s`;
  const raters = `${agree.raters} of ${agree.ofRaters} ${words.rater}s`;
  const marked = mark ? ` (${words.rater}s: ${mark})` : '';
  if (amongColumns)
    return `${more} is more ${column.name}-oriented than ${less}, relative to the rest: +${size}, ${items}, ${raters}${comparison.firm ? '' : '; not every test below agrees'}${marked}.`;
  if (low === null)
    return `${a} and ${b} differ by ${size} points on ${column.name} (profiles), but too few ${words.item}s were asked to say whether that is chance${marked}.`;
  return `${a} and ${b} cannot be told apart on ${column.name}${distinct ? ' once all dimensions are asked together (Holm)' : ''}: ${size} points, ${items}${marked}.`;
}

/** With which other analyses the surest difference holds, and with which it fails; `briefly` without the figures of those with which it holds. */
export function overturnNote({ columns, headline }: ModelComparison, briefly = false): string[] {
  const one = columns[headline];
  if (!one) return [];
  const tests = (sign: string, wanted: boolean | null) =>
    one.overturn
      .filter(({ holds }) => holds === wanted)
      .map(
        ({ check, detail }) =>
          `${sign} ${check}${detail && !(briefly && wanted) ? ` (${detail})` : ''}`,
      )
      .join(', ');
  const parts = [
    ['holds with', tests('✓', true)],
    ['fails with', tests('✗', false)],
    ['not tested:', tests('–', null)],
  ].filter(([, told]) => told !== '');
  return [`On ${one.column.name}: ${parts.map((part) => part.join(' ')).join('; ')}`];
}

/** Two models paired within items, with the analyses that the surest difference holds with. */
export function comparisonTable(comparison: ModelComparison, mark: string | null): Table {
  const { item, rater } = comparison.words;
  const [a, b] = [shortName(comparison.a), shortName(comparison.b)];
  return {
    id: `compare-${comparison.system}`,
    title: `${a} | ${b}`,
    so: comparisonSentence(comparison, mark),
    columns: [
      { id: 'column', title: '' },
      points('a', a),
      points('b', b),
      difference('difference', 'Difference'),
      difference('profile', 'Of profiles'),
      { id: `${item}s`, title: capital(`${item}s`) },
      { id: `${rater}s`, title: capital(`${rater}s`) },
    ],
    rows: comparison.columns.map(comparisonRow),
    notes: [
      `Paired within ${item}s. ✓ they differ, – they cannot be told apart. ${comparison.rule} ${capital(item)}s and ${rater}s: how many agree in sign.`,
      ...(comparison.withheld ? [`▲ Here ${comparison.withheld}.`] : []),
      ...overturnNote(comparison),
    ],
  };
}

function comparisonRow(one: ColumnComparison): Row {
  const { column, agree } = one;
  return {
    id: column.id,
    under: column.kind === 'subdimension',
    cells: [
      column.name,
      told({ value: one.a, low: null, high: null }),
      told({ value: one.b, low: null, high: null }),
      told(one.difference, one.differs ? '✓' : '–'),
      told(one.profileDifference, one.distinct ? '✓' : '–'),
      `${agree.items} of ${agree.ofItems}`,
      `${agree.raters} of ${agree.ofRaters}`,
    ],
  };
}

/** On which dimensions a model stands out from its own mean: a sentence about all of them, so after Holm’s correction. */
export function verdictSentence({ model, columns }: Pick<Verdict, 'model' | 'columns'>): string {
  const out = columns.filter(
    ({ column, amongColumns }) => column.kind === 'dimension' && amongColumns,
  );
  const what = out.map(
    ({ column, profile }) => `${column.name} ${profile.value > 0 ? 'above' : 'below'} its own mean`,
  );
  return `${shortName(model)}: ${what.length > 0 ? what.join(', ') : 'no dimension is shown to stand out from its own mean'}`;
}

/** Where a new model stands, per dimension and subdimension. */
export function verdictTable({
  model,
  columns,
  nearest,
  mark,
  notes,
  system,
  words,
}: Verdict): Table {
  const name = shortName(model);
  const near = nearest
    ? `; nearest by its whole profile: ${shortName(nearest.model)}, ${fixed(nearest.distance, 1)} points apart on average`
    : '';
  return {
    id: `check-${system}`,
    title: `${name} among ${plural(columns[0]?.rank.of ?? 0, 'model')}${near}`,
    so: verdictSentence({ model, columns }),
    columns: [
      { id: 'column', title: '' },
      points('score', 'Score'),
      difference('profile', 'Profile'),
      { id: 'rank', title: 'Rank (95 %)' },
      { id: 'nearest', title: 'Nearest' },
    ],
    rows: columns.map(placementRow),
    notes: [
      'Profile: points from the model’s own mean; ✓ its interval leaves out 0, in this column by itself; a sentence about all dimensions holds after Holm’s correction.',
      ...(mark
        ? [
            `▲ Scores are marked “${mark}”: name a stronger ${words.rater} (J) to read direction as well.`,
          ]
        : []),
      ...notes,
    ],
  };
}

function placementRow({
  column,
  score,
  profile,
  standsOut,
  rank,
  placed,
  nearest,
}: Placement): Row {
  const ranks = rank.low === rank.high ? String(rank.low) : `${rank.low}–${rank.high}`;
  return {
    id: column.id,
    under: column.kind === 'subdimension',
    cells: [
      column.name,
      told(score),
      told(profile, standsOut ? '✓' : '–'),
      `${ranks} of ${rank.of}`,
      placed && nearest ? shortName(nearest.model) : 'not placed',
    ],
  };
}
