/** Answers to an instrument's items that were collected elsewhere, as lines of its logs. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { z } from 'zod';
import { UserError } from '../../errors.ts';
import { answerRow } from '../../instruments/shared/answer-round.ts';
import { isGap } from '../../table-files/gaps.ts';
import { readTable } from '../../table-files/read-table.ts';
import { type ColumnMap, rowsOf } from '../../table-files/rows-of.ts';
import { placeOf, type Table, type TableOptions } from '../../table-files/table-file.ts';
import type { RunEnvironment } from '../environment.ts';
import type { Imported } from '../import-answers.ts';
import { isSimulated } from '../list-runs.ts';
import { openRunFolder } from '../run-folder.ts';
import { ownRegistry } from './registry.ts';

/**
 * Adds the rows of a CSV or JSON Lines file to the run in `into`, whose study is given the instrument
 * where it lacks it. A row's identity is the hash of the file and its place in it, so the same file
 * twice adds nothing. Throws UserError for a file that does not fit; nothing is added then.
 */
export async function importRows(
  file: string,
  options: { as: string; into: string; map?: ColumnMap; table?: TableOptions },
  environment: Pick<RunEnvironment, 'now' | 'prompts' | 'instruments'>,
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
  const table = await readTable(file, options.table);
  const rows = rowsOf(table, z.record(z.string(), z.string()), {
    required: row.required,
    optional: columns,
    ...(options.map ? { map: options.map } : {}),
  });
  const hash = createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 16);
  const run = openRunFolder(options.into, true, environment.now, { instruments: registry });
  try {
    if (isSimulated(run.study))
      throw new UserError('A simulated study takes no imported answers.', { where: options.into });
    const { study } = run;
    if (!(options.as in study.instruments))
      run.saveStudy({ ...study, instruments: { ...study.instruments, [options.as]: {} } });
    const open = run.instruments().find((one) => one.instrument.id === options.as)!;
    const items = open.settleItems(environment.prompts, open.settings);
    const at = new Date(environment.now()).toISOString();
    const made = rows.map(({ line, ...cells }, i) =>
      row.line(wholeNumbers(cells, table), {
        id: `import|${hash}|${i + 1}`,
        items,
        at,
        where: placeOf(table, line),
      }),
    );
    const stored = new Set([...open.logs.values()].flatMap((log) => log.lines.map(({ id }) => id)));
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
      otherStems: 0,
      notes: table.notes,
    };
  } finally {
    await run.close();
  }
}

/** Ratings as whole numbers: a column with gaps comes out of other programs as 4.0, or 4,0. */
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
