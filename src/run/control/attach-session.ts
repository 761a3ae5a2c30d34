/**
 * A session on a run that another process works on. Facts are read from disk as they come; the owner
 * sends the live part of the state and carries out the researcher's actions. When the owner is gone,
 * this session can continue the run: it then takes the lock and becomes the owner.
 */
import { explainError } from '../../errors.ts';
import { lockOwner } from '../../facts/lock.ts';
import type { RunEnvironment } from '../environment.ts';
import { type OpenedSession, openSession } from '../open-session.ts';
import type { Session } from '../session.ts';
import { askOwner, type Send } from './ask-owner.ts';
import { atMostEvery } from './at-most-every.ts';
import { type AttachedState, createAttachedState } from './attached-state.ts';
import { LinkEnded } from './connect.ts';
import { forwardTo } from './forward.ts';
import { createOwnerLink, type OwnerLink } from './owner-link.ts';

/** Milliseconds between two looks at the logs. */
const lookInterval = 250;
/** Milliseconds that an owner who has announced its end may take to release the lock. */
const patience = 60_000;

/**
 * Attaches to the run in `folder`. Throws UserError where no process works on it or it cannot be
 * reached, and what opening a run to read it throws.
 */
export async function attachSession(
  folder: string,
  environment: RunEnvironment,
): Promise<Session & Pick<OpenedSession, 'computed' | 'clustered'>> {
  /** Reads another process's run; after `takeOver`, writes our own. */
  let inner = await openSession(folder, environment, { readOnly: true });
  let isOwner = false;
  let closed = false;
  let taking: Promise<void> | null = null;
  const state = createAttachedState(
    () => inner.getState(),
    () => isOwner,
  );
  let stopInner = inner.subscribe(state.publish);

  const logs = atMostEvery(lookInterval, () => {
    if (isOwner || closed) return;
    try {
      inner.refresh();
    } catch (error) {
      state.report(explainError(error)[0]!);
    }
  });

  const owner = createOwnerLink(folder, {
    isWanted: () => !closed && !isOwner,
    maySearch: () => taking === null,
    onOwner: state.begin,
    onState(part) {
      const isNewStep = state.show(part);
      if (!isNewStep) return logs.soon();
      // The owner computes at the end of each step; all facts of it are on disk by now.
      logs.now();
      if (!isOwner) inner.recompute();
    },
    onEnd(how) {
      state.end(how);
      logs.now();
      state.publish();
    },
  });

  /** Opens the run for writing in place of the session that read it. */
  async function openAsOwner(): Promise<void> {
    const own = await openSession(folder, environment);
    const read = inner;
    stopInner();
    inner = own;
    isOwner = true;
    stopInner = own.subscribe(state.publish);
    owner.stopSearching();
    state.publish();
    await read.close();
  }

  /** Becomes the owner once the last one has released the lock, or attaches to a process that did so first. */
  function takeOver(): Promise<void> {
    taking ??= (async () => {
      const deadline = performance.now() + patience;
      while (!isOwner && !owner.now() && !closed) {
        try {
          await openAsOwner();
        } catch (error) {
          const holder = lockOwner(folder);
          if (!holder || performance.now() > deadline) throw error;
          if (holder.pid !== owner.pid()) await owner.connect();
          else await new Promise((wake) => setTimeout(wake, 50));
        }
      }
    })().finally(() => {
      taking = null;
    });
    return taking;
  }

  const send: Send = async (question, ourselves) => {
    if (!isOwner && !owner.now()) await takeOver();
    if (isOwner) return ourselves(inner);
    const text = (await owner.now()?.ask(question)) ?? '';
    logs.now();
    return text;
  };

  async function work(options: Parameters<Session['work']>[0] = {}): Promise<void> {
    if (!isOwner && !owner.now()) await takeOver();
    if (isOwner) return inner.work(options);
    const link = owner.now();
    if (!link) return;
    try {
      await link.ask({ ask: 'resume', ...(options.until ? { until: options.until } : {}) });
    } catch (error) {
      if (!(error instanceof LinkEnded)) throw error;
      // The owner was about to end, so the run continues here.
      await link.ended;
      await takeOver();
      return work(options);
    }
    await untilDone(owner, state);
  }

  try {
    await owner.connect();
  } catch (error) {
    stopInner();
    await inner.close();
    throw error;
  }

  return {
    ...forwardTo(() => inner),
    ...askOwner(send),
    computed: inner.computed,
    clustered: () => inner.clustered(),
    getState: state.getState,
    subscribe: state.subscribe,
    work,
    async pause() {
      if (isOwner) return inner.pause();
      await owner
        .now()
        ?.ask({ ask: 'pause' })
        .catch((error) => {
          if (!(error instanceof LinkEnded)) throw error;
        });
    },
    async close() {
      closed = true;
      logs.stop();
      stopInner();
      owner.close();
      await taking?.catch(() => {});
      await inner.close();
    },
  };
}

/** Resolves when the owner has ended its work, or has itself ended. */
function untilDone(owner: OwnerLink, state: AttachedState): Promise<void> {
  return new Promise((resolve) => {
    const check = () => {
      if (owner.now() && state.isWorking()) return;
      stop();
      resolve();
    };
    const stop = state.subscribe(check);
    check();
  });
}
