/** What the last event of a run says of how far it has come. */
import type { Step } from '../instruments/contract.ts';
import type { Study } from './study.ts';

const whole = 'done';
const part = 'part done';

/** The text of the event with which work ends that was to go up to `until`, undefined for the end; `all`: nothing comes after it. */
export function endOf(
  study: Pick<Study, 'shard'>,
  until: string | undefined,
  steps: readonly Step[],
): { text: string; all: boolean } {
  const all = until === undefined || until === steps.at(-1)?.id;
  if (!all) return { text: `done up to ${until}`, all };
  return { text: study.shard === undefined || until !== undefined ? whole : part, all };
}

type Last = { event: string; text: string } | null;

/** Whether a run whose last event this is has asked all that its study wants. */
export function isFinished(last: Last, study: Pick<Study, 'instruments'>): boolean {
  if (last?.event !== 'finish') return false;
  // As it was written when there was one instrument.
  const before = last.text === 'done up to rate' && Object.keys(study.instruments).length === 0;
  return last.text === whole || before;
}

/** Whether it has asked all that a part of a study asks. */
export function isPartDone(last: Last, study: Pick<Study, 'shard'>): boolean {
  if (last?.event !== 'finish' || study.shard === undefined) return false;
  return last.text === part || last.text === 'done up to complete';
}
