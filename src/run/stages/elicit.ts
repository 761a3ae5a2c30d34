/** Stage 1: every respondent answers every elicitation prompt. */

import { setImmediate } from 'node:timers/promises';
import {
  answerFields,
  answerItem,
  createSharing,
  formOf,
  laneOf,
  openOrReport,
  type StagePlan,
  storedAnswer,
} from '../../asking/ask.ts';
import { responseId, seedOf } from '../../asking/identity.ts';
import { lazyItems } from '../../asking/items.ts';
import { settingsAsked } from '../../asking/respondents.ts';
import { shardOf } from '../../asking/shard.ts';
import type { Answer, Request } from '../../models/model.ts';
import { loadPrompt } from '../../prompts/load.ts';
import { promptsOfStudy } from '../study-prompts.ts';
import { elicitationRequest } from './elicitation-request.ts';
import type { StageContext } from './stage-context.ts';

/** After a model with more cells than this, other events get their turn. */
const manyCells = 1000;

/** The missing requests, one lane per model; prompts vary slowest, so that a partial run is balanced over settings. */
export async function planElicitation(context: StageContext): Promise<StagePlan> {
  const { run, environment } = context;
  const { study } = run;
  const prompts = promptsOfStudy(study, environment.prompts);
  const frame = loadPrompt('elicitation/frame-completion', environment.prompts);
  const { lines } = run.responses;
  const share = createSharing<Answer>([], (key) => {
    const line = lines.withKey(key);
    return line ? storedAnswer(line) : null;
  });
  const plan: StagePlan = { work: [], done: new Map() };
  const shard = shardOf(study);
  for (const entry of study.models) {
    const settings = settingsAsked(entry, study.settings);
    const cells = study.repeats * prompts.length * settings.length;
    // Settings vary fastest, then prompts, then repeats; only numbers are held, since there may be a million cells.
    const cellOf = (cell: number) => ({
      setting: settings[cell % settings.length]!,
      prompt: prompts[Math.floor(cell / settings.length) % prompts.length]!,
      repeat: Math.floor(cell / (settings.length * prompts.length)) + 1,
    });
    const idOf = ({ setting, prompt, repeat }: ReturnType<typeof cellOf>) =>
      responseId(entry.id, setting.id, prompt.id, repeat);
    const wanted: number[] = [];
    let done = 0;
    for (let cell = 0; cell < cells; cell++) {
      const id = idOf(cellOf(cell));
      if (lines.has(id)) done += 1;
      else if (shard.has(entry.id, id)) wanted.push(cell);
    }
    plan.done.set(entry.id, done);
    // Keys are handled between models.
    if (cells > manyCells) await setImmediate();
    if (wanted.length === 0) continue;
    const model = await openOrReport(context, entry.id);
    if (!model) continue;
    const form = formOf(entry, model) === 'completion' ? 'completion' : 'chat';
    const items = lazyItems(wanted.length, (index) => {
      const cell = cellOf(wanted[index]!);
      const { setting, prompt, repeat } = cell;
      const id = idOf(cell);
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
