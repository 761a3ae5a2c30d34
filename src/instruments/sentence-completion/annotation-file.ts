/** One row per rating by a person, with the completion that was rated: for other programs. */
import type { LineFile } from '../contract.ts';
import { sentenceLines } from './score.ts';
import type { SentenceItems } from './sentence-context.ts';

export const annotationFile: LineFile<SentenceItems> = {
  name: 'annotations.csv',
  what: 'every rating by a person with its completion',
  columns: [
    ...['person', 'completion', 'model', 'stem', 'text', 'system', 'subdimension'],
    ...['rating', 'revision', 'seconds', 'at'],
  ],
  *rows(facts) {
    const { completions, annotations } = sentenceLines(facts);
    const byId = new Map(completions.map((line) => [line.id, line]));
    for (const one of annotations) {
      const completion = byId.get(one.completion);
      yield [
        ...[one.person, one.completion, completion?.model, completion?.stem, completion?.text],
        ...[one.system, one.subdimension, one.rating, one.revision, one.seconds, one.at],
      ];
    }
  },
};
