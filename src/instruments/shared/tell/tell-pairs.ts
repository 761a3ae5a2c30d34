/** What two models compared say, and where a new model stands. */
import { fixed, plural, shortName } from '../../../tables/numbers.ts';
import type { Column, Row, Table } from '../../../tables/table.ts';
import type { ColumnComparison, ModelComparison } from '../compare-models.ts';
import type { Placement, Verdict } from '../place-model.ts';
import { told } from './tell-scores.ts';

const points = (id: string, title: string): Column => ({ id, title, digits: 0 });
const difference = (id: string, title: string): Column => ({
  ...points(id, title),
  form: 'signed',
});

/** Two models paired within stems, with what would overturn the surest difference. */
export function comparisonTable(comparison: ModelComparison): Table {
  const [a, b] = [shortName(comparison.a), shortName(comparison.b)];
  const headline = comparison.columns[comparison.headline];
  return {
    id: `compare-${comparison.system}`,
    title: `${a} | ${b}`,
    columns: [
      { id: 'column', title: '' },
      points('a', a),
      points('b', b),
      difference('difference', 'Difference'),
      difference('profile', 'Of profiles'),
      { id: 'stems', title: 'Stems' },
      { id: 'judges', title: 'Judges' },
    ],
    rows: comparison.columns.map(comparisonRow),
    notes: [
      `Paired within stems. ✓ they differ, – they do not. ${comparison.rule} Stems and judges: how many agree in sign.`,
      ...(comparison.withheld ? [`▲ Here ${comparison.withheld}.`] : []),
      ...(headline
        ? [
            `On ${headline.column.name}, would any of these overturn it? ${headline.overturn.map(({ check, holds, detail }) => `${holds === null ? '–' : holds ? '✓' : '✗'} ${check}${detail ? ` (${detail})` : ''}`).join('; ')}`,
          ]
        : []),
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
      `${agree.stems} of ${agree.ofStems}`,
      `${agree.judges} of ${agree.ofJudges}`,
    ],
  };
}

/** Where a new model stands, per dimension and subdimension. */
export function verdictTable({ model, columns, nearest, mark, notes, system }: Verdict): Table {
  const name = shortName(model);
  const near = nearest
    ? `; nearest by its whole profile: ${shortName(nearest.model)}, ${fixed(nearest.distance, 1)} points apart on average`
    : '';
  return {
    id: `check-${system}`,
    title: `${name} among ${plural(columns[0]?.rank.of ?? 0, 'model')}${near}`,
    columns: [
      { id: 'column', title: '' },
      points('score', 'Score'),
      difference('profile', 'Profile'),
      { id: 'rank', title: 'Rank (95 %)' },
      { id: 'nearest', title: 'Nearest' },
    ],
    rows: columns.map(placementRow),
    notes: [
      'Profile: points from the model’s own mean; ✓ its interval leaves out 0.',
      ...(mark
        ? [`▲ Scores are marked “${mark}”: name a stronger judge (J) to read direction as well.`]
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
