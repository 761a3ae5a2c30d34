/** Stage 5: every model ends every stem, at one setting; instruct models end six of them in base form too. */

import {
  answerFields,
  answerItem,
  createSharing,
  formOf,
  laneOf,
  type StagePlan,
  storedAnswers,
} from '../../asking/ask.ts';
import type { AskingEnvironment } from '../../asking/asking-environment.ts';
import { seedOf } from '../../asking/identity.ts';
import { shardOf } from '../../asking/shard.ts';
import { UserError } from '../../errors.ts';
import type { Form, Model } from '../../models/model.ts';
import { nearest } from '../../models/nearest.ts';
import { loadPrompt } from '../../prompts/load.ts';
import { completionId } from './identity.ts';
import type { Stem } from './items.ts';
import { loadStems } from './load-items.ts';
import type { SentenceContext, SentenceStudy } from './sentence-context.ts';
import { stemRequest } from './stems.ts';

/** The stems that a study names. Throws UserError for an id that is none of those that ship. */
export function stemsOfStudy(
  study: Pick<SentenceStudy, 'test'>,
  context: { environment: Pick<AskingEnvironment, 'prompts'> },
): Stem[] {
  const { stems } = loadStems(context.environment.prompts);
  return study.test.stems.map((id) => {
    const stem = stems.find((one) => one.id === id);
    if (stem) return stem;
    const near = nearest(
      id,
      stems.map((one) => one.id),
    );
    throw new UserError(`There is no stem ${id}.`, {
      where: 'study.yaml, test.stems',
      hint: near.length > 0 ? `Nearest: ${near.join(', ')}` : 'See prompts/stems/stems.yaml.',
    });
  });
}

export async function planCompletions(context: SentenceContext): Promise<StagePlan> {
  const { run, environment } = context;
  const { study } = run;
  const stems = stemsOfStudy(study, context);
  const prompts = {
    chat: loadPrompt('stems/chat', environment.prompts),
    completion: loadPrompt('stems/completion', environment.prompts),
    'chat-prefill': loadPrompt('stems/chat-prefill', environment.prompts),
  };
  const stored = new Set(run.completions.lines.map((line) => line.id));
  const share = createSharing(storedAnswers(run.completions.lines));
  const plan: StagePlan = { work: [], done: new Map() };
  const shard = shardOf(study);
  for (const entry of study.models) {
    if (!shard.hasModel(entry.id)) continue;
    let model: Model;
    try {
      model = await context.openModel(entry.id);
    } catch (error) {
      context.onUnavailable(entry.id, error);
      continue;
    }
    const usual = formOf(entry, model);
    const own =
      usual === 'chat' && !entry.form && model.capabilities.prefill ? 'chat-prefill' : usual;
    const wanted: { id: string; stem: Stem; form: Form; repeat: number }[] = [];
    let done = 0;
    const want = (id: string, stem: Stem, form: Form, repeat: number) => {
      if (stored.has(id)) done += 1;
      else if (shard.has(entry.id, id)) wanted.push({ id, stem, form, repeat });
    };
    for (let repeat = 1; repeat <= study.test.repeats; repeat++)
      for (const stem of stems) {
        want(completionId(entry.id, stem.id, repeat), stem, own, repeat);
        if (own !== 'completion' && stem.bothForms && model.capabilities.completion)
          want(completionId(entry.id, stem.id, repeat, 'completion'), stem, 'completion', repeat);
      }
    plan.done.set(entry.id, done);
    if (wanted.length === 0) continue;
    const { setting } = study.test;
    const items = wanted.map(({ id, stem, form, repeat }) => {
      const seed = seedOf(study.seed, id);
      const request = stemRequest(stem, form, prompts, {
        temperature: setting.temperature,
        topP: setting.topP,
        maxTokens: 60,
        seed,
      });
      return answerItem(model, share, { id, request, repeat }, (asked) =>
        run.completions.append({
          ...answerFields(model, asked, environment.now()),
          id,
          model: entry.id,
          setting: setting.id,
          form,
          seed,
          stem: stem.id,
          repeat,
        }),
      );
    });
    plan.work.push(laneOf(entry.id, model, items));
  }
  return plan;
}
