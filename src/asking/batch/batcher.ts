/**
 * The batches of one model: gathers the requests that are made at about the same time, submits them as
 * a batch, looks after it until it has ended, and gives each request its answer. Whatever is
 * submitted stands in the ledger before and after, so that it is never submitted twice.
 */
import { rmSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { BatchAddress, BatchReply, BatchStatus } from '../../models/batches.ts';
import {
  isPassing,
  patientPolicy,
  type RetryOptions,
  waitOnTimer,
  withRetries,
} from '../../models/retry.ts';
import type { BatchLimits } from './batch-limits.ts';
import {
  busyFault,
  cancelledFault,
  expiredReply,
  missingFault,
  noRoom,
  progressText,
  refusalReply,
} from './batch-words.ts';
import { eachLine } from './file-lines.ts';
import { customIdIn, type KnownBatch, type Ledger, lineText } from './ledger.ts';
import { type AnswerPlace, answerAt, readResults } from './results.ts';

/** What a request may come to without an answer. */
export type Unanswered = { parked: true } | { failure: Error };

export type BatcherOptions = {
  model: string;
  address: BatchAddress;
  ledger: Ledger;
  /** Keep looking until a batch has ended; else its requests are parked once it is under way. */
  wait: boolean;
  /** Submit nothing new: `send` gives null for what no batch has. */
  collectOnly: boolean;
  limits: BatchLimits;
  now(): number;
  random(): number;
  pause?: RetryOptions['wait'];
  /** What it waits for, until when it looks again (epoch milliseconds); null when it waits for nothing. */
  onWait(wait: { reason: string; until: number | null } | null): void;
  onNote(text: string): void;
};

export type Asked = {
  id: string;
  path: string;
  body: Record<string, unknown>;
  signal: AbortSignal | undefined;
  /** Resolves when whoever asked has done with the answer. */
  done: Promise<void>;
};

export type Batcher = {
  /** The reply, when the batch has it; null where nothing new is submitted. Rejects with the signal's reason on an abort. */
  send(asked: Asked): Promise<BatchReply | Unanswered | null>;
  /** Drops an answer that turned out to be none: the next time it is asked for anew. */
  forget(id: string): void;
  /** Lets go of batches whose answers were all given out and are stored. */
  settle(): void;
};

type Waiter = {
  asked: Asked;
  resolve(reply: BatchReply | Unanswered): void;
  reject(reason: unknown): void;
};

const ended = ['completed', 'failed', 'expired', 'cancelled'];

export function createBatcher(options: BatcherOptions): Batcher {
  const { model, address, ledger, limits, now } = options;
  const waiters = new Map<string, Waiter[]>();
  const queue = new Map<string, Asked>();
  let queuedBytes = 0;
  /** Where answers stand that came in and are not in the logs yet. */
  const answers = new Map<string, AnswerPlace & { taken: boolean }>();
  /** The batch under way that holds a request. */
  const inBatch = new Map<string, KnownBatch>();
  const idsOf = new Map<string, Set<string>>();
  const watched = new Map<string, Promise<void>>();
  let gathering: NodeJS.Timeout | null = null;
  let submitting = false;
  /** Requests that the endpoint has room for, as it turned out; then one batch at a time. */
  let room = Number.POSITIVE_INFINITY;
  let rest = limits.firstRest;
  let restUntil = 0;
  let life = new AbortController();
  let loading: Promise<void> | null = null;
  /** Batches whose requests stand at the endpoint alone. */
  let recovering: Promise<void> | null = null;

  const own = () => ledger.batches().filter((one) => one.model === model);
  const underWay = () => own().filter((one) => one.ended === null);

  /** What earlier sessions left: batches under way, answers that are not in the logs yet. */
  async function load(): Promise<void> {
    for (const known of own()) {
      if (known.settled) continue;
      if (known.ended) {
        if (known.ended.code === noRoom) room = Math.min(room, Math.ceil(known.requests / 2));
        const files = (['output', 'errors'] as const).map((one) => ledger.fileOf(known.batch, one));
        for (const [id, place] of (await readResults(files, null)).answers)
          answers.set(id, { ...place, taken: false });
        continue;
      }
      const ids = await ledger.idsOf(known);
      if (ids) hold(known, ids);
    }
  }

  function hold(known: KnownBatch, ids: Set<string>): void {
    idsOf.set(known.batch, ids);
    for (const id of ids) inBatch.set(id, known);
  }

  /** Fetches the requests of batches under way whose own file is gone; before that nothing can be said to be in none. */
  async function recover(): Promise<void> {
    for (const known of underWay()) {
      if (idsOf.has(known.batch)) continue;
      const { file } = known;
      if (file === null) {
        // Without its requests it was never uploaded, and never will be.
        ledger.ended(known, { status: 'lost', answered: 0, failed: 0, missing: known.requests });
        continue;
      }
      const input = ledger.fileOf(known.batch, 'input');
      ledger.makePlace();
      await lasting(() => address.fetchFile(file, input, life.signal));
      hold(known, (await ledger.idsOf(known)) ?? new Set());
    }
  }

  /** Asks the endpoint, again after what passes; every wait is told. */
  function lasting<T>(task: () => Promise<T>): Promise<T> {
    return withRetries(task, {
      policy: patientPolicy,
      signal: life.signal,
      random: options.random,
      ...(options.pause && { wait: options.pause }),
      onWait: ({ reason, seconds }) => options.onWait({ reason, until: now() + seconds * 1000 }),
    });
  }

  function answer(ids: Iterable<string>, reply: (id: string) => BatchReply | Unanswered): Waiter[] {
    const answered: Waiter[] = [];
    for (const id of ids) {
      for (const waiter of waiters.get(id) ?? []) {
        waiter.resolve(reply(id));
        answered.push(waiter);
      }
      waiters.delete(id);
    }
    return answered;
  }

  function fail(ids: Iterable<string>, failure: unknown): void {
    const error = failure instanceof Error ? failure : new Error(String(failure));
    answer(ids, () => ({ failure: error }));
  }

  async function send(asked: Asked): Promise<BatchReply | Unanswered | null> {
    asked.signal?.throwIfAborted();
    loading ??= load();
    await loading;
    asked.signal?.throwIfAborted();
    const whole = underWay().every((known) => idsOf.has(known.batch));
    if (options.collectOnly && whole && !answers.has(asked.id) && !inBatch.has(asked.id))
      return null;
    return new Promise((resolve, reject) => {
      const waiter: Waiter = { asked, resolve, reject };
      waiters.set(asked.id, [...(waiters.get(asked.id) ?? []), waiter]);
      asked.signal?.addEventListener('abort', () => leave(waiter), { once: true });
      if (whole) {
        place(asked);
        return;
      }
      recovering ??= recover().finally(() => {
        recovering = null;
      });
      recovering.then(
        () => place(asked),
        (error) => fail([asked.id], error),
      );
    });
  }

  /** Nobody waits any more: looking ends with the last; what is submitted stays submitted. */
  function leave(waiter: Waiter): void {
    const { id, signal } = waiter.asked;
    const others = (waiters.get(id) ?? []).filter((one) => one !== waiter);
    if (others.length > 0) waiters.set(id, others);
    else {
      waiters.delete(id);
      queue.delete(id);
    }
    waiter.reject(signal?.reason);
    if (waiters.size > 0) return;
    life.abort();
    life = new AbortController();
    if (gathering) clearTimeout(gathering);
    gathering = null;
    queuedBytes = 0;
    options.onWait(null);
  }

  /** Finds the request's answer, or its batch, or queues it for the next one. */
  function place(asked: Asked): void {
    const { id } = asked;
    if (!waiters.has(id)) return;
    const place = answers.get(id);
    const stored = place && answerAt(place);
    if (stored) {
      place.taken = true;
      answer([id], () => stored);
      return;
    }
    const known = inBatch.get(id);
    if (known) {
      void watch(known, true);
      return;
    }
    if (queue.has(id)) return;
    queue.set(id, asked);
    queuedBytes += Buffer.byteLength(lineText(asked));
    if (gathering) clearTimeout(gathering);
    if (queue.size >= limits.requests || queuedBytes >= limits.bytes) void submitQueued();
    else gathering = setTimeout(() => void submitQueued(), limits.gather * 1000);
  }

  /** The next requests of one path that fit into one file. */
  function nextLines(): Asked[] {
    const lines: Asked[] = [];
    let bytes = 0;
    let path: string | null = null;
    for (const asked of queue.values()) {
      path ??= asked.path;
      if (asked.path !== path) continue;
      bytes += Buffer.byteLength(lineText(asked));
      if (lines.length > 0 && bytes > limits.bytes) break;
      lines.push(asked);
      if (lines.length >= Math.min(limits.requests, room)) break;
    }
    return lines;
  }

  async function submitQueued(): Promise<void> {
    gathering = null;
    if (submitting) return;
    submitting = true;
    const { signal } = life;
    try {
      while (queue.size > 0 && !signal.aborted) {
        const full = room < Number.POSITIVE_INFINITY;
        // Where room was short, one batch has to end before the next.
        if (full) await Promise.all(underWay().map((known) => watch(known, true)));
        signal.throwIfAborted();
        if (full && underWay().length > 0) {
          dropQueue(options.wait ? { failure: busyFault(model, address.host) } : { parked: true });
          break;
        }
        if (restUntil > now()) {
          if (!options.wait) {
            dropQueue({ parked: true });
            break;
          }
          const reason = 'the endpoint has no room for another batch';
          options.onWait({ reason, until: restUntil });
          await (options.pause ?? waitOnTimer)((restUntil - now()) / 1000, signal);
          continue;
        }
        const lines = nextLines();
        const known = ledger.prepare(model, lines[0]!.path, lines);
        hold(known, new Set(lines.map((line) => line.id)));
        for (const { id } of lines) queue.delete(id);
        queuedBytes = 0;
        void watch(known, false);
      }
    } catch (error) {
      if (!signal.aborted) dropQueue({ failure: error as Error });
    } finally {
      submitting = false;
    }
  }

  function dropQueue(instead: Unanswered): void {
    const ids = [...queue.keys()];
    queue.clear();
    queuedBytes = 0;
    answer(ids, () => instead);
  }

  /** Submits the batch if that is still to be done, and looks after it until it has ended or, where nobody is to wait, is under way. */
  function watch(known: KnownBatch, resumed: boolean): Promise<void> {
    const already = watched.get(known.batch);
    if (already) return already;
    const { signal } = life;
    const work = lookAfter(known, resumed, signal)
      .catch((error) => {
        if (!signal.aborted) fail(idsOf.get(known.batch) ?? [], error);
      })
      .finally(() => {
        watched.delete(known.batch);
        const ids = [...(idsOf.get(known.batch) ?? [])];
        // Who came while the last look was given up waits for it no less.
        if (signal.aborted && ids.some((id) => waiters.has(id))) void watch(known, true);
      });
    watched.set(known.batch, work);
    return work;
  }

  async function lookAfter(
    known: KnownBatch,
    resumed: boolean,
    signal: AbortSignal,
  ): Promise<void> {
    let status = known.id === null ? await submit(known, resumed, signal) : null;
    let looks = 0;
    for (let seconds = limits.firstLook; ; seconds = Math.min(limits.longestLook, seconds * 1.5)) {
      if (looks > 0 || status === null) status = await look(known, signal);
      looks += 1;
      if (status !== null && ended.includes(status.status)) {
        await collect(known, status, resumed && looks === 1, signal);
        return;
      }
      // A file that is refused is refused within seconds: that long it is worth while to stay.
      if (!options.wait && (status?.status !== 'validating' || looks > 6 || resumed)) {
        answer(idsOf.get(known.batch) ?? [], () => ({ parked: true }));
        options.onWait(null);
        return;
      }
      const until = now() + seconds * 1000;
      const reason = status
        ? progressText(known, status, underWay().length)
        : `${address.host} cannot be asked; a batch of ${known.requests} goes on without`;
      options.onWait({ reason, until });
      await (options.pause ?? waitOnTimer)(seconds, signal);
    }
  }

  /** Null where the endpoint could not be asked for long: who stays for hours stays for an outage too. */
  async function look(known: KnownBatch, signal: AbortSignal): Promise<BatchStatus | null> {
    try {
      return await lasting(() => address.status(known.id!, signal));
    } catch (error) {
      if (signal.aborted || !options.wait || !isPassing(error)) throw error;
      return null;
    }
  }

  /** Uploads and creates what is not there yet. In doubt it looks there first: a batch must not be submitted twice. */
  async function submit(
    known: KnownBatch,
    resumed: boolean,
    signal: AbortSignal,
  ): Promise<BatchStatus> {
    const name = `valuelex-${known.batch}.jsonl`;
    let doubt = resumed;
    options.onWait({ reason: `submits a batch of ${known.requests}`, until: null });
    if (known.file === null) {
      const file = await lasting(async () => {
        const there = doubt ? await address.findUpload(name, signal) : null;
        doubt = true;
        return there ?? address.upload(ledger.fileOf(known.batch, 'input'), name, signal);
      });
      ledger.uploaded(known, file);
      doubt = resumed;
    }
    const status = await lasting(async () => {
      const order = { file: known.file!, path: known.path, mark: known.batch };
      const there = doubt ? await address.find(order, signal) : null;
      doubt = true;
      return there ?? address.create(order, signal);
    });
    ledger.submitted(known, status.id, status.expiresAt);
    return status;
  }

  /** Takes in what a batch that has ended gives, and says what became of the rest. */
  async function collect(
    known: KnownBatch,
    status: BatchStatus,
    atOnce: boolean,
    signal: AbortSignal,
  ): Promise<void> {
    const files: string[] = [];
    ledger.makePlace();
    for (const [kind, id] of [
      ['output', status.outputFile],
      ['errors', status.errorFile],
    ] as const) {
      const file = ledger.fileOf(known.batch, kind);
      if (id === null) rmSync(file, { force: true });
      else {
        options.onWait({ reason: 'fetches the answers of a batch', until: null });
        await lasting(() => address.fetchFile(id, file, signal));
        files.push(file);
      }
    }
    const ids = idsOf.get(known.batch) ?? new Set<string>();
    if (ids.size === 0)
      for (const file of files)
        await eachLine(file, (text) => {
          const id = customIdIn(text);
          if (id !== undefined) ids.add(id);
        });
    const { answers: found, failures } = await readResults(files, ids);
    const missing = [...ids].filter((id) => !found.has(id) && !failures.has(id));
    const code = status.status === 'failed' ? (status.refusal?.code ?? '') : '';
    ledger.ended(known, {
      status: status.status,
      answered: found.size,
      failed: failures.size,
      missing: missing.length,
      ...(code === '' ? {} : { code }),
    });
    idsOf.delete(known.batch);
    for (const id of ids) inBatch.delete(id);
    if (code === noRoom) {
      room = Math.max(1, Math.ceil(known.requests / 2));
      restUntil = now() + rest * 1000;
      rest = Math.min(limits.longestRest, 2 * rest);
    }
    options.onWait(null);
    // First all that was answered is stored: a failure may stop the lane.
    await handOut(found);
    if (signal.aborted) return;
    if (code === noRoom) {
      options.onNote(
        `${model}: the endpoint has no room for a batch of ${known.requests}; smaller ones follow, one after another`,
      );
      again(ids);
    } else if (status.status === 'failed') {
      const reply = refusalReply(status);
      answer(ids, () => reply);
    } else {
      if (found.size > 0) rest = limits.firstRest;
      const stopped = [...failures].filter(([, one]) => one.kind === 'cancelled').map(([id]) => id);
      const silent = status.status === 'cancelled' ? [...stopped, ...missing] : stopped;
      // Who comes back to a batch that was cancelled wants its requests asked.
      if (atOnce) again(silent);
      else fail(silent, cancelledFault(model, address.host));
      if (status.status === 'expired') answer(missing, () => expiredReply);
      else fail(missing, missingFault(model, address.host));
      for (const [id, result] of failures)
        if (result.kind === 'reply') answer([id], () => result.reply);
    }
    if (queue.size > 0) void submitQueued();
  }

  /** Gives out answers, some thousand at a time, and waits until they are stored. */
  async function handOut(found: ReadonlyMap<string, AnswerPlace>): Promise<void> {
    let given: Waiter[] = [];
    const stored = async () => {
      await Promise.all(given.map((waiter) => waiter.asked.done));
      given = [];
      await nextTurn();
    };
    for (const [id, where] of found) {
      const reply = waiters.has(id) ? answerAt(where) : null;
      answers.set(id, { ...where, taken: reply !== null });
      if (reply) given.push(...answer([id], () => reply));
      if (given.length >= 1000) await stored();
    }
    await stored();
  }

  /** Queues requests that are still waited for once more. */
  function again(ids: Iterable<string>): void {
    for (const id of ids) {
      const waiter = waiters.get(id)?.[0];
      if (waiter) place(waiter.asked);
    }
  }

  return {
    send,
    forget(id) {
      answers.delete(id);
    },
    settle() {
      for (const known of own()) {
        if (!known.ended || known.settled) continue;
        const output = ledger.fileOf(known.batch, 'output');
        const places = [...answers].filter(([, one]) => one.file === output);
        if (places.some(([, one]) => !one.taken)) continue;
        ledger.settle(known);
        for (const [id] of places) answers.delete(id);
      }
    },
  };
}
