/** Shifts of the items of every value under the prompts of every value, and the side effects among them. */
import { tTwoSided } from '../../statistics/distributions.ts';
import { holm } from '../../statistics/holm.ts';
import { type Column, fileTable, type Row, type Table } from '../../tables/table.ts';
import { cellOf } from '../shared/pairs/tell-shares.ts';
import type { PrimedInstrument, Result } from './score.ts';
import { marks, shown } from './verdicts.ts';

export function matrix(result: Result, one: PrimedInstrument): Table {
  const { shifts, title } = shown(one);
  const values = one.values.map(({ id }) => id);
  return {
    id: `matrix-${one.id}`,
    title: `Shifts, ${one.title}`,
    so: 'Rows: the value that the prompts raise and lower. Columns: the value of the items. The diagonal is what the instrument is for, the rest are side effects.',
    part: `prime-${one.id}`,
    columns: [
      { id: 'primed', title: 'Primed' },
      ...one.values.map(({ id, name }): Column => ({ id, title: name, heat: 1.5, faint: 0.2 })),
    ],
    rows: result.primed.map(({ id, name }, v) => ({
      id,
      cells: [
        name,
        ...shifts.matrix[v]!.map(({ sd }, w) => {
          const cell = cellOf(sd);
          const { verdict } = shifts.own[v]!;
          return cell && (values[w] === id ? { ...cell, mark: marks[verdict] } : cell);
        }),
      ],
    })),
    notes: [...sideEffects(result, one), ...(one.figures.length > 1 ? [`Read ${title}.`] : [])],
  };
}

/** The cells off the diagonal that remain after Holm's correction. */
function sideEffects(result: Result, one: PrimedInstrument): string[] {
  const { matrix: rows } = shown(one).shifts;
  const cells = result.primed.flatMap((primed, v) => {
    const others = one.values.flatMap((value, w) => {
      const sd = rows[v]![w]!.sd;
      return primed.id === value.id || !sd ? [] : [{ primed: primed.name, value: value.name, sd }];
    });
    // The spread of items is pooled over the row.
    const df = others.reduce((sum, { sd }) => sum + sd.n - 1, 0);
    return others.map((cell) => {
      const { value, se } = cell.sd;
      return { ...cell, p: se > 0 ? tTwoSided(value / se, df) : 1 };
    });
  });
  if (cells.length === 0)
    return ['Items of other values were not asked: side effects are unknown.'];
  const adjusted = holm(cells.map(({ p }) => p));
  const held = cells
    .filter((_, i) => adjusted[i]! < 0.05)
    .sort((a, b) => Math.abs(b.sd.value) - Math.abs(a.sd.value));
  if (held.length === 0) return ['No side effect remains after Holm’s correction.'];
  const told = held
    .slice(0, 5)
    .map(
      ({ primed, value, sd }) =>
        `${primed} on ${value} (${sd.value > 0 ? '+' : '−'}${Math.abs(sd.value).toFixed(2)})`,
    );
  const more = held.length > told.length ? `, and ${held.length - told.length} more` : '';
  return [`Side effects that remain after Holm’s correction: ${told.join(', ')}${more}.`];
}

export function matrixFile(result: Result, one: PrimedInstrument): Table {
  const rows = one.figures.flatMap(({ id: figure, unit, shifts }) =>
    result.primed.flatMap((primed, v) =>
      one.values.map((value, w): Row => {
        const { sd, raw } = shifts.matrix[v]![w]!;
        return {
          id: `${figure} ${primed.id} ${value.id}`,
          cells: [
            ...[figure, primed.id, value.id, sd?.value ?? null, sd?.low ?? null, sd?.high ?? null],
            ...[unit, raw?.value ?? null, raw?.low ?? null, raw?.high ?? null],
            ...[(raw ?? sd)?.n ?? null, shifts.models.length],
          ],
        };
      }),
    ),
  );
  return fileTable(
    `primed-${one.id}`,
    `shifts of ${one.title} under role prompts`,
    [
      ...['figure', 'primed', 'value', 'shift', 'low', 'high'],
      ...['unit', 'raw', 'raw_low', 'raw_high', 'items', 'models'],
    ],
    rows,
  );
}
