/** Every model ends every stem, at one setting; instruct models end six of them in base form too. */

import {
  answerFields,
  answerItem,
  createSharing,
  formOf,
  laneOf,
  openOrReport,
  storedAnswers,
} from '../../asking/ask.ts';
import { seedOf } from '../../asking/identity.ts';
import { underCondition } from '../../asking/respondents.ts';
import type { Form } from '../../models/model.ts';
import { loadPrompt } from '../../prompts/load.ts';
import type { Round } from '../contract.ts';
import { completionId } from './identity.ts';
import type { Stem } from './items.ts';
import type { SentenceContext } from './sentence-context.ts';
import { stemRequest } from './stems.ts';

/** What models still have to complete. A model that cannot be opened is named and left out. */
export async function planCompletions(context: SentenceContext): Promise<Round> {
  const { environment, settings, stems, shard } = context;
  const prompts = {
    chat: loadPrompt('stems/chat', environment.prompts),
    completion: loadPrompt('stems/completion', environment.prompts),
    'chat-prefill': loadPrompt('stems/chat-prefill', environment.prompts),
  };
  const lines = context.lines('completions');
  const stored = new Set(lines.map((line) => line.id));
  const share = createSharing(storedAnswers(lines));
  const plan: Round = { step: 'complete', title: 'completing stems', work: [], done: new Map() };
  for (const { entry, setting, condition } of context.respondents) {
    if (!shard.hasModel(entry.id)) continue;
    const model = await openOrReport(context, entry.id);
    if (!model) continue;
    const usual = formOf(entry, model);
    const own =
      usual === 'chat' && !entry.form && model.capabilities.prefill ? 'chat-prefill' : usual;
    const wanted: { id: string; stem: Stem; form: Form; repeat: number }[] = [];
    let done = plan.done.get(entry.id) ?? 0;
    const want = (stem: Stem, form: Form, repeat: number, other?: Form) => {
      const id = completionId({ model: entry.id, condition, stem: stem.id, repeat, form: other });
      if (stored.has(id)) done += 1;
      else if (shard.has(entry.id, id)) wanted.push({ id, stem, form, repeat });
    };
    for (let repeat = 1; repeat <= settings.repeats; repeat++)
      for (const stem of stems) {
        want(stem, own, repeat);
        if (own !== 'completion' && stem.bothForms && model.capabilities.completion)
          want(stem, 'completion', repeat, 'completion');
      }
    plan.done.set(entry.id, done);
    if (wanted.length === 0) continue;
    const items = wanted.map(({ id, stem, form, repeat }) => {
      const seed = seedOf(context.seed, id);
      const plain = stemRequest(stem, form, prompts, {
        temperature: setting.temperature,
        topP: setting.topP,
        maxTokens: 60,
        seed,
      });
      const request = underCondition(plain, condition);
      return answerItem(model, share, { id, request, repeat }, (asked) =>
        context.append('completions', {
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
