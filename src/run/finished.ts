/** What the last event of a run says of how far it has come. */
import type { Step } from '../instruments/contract.ts';
import type { Study } from './study.ts';

const whole = 'done';
const part = 'part done';

/** The text of the event with which work ends that was to go up to `until`, undefined for the end; `all`: nothing that is to be asked comes after it. */
export function endOf(
  study: Pick<Study, 'shard'>,
  until: string | undefined,
  steps: readonly Step[],
): { text: string; all: boolean } {
  const isPart = study.shard !== undefined;
  const at = steps.findIndex(({ id }) => id === until);
  // Work that needs all parts is not done by a part.
  const rest = steps.slice(at + 1).filter((step) => !(isPart && step.whole));
  const all = until === undefined || (at >= 0 && rest.length === 0);
  if (!all) return { text: `done up to ${until}`, all };
  return { text: isPart && !steps[at]?.whole ? part : whole, all };
}

/** Whether such a text says that all is asked which the study wants. */
export function isWhole(text: string): boolean {
  return text === whole;
}

type Last = { event: string; text: string } | null;

/** Whether a run whose last event this is has asked all that its study wants. */
export function isFinished(last: Last, study: Pick<Study, 'instruments'>): boolean {
  if (last?.event !== 'finish') return false;
  // As it was written when there was one instrument.
  const before = last.text === 'done up to rate' && Object.keys(study.instruments).length === 0;
  return isWhole(last.text) || before;
}

/** Whether it has asked all that a part of a study asks. */
export function isPartDone(last: Last, study: Pick<Study, 'shard'>): boolean {
  if (last?.event !== 'finish' || study.shard === undefined) return false;
  return last.text === part || last.text === 'done up to complete';
}
