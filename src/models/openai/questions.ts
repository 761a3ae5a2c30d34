/** Small requests that find out what a model at an endpoint can do. */
import { EndpointError } from '../../errors.ts';
import type { Answer, JsonSchema, Request } from '../model.ts';
import type { PrefillMeans } from './bodies.ts';
import type { Connection } from './connection.ts';
import { streamAnswer } from './stream.ts';

/** Whose next token is a digit. */
export const digitQuestion: Record<Request['kind'], Request> = {
  chat: {
    kind: 'chat',
    messages: [{ role: 'user', content: 'Answer with the digit 1 and nothing else.' }],
    sampling: { temperature: 0, topP: 1, maxTokens: 1 },
  },
  completion: {
    kind: 'completion',
    prompt: '1, 2, 3, 1, 2, 3, 1, 2, 3,',
    sampling: { temperature: 0, topP: 1, maxTokens: 1 },
  },
};

/** Whether a fault says that the endpoint cannot do it, and not that it is busy, away, or closed. */
export function isInability(error: unknown): boolean {
  if (!(error instanceof EndpointError)) return false;
  return ['missing', 'malformed'].includes(error.fault) || /HTTP 501/.test(error.message);
}

/** Whether a content filter refused the question, which tells nothing of what the endpoint can. */
export function isFiltered(error: unknown): boolean {
  return error instanceof EndpointError && error.fault === 'filter';
}

/** The answer to a question at temperature 0; at 1 where the model takes no other. Throws EndpointError. */
export async function probeAnswer(
  connection: Connection,
  model: string,
  request: Request,
  means: PrefillMeans,
): Promise<Answer> {
  try {
    return await streamAnswer(connection, model, request, means, {});
  } catch (error) {
    if (!(error instanceof EndpointError) || !/temperature/i.test(error.message)) throw error;
    const sampling = { ...request.sampling, temperature: 1 };
    return streamAnswer(connection, model, { ...request, sampling }, means, {});
  }
}

/** Whether a chat was refused because the model has no chat template (vLLM, TGI, llama-server). */
export function lacksTemplate(error: unknown): boolean {
  return isInability(error) && /chat[ _-]?template|template error/i.test((error as Error).message);
}

/**
 * Whether plain text can be continued; undefined where a content filter keeps that from being known. A chat model at
 * OpenAI answers 404; so does an endpoint without the path.
 */
export async function completes(
  connection: Connection,
  model: string,
): Promise<boolean | undefined> {
  try {
    await probeAnswer(connection, model, digitQuestion.completion, null);
    return true;
  } catch (error) {
    if (isFiltered(error)) return undefined;
    if (isInability(error)) return false;
    // A path that answers with 200 and no answer is no path.
    if (error instanceof EndpointError && error.fault === 'truncated') return false;
    throw error;
  }
}

const story = 'Write the first ten words of a story that nobody has told yet.';

/** Two answers with one seed at temperature 1. `kind`: how this model is asked. */
export async function askTwice(
  connection: Connection,
  model: string,
  kind: Request['kind'],
): Promise<[Answer, Answer]> {
  const sampling = { temperature: 1, topP: 1, maxTokens: 24, seed: 20_231 };
  const request: Request =
    kind === 'chat'
      ? { kind, messages: [{ role: 'user', content: story }], sampling }
      : { kind, prompt: 'Once upon a time', sampling };
  const first = await streamAnswer(connection, model, request, null, {});
  return [first, await streamAnswer(connection, model, request, null, {})];
}

/** Whether two answers with one seed are one text; null where they are too short to tell. */
export function repeats(answers: readonly [Answer, Answer]): boolean | null {
  if (answers.some(({ text }) => text.trim().length < 20)) return null;
  return answers[0].text === answers[1].text;
}

const schema: JsonSchema = {
  type: 'object',
  properties: { lighthouse: { type: 'boolean' } },
  required: ['lighthouse'],
  additionalProperties: false,
};

/** Whether the model keeps to a JSON schema that the question does not mention. */
export async function keepsSchema(
  connection: Connection,
  model: string,
  kind: Request['kind'],
): Promise<boolean | undefined> {
  const sampling = { temperature: 0, topP: 1, maxTokens: 60 };
  const request: Request =
    kind === 'chat'
      ? {
          kind,
          messages: [{ role: 'user', content: 'Does a lighthouse shine?' }],
          sampling,
          jsonSchema: schema,
        }
      : { kind, prompt: 'Does a lighthouse shine?\n', sampling, jsonSchema: schema };
  let text: string;
  try {
    text = (await probeAnswer(connection, model, request, null)).text;
  } catch (error) {
    if (isFiltered(error)) return undefined;
    if (isInability(error)) return false;
    throw error;
  }
  if (!connection.dialect.jsonSchema) return false;
  try {
    return typeof (JSON.parse(text) as { lighthouse?: unknown }).lighthouse === 'boolean';
  } catch {
    return false;
  }
}
