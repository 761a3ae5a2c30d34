/** Norms of groups of people: a table with columns group, value, mean, SD, n. */
import * as z from 'zod';
import { UserError } from '../../errors.ts';
import { numberStyle } from '../../table-files/number-style.ts';
import { checkedNumber } from '../../table-files/numeric-table.ts';
import { readTableNow } from '../../table-files/read-table.ts';
import { rowsOf } from '../../table-files/rows-of.ts';
import { placeOf } from '../../table-files/table-file.ts';
import { valueNamed } from './check-items.ts';
import type { ItemSet, Norm } from './items.ts';

const cell = z.string().trim().min(1, 'the cell is empty');
const rowSchema = z.object({ group: cell, value: cell, mean: cell, sd: cell, n: cell });

/** Throws UserError (file, line) for a value that no set asks, and for an SD or n that is not above 0. */
export function readNorms(file: string, sets: readonly ItemSet[]): Norm[] {
  const table = readTableNow(file);
  const style = numberStyle(table);
  const values = sets.flatMap((set) => set.values);
  const rows = rowsOf(table, rowSchema, { required: ['group', 'value', 'mean', 'sd', 'n'] });
  const seen = new Set<string>();
  return rows.map(({ group, value, line, ...figures }) => {
    const where = placeOf(table, line);
    const found = valueNamed(value, values);
    if (!found)
      throw new UserError(`There is no value ${value} in this questionnaire.`, {
        where,
        hint: `Its values are ${values.map(({ id }) => id).join(', ')}.`,
      });
    if (seen.has(`${group}\n${found.id}`))
      throw new UserError(`${group} has a second row for ${value}.`, {
        where,
        hint: 'A row is one group on one value.',
      });
    seen.add(`${group}\n${found.id}`);
    const number = (name: 'mean' | 'sd' | 'n') =>
      checkedNumber(style.numberOf(figures[name], name), figures[name], name, table, line);
    const [mean, sd, n] = [number('mean'), number('sd'), number('n')];
    for (const [name, told] of Object.entries({ SD: sd, n }))
      if (!(told > 0))
        throw new UserError(`${name}: ${told} is not above 0.`, {
          where,
          hint: 'SD and n are those of the people of the group.',
        });
    return { group, value: found.id, mean, sd, n };
  });
}
