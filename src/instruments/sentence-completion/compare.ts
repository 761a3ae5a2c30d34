/** Two models compared; in the check of a new model, among those of the finished run too. */
import { UserError } from '../../errors.ts';
import { namedSystems } from '../../values/named-systems.ts';
import type { Scored } from '../contract.ts';
import type { ScoreInput } from '../shared/cells.ts';
import { compareModels, type ModelComparison } from '../shared/compare-models.ts';
import { type SentenceFacts, scoreInputOf, sentenceLines } from './score.ts';
import type { SentenceItems } from './sentence-context.ts';
import type { TestSettings } from './settings.ts';
import { completionOf } from './stems.ts';

/** Another run of the test: the finished one that a check compares with. */
export type SentenceRun = Scored<TestSettings, SentenceItems>;

/** `before` is the run that a check compares with. Throws UserError as `compareModels` does, and for a system that the study does not score. */
export function compareOnStems(
  facts: SentenceFacts,
  settings: TestSettings,
  { system: id, a, b }: { system: string; a: string; b: string },
  before: SentenceRun | null,
): ModelComparison {
  const system = namedSystems(settings.systems, facts.derived.ownSystem).find(
    (one) => one.id === id,
  );
  if (!system)
    throw new UserError(`This study does not score ${id}.`, {
      hint: 'Add it to test.systems in study.yaml.',
    });
  const input = scoreInputOf(facts, settings, system);
  const lengths = lengthsOf(facts, input);
  return compareModels(before ? amongBefore(input, facts, before) : input, a, b, {
    lengths: (model, stem) => lengths.get(model)?.get(stem),
  });
}

/** The input with the finished run's models and ratings in front, but for the models of the check; read by the maps that the input has. */
export function amongBefore(
  input: ScoreInput,
  { models }: Pick<SentenceFacts, 'models'>,
  before: SentenceRun,
): ScoreInput {
  const checked = new Set(models.map((model) => model.name));
  const old = scoreInputOf(before.facts, before.settings, input.system);
  return {
    ...input,
    ratings: [...old.ratings.filter((one) => !checked.has(one.model)), ...input.ratings],
    models: [...old.models.filter((model) => !checked.has(model.name)), ...input.models],
  };
}

/** Words per completion, for the check of length: model → stem → mean over repeats, own form. */
function lengthsOf(
  facts: SentenceFacts,
  { items: stems, models }: ScoreInput,
): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const chosen = new Set(stems.map((stem) => stem.id));
  const byId = new Map(facts.items.stems.map((stem) => [stem.id, stem]));
  const byModel = Map.groupBy(sentenceLines(facts).completions, (line) => line.model);
  return new Map(
    models.map(({ name, form }) => {
      const own = (byModel.get(name) ?? []).filter(
        (line) => line.form === form && chosen.has(line.stem),
      );
      const byStem = Map.groupBy(own, (line) => line.stem);
      const lengths = [...byStem].map(([stem, lines]) => {
        const words = lines.map((line) =>
          countWords(completionOf(line.text, byId.get(stem)!, form)),
        );
        return [stem, words.reduce((sum, one) => sum + one, 0) / words.length] as const;
      });
      return [name, new Map(lengths)];
    }),
  );
}

function countWords(text: string): number {
  return text.split(/\s+/).filter(Boolean).length;
}
