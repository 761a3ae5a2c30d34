/** A run folder: its study and its logs of facts. */

import { existsSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { type Edit, editSchema } from '../clustering/edits.ts';
import { UserError } from '../errors.ts';
import { rememberCounts } from '../facts/count-lines.ts';
import { takeLock } from '../facts/lock.ts';
import { type Log, openLog } from '../facts/log.ts';
import { refuseLinks } from '../facts/plain-file.ts';
import {
  type ExtractionRecord,
  eventSchema,
  extractionSchema,
  nameSchema,
  type RunEvent,
  type SuggestedName,
} from '../facts/records.ts';
import { openResponseLog, type ResponseLog } from '../facts/response-log.ts';
import { type Trouble, watchFolder } from '../facts/trouble.ts';
import { makeFolder } from '../make-folder.ts';
import {
  beganOf,
  type CuratorLog,
  curatorFile,
  curatorsIn,
  openCuratorLog,
  type SecondCurator,
} from './curators.ts';
import { type OpenInstrument, openInstrument } from './instruments/instrument-folder.ts';
import { instrumentsOf, ownRegistry, type Registry } from './instruments/registry.ts';
import type { Study } from './study.ts';
import { readStudy, writeStudy } from './study-file.ts';

export type RunFolder = {
  folder: string;
  study: Study;
  /** Facts cannot be added: the folder is an example, or another process writes it. */
  readOnly: boolean;
  responses: ResponseLog;
  extractions: Log<ExtractionRecord>;
  names: Log<SuggestedName>;
  /** The researcher's edits; a second curator's own where the folder is opened for one. */
  curation: Log<Edit>;
  /** The second curators' edits, except when the folder is opened for one of them. */
  seconds(): readonly SecondCurator[];
  /** Records the clusters that the second curator of this folder begins with, unless that is recorded already. */
  beginCurating(): void;
  events: Log<RunEvent>;
  /** The instruments of the study with their logs, each after those whose texts it reads. */
  instruments(): readonly OpenInstrument[];
  /** `study.yaml` changes only by adding models, prompts, stems, judges. */
  saveStudy(study: Study): void;
  /** Reads what another process has written since: gives the numbers of facts and edits, and whether the study changed. */
  refresh(): { facts: number; edits: number; study: boolean };
  /** Resolves once all stored lines are on disk. Rejects with UserError (exit `disk`) if that fails, or the files are gone. */
  synced(): Promise<void>;
  /** Why the run cannot be written now or, for a reader, that the folder is gone; null otherwise. */
  trouble(): Trouble | null;
  /** Writes the study and all logs, as this process has them, into an empty folder. */
  copyTo(folder: string): void;
  /** The lock names the socket on which its owner listens. */
  recordSocket(socket: string): void;
  close(): Promise<void>;
};

export type OpenOptions = {
  /** Size in bytes from which the answers are not kept in memory; 32 MiB by default. */
  largeFrom?: number | undefined;
  /** The program's own by default; null for only the instruments of every study. */
  instruments?: Registry | null | undefined;
  /** The second curator whose log replaces the first one's. */
  curator?: string | undefined;
};

/** Makes a new run folder `<runs>/<date>-<name>` with its study; a number is added if it exists. */
export function createRunFolder(runs: string, study: Study, now: () => number): string {
  const folder = freeRunFolder(runs, study.name, now);
  try {
    makeFolder(join(folder, 'derived'));
  } catch (cause) {
    throw new UserError('The run folder cannot be made.', {
      where: folder,
      hint: 'Name another place with --runs <folder>.',
      exit: 'disk',
      cause,
    });
  }
  writeStudy(join(folder, 'study.yaml'), { ...study, name: nameOfFolder(folder) });
  return folder;
}

/** The name of a run in its folder's name, after the date. */
export const nameOfFolder = (folder: string) => basename(folder).slice('2026-01-31-'.length);

/** The path of a new run folder: `<runs>/<date>-<name>`, with a number if that is taken. */
export function freeRunFolder(runs: string, study: string, now: () => number): string {
  const date = new Date(now()).toISOString().slice(0, 10);
  for (let number = 1; ; number++) {
    const name = number === 1 ? study : `${study}-${number}`;
    const folder = resolve(runs, `${date}-${name}`);
    if (!existsSync(folder)) return folder;
  }
}

/**
 * Opens a run folder and reads its logs. With `write` it takes the lock. Throws UserError if it is not a
 * run or another process writes it, CorruptRunError on a broken line.
 */
export function openRunFolder(
  path: string,
  write: boolean,
  now: () => number,
  { largeFrom, instruments: registry = ownRegistry, curator }: OpenOptions = {},
): RunFolder {
  const folder = resolve(path);
  const studyFile = join(folder, 'study.yaml');
  if (!existsSync(studyFile))
    throw new UserError(`${basename(folder)} is not a run: it has no study.yaml.`, {
      where: folder,
      hint: 'See `valuelex runs` for the runs that are here.',
    });
  refuseLinks(folder);
  let writtenAt = statSync(studyFile).mtimeMs;
  let study = readStudy(studyFile);
  const lock = write ? takeLock(folder, now) : null;
  const trouble = watchFolder(folder, write);
  const open = <T>(name: string, schema: Parameters<typeof openLog<T>>[1]) =>
    openLog(join(folder, `${name}.jsonl`), schema, write);
  try {
    const own = curator === undefined ? null : openCuratorLog(curatorFile(folder, curator), write);
    const logs = {
      responses: openResponseLog(join(folder, 'responses.jsonl'), write, largeFrom),
      extractions: open('extractions', extractionSchema),
      names: open('names', nameSchema),
      curation: own ?? open('curation', editSchema),
      events: open('events', eventSchema),
    };
    const seconds = new Map<string, CuratorLog>();
    /** Opens the logs of second curators who have begun since; only this process writes them while it has the lock. */
    function openSeconds(): number {
      if (own) return 0;
      const grown = [...seconds.values()].reduce((sum, log) => sum + log.refresh(), 0);
      const fresh = curatorsIn(folder).filter((name) => !seconds.has(name));
      for (const name of fresh) seconds.set(name, openCuratorLog(curatorFile(folder, name), false));
      return grown + fresh.length;
    }
    openSeconds();
    const opened = new Map<string, Omit<OpenInstrument, 'settings'>>();
    /** Opens instruments added to the study since; new settings replace the old ones. */
    const instruments = () =>
      instrumentsOf(study, registry, studyFile).map(({ instrument, settings }) => {
        const open = opened.get(instrument.id) ?? openInstrument(folder, instrument, write);
        opened.set(instrument.id, open);
        return { ...open, settings };
      });
    instruments();
    return {
      instruments,
      folder,
      get study() {
        return study;
      },
      readOnly: !write,
      ...logs,
      seconds: () =>
        [...seconds].map(([name, { first, lines: edits }]) => ({ name, first, edits })),
      beginCurating() {
        if (own && !own.first)
          own.append({
            curator: curator!,
            at: new Date(now()).toISOString(),
            began: beganOf(study),
          });
      },
      saveStudy(changed) {
        writeStudy(studyFile, changed);
        study = changed;
      },
      refresh() {
        const { curation, events, ...facts } = logs;
        events.refresh();
        // Undefined while the folder is gone: the study already read stays.
        const at = statSync(studyFile, { throwIfNoEntry: false })?.mtimeMs ?? writtenAt;
        const changed = !write && at !== writtenAt;
        if (changed) {
          study = readStudy(studyFile);
          writtenAt = at;
        }
        return {
          facts:
            Object.values(facts).reduce((sum, log) => sum + log.refresh(), 0) +
            instruments().reduce((sum, one) => sum + one.refresh(), 0) +
            openSeconds(),
          edits: curation.refresh(),
          study: changed,
        };
      },
      async synced() {
        for (const log of Object.values(logs)) await log.synced();
        for (const log of [...opened.values()].flatMap(logsOf)) await log.synced();
      },
      trouble,
      copyTo(to) {
        for (const log of [...Object.values(logs), ...seconds.values()])
          log.copyTo(join(to, basename(log.file)));
        for (const one of opened.values()) one.copyTo(to);
        writeStudy(join(to, 'study.yaml'), study);
      },
      recordSocket: (socket) => lock?.recordSocket(socket),
      async close() {
        const all = [...Object.values(logs), ...seconds.values(), ...opened.values()];
        await Promise.all(all.map((one) => one.close()));
        if (write)
          for (const { file } of [logs.responses, ...[...opened.values()].flatMap(logsOf)])
            rememberCounts(file);
        lock?.release();
      },
    };
  } catch (error) {
    lock?.release();
    throw error;
  }
}

function logsOf({ logs }: Pick<OpenInstrument, 'logs'>): Log<unknown>[] {
  return [...logs.values()] as unknown as Log<unknown>[];
}
