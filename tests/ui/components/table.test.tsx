import { cleanup, render } from 'ink-testing-library';
import { afterEach, describe, expect, test } from 'vitest';
import { Table, tableLines } from '../../../src/ui/components/table.tsx';
import type { TableColumn } from '../../../src/ui/components/table-layout.ts';
import {
  arrange,
  moveTable,
  type TableMove,
  tableState,
} from '../../../src/ui/components/table-state.ts';
import { columnsOf } from '../../../src/ui/text.ts';

afterEach(cleanup);

type Row = { name: string; value: number; group: string };
const rows: Row[] = Array.from({ length: 50 }, (_, at) => ({
  name: at === 7 ? '創造性の高い値' : `value ${at}`,
  value: ((at * 37) % 50) / 10,
  group: at < 25 ? 'a' : 'b',
}));
const columns: TableColumn<Row>[] = [
  { id: 'name', title: 'name', align: 'left', text: (row) => row.name },
  {
    id: 'value',
    title: 'value',
    align: 'decimal',
    text: (row) => String(row.value),
    sort: (row) => row.value,
  },
  { id: 'group', title: 'group', align: 'left', text: (row) => row.group },
];

describe('moving', () => {
  const shown = { rows, columns };
  const moved = (...moves: TableMove[]) =>
    moves.reduce(
      (state, move) => moveTable(state, move, arrange(rows, columns, state), 1),
      tableState(),
    );

  test('up from the first row is the line that leads on, down from there the first', () => {
    expect(moved('up').row).toBe(50);
    expect(moved('up', 'down').row).toBe(0);
    expect(moved('bottom').row).toBe(49);
  });

  test('sorts down, up, and as computed', () => {
    const down = arrange(rows, columns, moved('sort')).rows.map(({ value }) => value);
    expect(down).toEqual([...down].sort((a, b) => b - a));
    const up = arrange(rows, columns, moved('sort', 'sort')).rows.map(({ value }) => value);
    expect(up).toEqual([...up].sort((a, b) => a - b));
    expect(moved('sort', 'sort', 'sort').sort).toBeNull();
  });

  test('goes to the next row with another value', () => {
    expect(moved('last-column', 'next-different').row).toBe(25);
    expect(moved('last-column', 'bottom', 'previous-different').row).toBe(24);
  });

  test('hides a column, never the first nor the last but one, and brings all back', () => {
    expect(moved('hide').hidden).toEqual(['value']);
    expect(moved('first-column', 'hide').hidden).toEqual([]);
    expect(moved('hide', 'hide').hidden).toEqual(['value']);
    expect(moved('hide', 'reset').hidden).toEqual([]);
  });

  test('finds around the end', () => {
    const state = tableState({ row: 40, find: 'value 12' });
    expect(moveTable(state, 'find-next', shown).row).toBe(12);
    expect(moveTable({ ...state, find: 'nowhere' }, 'find-next', shown).row).toBe(40);
  });

  test('keeps rows that hold a text', () => {
    expect(arrange(rows, columns, tableState({ keep: '創造' })).rows).toHaveLength(1);
  });
});

describe('drawing', () => {
  const draw = (row: number, height = 12) =>
    tableLines({
      rows,
      columns,
      state: tableState({ row }),
      width: 40,
      height,
      next: 'continue',
      columnCursor: true,
    });

  test('only the rows in view, header on top, the count and the way on below', () => {
    const lines = draw(20);
    expect(lines).toHaveLength(12);
    expect(lines[0]).toContain('[value]');
    expect(lines.some((line) => line.includes('▸ value 20'))).toBe(true);
    expect(lines.at(-2)).toMatch(/1\d–2\d of 50/);
    expect(lines.at(-1)).toContain('→ continue');
    for (const line of lines) expect(columnsOf(line)).toBe(40);
  });

  test('the line that leads on can be selected', () => {
    expect(draw(50).at(-1)).toContain('▸ → continue');
  });

  test('rules and fixed rows take their places without exceeding the height', () => {
    const lines = tableLines({
      ...{ rows, columns, state: tableState({ row: 25 }), width: 40, height: 10 },
      ruleBefore: (row, above) => row.group !== above.group,
      foot: [{ label: 'mean', cells: { value: '2.45' } }],
    });
    expect(lines.length).toBeLessThanOrEqual(10);
    expect(lines.at(-1)).toMatch(/mean +2\.45/);
    expect(lines.filter((line) => line.includes('────')).length).toBe(2);
  });

  test('as a component', () => {
    const { lastFrame } = render(
      <Table rows={rows} columns={columns} state={tableState()} width={40} height={8} />,
    );
    const lines = lastFrame()?.split('\n') ?? [];
    expect(lines).toHaveLength(8);
    expect(lines[1]).toContain('▸ value 0');
  });
});
