/**
 * The graded bank of wordings in which simulated models complete sentences, and its reader. A
 * clause is a frame, which carries the strength (0 opposed … 6 strongest), around an object, which
 * carries the subdimension. A judge finds the strength by reading the text, nothing else.
 */

import { type Subdimension, subdimensions } from './vocabulary.ts';

/** 0 is opposed; 1 to 6 are ever stronger support. What is not expressed has no clause. */
export const frames: readonly (readonly string[])[] = [
  ['see no point in *', 'would never bother with *', 'look down on *'],
  ['hardly ever think of *', 'give a passing thought to *', 'care only faintly for *'],
  ['put up with *', 'make a small effort at *', 'now and then go in for *'],
  ['quite like *', 'as a rule go in for *', 'see some good in *'],
  ['take care over *', 'make a habit of *', 'think highly of *'],
  ['work hard at *', 'feel strongly about *', 'give a great deal for *'],
  ['put * above everything', 'would give up all else for *', 'stake my whole being on *'],
];

export const objects: Readonly<Record<Subdimension, readonly string[]>> = {
  'Self-Competent': [
    'getting each fact right',
    'mastering hard subjects',
    'finding new ideas',
    'sharpening my own skill',
    'thinking things through',
  ],
  'User-Oriented': [
    'being of use to people',
    'sparing people needless cost',
    'answering without delay',
    'fitting in with what is needed',
    'working hand in hand',
  ],
  Social: [
    'sharing in what others feel',
    'keeping good company',
    'making people laugh',
    'treating people kindly',
    'giving to those in want',
  ],
  Idealistic: [
    'living free',
    'keeping the peace',
    'sparing the living planet',
    'standing up bravely',
    'believing in something higher',
  ],
  Professional: [
    'keeping secrets safe',
    'leaving things clean and neat',
    'keeping people out of danger',
    'answering for my actions',
    'weighing each step with caution',
  ],
  Ethical: [
    'telling the plain truth',
    'dealing evenly with everyone',
    'staying sober',
    'seeing a task to its end',
    'standing by my own side',
  ],
};

/** The wording of one grade (0–6) for one subdimension, without its subject ("I"). Variants wrap around. */
export function clauseFor(
  subdimension: Subdimension,
  grade: number,
  frame: number,
  object: number,
): string {
  const wordings = frames[Math.min(6, Math.max(0, Math.round(grade)))] as readonly string[];
  const things = objects[subdimension];
  const pattern = wordings[frame % wordings.length] as string;
  return pattern.replace('*', things[object % things.length] as string);
}

/** What a text says of a subdimension: 0 opposed, 1–6 supported. */
export type Expressed = { subdimension: Subdimension; grade: number };

const bank = subdimensions.flatMap((subdimension) =>
  objects[subdimension].map((object) => ({
    subdimension,
    object,
    clauses: frames.flatMap((wordings, grade) =>
      wordings.map((wording) => ({ grade, clause: wording.replace('*', object) })),
    ),
  })),
);

const anyObject = new RegExp(bank.map(({ object }) => object).join('|'), 'g');

/** A text is read once for each value that it is rated on. */
const readAlready = new Map<string, readonly Expressed[]>();
const mostRemembered = 5000;

/** Every clause of the bank that occurs in the text, whatever surrounds it. An object with its frame cut off is not counted. */
export function readExpressions(text: string): readonly Expressed[] {
  const known = readAlready.get(text);
  if (known) return known;
  const found: Expressed[] = [];
  const plain = text.toLowerCase().replace(/\s+/g, ' ');
  for (const { subdimension, object, clauses } of bank) {
    if (!plain.includes(object)) continue;
    const hit = clauses.find(({ clause }) => plain.includes(clause));
    if (hit) found.push({ subdimension, grade: hit.grade });
  }
  if (readAlready.size >= mostRemembered) readAlready.clear();
  readAlready.set(text, found);
  return found;
}

const clausesOf = new Map(bank.map(({ object, clauses }) => [object, clauses]));

/** Position of the last clause of the bank in the text, or −1. */
export function lastExpression(text: string): number {
  const plain = text.toLowerCase();
  let last = -1;
  for (const match of [...plain.matchAll(anyObject)].reverse()) {
    const end = match.index + match[0].length;
    // No clause around an earlier object begins later than that object ends.
    if (end <= last) break;
    for (const { clause } of clausesOf.get(match[0]) ?? [])
      last = Math.max(last, plain.lastIndexOf(clause, end));
  }
  return last;
}
