/** Decisions that were collected elsewhere, as lines of the log. */
import { UserError } from '../../errors.ts';
import { listOf } from '../../tables/numbers.ts';
import type { ImportRow } from '../contract.ts';
import { importedAnswer } from '../shared/answer-round.ts';
import { histories, type Items, idOf, ladderNamed, orders, stepsOf, waysOf } from './items.ts';

/** A row is one answer: a letter or a text, at a step of a ladder, in one order of the options. */
export const importedRow: ImportRow<Items> = {
  required: ['model', 'ladder', 'step', 'order', 'answer'],
  optional: ['direction', 'history'],
  lines(row, { items, where, ...about }) {
    const ladder = ladderNamed(items, row.ladder!.trim(), where);
    const known = waysOf(ladder);
    const only = known.length === 1 ? known[0] : undefined;
    const way = row.direction?.trim() ? oneOf(row.direction, known, 'direction', where) : only;
    const step = Number(row.step);
    const most = stepsOf(ladder, way ?? known[0]!).length;
    if (!Number.isInteger(step) || step < 1 || step > most)
      throw new UserError(`step is ${row.step}.`, {
        where,
        hint: `${ladder.id} has ${most} of them, numbered from 1.`,
      });
    if (way === undefined && step > 1)
      throw new UserError('direction is missing.', {
        where,
        hint: `Write ${listOf(known)}; only the first step has none.`,
      });
    const order = oneOf(row.order!, orders, 'order', where);
    const history = row.history?.trim() ? oneOf(row.history, histories, 'history', where) : 'alone';
    const item = idOf({ ladder, way: way ?? known[0]! }, step, history, order);
    return [
      {
        log: 'answers',
        line: importedAnswer(about, { model: row.model!.trim(), item, text: row.answer! }),
      },
    ];
  },
};

function oneOf<T extends string>(
  told: string,
  known: readonly T[],
  name: string,
  where: string,
): T {
  const word = told.trim().toLowerCase();
  const found = known.find((one) => one === word);
  if (found) return found;
  throw new UserError(`${name} is "${told}".`, {
    where,
    hint: `Write ${known.length > 1 ? `one of ${listOf([...known])}` : known[0]}.`,
  });
}
