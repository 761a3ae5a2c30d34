/**
 * The messages between the owner of a run and other programs: one line of JSON each, of bounded
 * length, checked on both sides. The owner sends messages only to those who have asked.
 */
import * as z from 'zod';
import { editSchema } from '../../clustering/edits.ts';
import { UserError } from '../../errors.ts';
import type { RunState } from '../state.ts';
import { studySchema } from '../study.ts';
import { mostRequests } from './most-requests.ts';

/** Raised when an older program would misunderstand a message. */
export const protocolVersion = 2;

/** Bytes of the longest line that the owner takes, and that it sends. */
export const longestRequest = 1 << 20;
export const longestAnswer = 16 << 20;

const id = z.number().int().nonnegative();
const model = z.string().min(1).max(1000);

export const requestSchema = z.discriminatedUnion('ask', [
  /** The state, once. */
  z.object({ id, ask: z.literal('status') }),
  /** The state, and from then on what changes of it, at most ten times a second. */
  z.object({ id, ask: z.literal('watch') }),
  z.object({ id, ask: z.literal('pause') }),
  z.object({ id, ask: z.literal('resume'), until: z.string().optional() }),
  /** Requests at once for every account. */
  z.object({ id, ask: z.literal('limit'), requests: z.number().int().min(1).max(mostRequests) }),
  z.object({ id, ask: z.literal('concurrency'), by: z.number().int().min(-1000).max(1000) }),
  z.object({ id, ask: z.literal('toggle-pause') }),
  z.object({ id, ask: z.literal('toggle-lane'), model }),
  z.object({ id, ask: z.literal('retry') }),
  z.object({ id, ask: z.literal('edit'), edit: editSchema }),
  z.object({ id, ask: z.literal('instruments'), ids: z.array(model).min(1).max(100) }),
  z.object({
    ...{ id, ask: z.literal('models') },
    models: studySchema.shape.models.min(1).max(1000),
    endpoints: studySchema.shape.endpoints,
  }),
  z.object({ id, ask: z.literal('judges'), judges: z.array(model).min(1).max(100) }),
]);

export type ControlRequest = z.infer<typeof requestSchema>;
/** A request without its number, which the connection adds. */
export type Question = ControlRequest extends infer One
  ? One extends ControlRequest
    ? Omit<One, 'id'>
    : never
  : never;

const stage = z.string();
const text = z.string();

const laneSchema = z.object({
  model,
  stage,
  done: z.number(),
  total: z.number(),
  inFlight: z.number(),
  errors: z.number(),
  tokensPerSecond: z.number(),
  spend: z.number(),
  waiting: z.object({ reason: text, until: z.number().nullable() }).nullable(),
  paused: z.boolean(),
  tail: text,
});

const troubleSchema = z.object({ kind: z.enum(['gone', 'read-only', 'full']), text });

/** The part of a run's state that only its owner knows; the rest follows from the facts on disk. */
const liveSchema = z.object({
  trouble: troubleSchema.nullable(),
  status: z.enum(['idle', 'working', 'pausing', 'paused', 'finished', 'failed']),
  activity: text,
  progress: z.array(z.object({ stage, done: z.number(), total: z.number() })),
  lanes: z.array(laneSchema),
  rate: z.number(),
  secondsLeft: z.number().nullable(),
  spend: z.number(),
  discovery: z.object({
    perHundred: z.array(z.number()),
    descriptors: z.number(),
    newest: z.array(z.object({ word: text, model: text })),
    refused: z.array(z.object({ model: text, count: z.number() })),
    unread: z.number().default(0),
    answers: z.number(),
  }),
  message: text,
  problems: z.array(text),
});

export type Live = z.infer<typeof liveSchema>;

export const liveKeys = Object.keys(liveSchema.shape) as (keyof Live)[];

/** The live part of a state. */
export function liveOf(state: RunState): Live {
  return Object.fromEntries(liveKeys.map((key) => [key, state[key]])) as Live;
}

const ownerSchema = z.object({
  protocol: z.number().int(),
  version: text,
  pid: z.number().int(),
  folder: text,
});

export type Owner = z.infer<typeof ownerSchema>;

export const answerSchema = z.union([
  z.object({
    reply: id,
    owner: ownerSchema.optional(),
    state: liveSchema.optional(),
    /** The outcome, for the screen. */
    text: text.optional(),
    error: z.object({ text, hint: text.optional(), ending: z.boolean().optional() }).optional(),
  }),
  /** Changes of the state, sent to watchers. */
  z.object({ state: liveSchema.partial() }),
  /** The owner leaves in good order. */
  z.object({ end: z.literal(true) }),
]);

export type ControlReply = z.infer<typeof answerSchema>;

/** A message as its line. */
export function lineOf(message: ControlRequest | ControlReply): string {
  return `${JSON.stringify(message)}\n`;
}

/**
 * A message from its line. Throws UserError on a message that does not fit `schema`, such as that of
 * another version of the program.
 */
export function readMessage<T>(line: string, schema: z.ZodType<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new UserError('A message between two programs was not JSON.');
  }
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const issue = read.error.issues[0]!;
  throw new UserError(
    `A message between two programs was not understood: ${issue.path.join('.') || 'it'}: ${issue.message}`,
    { hint: 'Use one version of valuelex for both.' },
  );
}

/** The lines of a stream, without line ends; a last line without one is dropped. Throws UserError on a line of more than `longest` bytes. */
export async function* linesOf(
  stream: AsyncIterable<Buffer>,
  longest: number,
): AsyncGenerator<string> {
  let held: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    let from = 0;
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
      if (size + at - from > longest) throw tooLong(longest);
      yield Buffer.concat([...held, chunk.subarray(from, at)]).toString('utf8');
      held = [];
      size = 0;
      from = at + 1;
    }
    held.push(chunk.subarray(from));
    size += chunk.length - from;
    if (size > longest) throw tooLong(longest);
  }
}

function tooLong(longest: number): UserError {
  return new UserError(`A message between two programs was longer than ${longest} bytes.`);
}
