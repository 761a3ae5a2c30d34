/** Stage 2: where rules find no list in an answer, a model names the values in its prose. */
import { extractionRequest, readExtraction } from '../../lexicon/extraction.ts';
import { parseAnswer } from '../../lexicon/parse.ts';
import type { Answer } from '../../models/model.ts';
import { loadPrompt } from '../../prompts/load.ts';
import { extractionId, requestKey } from '../identity.ts';
import type { Item } from '../lanes.ts';
import type { Response } from '../records.ts';
import {
  costOf,
  createSharing,
  type StageContext,
  type StagePlan,
  sourceOf,
  spentOn,
} from './stage.ts';

/** Fewer letters hold no prose to read. */
const shortest = 40;

export async function planExtraction(context: StageContext): Promise<StagePlan> {
  const { run, environment } = context;
  const by = run.study.extraction.model;
  const plan: StagePlan = { work: [], done: new Map() };
  if (by === null) return plan;
  const stored = new Set(run.extractions.lines.map((line) => line.id));
  const wanted = run.responses.lines.filter(isProse);
  const open = wanted.filter((line) => !stored.has(extractionId(line.id, by)));
  plan.done.set(by, wanted.length - open.length);
  if (open.length === 0) return plan;
  const model = await context.openModel(by).catch((error) => {
    context.onUnavailable(by, error);
    return null;
  });
  if (!model) return plan;
  const frame = loadPrompt('extraction/value-words', environment.prompts);
  const form = model.info.form === 'completion' ? 'completion' : 'chat';
  const share = createSharing<Answer>([]);
  const items = open.map(
    (response): Item => ({
      id: extractionId(response.id, by),
      async ask({ signal, onText }) {
        const request = extractionRequest(frame, response.text, form);
        const key = requestKey(model.requestName, request);
        const answered = await share(key, async () => {
          const answer = await model.ask(request, { signal, onText });
          return answer.finishReason === 'abort' ? null : answer;
        });
        if (!answered) return null;
        run.extractions.append({
          id: extractionId(response.id, by),
          key,
          source: sourceOf(model),
          response: response.id,
          by,
          words: readExtraction(answered.value.text),
          at: new Date(environment.now()).toISOString(),
        });
        return spentOn(answered.value, answered.shared ? 0 : costOf(model, answered.value));
      },
    }),
  );
  plan.work.push({ model: by, concurrency: model.concurrency, items });
  return plan;
}

function isProse(response: Response): boolean {
  if (response.text.length < shortest) return false;
  return parseAnswer(response.text).every((candidate) => candidate.source === 'prose');
}
