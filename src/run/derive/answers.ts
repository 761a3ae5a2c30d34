/** The answers of a run as the lexicon reads them. */

import type { Response } from '../../facts/records.ts';
import { sortedById } from '../../facts/sorted.ts';
import type { AnswerText, Extraction } from '../../lexicon/lexicon.ts';
import type { RunFolder } from '../run-folder.ts';

export function answerOf(line: Response): AnswerText {
  return {
    id: line.id,
    text: line.text,
    model: line.model,
    respondent: `${line.model} ${line.setting}`,
    prompt: line.prompt,
  };
}

/** The sampling setting in the name of a respondent. */
export function settingIn(respondent: string, model: string): string {
  return respondent.slice(model.length).trim();
}

/** Sorted by their ids, so that the order of lines does not matter. */
export function extractionsOf(run: Pick<RunFolder, 'extractions'>): Extraction[] {
  return sortedById(run.extractions.lines).map((line) => ({
    answer: line.response,
    words: line.words,
    by: line.by,
  }));
}
