/** The position of a cursor in a list. Pure. */

export type Move = 'up' | 'down' | 'top' | 'bottom' | 'page-up' | 'page-down';

/** The position after a move among `count` lines; up from the first goes to the last. */
export function moveInList(position: number, move: Move, count: number): number {
  const last = Math.max(0, count - 1);
  const at = Math.max(0, Math.min(position, last));
  switch (move) {
    case 'up':
      return at === 0 ? last : at - 1;
    case 'down':
      return at === last ? 0 : at + 1;
    case 'top':
      return 0;
    case 'bottom':
      return last;
    case 'page-up':
      return Math.max(0, at - 10);
    case 'page-down':
      return Math.min(last, at + 10);
  }
}

/** The set with the member added or, if it was there, removed. */
export function toggled<T>(members: readonly T[], one: T): T[] {
  return members.includes(one) ? members.filter((other) => other !== one) : [...members, one];
}
