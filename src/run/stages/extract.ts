/** Stage 2: where rules find no list in an answer, a model names the values in its prose. */

import {
  answerItem,
  createSharing,
  laneOf,
  openOrReport,
  type StagePlan,
  sourceOf,
  takenFields,
} from '../../asking/ask.ts';
import { extractionId } from '../../asking/identity.ts';
import { shardOf } from '../../asking/shard.ts';
import type { Response } from '../../facts/records.ts';
import {
  exampleWords,
  extractionRequest,
  locateWords,
  readExtraction,
} from '../../lexicon/extraction.ts';
import { parseAnswer } from '../../lexicon/parse.ts';
import { readableText } from '../../lexicon/readable-text.ts';
import type { Answer } from '../../models/model.ts';
import { loadPrompt } from '../../prompts/load.ts';
import type { StageContext } from './stage-context.ts';

/** An answer with fewer letters contains no prose. */
const shortest = 40;

export async function planExtraction(context: StageContext): Promise<StagePlan> {
  const { run, environment } = context;
  const by = run.study.extraction.model;
  const plan: StagePlan = { work: [], done: new Map() };
  if (by === null) return plan;
  const stored = new Set(run.extractions.lines.map((line) => line.id));
  const shard = shardOf(run.study);
  const wanted = run.responses.lines.filter(
    (line) => shard.has(line.model, line.id) && isProse(line),
  );
  const open = wanted.filter((line) => !stored.has(extractionId(line.id, by)));
  plan.done.set(by, wanted.length - open.length);
  if (open.length === 0) return plan;
  const model = await openOrReport(context, by);
  if (!model) return plan;
  const frame = loadPrompt('extraction/value-words', environment.prompts);
  const examples = exampleWords(frame);
  const form = model.info.form === 'completion' ? 'completion' : 'chat';
  const share = createSharing<Answer>([]);
  const items = open.map((response) => {
    const id = extractionId(response.id, by);
    const request = extractionRequest(frame, response.text, form);
    return answerItem(model, share, { id, request }, (asked) =>
      run.extractions.append({
        id,
        key: asked.key,
        source: sourceOf(model),
        response: response.id,
        by,
        words: readExtraction(asked.answer.text).filter(
          (word) => !examples.has(word) || locateWords(response.text, [word]).length > 0,
        ),
        ...takenFields(asked),
        at: new Date(environment.now()).toISOString(),
      }),
    );
  });
  plan.work.push(laneOf(by, model, items));
  return plan;
}

function isProse(response: Response): boolean {
  if (response.text.length < shortest) return false;
  return parseAnswer(readableText(response.text).text).every(
    (candidate) => candidate.source === 'prose',
  );
}
