/** Merges runs of one study: a union of their logs by identity. */

import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { hashOf } from '../asking/identity.ts';
import { UserError } from '../errors.ts';
import { curatorFile } from './curators.ts';
import type { RunEnvironment } from './environment.ts';
import type { Registry } from './instruments/registry.ts';
import { withMeaning } from './meaning-choice.ts';
import { createRunFolder, openRunFolder } from './run-folder.ts';
import type { Study } from './study.ts';
import { readStudy } from './study-file.ts';

const facts = ['responses', 'extractions', 'names'] as const;

export type Merged = {
  folder: string;
  /** Lines added, by log; those in the folder of an instrument under `<instrument>/<log>`. */
  lines: Record<string, number>;
  /** Lines of an identity that was there already, with the same content and with another (the first was kept). */
  same: number;
  differing: number;
  /** Second curators with different logs in several runs: the log of the run named is kept. */
  curatorsKept: { name: string; from: string }[];
};

export type MergeOptions = {
  runs: string;
  /** The name of the new run; the study's own, without the mark of a part, unless given. */
  name?: string;
  /** The run whose edits are kept if those of several differ. */
  edits?: string;
  /** The program's own by default. */
  instruments?: Registry | undefined;
  /** For parts of a study, which leave the embedding open. */
  chooseEmbedding: RunEnvironment['chooseEmbedding'];
  now(): number;
};

/**
 * Makes a new run with the facts of all `folders`. The studies must be the same but for name, budget, and
 * part; models, prompts, stems, systems, and judges are united in the order in which they come. Of two
 * lines with one identity the first is kept. No run is changed.
 * @throws UserError for fewer than two runs, studies that differ (naming the field), and edits that
 * differ while `edits` chooses none; CorruptRunError for a broken log.
 */
export async function mergeRuns(
  folders: readonly string[],
  options: MergeOptions,
): Promise<Merged> {
  if (new Set(folders).size < 2)
    throw new UserError('A merge needs at least two runs.', { exit: 'usage' });
  const studies = folders.map((folder) => readStudy(join(folder, 'study.yaml')));
  const united = uniteStudies(studies, folders, options.name);
  const isOfParts = studies[0]!.shard !== undefined;
  const study = isOfParts ? await withMeaning(united, options) : united;
  const edits = chosenEdits(folders, options);
  const folder = createRunFolder(options.runs, study, options.now);
  const merged: Merged = {
    folder,
    lines: Object.fromEntries(facts.map((log) => [log, 0])),
    same: 0,
    differing: 0,
    curatorsKept: [],
  };
  const { instruments } = options;
  const into = openRunFolder(folder, true, options.now, { instruments });
  try {
    const bySource = new Map<string, Map<string, string>>();
    const seen = (log: string) => {
      const known = bySource.get(log) ?? new Map<string, string>();
      bySource.set(log, known);
      return known;
    };
    const curators = new Map<string, string>();
    for (const from of folders) {
      const run = openRunFolder(from, false, options.now, { instruments });
      try {
        for (const log of facts) unite(run[log].lines, into[log], seen(log), log, merged);
        for (const own of run.instruments()) {
          const same = into.instruments().find((one) => one.instrument === own.instrument)!;
          const items = own.items();
          if (items) same.takeItems(items.items, same.settings);
          for (const [name, log] of own.logs) {
            const spec = own.instrument.logs[name]!;
            const key = spec.file === undefined ? `${own.instrument.id}/${name}` : name;
            merged.lines[key] ??= 0;
            unite(log.lines, same.logs.get(name)!, seen(key), key, merged);
          }
        }
        if (from === edits) for (const edit of run.curation.lines) into.curation.append(edit);
        for (const { name } of run.seconds()) takeCurator(name, from, merged, curators);
        for (const event of run.events.lines) into.events.append(event);
      } finally {
        await run.close();
      }
    }
    const at = new Date(options.now()).toISOString();
    const names = folders.map((one) => basename(one)).join(', ');
    into.events.append({ at, event: 'note', text: `merged ${names}` });
    for (const one of merged.curatorsKept)
      into.events.append({ at, event: 'note', text: curatorKept(one) });
  } finally {
    await into.close();
  }
  return merged;
}

/** Copies a second curator's log as a whole; of different logs of one name the first is kept. `curators` records the run of each. */
function takeCurator(
  name: string,
  from: string,
  { folder, curatorsKept }: Merged,
  curators: Map<string, string>,
): void {
  const [source, copy] = [curatorFile(from, name), curatorFile(folder, name)];
  const first = curators.get(name);
  if (first === undefined) {
    curators.set(name, basename(from));
    copyFileSync(source, copy);
  } else if (
    !curatorsKept.some((one) => one.name === name) &&
    !readFileSync(source).equals(readFileSync(copy))
  )
    curatorsKept.push({ name, from: first });
}

export function curatorKept({ name, from }: Merged['curatorsKept'][number]): string {
  return `The logs of the second curator ${name} differ between runs; that of ${from} was kept.`;
}

function unite(
  from: Iterable<{ id: string }>,
  into: { append(line: never): void },
  seen: Map<string, string>,
  log: string,
  merged: Merged,
): void {
  for (const line of from) {
    const content = contentOf(line);
    const before = seen.get(line.id);
    if (before === undefined) {
      seen.set(line.id, content);
      into.append(line as never);
      merged.lines[log] = (merged.lines[log] ?? 0) + 1;
    } else if (before === content) merged.same += 1;
    else merged.differing += 1;
  }
}

/** The content of a line, without its time and its use of tokens. */
function contentOf(line: object): string {
  const {
    at: _at,
    milliseconds: _ms,
    cost: _cost,
    tokens: _tokens,
    ...rest
  } = line as Record<string, unknown>;
  return hashOf(rest);
}

function uniteStudies(
  studies: readonly Study[],
  folders: readonly string[],
  name: string | undefined,
): Study {
  const first = studies[0]!;
  const { shard, ...whole } = first;
  const rest = studies.slice(1);
  for (const [i, study] of rest.entries()) {
    const differing = differences(first, study);
    if (differing.length > 0)
      throw new UserError(
        `${basename(folders[i + 1]!)} is another study than ${basename(folders[0]!)}: ${differing.join(', ')} ${differing.length === 1 ? 'differs' : 'differ'}.`,
        {
          hint: 'Runs of one study can be merged; models, prompts, stems, and judges may be added.',
        },
      );
  }
  const united = <T>(of: (study: Study) => readonly T[], key: (one: T) => string): T[] => {
    const found = new Map<string, T>();
    for (const study of studies)
      for (const one of of(study)) if (!found.has(key(one))) found.set(key(one), one);
    return [...found.values()];
  };
  const own = shard === undefined ? first.name : first.name.replace(/-\d+of\d+$/, '');
  return {
    ...whole,
    name: name ?? own,
    models: united(
      (study) => study.models,
      (model) => model.id,
    ),
    prompts: united(
      (study) => study.prompts,
      (prompt) => prompt.id,
    ),
    endpoints: Object.assign({}, ...studies.map((study) => study.endpoints)),
    instruments: Object.assign({}, ...studies.map((study) => study.instruments)),
    test: {
      ...first.test,
      stems: united((study) => study.test.stems, String),
      ...(studies.some((study) => study.test.ownStems) && {
        ownStems: united(
          (study) => study.test.ownStems ?? [],
          (stem) => stem.id,
        ),
      }),
      judges: united((study) => study.test.judges, String),
      systems: united((study) => study.test.systems, String),
    },
  };
}

/** The fields that must be equal in two studies and are not. */
function differences(a: Study, b: Study): string[] {
  const fixed = ({ test, ...study }: Study): Record<string, unknown> => ({
    seed: study.seed,
    settings: study.settings,
    repeats: study.repeats,
    maxTokens: study.maxTokens,
    extraction: study.extraction,
    clusters: study.clusters,
    factors: study.factors,
    'test.repeats': test.repeats,
    'test.setting': test.setting,
    against: study.against,
  });
  const left = fixed(a);
  const right = fixed(b);
  const fields = Object.keys(left).filter(
    (field) => hashOf({ v: left[field] }) !== hashOf({ v: right[field] }),
  );
  const hashes = new Map(a.prompts.map((prompt) => [prompt.id, prompt.hash]));
  const changed = b.prompts.some(({ id, hash }) => hashes.has(id) && hashes.get(id) !== hash);
  const urls = Object.entries(b.endpoints).some(
    ([name, { url }]) => a.endpoints[name] !== undefined && a.endpoints[name].url !== url,
  );
  const asked = Object.keys(a.instruments).filter(
    (id) =>
      id in b.instruments &&
      hashOf(a.instruments[id] ?? null) !== hashOf(b.instruments[id] ?? null),
  );
  return [
    ...fields,
    ...asked.map((id) => `instruments.${id}`),
    ...(changed ? ['the text of a prompt'] : []),
    ...(urls ? ['endpoints'] : []),
  ];
}

/** The run whose edits go into the merged one: the first with edits, if all with edits have the same. */
function chosenEdits(folders: readonly string[], options: MergeOptions): string | null {
  if (options.edits !== undefined) return options.edits;
  const edited = folders.flatMap((folder) => {
    if (!existsSync(join(folder, 'curation.jsonl'))) return [];
    const { instruments } = options;
    const run = openRunFolder(folder, false, options.now, { instruments });
    const { lines } = run.curation;
    void run.close();
    return lines.length > 0 ? [{ folder, hash: hashOf([...lines]), count: lines.length }] : [];
  });
  const first = edited[0];
  if (!first) return null;
  if (edited.every((one) => one.hash === first.hash)) return first.folder;
  throw new UserError('The edits of these runs differ, and edits do not add up.', {
    where: edited.map((one) => `${basename(one.folder)}: ${one.count} edits`).join('; '),
    hint: `Choose whose hold, for example --edits ${basename(first.folder)}.`,
    exit: 'usage',
  });
}
