/** The quickest job of the computing thread: the lexicon of a log without lines. */
import type { LexiconInput } from '../../../src/run/derive/read-lexicon.ts';

export const noAnswers: LexiconInput = {
  file: 'responses.jsonl',
  count: 0,
  bytes: 0,
  extractions: [],
  unmerged: new Set(),
  divisions: [],
  keep: 'kept',
  version: '',
};
