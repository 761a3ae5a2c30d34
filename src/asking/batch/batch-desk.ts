/** The requests to the endpoint for one batch: submitting it, checking its progress, fetching its results. */
import { rmSync } from 'node:fs';
import type { BatchAddress, BatchStatus } from '../../models/batches.ts';
import { isPassing, patientPolicy, type RetryOptions, withRetries } from '../../models/retry.ts';
import { noRoom } from './batch-words.ts';
import { eachLine } from './file-lines.ts';
import { customIdIn, type KnownBatch, type Ledger } from './ledger.ts';
import { type AnswerPlace, type Result, readResults } from './results.ts';

/** What a batch that has ended gave. */
export type Collected = {
  ids: ReadonlySet<string>;
  answers: ReadonlyMap<string, AnswerPlace>;
  failures: ReadonlyMap<string, Result>;
  /** Requests that it does not report on. */
  missing: string[];
  /** The endpoint had no room for it. */
  noRoom: boolean;
};

export type BatchDesk = {
  /** Uploads and creates what is not there yet. A batch that an earlier session began is looked for first: none may be submitted twice. */
  submit(known: KnownBatch, resumed: boolean, signal: AbortSignal): Promise<BatchStatus>;
  /**
   * Null if the endpoint cannot be reached for long and `stay` is set: a session that waits for hours waits through
   * an outage too.
   */
  look(known: KnownBatch, stay: boolean, signal: AbortSignal): Promise<BatchStatus | null>;
  /** Fetches the results of a batch that has ended, and records its end; `expected` are its requests, none where they are not known. */
  collect(
    known: KnownBatch,
    status: BatchStatus,
    expected: ReadonlySet<string>,
    signal: AbortSignal,
  ): Promise<Collected>;
  fetchInput(file: string, to: string, signal: AbortSignal): Promise<void>;
};

export type DeskOptions = {
  address: BatchAddress;
  ledger: Ledger;
  now(): number;
  random(): number;
  pause?: RetryOptions['wait'];
  onWait(wait: { reason: string; until: number | null } | null): void;
};

export function createBatchDesk(options: DeskOptions): BatchDesk {
  const { address, ledger, now, onWait } = options;

  /** Asks the endpoint and retries passing faults; every wait is reported. */
  function lasting<T>(signal: AbortSignal, task: () => Promise<T>): Promise<T> {
    return withRetries(task, {
      policy: patientPolicy,
      signal,
      random: options.random,
      ...(options.pause && { wait: options.pause }),
      onWait: ({ reason, seconds }) => onWait({ reason, until: now() + seconds * 1000 }),
    });
  }

  /** Does what may have been done already: it is looked for where that is in doubt, and after every attempt. */
  function once<T>(
    inDoubt: boolean,
    signal: AbortSignal,
    find: () => Promise<T | null>,
    make: () => Promise<T>,
  ): Promise<T> {
    let doubt = inDoubt;
    return lasting(signal, async () => {
      const there = doubt ? await find() : null;
      doubt = true;
      return there ?? make();
    });
  }

  /** The result files that the batch has. */
  async function fetchResults(
    known: KnownBatch,
    { outputFile, errorFile }: BatchStatus,
    signal: AbortSignal,
  ): Promise<string[]> {
    const files: string[] = [];
    ledger.makePlace();
    for (const [kind, id] of [
      ['output', outputFile],
      ['errors', errorFile],
    ] as const) {
      const file = ledger.fileOf(known.batch, kind);
      if (id === null) rmSync(file, { force: true });
      else {
        onWait({ reason: 'fetches the answers of a batch', until: null });
        await lasting(signal, () => address.fetchFile(id, file, signal));
        files.push(file);
      }
    }
    return files;
  }

  return {
    async submit(known, resumed, signal) {
      const name = `valuelex-${known.batch}.jsonl`;
      onWait({ reason: `submits a batch of ${known.requests}`, until: null });
      if (known.file === null) {
        const input = ledger.fileOf(known.batch, 'input');
        const find = () => address.findUpload(name, signal);
        const file = await once(resumed, signal, find, () => address.upload(input, name, signal));
        ledger.uploaded(known, file);
      }
      const order = { file: known.file!, path: known.path, mark: known.batch };
      const find = () => address.find(order, signal);
      const status = await once(resumed, signal, find, () => address.create(order, signal));
      ledger.submitted(known, status.id, status.expiresAt);
      return status;
    },
    async look(known, stay, signal) {
      try {
        return await lasting(signal, () => address.status(known.id!, signal));
      } catch (error) {
        if (signal.aborted || !stay || !isPassing(error)) throw error;
        return null;
      }
    },
    async collect(known, status, expected, signal) {
      const files = await fetchResults(known, status, signal);
      const ids = expected.size > 0 ? expected : await idsInFiles(files);
      const { answers, failures } = await readResults(files, ids);
      const missing = [...ids].filter((id) => !answers.has(id) && !failures.has(id));
      const code = status.status === 'failed' ? (status.refusal?.code ?? '') : '';
      ledger.ended(known, {
        status: status.status,
        answered: answers.size,
        failed: failures.size,
        missing: missing.length,
        ...(code === '' ? {} : { code }),
      });
      return { ids, answers, failures, missing, noRoom: code === noRoom };
    },
    fetchInput: (file, to, signal) => lasting(signal, () => address.fetchFile(file, to, signal)),
  };
}

/** The requests of a batch whose own file is gone. */
async function idsInFiles(files: readonly string[]): Promise<Set<string>> {
  const ids = new Set<string>();
  for (const file of files)
    await eachLine(file, (text) => {
      const id = customIdIn(text);
      if (id !== undefined) ids.add(id);
    });
  return ids;
}
