/** What the stances say, and how far the head can be believed. */
import { plural, share, shortName } from '../../tables/numbers.ts';
import { type Column, estimateCell, fileTable, type Row, type Table } from '../../tables/table.ts';
import type { Told } from '../contract.ts';
import { type Figure, shortfalls } from './head.ts';
import type { Result } from './score.ts';

type System = Result['systems'][number];

export const stanceTableId = (system: string) => `stance-${system}`;

export function tellStances(result: Result): Told {
  const { head, systems } = result;
  const notes = examNotes(head);
  return {
    headline: headlineOf(result),
    parts: [
      {
        id: 'stance',
        title: 'For or against',
        lead: 'Do a model’s endings of the sentence test stand more for a value than other models’ endings of the same stem? A head on the states of Gemma 270M tells the side; relevance is what the judges rate. The two are never added.',
      },
    ],
    tables: [
      ...systems.map((system) => stanceTable(system, notes)),
      examTable(head.exam),
      fileOf(result),
    ],
    plots: [],
    // The tables say it.
    notes: [],
  };
}

function stanceTable({ system, title, values, models }: System, notes: readonly string[]): Table {
  return {
    id: stanceTableId(system),
    title: `${title} · side, share of pairs won`,
    so: 'How often a model’s ending stands more for the value than another model’s ending of the same stem; .50 is like the others',
    part: 'stance',
    columns: [
      { id: 'model', title: 'Model' },
      ...values.map(({ id, name }): Column => ({ id, title: name, form: 'share' })),
      { id: 'n', title: 'n', meaning: 'Endings', beside: true, digits: 0 },
    ],
    rows: models.map(
      (one): Row => ({
        id: one.model,
        group: one.family,
        cells: [
          shortName(one.model),
          ...one.values.map((cell) => cell && estimateCell(cell.value, cell.low, cell.high)),
          one.endings,
        ],
      }),
    ),
    notes: [
      ...notes,
      '95 % intervals over stems. It tells which side an ending is on, not whether the value is at stake: read it beside relevance. A share compares the models of this run with each other alone.',
    ],
  };
}

const partNames: Record<Figure['part'], string> = {
  all: 'all pairs',
  positive: 'stems that ask for what is wanted',
  negative: 'stems that ask for what is rejected',
  straight: 'the value’s words stand with it',
  crossed: 'the value’s words stand against it',
  mixed: 'neither',
};

/** How far the side can be believed, wherever it is told. */
function examNotes({ exam, proven }: Result['head']): string[] {
  const all = exam.find(({ part }) => part === 'all');
  const side = all ? `Side accuracy in its exam: ${accuracy(all)} of ${all.pairs} pairs.` : '';
  if (proven) return [side];
  const short = shortfalls(exam)
    .map(({ part, needed, found }) => {
      const reached = found ? accuracy(found) : 'not examined';
      return `${reached} on ${partNames[part]} (needed: ${share(needed)})`;
    })
    .join('; ');
  return [
    `▲ Unproven: the stance head falls short in its exam. ${short}. Do not rest a claim on it.`,
  ];
}

function accuracy({ value, low, high }: Figure): string {
  return `${share(value)} [${share(low)}, ${share(high)}]`;
}

function examTable(exam: readonly Figure[]): Table {
  return {
    id: 'stance-exam',
    title: 'The exam of the stance head',
    so: 'Pairs of endings of one stem, one for the value and one against it, that the head puts in the right order. Chance is .50',
    part: 'stance',
    more: true,
    columns: [
      { id: 'part', title: 'Pairs' },
      { id: 'side', title: 'Side', form: 'share' },
      { id: 'pairs', title: 'n', digits: 0 },
      { id: 'stems', title: 'Stems', digits: 0 },
    ],
    rows: exam.map((one) => ({
      id: one.part,
      cells: [
        partNames[one.part],
        estimateCell(one.value, one.low, one.high),
        one.pairs,
        one.stems,
      ],
    })),
    notes: [
      'Texts that the head was not trained on, written by language models; their sides were checked by no person. 95 % intervals over stems.',
    ],
  };
}

function headlineOf({ head, systems }: Result): string {
  const models = systems[0]?.models.length ?? 0;
  const cells = systems.flatMap((one) => one.models.flatMap(({ values }) => values));
  if (cells.every((cell) => cell === null))
    return 'Side of endings: nothing to compare before two models have ended one stem';
  const marked = head.proven ? '' : ' (unproven)';
  const apart = systems.flatMap(({ values, models: own }) =>
    values.flatMap(({ name }, at) =>
      own.some(({ values: cells }) => {
        const cell = cells[at];
        return cell?.low != null && cell.high !== null && (cell.low > 0.5 || cell.high < 0.5);
      })
        ? [name]
        : [],
    ),
  );
  return `Side of the endings of ${plural(models, 'model')}${marked}: ${
    apart.length === 0
      ? 'no interval leaves out .50'
      : `intervals leave out .50 on ${apart.join(', ')}`
  }`;
}

/** One row a model and value: for other programs. */
function fileOf({ head, systems }: Result): Table {
  const all = head.exam.find(({ part }) => part === 'all');
  return fileTable(
    'stance',
    'the side of endings by model and value, with the accuracy of the head',
    [
      ...['system', 'model', 'family', 'value', 'share_won', 'low', 'high', 'pairs', 'stems'],
      ...['exam', 'side_accuracy', 'side_low', 'side_high'],
    ],
    systems.flatMap(({ system, values, models }) =>
      models.flatMap((one) =>
        values.map(({ id }, at): Row => {
          const cell = one.values[at];
          return {
            id: one.model,
            cells: [
              ...[system, one.model, one.family, id],
              ...[cell?.value ?? null, cell?.low ?? null, cell?.high ?? null],
              ...[cell?.n ?? 0, cell?.clusters ?? 0, head.proven ? 'passed' : 'unproven'],
              ...[all?.value ?? null, all?.low ?? null, all?.high ?? null],
            ],
          };
        }),
      ),
    ),
  );
}
