/** Stage 1: every respondent answers every elicitation prompt. */
import { UserError } from '../../errors.ts';
import { elicitationRequest } from '../../instruments/elicitation.ts';
import type { Model, Request } from '../../models/model.ts';
import { nearest } from '../../models/nearest.ts';
import { type ElicitationPrompt, loadElicitationPrompts, loadPrompt } from '../../prompts/load.ts';
import { responseId, seedOf } from '../identity.ts';
import { shardOf } from '../shard.ts';
import type { Setting, Study } from '../study.ts';
import {
  answerFields,
  answerItem,
  createSharing,
  formOf,
  laneOf,
  type StageContext,
  type StagePlan,
  storedAnswers,
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
  const share = createSharing(storedAnswers(run.responses.lines));
  const plan: StagePlan = { work: [], done: new Map() };
  const shard = shardOf(study);
  for (const entry of study.models) {
    const wanted: { id: string; prompt: ElicitationPrompt; setting: Setting; repeat: number }[] =
      [];
    let done = 0;
    for (let repeat = 1; repeat <= study.repeats; repeat++)
      for (const prompt of prompts)
        for (const setting of study.settings) {
          const id = responseId(entry.id, setting.id, prompt.id, repeat);
          if (stored.has(id)) done += 1;
          else if (shard.has(entry.id, id)) wanted.push({ id, prompt, setting, repeat });
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
    const form = formOf(entry, model) === 'completion' ? 'completion' : 'chat';
    const items = wanted.map(({ id, prompt, setting, repeat }) => {
      const seed = seedOf(study.seed, id);
      const plain = elicitationRequest(prompt, form, frame, {
        temperature: setting.temperature,
        topP: setting.topP,
        maxTokens: study.maxTokens[form],
        seed,
      });
      const request = setting.persona ? withPersona(plain, setting.persona) : plain;
      return answerItem(model, share, { id, request, repeat }, (asked) =>
        run.responses.append({
          ...answerFields(model, asked, environment.now()),
          id,
          model: entry.id,
          setting: setting.id,
          form,
          seed,
          prompt: prompt.id,
          promptHash: prompt.hash,
          repeat,
        }),
      );
    });
    plan.work.push(laneOf(entry.id, model, items));
  }
  return plan;
}

function withPersona(request: Request, persona: string): Request {
  if (request.kind !== 'chat') return request;
  return { ...request, messages: [{ role: 'system', content: persona }, ...request.messages] };
}
