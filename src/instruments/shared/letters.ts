/** The letter of an option: in an answer, and among the probabilities of letters as the next token. */
import { soundsRefused } from '../../lexicon/refusal.ts';
import { spokenAnswer } from '../../models/answer-part.ts';
import type { Figure } from '../contract.ts';
import type { AnswerLine } from './answer-round.ts';

/** The ways in which a letter is read. */
export const letterReadings = ['text', 'probabilities'] as const;
export type LetterReading = (typeof letterReadings)[number];

/** The ways in which what letters say is counted under conditions, the more exact one first. */
export function letterFigures(
  unit: string,
): [Figure & { id: LetterReading }, Figure & { id: LetterReading }] {
  return [
    { id: 'probabilities', title: 'by probabilities', unit },
    { id: 'text', title: 'by text', unit },
  ];
}

export type Letter = 'A' | 'B' | 'C';

export type ReadLetter<L extends Letter> = { letter: L } | { missing: 'refused' | 'no choice' };

/** The letters as the next token: after "Answer:" they come behind a space. */
export const candidates = ['A', 'B', ' A', ' B'] as const;

/** Suffix of the id of an item whose letters' probabilities are asked for. */
export const probabilitiesMark = '.probabilities';

/**
 * The letter that an answer takes: alone, at its start ("B: …", "**A**"), after a word that announces it ("Answer: B",
 * "I would give reply A"), or by the words of one option and of no other. An answer that names two as its choice, or
 * none, is no choice.
 */
export function readLetter<L extends Letter>(
  text: string,
  options: Readonly<Record<L, string>>,
): ReadLetter<L> {
  const spoken = spokenAnswer(text).replace(/[*_`]/g, '').trim();
  const letters = Object.keys(options) as L[];
  const letter = letterIn(spoken, letters) ?? quotedIn(spoken, options);
  if (letter) return { letter };
  return { missing: soundsRefused(spoken) ? 'refused' : 'no choice' };
}

/** A word that announces a letter, the letter, and what comes next. */
const announcement =
  /\b(?:answer|reply|option|choice|response|choose|pick|give|select|prefer)(?:\s+(?:is|would be|with|reply|option))*\s*[:-]?\s*["'([]?([ABC])\b(?=(.{0,12}))/gi;

/** "A plan" names no letter; "A or B" and "A, since" do. */
function isArticle(after: string): boolean {
  return (
    /^['’]/.test(after) ||
    /^\s+(?!(?:or|and|because|since|as|is|over|if|for|here)\b)[a-z]/.test(after)
  );
}

function letterIn<L extends Letter>(spoken: string, letters: readonly L[]): L | null {
  // Null for a small letter, and whatever else.
  const letterOf = (text: string) => letters.find((one) => one === text) ?? null;
  const alone = /^["'([]*([abc])["')\].:,]*$/i.exec(spoken);
  if (alone) return letterOf(alone[1]!.toUpperCase());
  const announced = [...spoken.matchAll(announcement)].map(([, letter, after]) =>
    letter === 'A' && isArticle(after!) ? null : letterOf(letter!),
  );
  // A letter at the start counts where no article can be meant: before a sign, or a line of its own.
  const leading = /^["'([]*([ABC])(?:["')\]]|[.:,;)–—-]|\s*\n)/.exec(spoken);
  const told = new Set([...announced, letterOf(leading?.[1] ?? '')]);
  told.delete(null);
  return told.size === 1 ? [...told][0]! : null;
}

/** The letter of the option that an answer repeats. */
function quotedIn<L extends Letter>(
  spoken: string,
  options: Readonly<Record<L, string>>,
): L | null {
  const plain = (text: string) =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim();
  const answer = plain(spoken);
  const said = (Object.keys(options) as L[]).filter((letter) =>
    answer.includes(plain(options[letter])),
  );
  return said.length === 1 ? said[0]! : null;
}

/** `told` by candidate. A letter that is not among the most likely tokens, where only these are told, counts 0. */
function likelierLetter(told: readonly (number | null)[]): ReadLetter<'A' | 'B'> {
  const [a, b] = (['A', 'B'] as const).map((letter) =>
    candidates.reduce((sum, one, i) => (one.trim() === letter ? sum + (told[i] ?? 0) : sum), 0),
  );
  return a === b ? { missing: 'no choice' } : { letter: a! > b! ? 'A' : 'B' };
}

/** The item that a line answers, by its plain id, and the way in which its letter is read. */
export function readingOf(item: string): { item: string; reading: LetterReading } {
  return item.endsWith(probabilitiesMark)
    ? { item: item.slice(0, -probabilitiesMark.length), reading: 'probabilities' }
    : { item, reading: 'text' };
}

/** The letter that a line takes in a way of reading, or why it takes none. */
export function takenLetter<L extends Letter>(
  line: Pick<AnswerLine, 'text' | 'probabilities'>,
  reading: LetterReading,
  options: Readonly<Record<L, string>>,
): { letter: L | 'A' | 'B' | null; missing: 'refused' | 'no choice' | null } {
  const read =
    reading === 'probabilities'
      ? likelierLetter(line.probabilities ?? [])
      : readLetter<L>(line.text, options);
  return 'letter' in read
    ? { letter: read.letter, missing: null }
    : { letter: null, missing: read.missing };
}

/** The probabilities as they are shown: `"A" 0.512  "B" 0.300`. */
export function toldProbabilities(told: readonly (number | null)[]): string {
  return told.map((p, i) => `"${candidates[i]}" ${p === null ? '–' : p.toFixed(3)}`).join('  ');
}
