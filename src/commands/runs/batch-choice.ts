/** The batch options of `valuelex run`. */
import { join } from 'node:path';
import type { Outside } from '../../environment.ts';
import { lockOwner } from '../../facts/lock.ts';
import { type BatchChoice, openBatching } from '../../run/choose-batched-models.ts';
import { readStudy } from '../../run/study-file.ts';
import type { CommandContext } from '../command-context.ts';

export type BatchOptions = {
  /** True for all models that can be asked in batches, false for none. */
  batch?: string[] | boolean;
  batchWait?: 'yes' | 'no';
  batchCancel?: boolean;
};

function batchModelsOf({ batch }: BatchOptions): Pick<BatchChoice, 'models'> {
  if (batch === undefined) return {};
  if (batch === true) return { models: 'all' };
  return { models: batch === false ? 'none' : batch };
}

/** Without a terminal or an option, the program does not wait for batches; a process in the background does. */
export function batchChoiceOf(
  options: BatchOptions & { background?: boolean },
  context: Pick<CommandContext, 'interactive'>,
): BatchChoice {
  const { batchWait, background } = options;
  const wait = batchWait ? batchWait === 'yes' : (background ?? context.interactive);
  return { ...batchModelsOf(options), wait };
}

/** The process in the background reads the choice from the run. */
export function recordBatchChoice(folder: string, options: BatchOptions, outside: Outside): void {
  if (options.batch === undefined || lockOwner(folder)) return;
  const study = () => readStudy(join(folder, 'study.yaml'));
  const nobody = { onWait: () => {}, onNote: () => {} };
  const parts = { folder, study, environment: outside, ...nobody };
  void openBatching(parts, batchModelsOf(options))?.close();
}

export function cancelledText(count: number): string {
  if (count === 0)
    return 'There is no batch to stop: none is under way, or it is being stopped already.';
  const what = count === 1 ? '1 batch is' : `${count} batches are`;
  return `${what} being cancelled. The same command without --batch-cancel stores what was answered, and asks the rest.`;
}
