/**
 * The two names of a line: its identity says whose answer it is, its request key what determined
 * the request. Lines with one key share one answer, so nothing stored is asked for again.
 */
import { hash } from 'node:crypto';
import type { Context, Request } from '../models/model.ts';

/** Joins the parts of an identity; a bar inside a part is escaped, so that no two identities meet. */
export function identityOf(...parts: (string | number)[]): string {
  return parts.map((part) => String(part).replace(/[\\|]/g, '\\$&')).join('|');
}

/** A response's identity: respondent (model and setting), prompt, repeat. */
export function responseId(model: string, setting: string, prompt: string, repeat: number): string {
  return identityOf(model, setting, prompt, repeat);
}

/** An extraction's identity: the response and who named the values. */
export function extractionId(response: string, by: string): string {
  return identityOf(response, by);
}

/** The identity of a suggested name: the cluster's words, in any order, and who named it. */
export function nameId(words: readonly string[], by: string): string {
  return identityOf([...words].sort().join(' '), by);
}

/**
 * SHA-256 (hexadecimal) of all that determines a request: the model's request name, the messages or
 * the text, the sampling without its seed, and which repeat of the same question it is.
 * `candidates` are part of it where next-token probabilities are asked for.
 */
export function requestKey(
  requestName: string,
  request: Request,
  repeat = 1,
  candidates?: readonly string[],
): string {
  const { seed: _seed, ...sampling } = request.sampling;
  return hashOf({ requestName, request: { ...request, sampling }, repeat, candidates });
}

/** SHA-256 (hexadecimal) of all that determines the likelihoods of these continuations of a context. */
export function likelihoodKey(
  requestName: string,
  context: Context,
  continuations: readonly string[],
): string {
  return hashOf({ requestName, context, continuations });
}

/** SHA-256 (hexadecimal) of a value's JSON with sorted keys. */
export function hashOf(value: unknown): string {
  return hash('sha256', JSON.stringify(withSortedKeys(value)));
}

/** A request's seed: 31 bits of hash(study seed, identity). */
export function seedOf(studySeed: number, identity: string): number {
  const digest = hash('sha256', `${studySeed}\n${identity}`);
  return Number.parseInt(digest.slice(0, 8), 16) >>> 1;
}

/** A JSON value whose objects have their keys in order. */
function withSortedKeys(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(withSortedKeys);
  const sorted: Record<string, unknown> = {};
  for (const key of Object.keys(value).sort())
    sorted[key] = withSortedKeys((value as Record<string, unknown>)[key]);
  return sorted;
}
