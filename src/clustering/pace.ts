/** How the researcher took the decisions of the queue. */
import { median } from '../statistics/describe.ts';
import type { Curated } from './curate.ts';

export type Pace = {
  decisions: number;
  /** How many followed the program's pointer. */
  followed: number;
  /** Median time of one. */
  seconds: number;
};

/** Over the edits in force that were decisions of the queue; null without any. */
export function paceOf({ applied }: Pick<Curated, 'applied'>): Pace | null {
  const taken = applied.flatMap(({ edit }) => (edit.decided ? [edit.decided] : []));
  if (taken.length === 0) return null;
  return {
    decisions: taken.length,
    followed: taken.filter((one) => one.taken === one.pointed).length,
    seconds: median(taken.map(({ seconds }) => seconds)),
  };
}

/** "63 decisions taken in the queue: 81 % as the program suggested, median 4 s". */
export function paceText({ decisions, followed, seconds }: Pace): string {
  const many = decisions === 1 ? '1 decision' : `${decisions} decisions`;
  const share = Math.round((100 * followed) / decisions);
  return `${many} taken in the queue: ${share} % as the program suggested, median ${Math.round(seconds)} s`;
}
