/** Stage 1: every respondent answers every elicitation prompt. */
import { UserError } from '../../errors.ts';
import { elicitationRequest } from '../../instruments/elicitation.ts';
import type { Answer, Model } from '../../models/model.ts';
import { nearest } from '../../models/nearest.ts';
import { type ElicitationPrompt, loadElicitationPrompts, loadPrompt } from '../../prompts/load.ts';
import { requestKey, responseId, seedOf } from '../identity.ts';
import type { Item } from '../lanes.ts';
import type { Setting, Study } from '../study.ts';
import {
  costOf,
  createSharing,
  type StageContext,
  type StagePlan,
  sourceOf,
  spentOn,
} from './stage.ts';

/** The prompt files that a study names. Throws UserError for an id that has no file. */
export function promptsOfStudy(
  study: Study,
  context: Pick<StageContext, 'environment'>,
): ElicitationPrompt[] {
  const all = loadElicitationPrompts(context.environment.prompts);
  return study.prompts.map(({ id }) => {
    const prompt = all.find((one) => one.id === id);
    if (prompt) return prompt;
    const near = nearest(
      id,
      all.map((one) => one.id),
    );
    throw new UserError(`There is no elicitation prompt ${id}.`, {
      where: 'study.yaml, prompts',
      hint: near.length > 0 ? `Nearest: ${near.join(', ')}` : 'See prompts/elicitation.',
    });
  });
}

/** What is still to be asked, one lane a model; prompts run slowest, so that a partial run is balanced over settings. */
export async function planElicitation(context: StageContext): Promise<StagePlan> {
  const { run, environment } = context;
  const { study } = run;
  const prompts = promptsOfStudy(study, context);
  const frame = loadPrompt('elicitation/frame-completion', environment.prompts);
  const stored = new Set(run.responses.lines.map((line) => line.id));
  const share = createSharing<Answer>([]);
  const byKey = new Map(
    run.responses.lines.flatMap((line) => (line.key ? [[line.key, line] as const] : [])),
  );
  const plan: StagePlan = { work: [], done: new Map() };
  for (const entry of study.models) {
    const wanted: { id: string; prompt: ElicitationPrompt; setting: Setting; repeat: number }[] =
      [];
    let done = 0;
    for (let repeat = 1; repeat <= study.repeats; repeat++)
      for (const prompt of prompts)
        for (const setting of study.settings) {
          const id = responseId(entry.id, setting.id, prompt.id, repeat);
          if (stored.has(id)) done += 1;
          else wanted.push({ id, prompt, setting, repeat });
        }
    plan.done.set(entry.id, done);
    if (wanted.length === 0) continue;
    let model: Model;
    try {
      model = await context.openModel(entry.id);
    } catch (error) {
      context.onUnavailable(entry.id, error);
      continue;
    }
    const form =
      entry.form === 'chat-prefill'
        ? 'chat'
        : (entry.form ?? (model.info.form === 'completion' ? 'completion' : 'chat'));
    const items = wanted.map(
      ({ id, prompt, setting, repeat }): Item => ({
        id,
        async ask({ signal, onText }) {
          const seed = seedOf(study.seed, id);
          const plain = elicitationRequest(prompt, form, frame, {
            temperature: setting.temperature,
            topP: setting.topP,
            maxTokens: form === 'completion' ? study.maxTokens.completion : study.maxTokens.chat,
            seed,
          });
          const request =
            setting.persona && plain.kind === 'chat'
              ? {
                  ...plain,
                  messages: [
                    { role: 'system' as const, content: setting.persona },
                    ...plain.messages,
                  ],
                }
              : plain;
          const key = requestKey(model.requestName, request, repeat);
          const earlier = byKey.get(key);
          if (earlier) {
            run.responses.append({
              ...earlier,
              id,
              setting: setting.id,
              repeat,
              at: new Date(environment.now()).toISOString(),
            });
            return { tokens: 0, dollars: 0 };
          }
          const answered = await share(key, async () => {
            const answer = await model.ask(request, { signal, onText });
            return answer.finishReason === 'abort' ? null : answer;
          });
          if (!answered) return null;
          const { value: answer, shared } = answered;
          const cost = shared ? 0 : costOf(model, answer);
          run.responses.append({
            id,
            key,
            source: sourceOf(model),
            model: entry.id,
            setting: setting.id,
            form,
            text: answer.text,
            finish: answer.finishReason,
            seed,
            promptTokens: answer.promptTokens,
            completionTokens: answer.completionTokens,
            milliseconds: Math.round(answer.milliseconds),
            cost,
            at: new Date(environment.now()).toISOString(),
            prompt: prompt.id,
            promptHash: prompt.hash,
            repeat,
          });
          return spentOn(answer, cost);
        },
      }),
    );
    plan.work.push({ model: entry.id, concurrency: model.concurrency, items });
  }
  return plan;
}
