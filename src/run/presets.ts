/** Studies that are ready to run on the two default models. */
import { catalogue } from '../models/local/catalogue.ts';
import { loadElicitationPrompts, type PromptFiles } from '../prompts/load.ts';
import { inEveryStudy } from './instruments/registry.ts';
import type { PresetName } from './preset-names.ts';
import { promptsOfPreset } from './stages/elicitation-request.ts';
import { type Study, studySchema } from './study.ts';

/**
 * The study of a preset. Six settings each. `quick`: eight natural prompts and ValueLex's own
 * system alone; `default`: every prompt, the other value systems after the scores are computed.
 * `models` replace the two local ones; the judges are the two local ones by default.
 */
export function presetStudy(
  preset: PresetName,
  files: PromptFiles,
  choice: { name: string; seed?: number; models?: Study['models']; judges?: string[] },
): Study {
  const local = catalogue.map((model) => `local:${model.id}`);
  const prompts = promptsOfPreset(loadElicitationPrompts(files), preset);
  const quick = preset === 'quick';
  return studySchema.parse({
    name: choice.name,
    seed: choice.seed ?? 1,
    models: choice.models ?? local.map((id) => ({ id })),
    settings: [
      { id: 't0.3', temperature: 0.3 },
      { id: 't0.5', temperature: 0.5 },
      { id: 't0.7', temperature: 0.7 },
      { id: 't0.7-p0.9', temperature: 0.7, topP: 0.9 },
      { id: 't1.0', temperature: 1 },
      { id: 't1.0-p0.9', temperature: 1, topP: 0.9 },
    ],
    prompts: prompts.map((prompt) => ({ id: prompt.id, hash: prompt.hash })),
    maxTokens: quick ? { chat: 100, completion: 60 } : { chat: 160, completion: 60 },
    extraction: { model: quick || choice.models ? null : local[1]! },
    clusters: {
      naming: quick || choice.models ? null : local[1]!,
      // In a hundred short answers most words occur once.
      minCount: quick ? 1 : 2,
    },
    ...Object.fromEntries(
      inEveryStudy.map(({ studyKey, preset: own }) => [
        studyKey,
        own?.(files, { quick, raters: choice.judges ?? local }),
      ]),
    ),
  });
}
