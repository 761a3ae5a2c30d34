/** Answers and completions that were collected elsewhere, as facts of a run. */

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import * as z from 'zod';
import { UserError } from '../errors.ts';
import { importedStemId } from '../instruments/sentence-completion/imported-stem.ts';
import type { Stem } from '../instruments/sentence-completion/items.ts';
import { loadStems } from '../instruments/sentence-completion/load-items.ts';
import { addStems, sentenceLogs } from '../instruments/sentence-completion/run-logs.ts';
import { nearest } from '../models/nearest.ts';
import { isSimulatedModel } from '../models/simulated/is-simulated-model.ts';
import { loadElicitationPrompts } from '../prompts/load.ts';
import { isLabelGap } from '../table-files/gaps.ts';
import { readTable } from '../table-files/read-table.ts';
import { type ColumnMap, rowsOf } from '../table-files/rows-of.ts';
import { placeOf, type Table, type TableOptions } from '../table-files/table-file.ts';
import { plural } from '../tables/numbers.ts';
import type { RunEnvironment } from './environment.ts';
import { isSimulated } from './list-runs.ts';
import { withMeaning } from './meaning-choice.ts';
import { presetStudy } from './presets.ts';
import { createRunFolder, openRunFolder, type RunFolder } from './run-folder.ts';
import { runName } from './run-name.ts';
import { settingNames } from './setting-names.ts';
import { settleStudy } from './start-run.ts';
import type { Study } from './study.ts';

export type ImportKind = 'responses' | 'completions';

export type ImportOptions = {
  as: ImportKind;
  /** An existing run to add to; else a new one is made in `runs`. */
  into?: string;
  runs: string;
  /** The name of a new run; made up by default. */
  name?: string;
  /** The judges of a new run; the two default local models by default. */
  judges?: string[];
  map?: ColumnMap;
  /** How to read the file: encoding, sheet. */
  table?: TableOptions;
};

export type Imported = {
  folder: string;
  added: number;
  /** Rows that the run had already. */
  known: number;
  models: string[];
  /** Prompts of the file that do not come with the program. */
  otherPrompts: number;
  /** Stems of the file that do not come with the program, if completions were imported. */
  otherStems?: number;
  /** Sentences on how the file was read, and what was left out or renamed. */
  notes: string[];
};

const form = z.preprocess(
  (given) => (typeof given === 'string' ? given.trim().toLowerCase() : given),
  z.enum(['chat', 'completion', 'chat-prefill']).default('chat'),
);
const setting = z.string().trim().default('import');
const columnsOf = {
  responses: z.object({
    model: z.string().trim().min(1, 'a model needs a name'),
    prompt: z.string().trim().min(1, 'a prompt needs an id or its text'),
    answer: z.string(),
    setting,
    form,
  }),
  completions: z.object({
    model: z.string().trim().min(1, 'a model needs a name'),
    stem: z.string().trim().min(1, 'a stem needs an id or its text'),
    answer: z.string(),
    setting,
    form,
  }),
};

/** The environment for a run of imported answers. */
export type ImportEnvironment = Pick<
  RunEnvironment,
  'now' | 'prompts' | 'version' | 'instruments' | 'chooseEmbedding'
>;

/**
 * Adds the rows of a table (columns `model`, `prompt` or `stem`, `answer`; `setting` and `form` where
 * known) to a run. A row's identity is the hash of the file and its place in it, so importing a file
 * twice adds nothing. A row without an answer is left out and counted; a setting gets a name that runs
 * can use. A prompt or stem of the program is found by id or text; any other keeps its text and gets an id
 * from it: such stems are asked, judged, and scored like the program's own. Throws UserError for a file that
 * does not fit, an id of a stem that does not exist, and a simulated run; nothing is added then.
 */
export async function importAnswers(
  file: string,
  options: ImportOptions,
  environment: ImportEnvironment,
): Promise<Imported> {
  const simulated = options.judges?.find(isSimulatedModel);
  if (simulated !== undefined)
    throw new UserError(`${simulated} cannot judge real answers.`, {
      hint: 'A study is all simulated or not at all: name another judge.',
      exit: 'usage',
    });
  const item = options.as === 'responses' ? 'prompt' : 'stem';
  const table = await readTable(file, options.table);
  const read = rowsOf<Row>(table, columnsOf[options.as] as unknown as z.ZodType<Row>, {
    mappable: true,
    required: ['model', item, 'answer'],
    optional: ['setting', 'form'],
    ...(options.map ? { map: options.map } : {}),
  });
  const { rows, notes } = usableRows(read, table);
  const hash = createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 16);
  const places = await itemsOf(rows, table, options.as, environment);
  const folder =
    options.into ??
    createRunFolder(options.runs, await emptyStudy(options, environment), environment.now);
  const run = openRunFolder(folder, true, environment.now, {
    instruments: environment.instruments,
  });
  try {
    if (isSimulated(run.study))
      throw new UserError('A simulated study takes no imported answers.', {
        where: folder,
        hint: 'Leave --into out to start a run of its own.',
      });
    const stems =
      options.as === 'completions' ? { otherStems: keepStems(run, places, environment) } : {};
    const about = { file, hash, as: options.as, now: environment.now };
    return { ...addRows(run, rows, places, about), ...stems, notes };
  } finally {
    await run.close();
  }
}

type Row = {
  line: number;
  /** 1-based among the rows of the file. */
  place: number;
  model: string;
  prompt?: string;
  stem?: string;
  answer: string;
  setting: string;
  form: z.infer<typeof form>;
};

/** Rows with an answer, their settings under names that a run can use. */
function usableRows(
  read: readonly Omit<Row, 'place'>[],
  table: Table,
): { rows: Row[]; notes: string[] } {
  const notes = [...table.notes];
  const placed = read.map((row, i) => ({ ...row, place: i + 1 }));
  const isSilent = ({ answer }: Pick<Row, 'answer'>) => isLabelGap(answer, table.options.gaps);
  const silent = placed.filter(isSilent);
  if (silent.length > 0)
    notes.push(
      `${plural(silent.length, 'row')} without an answer ${silent.length === 1 ? 'is' : 'are'} left out (first: ${placeOf(table, silent[0]!.line)})`,
    );
  const names = settingNames(placed.map(({ setting }) => setting));
  const renamed = [...names].filter(([given, name]) => given !== name);
  if (renamed.length > 0)
    notes.push(
      `settings are named by letters, digits, and . _ -: ${renamed.map(([given, name]) => `"${given}" is ${name}`).join(', ')}`,
    );
  return {
    rows: placed
      .filter((row) => !isSilent(row))
      .map((row) => ({ ...row, setting: names.get(row.setting)! })),
    notes,
  };
}

/** The item that a row answers: its id, and its text if only the file has it. */
type Place = { id: string; hash: string | null; text?: string };

async function itemsOf(
  rows: readonly Row[],
  table: Table,
  as: ImportKind,
  environment: Pick<RunEnvironment, 'prompts'>,
): Promise<Place[]> {
  if (as === 'responses') {
    const known = loadElicitationPrompts(environment.prompts);
    return rows.map((row) => {
      const given = row.prompt!;
      const prompt = known.find(
        (one) => one.id === given || plain(one.body) === plain(given) || row.prompt === one.body,
      );
      if (prompt) return { id: prompt.id, hash: null };
      if (/^[\w.-]{1,40}$/.test(given)) return { id: given, hash: null };
      const short = createHash('sha256').update(plain(given)).digest('hex').slice(0, 8);
      return { id: `import-${short}`, hash: null, text: given };
    });
  }
  const { stems } = loadStems(environment.prompts);
  return rows.map((row) => stemOf(row.stem!, stems, placeOf(table, row.line)));
}

/** Adds stems that only the file has to the run's items and study; gives their number. */
function keepStems(
  run: RunFolder,
  places: readonly Place[],
  { prompts }: Pick<RunEnvironment, 'prompts'>,
): number {
  const texts = new Map(
    places.flatMap(({ id, text }) => (text === undefined ? [] : [[id, text] as const])),
  );
  const stems = [...texts].map(
    ([id, text]): Stem => ({ id, text, framing: 'positive', tags: ['import'], bothForms: false }),
  );
  const ids = addStems(run, stems, prompts);
  if (ids.length > 0) {
    const { study } = run;
    run.saveStudy({ ...study, test: { ...study.test, stems: [...study.test.stems, ...ids] } });
  }
  return stems.length;
}

/** One word is an id, which must be known; several words are the text of a stem. */
function stemOf(given: string, stems: readonly Stem[], where: string): Place {
  const found = stems.find((stem) => stem.id === given || plain(stem.text) === plain(given));
  if (found) return { id: found.id, hash: null };
  if (/\s/.test(given)) return { id: importedStemId(plain(given)), hash: null, text: given };
  const byText = nearest(
    given,
    stems.map((stem) => stem.text),
    1,
  );
  const near =
    byText.length > 0
      ? byText
      : nearest(
          given,
          stems.map((stem) => stem.id),
        );
  throw new UserError(`There is no stem "${given.slice(0, 60)}".`, {
    where,
    hint:
      near.length > 0
        ? `Nearest: ${near.join(', ')}.`
        : 'Stems are named by their id or their text in prompts/stems/stems.yaml.',
  });
}

function addRows(
  run: RunFolder,
  rows: readonly Row[],
  places: readonly Place[],
  about: { file: string; hash: string; as: ImportKind; now: () => number },
): Omit<Imported, 'notes' | 'otherStems'> {
  const { completions } = sentenceLogs(run);
  const log = about.as === 'responses' ? run.responses : completions;
  const stored = new Set(log.lines.map((line) => line.id));
  const repeats = new Map<string, number>();
  const models = new Set<string>();
  const otherPrompts = new Set<string>();
  let added = 0;
  rows.forEach((row, i) => {
    const place = places[i]!;
    const model = row.model.includes(':') ? row.model : `import:${row.model}`;
    models.add(model);
    if (place.text !== undefined) otherPrompts.add(place.id);
    const cell = `${model}\n${row.setting}\n${row.form}\n${place.id}`;
    const repeat = (repeats.get(cell) ?? 0) + 1;
    repeats.set(cell, repeat);
    const id = `import|${about.hash}|${row.place}`;
    if (stored.has(id)) return;
    added += 1;
    const shared = {
      id,
      key: null,
      source: 'import' as const,
      model,
      setting: row.setting,
      form: row.form,
      text: row.answer,
      finish: 'stop' as const,
      seed: null,
      promptTokens: null,
      completionTokens: null,
      milliseconds: null,
      cost: null,
      at: new Date(about.now()).toISOString(),
      origin: `${basename(about.file)}:${row.line}`,
      repeat,
    };
    if (about.as === 'completions') completions.append({ ...shared, stem: place.id });
    else
      run.responses.append({
        ...shared,
        prompt: place.id,
        promptHash: null,
        ...(place.text === undefined ? {} : { promptText: place.text }),
      });
  });
  if (added > 0)
    run.events.append({
      at: new Date(about.now()).toISOString(),
      event: 'import',
      text: `${added} ${about.as} from ${basename(about.file)} (sha256 ${about.hash}…)`,
    });
  return {
    folder: run.folder,
    added,
    known: rows.length - added,
    models: [...models].sort(),
    otherPrompts: otherPrompts.size,
  };
}

/** No model is asked: the facts come from files. Stems, systems, and judges are those of the quick preset. */
export async function emptyStudy(
  options: Pick<ImportOptions, 'name' | 'judges'>,
  environment: ImportEnvironment,
): Promise<Study> {
  const study = presetStudy('quick', environment.prompts, {
    name: options.name ?? runName(Math.floor(environment.now() / 1000)),
    models: [],
    ...(options.judges ? { judges: options.judges } : {}),
  });
  return withMeaning(settleStudy(study, environment, 'import'), environment);
}

function plain(text: string): string {
  return text.normalize('NFKC').replace(/\s+/g, ' ').trim().toLowerCase();
}
