/** Who is asked: a model under a sampling setting. */
import * as z from 'zod';
import type { Context, Message } from '../models/model.ts';

const tags = z.object({
  family: z.string(),
  size: z.number().positive().nullable(),
  training: z.enum(['base', 'instruct', 'aligned', 'reasoning', 'code', 'embedding', 'unknown']),
});

export const settingSchema = z.strictObject({
  id: z.string().regex(/^[A-Za-z0-9][\w.-]*$/),
  temperature: z.number().min(0).max(2),
  topP: z.number().gt(0).max(1).default(1),
  persona: z.string().optional(),
});

/** A model of a study. */
export const modelEntrySchema = z.strictObject({
  id: z.string().regex(/^[^:]+:.+$/, 'a model is named <endpoint>:<id>'),
  form: z.enum(['chat', 'completion', 'chat-prefill']).optional(),
  tags: tags.partial().optional(),
  /** Ids of the settings that it is asked under, of those of the study; all where it is absent. */
  settings: z.array(z.string()).min(1).optional(),
});

export type Setting = z.infer<typeof settingSchema>;
export type ModelEntry = z.infer<typeof modelEntrySchema>;

/** Those of a study's settings that a model is asked under, in their order. */
export function settingsAsked(entry: ModelEntry, all: readonly Setting[]): readonly Setting[] {
  const own = entry.settings;
  return own === undefined ? all : all.filter(({ id }) => own.includes(id));
}

/** Text given to a model before it is asked: a persona, a language, a prime, earlier turns. */
export type Condition = {
  /** Part of every identity and request key. */
  id: string;
  system?: string;
  turns?: readonly Message[];
};

export const noCondition: Condition = { id: 'none' };

/** Who is asked: a model of the study, how it samples, and under which condition. */
export type Respondent = { entry: ModelEntry; setting: Setting; condition: Condition };

/** A request, or a context, under a condition; a base model reads it as the text before. */
export function underCondition<Asked extends Context>(
  request: Asked,
  { system, turns = [] }: Condition,
): Asked {
  const before: Message[] = system === undefined ? [] : [{ role: 'system', content: system }];
  const all = [...before, ...turns];
  if (all.length === 0) return request;
  if (request.kind === 'chat') return { ...request, messages: [...all, ...request.messages] };
  const text = all.map(({ content }) => content).join('\n\n');
  return { ...request, prompt: `${text}\n\n${request.prompt}` };
}
