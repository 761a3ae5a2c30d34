/**
 * A session on a run that another process works on. Facts are read from disk as they come; the live
 * part of the state comes from the owner, and what the researcher does goes to it. When the owner is
 * gone, this session can continue itself: it then takes the lock and is the owner.
 */
import type { Edit } from '../../clustering/edits.ts';
import { explainError } from '../../errors.ts';
import { lockOwner } from '../../facts/lock.ts';
import type { RunEnvironment } from '../environment.ts';
import { type OpenedSession, openSession } from '../open-session.ts';
import type { Session } from '../session.ts';
import type { RunState } from '../state.ts';
import { connectToOwner, type Link, LinkEnded } from './connect.ts';
import { forwardTo } from './forward.ts';
import type { Live, Question } from './protocol.ts';

/** Milliseconds between two looks at the logs, and at whether a new owner has come. */
const lookInterval = 250;
const searchInterval = 1000;
/** Milliseconds that an owner who has announced its end may take to release the lock. */
const patience = 15_000;

/**
 * Attaches to the run in `folder`. Throws UserError where no process works on it or it cannot be
 * reached, and what opening a run to read it throws.
 */
export async function attachSession(
  folder: string,
  environment: RunEnvironment,
): Promise<Session & Pick<OpenedSession, 'computed' | 'clustered'>> {
  const listeners = new Set<() => void>();
  let link: Link | null = null;
  let gone: 'left' | 'lost' | null = null;
  let live: Partial<Live> = {};
  /** Another process's, read; after `takeOver` our own, written. */
  let inner = await openSession(folder, environment, { readOnly: true });
  let isOwner = false;
  let closed = false;
  let pid = 0;
  let state: RunState = inner.getState();
  let stopInner = inner.subscribe(combine);
  let searching: NodeJS.Timeout | null = null;
  let isConnecting = false;
  let taking: Promise<void> | null = null;

  function combine(): void {
    state = isOwner
      ? inner.getState()
      : {
          ...inner.getState(),
          ...live,
          readOnly: false,
          attached: { pid, gone },
        };
    for (const listener of [...listeners]) listener();
  }

  function show(part: Partial<Live>): void {
    const before = stepOf(live);
    live = { ...live, ...part };
    combine();
    if (stepOf(live) !== before) {
      // The owner computes at the end of each step; all facts of it are on disk by now.
      logs.now();
      if (!isOwner) inner.recompute();
    } else logs.soon();
  }

  const logs = atMostEvery(lookInterval, () => {
    if (isOwner || closed) return;
    try {
      inner.refresh();
    } catch (error) {
      say(explainError(error)[0]!);
    }
  });

  function say(text: string): void {
    if (isOwner) return;
    const problems = live.problems ?? [];
    live = { ...live, message: text, problems: [...problems, text].slice(-50) };
    combine();
  }

  async function connectAgain(wait?: number): Promise<void> {
    /** What comes before its first state is shown is newer than that. */
    let early: Partial<Live> | null = {};
    const next = await connectToOwner(folder, {
      onState(part) {
        if (early) early = { ...early, ...part };
        else show(part);
      },
      ...(wait === undefined ? {} : { wait }),
    });
    if (closed || isOwner) return next.close();
    if (searching) clearInterval(searching);
    searching = null;
    link = next;
    gone = null;
    pid = next.owner.pid;
    live = {};
    void next.ended.then((how) => {
      if (link !== next) return;
      link = null;
      gone = how;
      if (closed || isOwner) return;
      live = { ...live, ...withoutOwner(live, how) };
      logs.now();
      combine();
      // Another process may take the run up: then this screen shows what that one does.
      searching ??= setInterval(() => {
        if (taking || link || isConnecting || !lockOwner(folder)) return;
        isConnecting = true;
        void connectAgain(0)
          .catch(() => {})
          .finally(() => {
            isConnecting = false;
          });
      }, searchInterval).unref();
    });
    const first = { ...next.first, ...early };
    early = null;
    show(first);
  }

  /** Opens the run to write it, once the last owner has given the lock back; or attaches to whoever was quicker. */
  function takeOver(): Promise<void> {
    taking ??= (async () => {
      const deadline = performance.now() + patience;
      while (!isOwner && !link && !closed) {
        try {
          const own = await openSession(folder, environment);
          const read = inner;
          stopInner();
          inner = own;
          isOwner = true;
          stopInner = own.subscribe(combine);
          if (searching) clearInterval(searching);
          combine();
          await read.close();
        } catch (error) {
          const owner = lockOwner(folder);
          if (!owner || performance.now() > deadline) throw error;
          if (owner.pid !== pid) await connectAgain();
          else await new Promise((wake) => setTimeout(wake, 50));
        }
      }
    })().finally(() => {
      taking = null;
    });
    return taking;
  }

  const send: Send = async (question, ourselves) => {
    if (!isOwner && !link) await takeOver();
    if (isOwner) return ourselves(inner);
    const text = (await link?.ask(question)) ?? '';
    logs.now();
    return text;
  };

  try {
    await connectAgain();
  } catch (error) {
    stopInner();
    await inner.close();
    throw error;
  }

  /** Resolves when what the owner does has come to an end, or the owner has. */
  function untilDone(): Promise<void> {
    return new Promise((resolve) => {
      const check = () => {
        if (link && (live.status === 'working' || live.status === 'pausing')) return;
        listeners.delete(check);
        resolve();
      };
      listeners.add(check);
      check();
    });
  }

  async function work(options: Parameters<Session['work']>[0] = {}): Promise<void> {
    if (!isOwner && !link) await takeOver();
    if (isOwner) return inner.work(options);
    const owner = link;
    if (!owner) return;
    try {
      await owner.ask({ ask: 'resume', ...(options.until ? { until: options.until } : {}) });
    } catch (error) {
      if (!(error instanceof LinkEnded)) throw error;
      // It was about to end: the run continues here.
      await owner.ended;
      await takeOver();
      return work(options);
    }
    await untilDone();
  }

  return {
    ...forwardTo(() => inner),
    ...steering(send),
    computed: inner.computed,
    clustered: () => inner.clustered(),
    getState: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    work,
    async pause() {
      if (isOwner) return inner.pause();
      await link?.ask({ ask: 'pause' }).catch((error) => {
        if (!(error instanceof LinkEnded)) throw error;
      });
    },
    async close() {
      closed = true;
      logs.stop();
      if (searching) clearInterval(searching);
      stopInner();
      link?.close();
      link = null;
      await taking?.catch(() => {});
      await inner.close();
    },
  };
}

/** To the owner while there is one; to ourselves once there is none. Resolves with what came of it, once it is taken up here. */
type Send = (
  question: Question,
  ourselves: (session: Session) => Promise<string>,
) => Promise<string>;

/** What the researcher does to the run, as questions to its owner. */
function steering(
  send: Send,
): Pick<
  Session,
  | 'togglePause'
  | 'toggleLane'
  | 'changeConcurrency'
  | 'retryErrors'
  | 'edit'
  | 'addInstruments'
  | 'addModels'
  | 'setRaters'
> {
  return {
    async togglePause() {
      try {
        return await send({ ask: 'toggle-pause' }, (own) => own.togglePause());
      } catch (error) {
        if (!(error instanceof LinkEnded)) throw error;
        // A process that works for this run alone ends when it is paused.
        return 'paused; everything is on disk';
      }
    },
    toggleLane: (model) => send({ ask: 'toggle-lane', model }, (own) => own.toggleLane(model)),
    changeConcurrency: (by) => send({ ask: 'concurrency', by }, (own) => own.changeConcurrency(by)),
    retryErrors: () => send({ ask: 'retry' }, (own) => own.retryErrors()),
    edit: (edit: Edit) => send({ ask: 'edit', edit }, (own) => own.edit(edit)),
    async addInstruments(ids) {
      await send({ ask: 'instruments', ids }, async (own) => {
        await own.addInstruments(ids);
        return '';
      });
    },
    async addModels(models, endpoints) {
      await send({ ask: 'models', models, endpoints }, async (own) => {
        await own.addModels(models, endpoints);
        return '';
      });
    },
    async setRaters(raters) {
      await send({ ask: 'judges', judges: raters }, async (own) => {
        await own.setRaters(raters);
        return '';
      });
    },
  };
}

/** A job that is done when it is wanted, or, where that can wait, at most once in `milliseconds`. */
function atMostEvery(milliseconds: number, job: () => void) {
  let waiting: NodeJS.Timeout | null = null;
  let doneAt = 0;
  function stop(): void {
    if (waiting) clearTimeout(waiting);
    waiting = null;
  }
  function now(): void {
    stop();
    doneAt = performance.now();
    job();
  }
  return {
    now,
    soon(): void {
      const wait = milliseconds - (performance.now() - doneAt);
      if (wait <= 0) now();
      else waiting ??= setTimeout(now, wait).unref();
    },
    stop,
  };
}

/** Changes when the owner has begun another part of the work, or none. */
function stepOf({ status, progress }: Partial<Live>): string {
  const last = progress?.at(-1);
  return `${status} ${last?.stage} ${last?.total}`;
}

/** The live part once nobody works: nothing is under way, and a run that was worked on is paused. */
function withoutOwner(live: Partial<Live>, how: 'left' | 'lost'): Partial<Live> {
  const lanes = (live.lanes ?? []).map((lane) => ({
    ...lane,
    inFlight: 0,
    tokensPerSecond: 0,
    waiting: null,
  }));
  const rest = { lanes, rate: 0, secondsLeft: null };
  if (live.status === 'finished' || live.status === 'failed') return rest;
  const activity = how === 'left' ? 'its process has ended' : 'its process is gone';
  return { ...rest, status: 'paused', activity };
}
