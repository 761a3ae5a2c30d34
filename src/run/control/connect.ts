/** The client's side: finds the process that works on a run, asks it, and listens to it. */
import { connect, type Socket } from 'node:net';
import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { UserError } from '../../errors.ts';
import { lockOwner } from '../../facts/lock.ts';
import { isOwnAddress } from './address.ts';
import {
  answerSchema,
  type ControlRequest,
  type Live,
  lineOf,
  linesOf,
  longestAnswer,
  type Owner,
  protocolVersion,
  type Question,
  readMessage,
} from './protocol.ts';

export type Link = {
  owner: Owner;
  /** The state as it was when the link was made. */
  first: Live;
  /**
   * Resolves with the owner's reply after it has carried out the question. Throws UserError with the owner's reason, or
   * if it does not answer; LinkEnded if it is gone.
   */
  ask(question: Question): Promise<string>;
  /** How the link ended: `left` in good order, `lost` without notice. */
  ended: Promise<'left' | 'lost'>;
  close(): void;
};

/** The owner of a run ended, or was about to, before it carried out the question. */
export class LinkEnded extends UserError {}

/**
 * Milliseconds that an owner may take to answer, to carry out a question, and (a new one) to open the run and listen. Long, because
 * an owner is slow while the machine does much else or while it reads a large run; one that has ended is noticed at once.
 */
const patience = { answer: 20_000, done: 60_000, start: 60_000 };

/** For questions that may take long: models are given time to stop. */
const longAnswers: readonly Question['ask'][] = ['pause', 'toggle-pause', 'resume'];

function silent(pid: number): UserError {
  return new UserError(`Process ${pid}, which works on this run, does not answer.`, {
    hint: 'It may still do what was asked once it continues.',
  });
}

/**
 * Connects to the process that works on the run in `folder`; `onState` receives all later changes.
 * Throws UserError if no process works on it, or it cannot be reached.
 */
export async function connectToOwner(
  folder: string,
  options: { onState?: (part: Partial<Live>) => void; wait?: number } = {},
): Promise<Link> {
  const run = resolve(folder);
  const deadline = performance.now() + (options.wait ?? patience.start);
  for (;;) {
    const owner = lockOwner(run);
    if (!owner) throw nobodyWorks(run);
    if (owner.host !== hostname())
      throw new UserError(`This run is worked on by process ${owner.pid} on ${owner.host}.`, {
        where: run,
        hint: 'Give the same command on that machine.',
      });
    if (owner.socket !== undefined && isOwnAddress(owner.socket, run)) {
      const socket = await open(owner.socket);
      if (socket) return link(socket, options.onState ?? null);
    }
    // An owner with the lock reads the stored facts before it listens.
    if (performance.now() > deadline)
      throw new UserError(`Process ${owner.pid} works on this run and does not answer.`, {
        where: run,
        hint: `Try again, or end it (kill ${owner.pid}): nothing stored is lost.`,
      });
    await new Promise((wake) => setTimeout(wake, 50));
  }
}

/** The error for a run that no process works on. */
export function nobodyWorks(folder: string): UserError {
  return new UserError('No process works on this run.', {
    where: folder,
    hint: `Continue it in the background: valuelex ctl ${folder} resume; or here: valuelex run ${folder}`,
  });
}

/** True when something listens at this address. */
export async function reaches(address: string): Promise<boolean> {
  const socket = await open(address);
  socket?.destroy();
  return socket !== null;
}

function open(address: string): Promise<Socket | null> {
  return new Promise((settle) => {
    const socket = connect(address);
    const timer = setTimeout(() => socket.destroy(new Error('no answer')), patience.answer);
    socket.once('connect', () => {
      clearTimeout(timer);
      settle(socket);
    });
    socket.once('error', () => {
      clearTimeout(timer);
      settle(null);
    });
  });
}

async function link(
  socket: Socket,
  onState: ((part: Partial<Live>) => void) | null,
): Promise<Link> {
  type Reply = {
    owner?: Owner | undefined;
    state?: Live | undefined;
    text?: string | undefined;
  };
  const open = new Map<number, { resolve(reply: Reply): void; reject(error: unknown): void }>();
  let last = 0;
  let left = false;
  let fault: unknown = null;
  socket.on('error', () => {});

  const gone = () => fault ?? new LinkEnded('The process that worked on this run has ended.');
  const ended = (async () => {
    try {
      for await (const line of linesOf(socket, longestAnswer)) {
        const answer = readMessage(line, answerSchema);
        if ('end' in answer) left = true;
        else if (!('reply' in answer)) onState?.(answer.state as Partial<Live>);
        else {
          const asked = open.get(answer.reply);
          open.delete(answer.reply);
          const { error } = answer;
          if (!error) asked?.resolve(answer);
          else if (error.ending) asked?.reject(new LinkEnded(error.text));
          else if (asked)
            asked.reject(new UserError(error.text, error.hint ? { hint: error.hint } : {}));
          else fault = new UserError(error.text);
        }
      }
    } catch (error) {
      if (error instanceof UserError) fault = error;
    }
    socket.destroy();
    for (const { reject } of open.values()) reject(gone());
    open.clear();
    return left ? ('left' as const) : ('lost' as const);
  })();

  function send(question: Question): Promise<Reply> {
    if (socket.destroyed) return Promise.reject(gone());
    last += 1;
    const id = last;
    return new Promise((resolve, reject) => {
      open.set(id, { resolve, reject });
      socket.write(lineOf({ ...question, id } as ControlRequest));
    });
  }

  const late = setTimeout(() => {
    fault = new UserError('The process that works on this run does not answer.', {
      hint: 'Try again; a machine that sleeps or swaps may need a moment.',
    });
    socket.destroy();
  }, patience.answer);
  try {
    const { owner, state } = await send({ ask: onState ? 'watch' : 'status' });
    if (!owner || !state || owner.protocol !== protocolVersion)
      throw new UserError(
        `The process that works on this run is another version of valuelex${owner ? ` (${owner.version})` : ''}.`,
        { hint: 'Use one version of valuelex for both.' },
      );
    return {
      owner,
      first: state,
      async ask(question) {
        const timer = longAnswers.includes(question.ask) ? null : Promise.withResolvers<never>();
        const late = timer && setTimeout(() => timer.reject(silent(owner.pid)), patience.done);
        try {
          const { text = '' } = await Promise.race([
            send(question),
            ...(timer ? [timer.promise] : []),
          ]);
          return text;
        } finally {
          if (late) clearTimeout(late);
        }
      },
      ended,
      close: () => socket.destroy(),
    };
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    clearTimeout(late);
  }
}
