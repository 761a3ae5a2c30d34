/** Profiles of models from files, with models and values under the same names in all of them. */
import { basename, dirname } from 'node:path';
import * as z from 'zod';
import { UserError } from '../../errors.ts';
import type { CriterionScore } from '../../methods/criterion.ts';
import type { MethodProfile } from '../../methods/profiles.ts';
import { guessTags } from '../../models/tags.ts';
import { lettersOf } from '../../safe-text/letters.ts';
import { columnNamed, columnsText, withOurNames } from '../../table-files/column-names.ts';
import { isGap } from '../../table-files/gaps.ts';
import { type NumberStyle, numberStyle } from '../../table-files/number-style.ts';
import { checkedNumber } from '../../table-files/numeric-table.ts';
import { readTable } from '../../table-files/read-table.ts';
import { rowsOf } from '../../table-files/rows-of.ts';
import { placeOf, type Table, type TableOptions } from '../../table-files/table-file.ts';
import { firstOf, listOf } from '../../tables/numbers.ts';
import { longProfiles } from './wide-profiles.ts';

export type MatchedProfiles = {
  profiles: MethodProfile[];
  /** The name of each model in each file; the first is the one used. */
  models: string[][];
  values: string[][];
  /** Family by model. */
  families: Map<string, string>;
  notes: string[];
};

type Row = { model: string; value: string; score: number; se?: number; family: string };

/**
 * Reads files with columns model, value, score, or with a column for each value or model (`longProfiles`). `score` names
 * the column of the score, one for all files or one for each. `same` is a table with a column for each file: a row names
 * one model.
 * Rejects with UserError for a file that does not fit, and for a model with two scores on a value.
 */
export async function readProfiles(
  files: readonly string[],
  options: { score?: readonly string[]; same?: string; table: TableOptions },
): Promise<MatchedProfiles> {
  const notes: string[] = [];
  const read: Row[][] = [];
  for (const [f, file] of files.entries()) {
    const told = options.score?.[f] ?? options.score?.at(-1);
    const column = told ?? 'score';
    const ours = ['model', 'value', 'family', ...(told === undefined ? ['score'] : [])];
    const found = withOurNames(await readTable(file, options.table), ours);
    const style = numberStyle(found);
    const table = longProfiles(found, style, column);
    checkScores(table, column);
    notes.push(...[...style.notes, ...table.notes].map((note) => `${basename(file)}: ${note}`));
    // A wide table's scores stand in another column now: labels and marks are looked at again there alone.
    read.push(profileRows(table, column, table === found ? style : numberStyle(table)));
  }
  const names = methodNames(files);
  const told = read.map((rows) => rows.map(({ model }) => model));
  const models = matched(
    told,
    options.same === undefined ? null : await sameModels(options.same, told, files),
  );
  const values = matched(
    read.map((rows) => rows.map(({ value }) => value)),
    null,
  );
  const families = new Map<string, string>();
  const profiles = read.map((rows, f): MethodProfile => {
    const scores = rows.map(({ model, value, family, ...score }) => {
      const name = models.nameOf[f]!.get(model)!;
      if (!families.has(name) || family !== '')
        families.set(name, family || guessTags(name).family);
      return { model: name, value: values.nameOf[f]!.get(value)!, ...score };
    });
    return { name: names[f]!, scores };
  });
  return { profiles, models: models.table, values: values.table, families, notes };
}

/** Throws UserError where the scores have another name. */
function checkScores(table: Table, column: string): void {
  const has = (name: string) => columnNamed(table, name) !== undefined;
  if (!has('model') || !has('value') || has(column)) return;
  throw new UserError(`The column ${column} is missing.`, {
    where: placeOf(table, table.headerLine),
    hint: `${columnsText(table)} Name the one with the scores: --score <column>`,
  });
}

/**
 * Columns model, criterion, score, or model and a column for each criterion; a criterion without a name has that of its file. Models get
 * the names of the profiles, `known`, where their letters are the same; others are left out, and named in the notes. Rejects with
 * UserError for a file that does not fit or has none of these models, and for a model with two scores.
 */
export async function readCriteria(
  file: string,
  known: readonly (readonly string[])[],
  options: TableOptions,
): Promise<{ criteria: CriterionScore[]; notes: string[] }> {
  const found = withOurNames(await readTable(file, options), ['model', 'criterion', 'score']);
  const style = numberStyle(found);
  const table = longProfiles(found, style, 'score', 'criterion');
  const own = table === found ? style : numberStyle(table);
  const isNamed = columnNamed(table, 'criterion') !== undefined;
  const rows = rowsOf(table, criterionRow as z.ZodType<z.infer<typeof criterionRow>>, {
    required: ['model', ...(isNamed ? ['criterion'] : []), 'score'],
  });
  const column = columnNamed(table, 'score')!;
  const byLetters = new Map(
    known.flatMap((names) => names.map((name) => [lettersOf(name), names[0]!])),
  );
  const seen = new Set<string>();
  const scores = rows.flatMap(({ model, criterion = nameOfFile(file), score, line }) => {
    if (isGap(score, options.gaps)) return [];
    refuseSecond(seen, model, criterion, placeOf(table, line));
    return [
      {
        model,
        criterion,
        score: checkedNumber(own.numberOf(score, column), score, column, table, line),
      },
    ];
  });
  const models = [...new Set(scores.map(({ model }) => model))];
  const strange = models.filter((model) => !byLetters.has(lettersOf(model)));
  if (strange.length === models.length)
    throw new UserError('The tables have none of the models of this criterion.', {
      where: file,
      hint: `Write names as they stand there: ${known
        .slice(0, 3)
        .map(([name]) => name)
        .join(', ')}.`,
    });
  const told = [
    ...new Set([...style.notes, ...table.notes, ...own.notes]),
    ...(strange.length > 0
      ? [`left out, since no two tables have them: ${listOf(firstOf(strange, 5))}`]
      : []),
  ];
  return {
    criteria: scores.flatMap(({ model, ...rest }) => {
      const name = byLetters.get(lettersOf(model));
      return name === undefined ? [] : [{ model: name, ...rest }];
    }),
    notes: told.map((note) => `${basename(file)}: ${note}`),
  };
}

/** Throws UserError where `seen` has a score of the model. */
function refuseSecond(seen: Set<string>, model: string, on: string, where: string): void {
  const key = `${model}\n${on}`;
  if (seen.has(key))
    throw new UserError(`${model} has a second score on ${on}.`, {
      where,
      hint: 'A row is the score of one model on one value: average repeats first.',
    });
  seen.add(key);
}

const nameOfFile = (file: string) => basename(file).replace(/\.[^.]+$/, '');

const named = z.string().trim().min(1, 'the cell is empty');
const profileRow = z.object({
  model: named,
  value: named,
  score: z.string(),
  se: z.string().default(''),
  family: z.string().trim().default(''),
});
const criterionRow = z.object({ model: named, criterion: named.optional(), score: z.string() });

function profileRows(table: Table, column: string, style: NumberStyle): Row[] {
  const rows = rowsOf(table, profileRow as z.ZodType<z.infer<typeof profileRow>>, {
    required: ['model', 'value', 'score'],
    optional: ['family', 'se'],
    map: { score: column },
  });
  const own = columnNamed(table, column)!;
  const seen = new Set<string>();
  const ownError = columnNamed(table, 'se');
  return rows.flatMap(({ line, score, se, ...row }) => {
    refuseSecond(seen, row.model, row.value, placeOf(table, line));
    if (isGap(score, table.options.gaps)) return [];
    const number = (cell: string, column: string) =>
      checkedNumber(style.numberOf(cell, column), cell, column, table, line);
    const error = ownError === undefined || isGap(se) ? {} : { se: number(se, ownError) };
    return [{ ...row, score: number(score, own), ...error }];
  });
}

/** The name of a file, with its folder where two files have the same name. */
function methodNames(files: readonly string[]): string[] {
  const names = files.map(nameOfFile);
  if (new Set(names).size === names.length) return names;
  const longer = files.map((file, i) => `${basename(dirname(file))}/${names[i]}`);
  return new Set(longer).size === longer.length ? longer : files.map((file) => file);
}

/**
 * Rows of names of one model, a name for each file. Columns stand in the order of the files, or each is the one that names
 * most models of its file. Rejects with UserError where a file has no column of its own.
 */
async function sameModels(
  file: string,
  models: readonly (readonly string[])[],
  files: readonly string[],
): Promise<string[][]> {
  const table = await readTable(file);
  if (table.columns.length < files.length)
    throw new UserError(
      `This table names models in ${table.columns.length} files; there are ${files.length}.`,
      { where: file, hint: 'It needs a column for each file; a row names one model.' },
    );
  const named = (column: string, f: number) => {
    const known = new Set(models[f]!.map(lettersOf));
    return table.rows.filter(({ cells }) => known.has(lettersOf(cells[column]!))).length;
  };
  const inOrder = table.columns.slice(0, files.length);
  const columns = inOrder.every((column, f) => named(column, f) > 0)
    ? inOrder
    : files.map((_, f) =>
        table.columns.reduce((best, one) => (named(one, f) > named(best, f) ? one : best)),
      );
  columns.forEach((column, f) => {
    if (named(column, f) === 0 || columns.indexOf(column) !== f)
      throw new UserError(`No column of this table names models of ${files[f]} alone.`, {
        where: file,
        hint: `Write names as they stand there: ${[...new Set(models[f])].slice(0, 3).join(', ')}.`,
      });
  });
  return table.rows.map(({ cells }) => columns.map((name) => cells[name]!.trim()));
}

/** One name for the same thing, matched by `same`, else by its letters: the name in the first file that has it. */
function matched(
  lists: readonly (readonly string[])[],
  same: readonly (readonly string[])[] | null,
): { nameOf: Map<string, string>[]; table: string[][] } {
  const toldAt = lists.map(
    (_, f) =>
      new Map(
        same?.map((names) => [lettersOf(names[f]!), lettersOf(names.find((one) => one !== '')!)]),
      ),
  );
  const first = new Map<string, string>();
  const keyOf = (name: string, f: number) => toldAt[f]!.get(lettersOf(name)) ?? lettersOf(name);
  lists.forEach((list, f) => {
    for (const name of list) if (!first.has(keyOf(name, f))) first.set(keyOf(name, f), name);
  });
  const nameOf = lists.map(
    (list, f) => new Map(list.map((name) => [name, first.get(keyOf(name, f))!])),
  );
  const table = [...first].flatMap(([key, name]) => {
    const own = lists.map((list, f) => list.find((one) => keyOf(one, f) === key) ?? '');
    return own.filter((one) => one !== '').length > 1 ? [[name, ...own]] : [];
  });
  return { nameOf, table };
}
