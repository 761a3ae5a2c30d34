import { basename } from 'node:path';
import * as z from 'zod';
import { UserError } from '../../errors.ts';
import { givenText } from '../../facts/given-text.ts';
import { readYaml } from '../../prompts/read-yaml.ts';
import { columnNamed, withOurNames } from '../../table-files/column-names.ts';
import { isGap } from '../../table-files/gaps.ts';
import { numberStyle } from '../../table-files/number-style.ts';
import { checkedNumber } from '../../table-files/numeric-table.ts';
import { readTableNow } from '../../table-files/read-table.ts';
import { placeOf, type Table } from '../../table-files/table-file.ts';
import { shippedSystems } from '../../values/load-systems.ts';
import {
  keyNamed,
  optionsProblem,
  problemsOf,
  type RawItem,
  type Value,
  valueNamed,
  valuesOf,
} from './check-items.ts';
import type { Item, ItemSet } from './items.ts';
import type { Settings } from './settings.ts';

type Rule = Pick<Settings, 'rule' | 'least' | 'leaveOut'>;

const text = z.union([z.string(), z.record(z.string(), z.string())]);

/** The form of a YAML file; those that ship have it too. */
const fileSchema = z
  .strictObject({
    title: z.string().min(1).optional(),
    source: z.string().min(1).default('items of the researcher'),
    /** A shipped system, or the name of a custom one with its `values`. */
    system: z.string().min(1).default('schwartz'),
    values: z.array(z.strictObject({ id: z.string().min(1), name: z.string().min(1) })).optional(),
    kind: z.enum(['portrait', 'everyday']).default('portrait'),
    /** `one`: all items of a value are meant to be keyed one way. */
    keys: z.enum(['both', 'one']).default('both'),
    options: z.array(z.string().min(1)).min(2).optional(),
    wordings: z.array(z.string().min(1)).min(1).optional(),
    items: z
      .array(
        z.strictObject({
          id: z.union([z.string().min(1), z.number()]).transform(String),
          value: z.string().optional(),
          key: z.union([z.string(), z.number()]).transform(String).optional(),
          text,
          situation: text.optional(),
          correlations: z.record(z.string(), z.number().min(-1).max(1)).optional(),
        }),
      )
      .min(1, 'a file of items needs at least one'),
  })
  .superRefine((file, check) => {
    const values = file.values ?? valuesOf(file.system);
    const say = (path: (string | number)[], message: string) =>
      check.addIssue({ code: 'custom', path, message });
    if (!values) {
      const known = shippedSystems.map(({ id }) => id).join(', ');
      say(['system'], `${file.system} needs its values; those of ${known} are known`);
      return;
    }
    const wrong = file.options && optionsProblem(file.options);
    if (wrong) say(['options'], wrong);
    file.wordings?.forEach((wording, at) => {
      const lacks = ['{statement}', '{options}'].find((name) => !wording.includes(name));
      if (lacks) say(['wordings', at], `a wording has ${lacks} in it, where this is put in`);
    });
    const oneKey = file.keys === 'one' || file.kind === 'everyday';
    for (const { index, field, message } of problemsOf(file.items.map(rawOf), values, { oneKey }))
      say(['items', index, field], message);
  });

type FileItem = z.infer<typeof fileSchema>['items'][number];

function rawOf({ text: told, situation, ...item }: FileItem): RawItem {
  return {
    ...item,
    text: byLanguage(told),
    ...(situation && { situation: byLanguage(situation) }),
  };
}

function byLanguage(told: z.infer<typeof text>): Record<string, string> {
  return typeof told === 'string' ? { en: told } : told;
}

/** Items of a YAML file. Throws UserError with the line and the correct form. */
export function readItemsYaml(yaml: string, file: string, id: string, rule: Rule): ItemSet {
  const { title, source, system, values, kind, options, wordings, items } = readYaml(
    yaml,
    fileSchema,
    file,
  );
  const own = values ?? valuesOf(system)!;
  return {
    ...{ id, title: title ?? id, source, system, values: own, kind },
    ...(options && { options }),
    ...(wordings && { wordings }),
    items: items.map((item) => itemOf(rawOf(item), own, rule)),
  };
}

/** What a JSON file holds: replies as Value Portrait tags them, one object as in YAML, or a list of rows. */
function formOfJson(json: string): 'tagged' | 'file' | 'rows' {
  let told: unknown;
  try {
    told = JSON.parse(json);
  } catch {
    return 'tagged';
  }
  if (!Array.isArray(told)) return 'file';
  const isRow = (one: unknown) => typeof one === 'object' && one !== null && 'text' in one;
  return told.length > 0 && told.every(isRow) ? 'rows' : 'tagged';
}

/**
 * Items of a researcher's file, by the ending of its name: `.yaml`, `.yml`, a table, or `.json` in the form of
 * either or of Value Portrait. A plain text is English. Throws UserError with file, line, and the correct form.
 */
export function readOwnItems(file: string, rule: Rule): ItemSet {
  const id = basename(file).replace(/\.[^.]+$/, '');
  if (/\.ya?ml$/i.test(file))
    return readItemsYaml(givenText(file, 'The file of items'), file, id, rule);
  if (/\.json$/i.test(file)) {
    const json = givenText(file, 'The file of items');
    const form = formOfJson(json);
    if (form === 'tagged') return readTagged(json, file, id, rule);
    // JSON is YAML.
    if (form === 'file') return readItemsYaml(json, file, id, rule);
  }
  return readItemsTable(readTableNow(file), id, rule);
}

const columns = ['id', 'item', 'value', 'key', 'reverse', 'text', 'situation'];

/**
 * Columns id (or item), value, key (or reverse: yes, no), text (text_es in another language), situation; every other column is the
 * correlation with the value that it is named after. Without a column text the items can be rated elsewhere alone.
 */
function readItemsTable(told: Table, id: string, rule: Rule): ItemSet {
  const hasId = columnNamed(told, 'item') !== undefined;
  const table = withOurNames(
    told,
    columns.filter((name) => name !== 'item' && !(name === 'id' && hasId)),
  );
  const named = new Map(table.columns.map((name) => [name.trim().toLowerCase(), name]));
  const idColumn = named.get('id') ?? named.get('item');
  if (idColumn === undefined)
    throw new UserError('The column id is missing.', {
      where: placeOf(table, table.headerLine),
      hint: 'A table of items has columns id, value, key, and text.',
    });
  const textColumns = inLanguages(named, 'text');
  const situationColumns = inLanguages(named, 'situation');
  const other = [...named].filter(
    ([name]) => !columns.includes(name) && !/^(?:text|situation)_[a-z-]+$/.test(name),
  );
  const names = [
    ...other.map(([, column]) => column),
    ...table.rows.flatMap(({ cells }) => cells[named.get('value') ?? '']?.trim() || []),
  ];
  const { system, values } = systemOf(names);
  const stray = other.find(([, column]) => !valueNamed(column, values));
  if (stray)
    throw new UserError(`The column ${stray[1]} is named after no value.`, {
      where: placeOf(table, table.headerLine),
      hint: `Values are ${values.map((one) => one.id).join(', ')}; other columns are ${columns.join(', ')}.`,
    });
  const style = numberStyle(table);
  const raw = table.rows.map(({ cells, line }): RawItem => {
    const cell = (name: string) => cells[named.get(name) ?? '']?.trim() || undefined;
    const texts = (found: readonly (readonly [string, string])[]) =>
      Object.fromEntries(found.map(([language, column]) => [language, cells[column] ?? '']));
    const correlations = other.flatMap(([, column]) => {
      const told = cells[column] ?? '';
      if (isGap(told)) return [];
      return [[column, checkedNumber(style.numberOf(told, column), told, column, table, line)]];
    });
    return {
      id: cells[idColumn]!.trim(),
      ...{ value: cell('value'), key: cell('key') ?? keyOfReverse(cell('reverse')) },
      ...(textColumns.length > 0 && { text: texts(textColumns) }),
      ...(situationColumns.length > 0 && { situation: texts(situationColumns) }),
      ...(other.length > 0 && { correlations: Object.fromEntries(correlations) }),
    };
  });
  const [problem] = problemsOf(raw, values, { oneKey: situationColumns.length > 0 });
  if (problem)
    throw new UserError(`${problem.field}: ${problem.message}.`, {
      where: placeOf(table, table.rows[problem.index]!.line),
      hint: `Correct the cell and run the same command.${problem.field === 'value' ? ' Values of your own are listed in a .yaml file (system, values).' : ''}`,
    });
  return {
    ...{ id, title: id, source: basename(table.file), system, values },
    kind: situationColumns.length > 0 ? 'everyday' : 'portrait',
    items: raw.map((item) => itemOf(item, values, rule)),
  };
}

/** Of a column that says whether an item is keyed against its value; another word is told as it stands. */
function keyOfReverse(cell: string | undefined): string | undefined {
  if (cell === undefined || /^(?:0|no|n|false|-)$/i.test(cell)) return undefined;
  return /^(?:1|yes|y|true|r|x)$/i.test(cell) ? 'against' : cell;
}

/** Columns of a text: "text" is English, "text_es" Spanish. */
function inLanguages(named: ReadonlyMap<string, string>, name: string): [string, string][] {
  return [...named].flatMap(([key, column]): [string, string][] => {
    if (key === name) return [['en', column]];
    const language = new RegExp(`^${name}_([a-z-]+)$`).exec(key)?.[1];
    return language === undefined ? [] : [[language, column]];
  });
}

/** The system that knows most of these values; Schwartz's where none knows any. */
function systemOf(names: readonly string[]): { system: string; values: Value[] } {
  const known = shippedSystems.map(({ id }) => {
    const values = valuesOf(id)!;
    return { system: id, values, found: names.filter((name) => valueNamed(name, values)).length };
  });
  const schwartz = known.find(({ system }) => system === 'schwartz')!;
  return known.reduce((best, one) => (one.found > best.found ? one : best), schwartz);
}

/** Pairs as Value Portrait has them, or by the name of the value. */
const pairs = z.union([
  z.array(z.tuple([z.string(), z.number()])),
  z.record(z.string(), z.number()).transform((by) => Object.entries(by)),
]);
/** Only the fields that are read; the files have more. */
const taggedSchema = z
  .array(
    z.object({
      portrait_id: z.number(),
      content: z.object({ title: z.string().nullish(), text: z.string() }),
      outputs: z.array(
        z.object({
          id: z.number(),
          content: z.string().trim().min(1, 'a reply is empty; write what the model is to rate'),
          correlations: pairs,
        }),
      ),
    }),
  )
  .min(1, 'the list holds no items');

/** Value Portrait's tagged query–response pairs (Han and others 2025): an item is a reply, `<portrait_id>.<id>`. */
function readTagged(json: string, file: string, id: string, rule: Rule): ItemSet {
  const entries = readJson(json, file);
  const values = valuesOf('schwartz')!;
  const raw = entries.flatMap(({ portrait_id, content, outputs }) =>
    outputs.map((output): RawItem => {
      const situation = [content.title, content.text].filter((part) => part?.trim()).join('\n\n');
      return {
        id: `${portrait_id}.${output.id}`,
        text: { en: output.content },
        situation: { en: situation },
        correlations: Object.fromEntries(output.correlations),
      };
    }),
  );
  const [problem] = problemsOf(raw, values, { oneKey: true });
  if (problem) {
    const [portrait] = raw[problem.index]!.id.split('.');
    throw new UserError(`${problem.field}: ${problem.message}.`, {
      where: `${file}:${lineOf(json, new RegExp(`"portrait_id"\\s*:\\s*${portrait}\\b`))}`,
      hint: 'Correct the entry and run the same command.',
    });
  }
  return {
    ...{ id, title: 'Value Portrait', system: 'schwartz', values, kind: 'everyday' },
    source: 'Han, Choi, Song, Lee, and Jo (2025), Value Portrait, arXiv 2505.01015',
    items: raw.map((item) => itemOf(item, values, rule)),
  };
}

function readJson(json: string, file: string): z.infer<typeof taggedSchema> {
  let told: unknown;
  try {
    told = JSON.parse(json);
  } catch {
    // The YAML parser also reads JSON and names the place of an error.
    return readYaml(json, taggedSchema, file);
  }
  const read = taggedSchema.safeParse(told);
  return read.success ? read.data : readYaml(json, taggedSchema, file);
}

/** 1-based; 1 where it is not found. */
function lineOf(whole: string, pattern: RegExp): number {
  const at = whole.search(pattern);
  return at < 0 ? 1 : whole.slice(0, at).split('\n').length;
}

/** The item, with the values that it counts for by its key, or by the rule for correlations. */
function itemOf(raw: RawItem, values: readonly Value[], rule: Rule): Item {
  return {
    id: raw.id,
    counts: raw.value === undefined ? byCorrelation(raw, values, rule) : byKey(raw, values),
    text: raw.text ? { ...raw.text } : null,
    ...(raw.situation && { situation: { ...raw.situation } }),
  };
}

function byKey({ value, key }: RawItem, values: readonly Value[]): Item['counts'] {
  return [{ value: valueNamed(value!, values)!.id, key: keyNamed(key ?? 'for')! }];
}

/** Value Portrait's rule: a correlation above `least` counts; with `signed`, one below −`least` counts against. */
function byCorrelation(
  { id, correlations = {} }: RawItem,
  values: readonly Value[],
  { rule, least, leaveOut }: Rule,
): Item['counts'] {
  return Object.entries(correlations).flatMap(([name, r]) => {
    const value = valueNamed(name, values)!.id;
    const isOut = leaveOut.some(
      (pair) => pair.item === id && valueNamed(pair.value, values)?.id === value,
    );
    const counts = r > least || (rule === 'signed' && r < -least);
    return counts && !isOut
      ? [{ value, key: r > 0 ? ('for' as const) : ('against' as const) }]
      : [];
  });
}
