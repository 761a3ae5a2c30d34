/** The letter in an answer. */
import { soundsRefused } from '../../lexicon/refusal.ts';
import { spokenAnswer } from '../../models/answer-part.ts';

type Letter = 'A' | 'B';

export type Reading = { letter: Letter } | { missing: 'refused' | 'no choice' };

/**
 * The letter that an answer takes: alone, at its start ("B: …", "**A**"), after a word that announces it ("Answer: B",
 * "I would give reply A"), or by the words of one reply and not of the other. An answer that names both as its choice,
 * or none, is no choice.
 */
export function readChoice(text: string, [first, second]: readonly [string, string]): Reading {
  const spoken = spokenAnswer(text).replace(/[*_`]/g, '').trim();
  const letter = letterIn(spoken) ?? quotedIn(spoken, first, second);
  if (letter) return { letter };
  return { missing: soundsRefused(spoken) ? 'refused' : 'no choice' };
}

/** A word that announces a letter, the letter, and what comes next. */
const announcement =
  /\b(?:answer|reply|option|choice|response|choose|pick|give|select|prefer)(?:\s+(?:is|would be|with|reply|option))*\s*[:-]?\s*["'([]?([AB])\b(?=(.{0,12}))/gi;

/** "A plan" names no letter; "A or B" and "A, since" do. */
function isArticle(after: string): boolean {
  return (
    /^['’]/.test(after) ||
    /^\s+(?!(?:or|and|because|since|as|is|over|if|for|here)\b)[a-z]/.test(after)
  );
}

function letterIn(spoken: string): Letter | null {
  const alone = /^["'([]*([ab])["')\].:,]*$/i.exec(spoken);
  if (alone) return letterOf(alone[1]!.toUpperCase());
  const announced = [...spoken.matchAll(announcement)].map(([, letter, after]) =>
    letter === 'A' && isArticle(after!) ? null : letterOf(letter!),
  );
  // A letter at the start counts where no article can be meant: before a sign, or a line of its own.
  const leading = /^["'([]*([AB])(?:["')\]]|[.:,;)–—-]|\s*\n)/.exec(spoken);
  const told = new Set([...announced, letterOf(leading?.[1] ?? '')]);
  told.delete(null);
  return told.size === 1 ? [...told][0]! : null;
}

/** Null for a small letter, and whatever else. */
function letterOf(text: string): Letter | null {
  return text === 'A' || text === 'B' ? text : null;
}

/** The letter of the reply that an answer repeats. */
function quotedIn(spoken: string, first: string, second: string): Letter | null {
  const plain = (text: string) =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim();
  const answer = plain(spoken);
  const has = [first, second].map((reply) => answer.includes(plain(reply)));
  if (has[0] === has[1]) return null;
  return has[0] ? 'A' : 'B';
}
