/** What is said of a batch while it is under way, and of the requests that it did not answer. */
import { EndpointError } from '../../errors.ts';
import type { BatchReply, BatchStatus } from '../../models/batches.ts';
import type { KnownBatch } from './ledger.ts';

/** The code of a batch that was refused for what others of the account hold in the queue. */
export const noRoom = 'token_limit_exceeded';

/** While it is under way. */
export function progressText(known: KnownBatch, status: BatchStatus, batches: number): string {
  const stage = {
    validating: 'is being checked',
    in_progress: 'is worked on',
    finalizing: 'is being put together',
    cancelling: 'is being cancelled',
  }[status.status as 'validating'];
  const done = status.counts ? status.counts.completed + status.counts.failed : 0;
  const more = batches > 1 ? `; ${batches} batches in all` : '';
  return `a batch of ${known.requests} ${stage}${done > 0 ? `, ${done} done` : ''}${more}`;
}

/** The whole file was refused: each of its requests gets the error that it would have got alone. */
export function refusalReply({ refusal }: BatchStatus): BatchReply {
  const code = refusal?.code ?? '';
  const status = /model_not_found|not_found/.test(code)
    ? 404
    : /billing|quota|credit/.test(code)
      ? 402
      : /rate|too_many/.test(code)
        ? 429
        : 400;
  const message = refusal?.message || 'the batch was refused';
  return { status, body: { error: { code, message, type: 'batch' } } };
}

/** To a request that the batch had no time for. */
export const expiredReply: BatchReply = {
  status: 408,
  body: { error: { code: 'batch_expired', message: 'the batch expired before this request' } },
};

/** Of a request in a batch that somebody stopped. */
export function cancelledFault(model: string, where: string): EndpointError {
  return new EndpointError('quota', `${model}: the batch was cancelled before all was answered`, {
    where,
    hint: 'What it had answered is stored. Run the same command to submit the rest.',
  });
}

/** Of a request that waited for another batch to end. */
export function busyFault(model: string, where: string): EndpointError {
  return new EndpointError('server', `${model}: another batch could not be looked after`, {
    where,
  });
}

/** Of a request that the results do not hold. */
export function missingFault(model: string, where: string): EndpointError {
  return new EndpointError('truncated', `${model}: the batch’s results lack a request`, { where });
}
