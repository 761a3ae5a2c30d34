/** Errors passed from a thread: a UserError as its fields, a bug as its text. */
import { type ExitReason, UserError } from '../../errors.ts';

export type ThreadError =
  | {
      mistake: {
        what: string;
        hint: string | undefined;
        where: string | undefined;
        exit: ExitReason;
      };
    }
  | { bug: string };

export function packError(error: unknown): ThreadError {
  return error instanceof UserError
    ? {
        mistake: {
          what: error.message,
          hint: error.hint,
          where: error.where,
          exit: error.exit,
        },
      }
    : { bug: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

export function unpackError(error: ThreadError): Error {
  if ('bug' in error) return new Error(error.bug);
  const { what, hint, where, exit } = error.mistake;
  return new UserError(what, { ...(hint && { hint }), ...(where && { where }), exit });
}
