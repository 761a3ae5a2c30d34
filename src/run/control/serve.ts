/** The owner's side: listens for other programs of the same user, answers them, and carries out their questions. */
import { chmodSync, existsSync, lstatSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { explainError, UserError } from '../../errors.ts';
import type { Session } from '../session.ts';
import { makeSocketFolder } from './address.ts';
import { reaches } from './connect.ts';
import {
  type ControlReply,
  type ControlRequest,
  type Live,
  lineOf,
  linesOf,
  liveKeys,
  liveOf,
  longestRequest,
  protocolVersion,
  readMessage,
  requestSchema,
} from './protocol.ts';

/** What can be asked of the owner of a run. */
export type Controls = Pick<
  Session,
  | 'getState'
  | 'subscribe'
  | 'work'
  | 'pause'
  | 'togglePause'
  | 'toggleLane'
  | 'changeConcurrency'
  | 'retryErrors'
  | 'edit'
  | 'setRaters'
  | 'addInstruments'
  | 'addModels'
> & {
  version: string;
  /** Requests at once of every account from now on. */
  limit(requests: number): void;
  /** Called when another program begins to watch. */
  watched(): void;
};

export type ControlServer = {
  address: string;
  /** Begins nothing more; every new question gets the answer that this process is ending. */
  leave(): void;
  /** Sends the last state to watchers, and closes their connections. */
  close(): Promise<void>;
};

/** Milliseconds between two states sent to one watcher. */
const interval = 100;
const mostClients = 32;
/** Milliseconds that a watcher has to take the last messages. */
const longestFarewell = 1000;
/** A watcher this many bytes behind gets nothing until it has caught up. */
const mostBehind = 4 << 20;
/** Milliseconds after which an unanswered socket counts as abandoned. */
const oldSocket = 10_000;

/**
 * Listens at `address`, which the caller owns by the lock of the run; a socket there is left over from a dead
 * process. Throws UserError if no socket can be made.
 */
export async function serveControls(controls: Controls, address: string): Promise<ControlServer> {
  makeSocketFolder(address);
  await removeStaleSockets(address);
  let leaving = false;
  const clients = new Set<Client>();
  const server = createServer((socket) => {
    const client = createClient(socket, controls, () => leaving);
    clients.add(client);
    socket.on('close', () => clients.delete(client));
  });
  server.maxConnections = mostClients;
  // A finished run ends its process even while others watch.
  server.unref();
  await listen(server, address);
  const stop = controls.subscribe(() => {
    for (const client of clients) client.update();
  });
  return {
    address,
    leave() {
      leaving = true;
    },
    async close() {
      leaving = true;
      stop();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await Promise.all([...clients].map((client) => client.end()));
      await closed;
    },
  };
}

type Client = {
  /** Called when the state may have changed. */
  update(): void;
  /** Sends the last state and the end; resolves once they are sent or the client is gone. */
  end(): Promise<void>;
};

function createClient(socket: Socket, controls: Controls, isLeaving: () => boolean): Client {
  /** The state last sent to the watcher; null while it does not watch. */
  let sent: Partial<Live> | null = null;
  let timer: NodeJS.Timeout | null = null;
  let updatedAt = 0;
  let answering = Promise.resolve();
  socket.unref();
  // A client that disconnects is not an error of the run.
  socket.on('error', () => socket.destroy());
  socket.on('close', () => {
    sent = null;
    if (timer) clearTimeout(timer);
  });
  socket.on('drain', () => update());

  const send = (answer: ControlReply) => {
    if (socket.writable) socket.write(lineOf(answer));
  };

  function updateNow(): void {
    if (timer) clearTimeout(timer);
    timer = null;
    if (sent === null || socket.writableLength > mostBehind) return;
    const live = liveOf(controls.getState());
    const before = sent;
    const changed = liveKeys.filter((key) => live[key] !== before[key]);
    sent = live;
    updatedAt = performance.now();
    if (changed.length > 0)
      send({ state: Object.fromEntries(changed.map((key) => [key, live[key]])) });
  }

  function update(): void {
    if (sent === null || timer) return;
    const wait = interval - (performance.now() - updatedAt);
    if (wait <= 0) updateNow();
    else timer = setTimeout(updateNow, wait).unref();
  }

  async function answer(request: ControlRequest): Promise<void> {
    if (request.ask === 'status' || request.ask === 'watch') {
      const state = controls.getState();
      const live = liveOf(state);
      if (request.ask === 'watch') {
        sent = live;
        controls.watched();
      }
      send({
        reply: request.id,
        owner: {
          protocol: protocolVersion,
          version: controls.version,
          pid: process.pid,
          folder: state.folder,
        },
        state: live,
      });
      return;
    }
    try {
      const text = isLeaving() ? null : await perform(request, controls, isLeaving);
      // The client receives the new state before the reply.
      updateNow();
      send(text === null ? { reply: request.id, error: ending } : { reply: request.id, text });
    } catch (error) {
      send({ reply: request.id, error: errorOf(error) });
    }
  }

  void (async () => {
    try {
      const chunks = socket.iterator({ destroyOnReturn: false });
      for await (const line of linesOf(chunks, longestRequest)) {
        answering = answer(readMessage(line, requestSchema));
        await answering;
      }
    } catch (error) {
      // A client that does not speak this protocol gets an error, and is disconnected.
      send({ reply: 0, error: errorOf(error) });
    }
    socket.destroySoon();
  })();

  return {
    update,
    async end() {
      // A client that does not read does not delay the end of a run.
      const late = setTimeout(() => socket.destroy(), longestFarewell);
      const closed = new Promise<void>((resolve) => {
        if (socket.destroyed) resolve();
        else socket.once('close', () => resolve());
      });
      await Promise.race([answering, closed]);
      updateNow();
      send({ end: true });
      socket.destroySoon();
      await closed;
      clearTimeout(late);
    },
  };
}

const ending = { text: 'The process that works on this run is about to end.', ending: true };

function errorOf(error: unknown): { text: string; hint?: string } {
  const [text, hint] = explainError(error);
  return error instanceof UserError && hint ? { text: text!, hint } : { text: text! };
}

/** Carries out a question; gives the outcome in words, null if this process is about to end instead. */
async function perform(
  request: Exclude<ControlRequest, { ask: 'status' | 'watch' }>,
  controls: Controls,
  isLeaving: () => boolean,
): Promise<string | null> {
  switch (request.ask) {
    case 'pause':
      await controls.pause();
      // A paused command ends itself now.
      await new Promise(setImmediate);
      return isLeaving() ? null : 'paused; everything is on disk';
    case 'toggle-pause':
      return controls.togglePause();
    case 'toggle-lane':
      return controls.toggleLane(request.model);
    case 'resume': {
      // Pausing ends first; a paused command then ends itself.
      if (controls.getState().status === 'pausing') await controls.pause();
      await new Promise(setImmediate);
      if (isLeaving()) return null;
      const { until } = request;
      // An error is shown in the state.
      controls.work(until === undefined ? {} : { until }).catch(() => {});
      return 'continues';
    }
    case 'limit':
      controls.limit(request.requests);
      return '';
    case 'concurrency':
      return controls.changeConcurrency(request.by);
    case 'retry':
      return controls.retryErrors();
    case 'edit':
      return controls.edit(request.edit);
    case 'instruments':
      await controls.addInstruments(request.ids);
      return '';
    case 'models':
      await controls.addModels(request.models, request.endpoints);
      return '';
    case 'judges':
      await controls.setRaters(request.judges);
      return '';
  }
}

async function listen(server: Server, address: string): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(address, resolve);
    });
    server.on('error', () => {});
    if (process.platform !== 'win32') chmodSync(address, 0o600);
  } catch (cause) {
    throw new UserError('No socket could be made.', { where: address, cause });
  }
}

/** Removes the socket at `address`, and others beside it that no process listens on. */
async function removeStaleSockets(address: string): Promise<void> {
  if (process.platform === 'win32') return;
  rmSync(address, { force: true });
  const folder = dirname(address);
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (!name.endsWith('.sock') || !existsSync(path)) continue;
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (!found?.isSocket() || Date.now() - found.mtimeMs < oldSocket) continue;
    if (!(await reaches(path))) rmSync(path, { force: true });
  }
}
