/** What other tables call the columns of ours. */
import { nearest } from '../models/nearest.ts';
import { lettersOf } from '../safe-text/letters.ts';
import { firstOf, listOf } from '../tables/numbers.ts';
import type { Table } from './table-file.ts';

/** By our name. */
const alsoCalled: Readonly<Record<string, readonly string[]>> = {
  model: ['llm', 'llms', 'models', 'model name', 'model id', 'llm name', 'language model'],
  value: [
    'values',
    'value name',
    'dimension',
    'trait',
    'construct',
    'value dimension',
    'scale',
    'subscale',
  ],
  score: ['scores', 'rating', 'value score'],
  family: ['model family', 'families'],
  item: ['items', 'item id', 'item number', 'question id', 'statement id', 'qid'],
  id: [
    ...['item id', 'item number', 'question id', 'statement id', 'qid'],
    ...['prompt id', 'custom id', 'response id', 'answer id', 'request id'],
  ],
  rating: ['ratings', 'score', 'likert'],
  answer: ['answers', 'response', 'output', 'completion', 'reply', 'generation', 'model output'],
  text: ['statement', 'item text', 'sentence'],
  key: ['keyed', 'keying'],
  reverse: ['reversed', 'reverse keyed', 'reverse scored', 'reverse coded', 'is reversed'],
  situation: ['scenario'],
  criterion: ['criteria', 'benchmark', 'metric'],
  word: ['words', 'term', 'value word'],
};

const called = (name: string) => name.trim().toLowerCase();

/** The column of this name, in any case. */
export function columnNamed(table: Pick<Table, 'columns'>, name: string): string | undefined {
  return table.columns.find((column) => called(column) === called(name));
}

/** Columns that hold `ours` under another name, as far as names tell; else those that are spelled like it. */
export function nearColumns(name: string, table: Pick<Table, 'columns'>): string[] {
  const others = (alsoCalled[called(name)] ?? []).map(lettersOf);
  const same = table.columns.filter((column) => others.includes(lettersOf(column)));
  return same.length > 0 ? same : nearest(name, table.columns);
}

/** More names of columns tell a reader nothing. */
const mostTold = 12;

/** "The columns are model, value, and score." */
export function columnsText({ columns }: Pick<Table, 'columns'>): string {
  return `The columns are ${listOf(firstOf(columns, mostTold))}.`;
}

/**
 * The table with columns under our names where another one of `ours` is missing and exactly one column has a
 * usual name for it ("LLM" for model); its notes tell. Any other table as it is.
 */
export function withOurNames(
  table: Table,
  ours: readonly string[],
  /** Columns that keep their names. */
  given: readonly string[] = [],
): Table {
  const taken = new Set([...ours, ...given].flatMap((name) => columnNamed(table, name) ?? []));
  const renamed = new Map<string, string>();
  for (const name of ours) {
    if (columnNamed(table, name) !== undefined) continue;
    const others = (alsoCalled[name] ?? []).map(lettersOf);
    const found = table.columns.filter(
      (column) => !taken.has(column) && others.includes(lettersOf(column)),
    );
    if (found.length !== 1) continue;
    taken.add(found[0]!);
    renamed.set(found[0]!, name);
  }
  if (renamed.size === 0) return table;
  const nameOf = (column: string) => renamed.get(column) ?? column;
  return {
    ...table,
    columns: table.columns.map(nameOf),
    rows: table.rows.map(({ line, cells }) => ({
      line,
      cells: Object.fromEntries(
        Object.entries(cells).map(([column, cell]) => [nameOf(column), cell]),
      ),
    })),
    typed: new Set([...table.typed].map(nameOf)),
    ...(table.noMeasures && {
      noMeasures: new Map([...table.noMeasures].map(([column, is]) => [nameOf(column), is])),
    }),
    notes: [
      ...table.notes,
      ...[...renamed].map(([theirs, name]) => `the column ${theirs} is taken for ${name}`),
    ],
  };
}
