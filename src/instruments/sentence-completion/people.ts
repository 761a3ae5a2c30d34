/** How people rate completions beside the judges. */
import { hashOf } from '../../asking/identity.ts';
import { UserError } from '../../errors.ts';
import { namedSystems } from '../../values/named-systems.ts';
import { subdimensionsOf } from '../../values/value-system.ts';
import type { PeopleRating, PersonText } from '../contract.ts';
import {
  type AnnotatedText,
  annotationOf,
  latestOf,
  textKey,
} from '../shared/people/annotations.ts';
import { chooseTexts } from '../shared/people/choose-texts.ts';
import { examinedInput, sentenceLines } from './score.ts';
import type { SentenceItems } from './sentence-context.ts';
import type { TestSettings } from './settings.ts';
import { completionOf } from './stems.ts';

/** Identities of completions hold the names of models. */
const blindId = (text: AnnotatedText) => hashOf(textKey(text)).slice(0, 12);

export const people: PeopleRating<TestSettings, SentenceItems> = {
  log: 'annotations',
  systems: ({ systems }) => namedSystems(systems, null).map(({ id }) => id),
  texts(facts, settings, systemId, count) {
    const system = namedSystems(settings.systems, facts.derived.ownSystem).find(
      ({ id }) => id === systemId,
    )!;
    const values = new Map(subdimensionsOf(system).map((one) => [one.id, one]));
    const completions = new Map(sentenceLines(facts).completions.map((line) => [line.id, line]));
    const stems = new Map(facts.items.stems.map((stem) => [stem.id, stem.text]));
    const chosen = chooseTexts(examinedInput(facts, settings, system), count);
    if (chosen.length === 0)
      throw new UserError(`No completion of this run has been rated on ${system.title} yet.`, {
        hint: 'Let the run continue to its ratings first.',
      });
    return chosen.map((one): PersonText => {
      const { name, definition, against } = values.get(one.subdimension)!;
      const { stem, text, form } = completions.get(one.completion)!;
      const asked = stems.get(stem) ?? '';
      return {
        ...{ id: blindId(one), line: one.completion, system: systemId },
        subdimension: one.subdimension,
        ...{ value: name, definition, against: against ?? null },
        ...{ asked, text: completionOf(text, { text: asked }, form) },
      };
    });
  },
  said: (facts, person, system) =>
    new Map(
      latestOf(sentenceLines(facts).annotations, system)
        .filter((line) => line.person === person)
        .map((line) => [blindId(line), line.rating]),
    ),
  line: (facts, about, said) =>
    annotationOf({ ...about, completion: about.line }, said, sentenceLines(facts).annotations),
  calibrated: (settings, calibration) => ({ ...settings, calibration }),
};
