/**
 * The child process that one local model runs in. It is started by `child-process.ts`, speaks the
 * messages of `messages.ts`, and ends when its parent does.
 */
import { EndpointError } from '../../errors.ts';
import { createEngine, type Engine } from './engine.ts';
import { type FromChild, type ToChild, toChild } from './messages.ts';

const aborted = new Set<number>();
const running = new Set<number>();
let engine: Promise<Engine> | undefined;

function send(message: FromChild): void {
  if (process.connected) process.send?.(message);
}

function fail(id: number | null, error: unknown): void {
  const known = error instanceof EndpointError ? error : null;
  const fault = known?.fault === 'malformed' || known?.fault === 'missing' ? known.fault : 'server';
  send({
    kind: 'failed',
    id,
    fault,
    message: error instanceof Error ? error.message : String(error),
    ...(known?.hint ? { hint: known.hint } : {}),
  });
}

async function serve(message: Exclude<ToChild, { kind: 'load' | 'abort' }>): Promise<void> {
  const { id } = message;
  const stopped = () => aborted.has(id);
  running.add(id);
  try {
    if (!engine) throw new EndpointError('server', 'No model is loaded');
    const loaded = await engine;
    if (message.kind === 'ask') {
      const answer = await loaded.ask(message.request, {
        aborted: stopped,
        onText: (text) => send({ kind: 'text', id, text }),
        ...(message.topTokens !== undefined ? { topTokens: message.topTokens } : {}),
      });
      send({ kind: 'answer', id, ...answer });
    } else if (message.kind === 'next') {
      const found = await loaded.next(message.request, message.candidates, stopped);
      if (found) send({ kind: 'probabilities', id, ...found });
    } else if (message.kind === 'likelihood') {
      const found = await loaded.likelihood(message.context, message.continuations, stopped);
      if (found) send({ kind: 'likelihoods', id, ...found });
    } else if (message.kind === 'echo') {
      const tokens = await loaded.echo(message.text, message.topTokens, stopped);
      if (tokens) send({ kind: 'echo', id, tokens });
    } else {
      send({ kind: 'vectors', id, vectors: await loaded.embed(message.texts, stopped) });
    }
  } catch (error) {
    fail(id, error);
  } finally {
    running.delete(id);
    aborted.delete(id);
  }
}

process.on('message', (raw) => {
  const message = toChild.parse(raw);
  if (message.kind === 'abort') {
    if (running.has(message.id)) aborted.add(message.id);
  } else if (message.kind === 'load') {
    engine = createEngine(message);
    engine.then(
      () => send({ kind: 'ready' }),
      (error: unknown) => fail(null, error),
    );
  } else void serve(message);
});

// The terminal sends Ctrl+C to the whole group; the parent decides when its models stop.
process.on('SIGINT', () => {});
process.on('disconnect', () => process.exit(0));
