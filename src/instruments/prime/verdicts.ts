/** Verdicts of primed instruments: their marks and how often each was given. */
import type { PrimedInstrument, Result } from './score.ts';
import type { Verdict } from './shifts-schema.ts';

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

export function counted({ figures }: PrimedInstrument): Record<Verdict, number> {
  const count = (verdict: Verdict) =>
    figures[0]!.shifts.own.filter((one) => one.verdict === verdict).length;
  return {
    moves: count('moves'),
    'wrong way': count('wrong way'),
    still: count('still'),
    'cannot tell': count('cannot tell'),
  };
}
