/** Answers to an instrument's items that were collected elsewhere, as lines of its logs. */
import { createHash } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { basename } from 'node:path';
import * as z from 'zod';
import { hashOf } from '../../asking/identity.ts';
import { UserError } from '../../errors.ts';
import type { Line } from '../../instruments/contract.ts';
import { type AnswerLine, answerRow } from '../../instruments/shared/answer-round.ts';
import { columnNamed, withOurNames } from '../../table-files/column-names.ts';
import { isGap } from '../../table-files/gaps.ts';
import { readTable } from '../../table-files/read-table.ts';
import { type ColumnMap, rowsOf } from '../../table-files/rows-of.ts';
import { placeOf, type Table, type TableOptions } from '../../table-files/table-file.ts';
import { plural } from '../../tables/numbers.ts';
import { emptyStudy, type ImportEnvironment, type Imported } from '../import-answers.ts';
import { isSimulated } from '../list-runs.ts';
import { createRunFolder, openRunFolder } from '../run-folder.ts';
import type { Study } from '../study.ts';
import { longAnswers } from './long-answers.ts';
import { ownRegistry } from './registry.ts';

export type ImportRowsOptions = {
  as: string;
  /** An existing run to add to; else a new one is made in `runs`. */
  into?: string;
  runs: string;
  /** The name of a new run; made up by default. */
  name?: string;
  judges?: string[];
  map?: ColumnMap;
  table?: TableOptions;
  /** Settings of a new run; without them no model is asked. */
  study?: Study;
  /** The settings of the instrument; by default its own defaults, or those of the run. */
  settings?: Readonly<Record<string, unknown>>;
};

/**
 * Adds the rows of a CSV or JSON Lines file to a run, and the instrument to its study if it is missing
 * there. A row's identity is the hash of the file and its place in it, so importing a file twice adds
 * nothing. Throws UserError for a file that does not fit; then nothing is added, and no run is made.
 */
export async function importRows(
  file: string,
  options: ImportRowsOptions,
  environment: ImportEnvironment,
): Promise<Imported> {
  const registry = environment.instruments ?? ownRegistry;
  const instrument = registry.list.find((one) => one.id === options.as);
  const [answers] =
    Object.entries(instrument?.logs ?? {}).find(([, { kind }]) => kind === 'answer') ?? [];
  const row = instrument?.row ?? (answers === undefined ? undefined : answerRow(answers));
  if (!row)
    throw new UserError(`The instrument ${options.as} takes no imported answers.`, {
      exit: 'usage',
    });
  const columns = [...row.required, ...(row.optional ?? [])];
  const { map = {} } = options;
  const named = withOurNames(
    await readTable(file, options.table),
    columns.filter((name) => !(name in map)),
    Object.values(map),
  );
  function rowsFor(items: unknown) {
    const { wide } = row!;
    // Somebody who names columns has a row for each answer.
    const table =
      wide && Object.keys(map).length === 0
        ? longAnswers(named, wide.cell, new Set(wide.ids(items)), row!.optional ?? [])
        : named;
    const rows = rowsOf(table, z.record(z.string(), z.string()), {
      mappable: true,
      required: row!.required,
      optional: columns,
      map,
    });
    const present = columns.filter((name) => columnNamed(table, map[name] ?? name) !== undefined);
    return { rows, table, present };
  }
  const hash = createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 16);
  const settings = instrument!.settings.parse(options.settings ?? {});
  const shipped = () => instrument!.items(environment.prompts, settings, null);
  // Errors are reported before a run is made, or one is changed.
  const early = options.into === undefined ? rowsFor(shipped()) : null;
  const folder =
    options.into ??
    createRunFolder(
      options.runs,
      options.study ?? {
        ...(await emptyStudy(options, environment)),
        instruments: { [options.as]: options.settings ?? {} },
      },
      environment.now,
    );
  const run = openRunFolder(folder, true, environment.now, { instruments: registry });
  let keeps = options.into !== undefined;
  try {
    if (isSimulated(run.study))
      throw new UserError('A simulated study takes no imported answers.', { where: folder });
    const { study } = run;
    const settled = run.instruments().find((one) => one.instrument.id === options.as);
    const { rows, table, present } =
      early ?? rowsFor(settled?.itemsFor(environment.prompts, settled.settings) ?? shipped());
    if (!(options.as in study.instruments))
      run.saveStudy({
        ...study,
        instruments: { ...study.instruments, [options.as]: options.settings ?? {} },
      });
    else if (options.settings && hashOf(options.settings) !== hashOf(study.instruments[options.as]))
      throw new UserError(`The ${options.as} of this run has other settings.`, {
        where: folder,
        hint: 'Leave --items and --settings out, or start a run of its own without --into.',
      });
    const open = run.instruments().find((one) => one.instrument.id === options.as)!;
    const items = open.settleItems(environment.prompts, open.settings);
    const at = new Date(environment.now()).toISOString();
    const stored = new Map(
      [...open.logs.values()].flatMap((log) => log.lines.map((line) => [line.id, line] as const)),
    );
    const seen = new Map<string, string>();
    const told = new Map<string, { text: string; where: string }>();
    const again: string[] = [];
    const made = rows.flatMap(({ line: place, ...cells }, i) => {
      const where = placeOf(table, place);
      const about = { id: `import|${hash}|${i + 1}`, items, at, columns: present, where };
      return row.lines(wholeNumbers(cells, table), about).filter(({ line }) => {
        const first = seen.get(line.id);
        if (first !== undefined)
          throw new UserError(`This row has the id of another one (${first}).`, {
            where,
            hint: 'Give each row an id of its own.',
          });
        seen.set(line.id, where);
        if (isAgain(line, told, where)) {
          again.push(where);
          return false;
        }
        const before = stored.get(line.id);
        if (before) row.refuseChanged?.(before, line, where);
        return true;
      });
    });
    keeps = true;
    const fresh = made.filter(({ line }) => !stored.has(line.id));
    for (const { log, line } of fresh) open.logs.get(log)!.append(line);
    if (fresh.length > 0)
      run.events.append({
        at,
        event: 'import',
        text: `${fresh.length} ${options.as} from ${basename(file)} (sha256 ${hash}…)`,
      });
    const models = made.map(({ log, line }) => open.instrument.logs[log]!.modelOf(line));
    return {
      folder: run.folder,
      added: fresh.length,
      known: made.length - fresh.length,
      models: [...new Set(models)].sort(),
      otherPrompts: 0,
      notes: [
        ...table.notes,
        ...(again.length > 0
          ? [
              `left out: ${plural(again.length, 'answer', 'answers')} that ${again.length === 1 ? 'stands' : 'stand'} in the table twice, the first at ${again[0]}`,
            ]
          : []),
      ],
    };
  } finally {
    await run.close();
    // A new run without any row is removed.
    if (!keeps) rmSync(folder, { recursive: true });
  }
}

/**
 * Whether a model has answered the question of a line in an earlier one of the table, `told`. Throws UserError where it has answered
 * otherwise.
 */
function isAgain(
  line: Line,
  told: Map<string, { text: string; where: string }>,
  where: string,
): boolean {
  const { model, item, condition, text } = line as Partial<AnswerLine>;
  if (item === undefined || text === undefined) return false;
  const key = JSON.stringify([model, item, condition]);
  const first = told.get(key);
  if (!first) {
    told.set(key, { text, where });
    return false;
  }
  if (first.text !== text)
    throw new UserError(
      `There is a second answer of ${model} to ${item}, other than the first (${first.where}).`,
      {
        where,
        hint: 'A question is answered once by a model in each wording, order, and condition: leave the other rows out.',
      },
    );
  return true;
}

/** Ratings as whole numbers: other programs write a column with gaps as 4.0, or 4,0. */
function wholeNumbers(
  cells: Readonly<Record<string, unknown>>,
  { options: { gaps } }: Table,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(cells).map(([name, cell]) => {
      const text = String(cell).trim();
      if (gaps && isGap(text, gaps)) return [name, ''];
      return [name, /^-?\d+[.,]0+$/.test(text) ? text.replace(/[.,]0+$/, '') : String(cell)];
    }),
  );
}
