/** The exit codes with their meanings, for help and documentation. */
import { type ExitReason, exitCodes } from '../errors.ts';

const meanings: Readonly<Record<ExitReason, string>> = {
  ok: 'done',
  bug: 'a bug in valuelex: please report the lines it prints',
  usage: 'the command line does not fit: an unknown command, option, run, or value',
  input: 'a file or a study does not fit, or too little data for what was asked',
  endpoint: 'a model or an endpoint did not answer as it should',
  corruptRun: 'a log of a run holds a line that valuelex did not write; nothing was overwritten',
  disk: 'the disk is full, or a folder cannot be written',
  examFailed: 'a judge did not pass its exam, and --require-judge was given',
  paused: 'paused; the printed command continues it',
};

/** In the order of the codes. */
export const exitTable: readonly { code: number; meaning: string }[] = (
  Object.entries(exitCodes) as [ExitReason, number][]
)
  .map(([reason, code]) => ({ code, meaning: meanings[reason] }))
  .sort((a, b) => a.code - b.code);
