/** The study from a choice on the models screen. */
import type { Outside } from '../../environment.ts';
import { presetStudy } from '../../run/presets.ts';
import { runName } from '../../run/run-name.ts';
import { type Study, studySchema } from '../../run/study.ts';
import type { NewRun } from '../../ui/interface-options.ts';

export function studyOf(choice: NewRun, outside: Outside): Study {
  const name = runName(Math.floor(outside.random() * 10_000));
  const chosen = choice.models.map(({ id, tags }) => ({ id, ...(tags ? { tags } : {}) }));
  const simulated = chosen.length > 0 && chosen.every((model) => model.id.startsWith('sim:'));
  const base = presetStudy(choice.preset === 'own' ? 'default' : choice.preset, outside.prompts, {
    name,
    ...(chosen.length > 0 ? { models: chosen } : {}),
    ...(simulated ? { judges: ['sim:judge', 'sim:judge-b'] } : {}),
  });
  const settings =
    choice.preset === 'own'
      ? choice.temperatures.flatMap((temperature) =>
          choice.topPs.map((topP) => ({
            id: topP === 1 ? `t${temperature}` : `t${temperature}-p${topP}`,
            temperature,
            topP,
          })),
        )
      : base.settings;
  return studySchema.parse({
    ...base,
    settings,
    repeats: choice.preset === 'own' ? choice.repeats : base.repeats,
    budget: choice.budget === null ? {} : { dollars: choice.budget },
    endpoints: outside.ownEndpointsOf(chosen.map((model) => model.id)),
  });
}
