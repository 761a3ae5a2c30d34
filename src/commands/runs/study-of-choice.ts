/** The study from a choice on the models screen, and what there is to choose from. */

import type { Outside } from '../../environment.ts';
import type { Instrument } from '../../instruments/contract.ts';
import { isSimulatedModel } from '../../models/simulated/is-simulated-model.ts';
import { loadElicitationPrompts, type PromptFiles } from '../../prompts/load.ts';
import {
  addedSettings,
  inEveryStudy,
  optionalIn,
  ownRegistry,
} from '../../run/instruments/registry.ts';
import { presetStudy } from '../../run/presets.ts';
import { runName } from '../../run/run-name.ts';
import type { Study } from '../../run/study.ts';
import {
  changedStudy,
  type Offer,
  type StudyChoice,
  type StudyOffers,
} from '../../run/study-choice.ts';
import { shippedSystems } from '../../values/load-systems.ts';
import { subdimensionsOf } from '../../values/value-system.ts';

export function studyOf(choice: StudyChoice, outside: Outside): Study {
  const name = runName(Math.floor(outside.random() * 10_000));
  const { models, changes } = choice;
  const simulated = models.length > 0 && models.every(({ id }) => isSimulatedModel(id));
  const base = presetStudy(choice.preset, outside.prompts, {
    name,
    ...(models.length > 0 ? { models: [...models] } : {}),
    ...(simulated ? { judges: ['sim:judge', 'sim:judge-b'] } : {}),
  });
  const study = changedStudy(base, changes, (id) =>
    addedSettings(id, base, outside.instruments ?? ownRegistry),
  );
  const named = [...models.map((model) => model.id), ...study.test.judges];
  return {
    ...study,
    budget: choice.budget === null ? {} : { dollars: choice.budget },
    endpoints: outside.ownEndpointsOf(named),
  };
}

export function offersOf({
  prompts,
  instruments = ownRegistry,
}: Pick<Outside, 'prompts' | 'instruments'>): StudyOffers {
  return {
    prompts: loadElicitationPrompts(prompts).map(({ id, body, purpose }) => ({
      ...{ id, title: body, text: purpose },
    })),
    stems: inEveryStudy.flatMap((test) => itemsOffered(test, prompts)),
    systems: [
      ...shippedSystems.map((system) => ({
        ...{ id: system.id, title: system.title },
        text: `${subdimensionsOf(system).length} values. ${system.source}`,
      })),
      {
        ...{ id: 'own', title: 'Own system' },
        text: 'The factors of this run as a value system; rated when they are known.',
      },
    ],
    instruments: optionalIn(instruments)
      // Those that ask about what others asked come after them: I on the scores, and `valuelex prime`.
      .filter(({ after, within }) => after === undefined && within === undefined)
      .map(({ id, title, method, source }) => ({ id, title, text: `${method} · ${source}` })),
  };
}

/** All items that an instrument of every study has. */
function itemsOffered(test: Instrument, prompts: PromptFiles): Offer[] {
  const preset = test.preset?.(prompts, { quick: false, raters: ['sim:judge'] });
  const settings = test.settings.parse(preset ?? {});
  const words = test.words?.(test.items(prompts, settings, null)) ?? [];
  return [...words].map(([id, text]) => ({ id, title: `${text} …`, text: '' }));
}
