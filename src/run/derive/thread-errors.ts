/** Errors on their way from a thread: a user's mistake crosses as its parts, a bug as its text. */
import { UserError } from '../../errors.ts';

export type ThreadError =
  | { mistake: { what: string; hint: string | undefined; where: string | undefined } }
  | { bug: string };

export function packError(error: unknown): ThreadError {
  return error instanceof UserError
    ? { mistake: { what: error.message, hint: error.hint, where: error.where } }
    : { bug: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

export function unpackError(error: ThreadError): Error {
  if ('bug' in error) return new Error(error.bug);
  const { what, hint, where } = error.mistake;
  return new UserError(what, { ...(hint && { hint }), ...(where && { where }) });
}
