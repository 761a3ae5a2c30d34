/** Runs without answers about values. */
import type { RunState } from './state.ts';

/** Whether a run has no answers about values and asks for none: its texts, or its ratings, came from a file. */
export function hasNoAnswers({ study, discovery }: Pick<RunState, 'study' | 'discovery'>): boolean {
  return study.models.length === 0 && discovery.answers === 0;
}
