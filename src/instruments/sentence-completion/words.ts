import type { ScoreWords } from '../shared/scores.ts';

/** What the test calls an item, a rater, and a text that is rated. */
export const sentenceWords: ScoreWords = { item: 'stem', rater: 'judge', text: 'completion' };
