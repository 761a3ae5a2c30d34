/** Log-probabilities that were collected elsewhere, as lines of the log. */
import { UserError } from '../../errors.ts';
import type { ImportRow } from '../contract.ts';
import type { ScoredItemLine } from '../shared/likelihood-round.ts';
import { pairNamed } from '../shared/pairs/pair-items.ts';
import { type Items, idOf } from './items.ts';

/** A row is one wording of an item: after its request, or after a neutral one (`neutral`, from 1). */
export const importedRow: ImportRow<Items> = {
  required: ['model', 'item', 'serving', 'opposing'],
  optional: ['wording', 'neutral'],
  lines(row, { items, where, id, at }) {
    const pair = pairNamed(items.sets, row.item!, where);
    const wording = wholeNumber(row.wording || '1', 1, pair.serving.length, 'wording', where);
    const after = wholeNumber(row.neutral || '0', 0, items.neutral.length, 'neutral', where);
    const scores = (['serving', 'opposing'] as const).map((side) => ({
      logProbability: logProbability(row[side]!, side, where),
      tokens: 1,
    }));
    const line: ScoredItemLine = {
      ...{ id, at, model: row.model!, item: idOf(pair.id, wording - 1, after), scores },
      ...{ key: null, source: 'import', setting: 'import', form: 'chat', base: false },
      ...{ promptTokens: null, completionTokens: null, milliseconds: null, cost: null },
      condition: 'none',
    };
    return [{ log: 'likelihoods', line }];
  },
};

function wholeNumber(told: string, low: number, high: number, column: string, where: string) {
  const number = Number(told);
  if (Number.isInteger(number) && number >= low && number <= high) return number;
  throw new UserError(`${column} is ${told}.`, {
    where,
    hint:
      low === high ? `This item has ${high} alone.` : `Give a whole number from ${low} to ${high}.`,
  });
}

function logProbability(told: string, column: string, where: string): number {
  const number = Number(told.replace('−', '-'));
  if (told.trim() !== '' && Number.isFinite(number) && number <= 0) return number;
  throw new UserError(`${column} is "${told}", which is not a log-probability.`, {
    where,
    hint: 'Give the sum of the natural logarithms over the tokens of the reply, 0 or below.',
  });
}
