/**
 * The batches of a run as its `batches.jsonl` and the folder `batches` record them: what was submitted,
 * what is under way, which answers have come in.
 */
import {
  closeSync,
  existsSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../errors.ts';
import { type Log, openLog } from '../../facts/log.ts';
import { hashOf } from '../identity.ts';
import { type BatchRecord, batchRecordSchema } from './batch-records.ts';
import { eachLine } from './file-lines.ts';

export type KnownBatch = {
  /** Our own name of it. */
  batch: string;
  model: string;
  path: string;
  requests: number;
  /** The file's and the batch's ids at the endpoint; null where nothing is known of them. */
  file: string | null;
  id: string | null;
  /** Epoch milliseconds. */
  until: number | null;
  cancelling: boolean;
  /** How it ended; null while it is under way. */
  ended: { status: string; code: string | null } | null;
  settled: boolean;
};

export type BatchFile = 'input' | 'output' | 'errors';

type BatchLine = { id: string; path: string; body: Record<string, unknown> };

export type Ledger = {
  /** The latest choice; null where none was made. */
  choice(): 'all' | 'none' | readonly string[] | null;
  choose(models: 'all' | 'none' | readonly string[]): void;
  batches(): readonly KnownBatch[];
  fileOf(batch: string, file: BatchFile): string;
  /** Makes the folder of files. Throws UserError where it is a link. */
  makePlace(): void;
  /** Writes the requests to a file and records the batch, before anything is submitted. */
  prepare(model: string, path: string, lines: readonly BatchLine[]): KnownBatch;
  uploaded(batch: KnownBatch, file: string): void;
  submitted(batch: KnownBatch, id: string, until: number | null): void;
  cancelling(batch: KnownBatch): void;
  ended(
    batch: KnownBatch,
    end: { status: string; answered: number; failed: number; missing: number; code?: string },
  ): void;
  settle(batch: KnownBatch): void;
  /** The ids of a batch's requests, from its input file; null where that file is gone. */
  idsOf(batch: KnownBatch): Promise<Set<string> | null>;
  close(): Promise<void>;
};

const logName = 'batches.jsonl';
const folderName = 'batches';

/** True where a run has ever been asked in batches. */
export function hasLedger(folder: string): boolean {
  return existsSync(join(folder, logName));
}

/**
 * Batches under way in a run folder: submitted or about to be, and not collected. Reads without a lock.
 * Throws CorruptRunError on a broken line.
 */
export function batchesUnderWay(folder: string): { batches: number; requests: number } {
  if (!hasLedger(folder)) return { batches: 0, requests: 0 };
  const log = openLog(join(folder, logName), batchRecordSchema, false);
  const open = knownFrom(log.lines).filter((one) => one.ended === null);
  void log.close();
  return {
    batches: open.length,
    requests: open.reduce((sum, one) => sum + one.requests, 0),
  };
}

/** Throws CorruptRunError on a broken line, UserError where the folder of batches is a link. */
export function openLedger(folder: string, now: () => number): Ledger {
  const log: Log<BatchRecord> = openLog(join(folder, logName), batchRecordSchema, true);
  const place = join(folder, folderName);
  const known = new Map(knownFrom(log.lines).map((one) => [one.batch, one]));
  dropStrays(place, known);
  const at = () => new Date(now()).toISOString();
  const fileOf = (batch: string, file: BatchFile) => join(place, `${batch}.${file}.jsonl`);
  const record = (line: BatchRecord): void => {
    log.append(line);
    apply(known, line);
  };

  function makePlace(): void {
    // A run folder from elsewhere must not make the program write outside it.
    if (existsSync(place) && lstatSync(place).isSymbolicLink())
      throw new UserError('The folder of batches is a link.', {
        where: place,
        hint: 'Put the folder itself there, or delete the link.',
      });
    // Not with its parents: a run folder that was removed is not made again.
    if (!existsSync(place)) mkdirSync(place);
  }

  return {
    choice: () => {
      const line = log.lines.findLast((one) => one.event === 'choice');
      return line?.event === 'choice' ? line.models : null;
    },
    choose: (models) =>
      record({
        event: 'choice',
        at: at(),
        models: typeof models === 'string' ? models : [...models],
      }),
    batches: () => [...known.values()],
    fileOf,
    makePlace,
    prepare(model, path, lines) {
      makePlace();
      const batch = hashOf({ folder, model, at: now(), ids: lines.map((line) => line.id) }).slice(
        0,
        24,
      );
      const file = fileOf(batch, 'input');
      let bytes: number;
      try {
        bytes = writeLines(`${file}.part`, lines);
        renameSync(`${file}.part`, file);
      } catch (cause) {
        throw new UserError('The requests of a batch cannot be written.', {
          where: file,
          hint: 'Make room, then run the same command: nothing was submitted.',
          exit: 'disk',
          cause,
        });
      }
      record({ event: 'prepared', at: at(), batch, model, path, requests: lines.length, bytes });
      return known.get(batch)!;
    },
    uploaded: ({ batch }, file) => record({ event: 'uploaded', at: at(), batch, file }),
    submitted: ({ batch }, id, until) =>
      record({
        event: 'submitted',
        at: at(),
        batch,
        id,
        until: until === null ? null : new Date(until).toISOString(),
      }),
    cancelling: ({ batch }) => record({ event: 'cancelling', at: at(), batch }),
    ended({ batch }, end) {
      record({ event: 'ended', at: at(), batch, ...end });
      rmSync(fileOf(batch, 'input'), { force: true });
    },
    settle({ batch }) {
      record({ event: 'settled', at: at(), batch });
      for (const file of ['output', 'errors'] as const)
        rmSync(fileOf(batch, file), { force: true });
      if (existsSync(place) && readdirSync(place).length === 0) rmdirSync(place);
    },
    async idsOf({ batch }) {
      const file = fileOf(batch, 'input');
      if (!existsSync(file)) return null;
      const ids = new Set<string>();
      await eachLine(file, (text) => {
        const id = customIdIn(text);
        if (id !== undefined) ids.add(id);
      });
      return ids;
    },
    close: () => log.close(),
  };
}

/** Deletes files of batches that a kill left before the log knew of them, or half written. */
function dropStrays(place: string, known: ReadonlyMap<string, unknown>): void {
  if (!lstatSync(place, { throwIfNoEntry: false })?.isDirectory()) return;
  for (const name of readdirSync(place)) {
    const [, batch, part] =
      /^([0-9a-f]{24})\.(?:input|output|errors)\.jsonl(\.part)?$/.exec(name) ?? [];
    if (batch !== undefined && (part !== undefined || !known.has(batch)))
      rmSync(join(place, name), { force: true });
  }
}

/** Writes the lines piece by piece, down to the disk; gives their bytes. */
function writeLines(file: string, lines: readonly BatchLine[]): number {
  const handle = openSync(file, 'w');
  let bytes = 0;
  try {
    for (let from = 0; from < lines.length; from += 500) {
      const data = Buffer.from(
        lines
          .slice(from, from + 500)
          .map(lineText)
          .join(''),
      );
      for (let written = 0; written < data.length; ) written += writeSync(handle, data, written);
      bytes += data.length;
    }
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  return bytes;
}

/** The id at the head of a line. */
export function customIdIn(line: string): string | undefined {
  return /"custom_id": *"([^"]+)"/.exec(line)?.[1];
}

/** One line of an input file. */
export function lineText({ id, path, body }: BatchLine): string {
  return `${JSON.stringify({ custom_id: id, method: 'POST', url: path, body })}\n`;
}

function knownFrom(lines: readonly BatchRecord[]): KnownBatch[] {
  const known = new Map<string, KnownBatch>();
  for (const line of lines) apply(known, line);
  return [...known.values()];
}

function apply(known: Map<string, KnownBatch>, line: BatchRecord): void {
  if (line.event === 'choice') return;
  if (line.event === 'prepared') {
    const { batch, model, path, requests } = line;
    const unknown = { file: null, id: null, until: null, ended: null };
    known.set(batch, {
      batch,
      model,
      path,
      requests,
      ...unknown,
      cancelling: false,
      settled: false,
    });
    return;
  }
  const one = known.get(line.batch);
  if (!one) return;
  if (line.event === 'uploaded') one.file = line.file;
  else if (line.event === 'submitted') {
    one.id = line.id;
    one.until = line.until === null ? null : Date.parse(line.until);
  } else if (line.event === 'cancelling') one.cancelling = true;
  else if (line.event === 'ended') one.ended = { status: line.status, code: line.code ?? null };
  else one.settled = true;
}
