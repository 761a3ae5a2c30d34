/** One model beside the picture of a value: its name, and each of its values with its own interval. */
import type { SystemScores } from '../../../instruments/shared/scores.ts';
import { safeLine } from '../../../safe-text/safe-line.ts';
import { cellParts } from '../../../tables/grid.ts';
import type { Table } from '../../../tables/table.ts';
import { ruled } from '../../components/body.tsx';
import { columnsOf, cut, fill, plural, wrap } from '../../text.ts';
import { theme } from '../../theme.ts';

/**
 * @param table the raw scores of the value system
 * @param model the model's name; nothing where it has no row
 * @param selected id of the value in the picture, which is highlighted
 */
export function modelLines(
  scores: SystemScores,
  table: Table,
  model: string,
  selected: string | null,
  width: number,
): string[] {
  const row = table.rows.find(({ id }) => id === model);
  const found = scores.models.find((one) => one.model === model);
  if (!row || !found) return [];
  const about = [
    `family ${found.family}`,
    ...(found.forms.length > 0 ? [`asked by ${found.forms.join(', ')}`] : []),
    plural(found.refusals, 'refusal'),
  ].join(' · ');
  const values = table.columns.flatMap((column, at) => {
    if (at === 0 || column.beside) return [];
    const [value = '', range = ''] = cellParts(row.cells[at] ?? null, column);
    return [{ id: column.id, name: safeLine(column.title), value, range }];
  });
  const ranges = Math.max(0, ...values.map(({ range }) => columnsOf(range)));
  const names = Math.max(8, width - 9 - ranges);
  return [
    ` ${theme.bold(cut(safeLine(String(row.cells[0])), width - 2))}`,
    ...wrap(safeLine(about), width - 2).map((line) => theme.dim(` ${line}`)),
    ruled('', width),
    ...values.map(({ id, name, value, range }) => {
      const text = `${fill(name, names)} ${fill(value, 5, 'right')} ${fill(range, ranges, 'right')}`;
      return id === selected ? theme.accent(` ${text}`) : ` ${text}`;
    }),
    theme.dim(' its own 95 % intervals'),
  ];
}
