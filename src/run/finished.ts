/** The progress of a run by its last event. */
import type { Step } from '../instruments/contract.ts';
import type { Study } from './study.ts';

const whole = 'done';
const part = 'part done';

/** The text of the event at the end of work up to `until` (undefined: the end); `all`: nothing is left to ask after it. */
export function endOf(
  study: Pick<Study, 'shard'>,
  until: string | undefined,
  steps: readonly Step[],
): { text: string; all: boolean } {
  const isPart = study.shard !== undefined;
  const at = steps.findIndex(({ id }) => id === until);
  // A part of a study leaves out the work that needs all parts.
  const rest = steps.slice(at + 1).filter((step) => !(isPart && step.whole));
  const all = until === undefined || (at >= 0 && rest.length === 0);
  if (!all) return { text: `done up to ${until}`, all };
  return { text: isPart && !steps[at]?.whole ? part : whole, all };
}

/** Whether such a text states that everything in the study is asked. */
export function isWhole(text: string): boolean {
  return text === whole;
}

type Last = { event: string; text: string } | null;

/** Whether a run with this last event has asked everything in its study. */
export function isFinished(last: Last, study: Pick<Study, 'instruments'>): boolean {
  if (last?.event !== 'finish') return false;
  // The text of earlier versions, which had one instrument.
  const before = last.text === 'done up to rate' && Object.keys(study.instruments).length === 0;
  return isWhole(last.text) || before;
}

/** Whether it has asked everything in its part of a study. */
export function isPartDone(last: Last, study: Pick<Study, 'shard'>): boolean {
  if (last?.event !== 'finish' || study.shard === undefined) return false;
  return last.text === part || last.text === 'done up to complete';
}
