/** Choices that were collected elsewhere, as lines of the log. */
import { UserError } from '../../errors.ts';
import type { ImportRow } from '../contract.ts';
import { importedAnswer } from '../shared/answer-round.ts';
import { pairNamed } from '../shared/pairs/pair-items.ts';
import { type Items, idOf, type Order } from './items.ts';

/** A row is one answer: a letter or a text, to an item in one order and wording. */
export const importedRow: ImportRow<Items> = {
  required: ['model', 'item', 'order', 'answer'],
  optional: ['wording'],
  lines(row, { items, where, ...about }) {
    const pair = pairNamed(items.sets, row.item!.trim(), where);
    const wording = Number(row.wording?.trim() || 1);
    if (!Number.isInteger(wording) || wording < 1 || wording > pair.serving.length)
      throw new UserError(`wording is ${row.wording}.`, {
        where,
        hint: `${pair.id} has ${pair.serving.length} of them, numbered from 1.`,
      });
    const id = idOf(pair.id, wording - 1, orderOf(row.order!, where));
    return [
      {
        log: 'answers',
        line: importedAnswer(about, { model: row.model!.trim(), item: id, text: row.answer! }),
      },
    ];
  },
};

function orderOf(told: string, where: string): Order {
  const order = told.trim().toLowerCase();
  if (order === 'forward' || order === 'reversed') return order;
  throw new UserError(`order is "${told}".`, {
    where,
    hint: 'Write forward where the serving reply was A, reversed where it was B.',
  });
}
