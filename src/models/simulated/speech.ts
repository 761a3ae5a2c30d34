/** How a simulated model says which values it holds: lists, bold heads, comma runs, prose, refusals. */

import { capital } from '../../safe-text/capital.ts';
import { type Chance, shuffled } from './random.ts';

export type Manner = {
  /** The prompt's own words, which may ask for a form. */
  prompt: string;
  /** The frame of a base model wants its answer on one line. */
  oneLine: boolean;
  /** Standard score: above 0 explains longer. */
  wordiness: number;
  maxTokens: number;
};

const openings = [
  '',
  '',
  'Here is what guides me:\n\n',
  'Sure! Here they are:\n\n',
  'These come to mind:\n\n',
  'If I look at how I answer, I would say:\n\n',
];

const closings = [
  '',
  '',
  '',
  '\n\nLet me know if you would like to hear more.',
  '\n\nI could say more about each of them.',
];

/** After a bold head or a dash. They name no value themselves. */
const explanations = [
  'this shapes how I answer.',
  'I come back to this again and again.',
  'it stands near the top for me.',
  'I try to keep to it in what I write.',
  'without it the rest would mean little.',
  'people notice when it is missing.',
  'it matters in small things and in large ones.',
  'I would not want to answer without it.',
];

const sentences = [
  'I value *.',
  'I care about *.',
  'I believe in *.',
  'I stand for *.',
  'I also value *.',
  'I also care about *.',
];

const refusals = [
  'As an AI language model, I do not have personal values or beliefs.',
  "I'm sorry, but as an AI I don't hold values of my own.",
  'As an AI, I hold no values. I only produce text from patterns in data.',
  "I'm just a computer program, so I don't have values, feelings, or opinions.",
  "I don't have personal values, but I am happy to talk about yours.",
  'I cannot answer that, as I am a language model and have no personal values.',
];

/** One refusal; it names no value. */
export function speakRefusal(chance: Chance): string {
  return refusals[chance.below(refusals.length)] as string;
}

/** Tokens of a text as the simulator counts them: a word, or eight letters of a long one. */
export function tokensOf(text: string): string[] {
  return text.match(/\s*\S{1,8}/g) ?? [];
}

/**
 * The answer that names `named`, in an order and a form drawn from `chance` unless the prompt asks
 * for one. Where a wordy form would pass `maxTokens` a shorter one is taken, so that the limit
 * rarely cuts words off.
 */
export function speakValues(named: readonly string[], manner: Manner, chance: Chance): string {
  if (/\bJSON\b/.test(manner.prompt) && !manner.oneLine)
    return JSON.stringify(shuffled(named, chance));
  if (named.length === 0)
    return manner.oneLine ? 'nothing in particular' : 'Nothing comes to mind.';
  const order = shuffled(named, chance).slice(0, mostWanted(manner.prompt));
  const run = order.join(', ');
  if (manner.oneLine) return chance.uniform() < 0.5 ? run : `${run}.`;
  const asksRun = /\bcommas?\b|comma-separated/i.test(manner.prompt);
  const asksList = /\b(?:numbered|bullet(?:ed)?|list of|one per line|a line\b|entries)\b/i.test(
    manner.prompt,
  );
  if (order.length <= 1) return capital(run);
  if (asksRun) return chance.uniform() < 0.8 ? capital(run) : `${capital(run)}.`;
  const long = 0.35 + 0.15 * Math.max(-2, Math.min(2, manner.wordiness));
  const draw = chance.uniform();
  const text = asksList || draw < 0.7 ? list(order, long, chance) : prose(order, chance);
  return tokensOf(text).length <= manner.maxTokens ? text : capital(run);
}

const numbers = [
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'twelve',
  'fifteen',
  'twenty',
];
const sizes = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20];

/** The number of words that the prompt asks for; endless where it names none. */
function mostWanted(prompt: string): number {
  const things = '(?:[a-z]+ )?(?:values|words?|nouns|entries|principles|qualities|virtues)';
  const match = new RegExp(`\\b(\\d+|${numbers.join('|')}) ${things}\\b`, 'i').exec(prompt)?.[1];
  if (match === undefined) return Number.POSITIVE_INFINITY;
  const index = numbers.indexOf(match.toLowerCase());
  return Math.max(1, index >= 0 ? (sizes[index] as number) : Number(match));
}

function list(order: readonly string[], long: number, chance: Chance): string {
  const opening = openings[chance.below(openings.length)] as string;
  const closing = closings[chance.below(closings.length)] as string;
  const explained = chance.uniform() < long;
  const bold = chance.uniform() < 0.5;
  const marker = chance.below(4);
  if (marker === 3 && !explained) return `${opening}${capital(order.join(', '))}${closing}`;
  const lines = order.map((word, i) => {
    const head = bold ? `**${capital(word)}**` : capital(word);
    const tail = explained
      ? `${bold ? ': ' : ' – '}${explanations[chance.below(explanations.length)] as string}`
      : '';
    const mark = ['- ', '* ', `${i + 1}. `, `${i + 1}) `][marker] as string;
    return `${mark}${head}${tail}`;
  });
  return `${opening}${lines.join('\n')}${closing}`;
}

function prose(order: readonly string[], chance: Chance): string {
  const parts: string[] = [];
  for (let i = 0; i < order.length; ) {
    const size = Math.min(order.length - i, 2 + chance.below(3));
    const group = order.slice(i, i + size);
    i += size;
    // The first sentence does not say "also".
    const pattern = sentences[parts.length === 0 ? chance.below(4) : 2 + chance.below(4)] as string;
    parts.push(pattern.replace('*', conjoin(group)));
  }
  return parts.join(' ');
}

function conjoin(words: readonly string[]): string {
  if (words.length <= 2) return words.join(' and ');
  return `${words.slice(0, -1).join(', ')}, and ${words.at(-1) as string}`;
}
