/** Which items belong to which scale, given on the command line or in a file. */
import { existsSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { UserError } from '../../errors.ts';
import { checkColumn } from '../../table-files/numeric-table.ts';
import { readTable } from '../../table-files/read-table.ts';
import { placeOf, type Table } from '../../table-files/table-file.ts';

export type Scale = { name: string; items: string[] };

/**
 * `a=x,y,z;b=…`, or a table with columns `scale` and `item`. Put a name with a comma or a semicolon in
 * quotation marks, or in a file. Throws UserError for an unknown item, a scale of one item, or an item that appears twice in a scale.
 */
export async function readScales(text: string, table: Table): Promise<Scale[]> {
  const scales = existsSync(text) ? await scalesOfFile(text) : scalesOfText(text);
  for (const { name, items } of scales) {
    for (const item of items) checkColumn(item, table);
    const twice = items.find((item, i) => items.indexOf(item) !== i);
    if (twice !== undefined)
      throw new UserError(`${twice} appears twice in the scale ${name}.`, { exit: 'usage' });
    if (items.length < 2)
      throw new UserError(`The scale ${name} has a single item.`, {
        hint: 'Reliability of a sum needs two items or more.',
        exit: 'usage',
      });
  }
  return scales;
}

/** Column names separated by commas; a name with a comma is in quotation marks. */
export function columnNames(text: string, table: Table): string[] {
  const names = table.columns.includes(text) ? [text] : cells(text, ',');
  for (const name of names) checkColumn(name, table);
  return names;
}

function scalesOfText(text: string): Scale[] {
  const scales = cells(text, ';').map((part) => {
    const at = part.indexOf('=');
    if (at < 1)
      throw new UserError(`"${part}" is not a scale.`, {
        hint: 'Give scales as name=item,item,item;name=item,item, or a file with columns scale and item.',
        exit: 'usage',
      });
    return {
      name: cells(part.slice(0, at), ',').join(', '),
      items: cells(part.slice(at + 1), ','),
    };
  });
  const twice = scales.find(({ name }, s) => scales.some((one, t) => t < s && one.name === name));
  if (twice) throw new UserError(`The scale ${twice.name} appears twice.`, { exit: 'usage' });
  return scales;
}

async function scalesOfFile(file: string): Promise<Scale[]> {
  const listed = await readTable(file);
  for (const name of ['scale', 'item']) checkColumn(name, listed);
  const scales = new Map<string, string[]>();
  for (const { cells: row, line } of listed.rows) {
    const [scale, item] = [row.scale?.trim() ?? '', row.item?.trim() ?? ''];
    if (scale === '' || item === '')
      throw new UserError('A scale or an item has no name here.', { where: placeOf(listed, line) });
    scales.set(scale, [...(scales.get(scale) ?? []), item]);
  }
  return [...scales].map(([name, items]) => ({ name, items }));
}

/** The parts between separators outside quotation marks. */
function cells(text: string, separator: ',' | ';'): string[] {
  if (separator === ';') {
    const parts = text.match(/(?:"(?:[^"]|"")*"|[^;"])+/g) ?? [];
    return parts.map((part) => part.trim()).filter((part) => part !== '');
  }
  try {
    const [row = []] = parse(text, { trim: true, relax_column_count: true }) as string[][];
    return row.map((name) => name.trim()).filter((name) => name !== '');
  } catch (cause) {
    throw new UserError(`These names cannot be read: ${text}`, {
      hint: 'Put commas between them; put a name that has a comma in quotation marks.',
      exit: 'usage',
      cause,
    });
  }
}
