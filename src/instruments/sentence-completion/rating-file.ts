/** One row per rating, with the completion that was rated: for other programs. */
import type { LineFile } from '../contract.ts';
import { sentenceLines } from './score.ts';
import type { SentenceItems } from './sentence-context.ts';

export const ratingFile: LineFile<SentenceItems> = {
  name: 'ratings.csv',
  what: 'every rating with its completion',
  columns: [
    ...['completion', 'model', 'stem', 'repeat', 'form', 'text', 'judge', 'system'],
    ...['subdimension', 'protocol', 'raw', 'missing', 'at', 'source'],
  ],
  *rows(facts) {
    const { completions, ratings } = sentenceLines(facts);
    const byId = new Map(completions.map((line) => [line.id, line]));
    for (const rating of ratings) {
      const completion = byId.get(rating.completion);
      yield [
        ...[rating.completion, completion?.model, completion?.stem, completion?.repeat],
        ...[completion?.form, completion?.text, rating.judge, rating.system, rating.subdimension],
        ...[rating.protocol, rating.raw, rating.missing, rating.at, rating.source],
      ];
    }
  },
};
