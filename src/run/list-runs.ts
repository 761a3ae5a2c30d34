/** The runs of a folder and the progress of each, by its study and the length of its logs. */

import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fstatSync,
  openSync,
  readdirSync,
  readSync,
  statSync,
} from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { batchesUnderWay } from '../asking/batch/ledger.ts';
import { CorruptRunError, UserError } from '../errors.ts';
import { countLog } from '../facts/count-lines.ts';
import { refuseLinks } from '../facts/plain-file.ts';
import { nearest } from '../models/nearest.ts';
import { isSimulatedModel } from '../models/simulated/is-simulated-model.ts';
import { isFinished, isPartDone } from './finished.ts';
import { plannedIn } from './planned.ts';
import { shelfFolder, shelfOf, shelves } from './shelves.ts';
import type { Study } from './study.ts';
import { readStudy } from './study-file.ts';

export type RunSummary = {
  folder: string;
  name: string;
  /** Progress in a word or two: "scores", "elicit 312/450", "part 2/4 done". */
  stage: string;
  /** Batches under way at endpoints, and the requests in them. */
  batches: number;
  inBatches: number;
  models: number;
  answers: number;
  /** Dollars. */
  spend: number;
  /** ISO 8601: the time of the last event. */
  date: string;
  simulated: boolean;
  finished: boolean;
  readOnly: boolean;
  /** One of the examples that come with the program. */
  example?: true;
};

/** The runs in `runs`, newest first, without folders that are not runs or have an unreadable study. */
export function listRuns(runs: string): RunSummary[] {
  if (!existsSync(runs)) return [];
  return (
    readdirSync(runs, { withFileTypes: true })
      // The archive and the trash are among the runs.
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
      .flatMap((entry) => {
        try {
          return [summariseRun(join(runs, entry.name))];
        } catch (error) {
          if (error instanceof UserError) return [];
          throw error;
        }
      })
      .sort((a, b) => (a.date < b.date ? 1 : a.date > b.date ? -1 : a.folder < b.folder ? 1 : -1))
  );
}

/** One run's summary. Throws UserError if the folder is not a run or its study is invalid. */
export function summariseRun(folder: string): RunSummary {
  const path = resolve(folder);
  if (existsSync(path)) refuseLinks(path);
  const study = readStudy(join(path, 'study.yaml'));
  const responses = countLog(join(path, 'responses.jsonl'));
  const completions = countLog(join(path, 'completions.jsonl'));
  const ratings = countLog(join(path, 'ratings.jsonl'));
  const last = lastEvent(join(path, 'events.jsonl'));
  const finished = isFinished(last, study);
  const planned = plannedIn(study);
  const underWay = finished ? noBatches : batchesIn(path);
  return {
    folder: path,
    name: study.name,
    stage: finished
      ? 'scores'
      : isPartDone(last, study)
        ? `part ${study.shard} done`
        : responses.lines < planned.answers
          ? `elicit ${responses.lines}/${planned.answers}`
          : completions.lines < planned.completions
            ? `complete ${completions.lines}/${planned.completions}`
            : ratings.lines > 0
              ? `${ratings.lines} ${ratings.lines === 1 ? 'rating' : 'ratings'}`
              : 'to be rated',
    batches: underWay.batches,
    inBatches: underWay.requests,
    models: Math.max(planned.models, responses.models, completions.models),
    answers: responses.lines + completions.lines,
    spend: responses.dollars + completions.dollars,
    date: last?.at ?? statSync(join(path, 'study.yaml')).mtime.toISOString(),
    simulated: isSimulated(study),
    finished,
    readOnly: !isWritable(path),
  };
}

const noBatches = { batches: 0, requests: 0 };

/** A broken record of batches is ignored here; opening the run reports it. */
function batchesIn(folder: string): typeof noBatches {
  try {
    return batchesUnderWay(folder);
  } catch (error) {
    if (error instanceof CorruptRunError) return noBatches;
    throw error;
  }
}

/** Whether a study is simulated: all its models are, or none. A study of imported answers alone is not. */
export function isSimulated(study: Study): boolean {
  return study.models.length > 0 && study.models.every(({ id }) => isSimulatedModel(id));
}

/**
 * The folder of a run, given by its path, its folder's name in `runs`, or its study's name. Throws
 * UserError with the nearest names, or with all matches if there are several.
 */
export function findRun(name: string, runs: string): string {
  for (const folder of [resolve(name), resolve(runs, name)])
    if (existsSync(join(folder, 'study.yaml'))) return folder;
  const all = listRuns(runs);
  const named = all.filter((run) => run.name === name);
  if (named.length === 1) return named[0]!.folder;
  if (named.length > 1)
    throw new UserError(`${named.length} runs are named ${name}.`, {
      hint: `Name one folder: ${named.map((run) => basename(run.folder)).join(', ')}.`,
      exit: 'usage',
    });
  const [away] = runsPutAway(name, runs);
  if (away)
    throw new UserError(`The run ${name} is in the ${shelfOf(away.folder)}.`, {
      where: away.folder,
      hint: `Bring it back: valuelex runs restore ${name}`,
      exit: 'usage',
    });
  const near = nearest(name, [...new Set(all.flatMap((run) => [basename(run.folder), run.name]))]);
  throw new UserError(`There is no run ${name} in ${runs}.`, {
    hint:
      near.length > 0
        ? `Nearest: ${near.join(', ')}.`
        : all.length > 0
          ? 'See `valuelex runs` for the runs that are here.'
          : 'There are no runs here yet: `valuelex run` makes the first.',
    exit: 'usage',
  });
}

/** The runs of this name, or in a folder of this name, in the archive or the trash. */
export function runsPutAway(name: string, runs: string): RunSummary[] {
  return shelves
    .flatMap((shelf) => listRuns(shelfFolder(runs, shelf)))
    .filter((run) => run.name === name || basename(run.folder) === name);
}

/** Bytes at the end in which the last event is searched for: an event has a few hundred. */
const tailBytes = 64 * 1024;

function lastEvent(file: string): { at: string; event: string; text: string } | null {
  if (!existsSync(file)) return null;
  const handle = openSync(file, 'r');
  try {
    const { size } = fstatSync(handle);
    const tail = Buffer.alloc(Math.min(size, tailBytes));
    const count = readSync(handle, tail, 0, tail.length, size - tail.length);
    const line = tail.toString('utf8', 0, count).trimEnd().split('\n').at(-1) ?? '';
    const { at, event, text } = JSON.parse(line) as Record<string, unknown>;
    return { at: String(at), event: String(event), text: String(text) };
  } catch {
    return null;
  } finally {
    closeSync(handle);
  }
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
