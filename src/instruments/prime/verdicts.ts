/** Verdicts of primed instruments: their marks and how often each was given. */
import { tTwoSided } from '../../statistics/distributions.ts';
import { holm } from '../../statistics/holm.ts';
import type { PrimedInstrument, Result } from './score.ts';
import type { Shifts, Verdict } from './shifts-schema.ts';

export const marks: Readonly<Record<Verdict, string>> = {
  moves: '✓',
  'wrong way': '✗',
  still: '○',
  'cannot tell': '?',
};

/** The way of reading that counts. */
export function shown(one: PrimedInstrument): PrimedInstrument['figures'][number] {
  return one.figures[0]!;
}

export function nameIn(values: Result['primed'], id: string): string {
  return values.find((one) => one.id === id)?.name ?? id;
}

/**
 * How many values move, move the wrong way, or are still. That values move is a sentence about all of them: it holds after
 * Holm’s correction, so that a value may have a mark and not count.
 */
export function counted(own: Shifts['own']): Record<Verdict, number> {
  const told = own.flatMap(({ sd }) => (sd ? [sd] : []));
  // The spread of items is pooled over the values.
  const df = told.reduce((sum, { n }) => sum + n - 1, 0);
  const p = told.map(({ value, se }) => (se > 0 ? tTwoSided(value / se, df) : value === 0 ? 1 : 0));
  const corrected = holm(p);
  const moved = new Set(told.filter((_, i) => corrected[i]! < 0.05));
  const verdicts = own.map(({ sd, verdict }): Verdict => {
    const sure = verdict === 'still' || (sd !== null && moved.has(sd));
    return sure ? verdict : 'cannot tell';
  });
  const count = (verdict: Verdict) => verdicts.filter((one) => one === verdict).length;
  return {
    moves: count('moves'),
    'wrong way': count('wrong way'),
    still: count('still'),
    'cannot tell': count('cannot tell'),
  };
}
