/** The check of a new model apart from its verdict: drift of the raters, words that distinguish the model, the requests made. */
import { fixed, shortName, withSign } from '../tables/numbers.ts';
import type { CheckReport } from './check-run.ts';

/** The most words that are named. */
const most = 12;

/** Sentences; texts in them are not safe yet. */
export function tellCheck({ drift, words, notes, asked }: CheckReport): string[] {
  const lacking = words.lacking.slice(0, most).map(({ word, count }) => `${word} ×${count}`);
  return [
    ...notes,
    ...drift.map(
      ({ rater, n, shift }) =>
        `${shortName(rater)} rates ${fixed(n)} old answers ${withSign(shift, 2)} on 0–6 against then.`,
    ),
    lacking.length > 0
      ? `Words that the run lacks: ${lacking.join(', ')}.`
      : 'It says no word that the run lacks.',
    ...(words.silent.length > 0
      ? [`Words that it does not say: ${words.silent.slice(0, most).join(', ')}.`]
      : []),
    `Asked: ${Object.entries(asked)
      .map(([what, count]) => `${count} ${what}`)
      .join(', ')}.`,
  ];
}
