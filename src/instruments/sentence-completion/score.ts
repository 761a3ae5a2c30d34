/** From completions and ratings to scores: what each value system's ratings are, and what follows from them. */
import { soundsRefused } from '../../lexicon/refusal.ts';
import { namedSystems } from '../../values/named-systems.ts';
import type { ValueSystem } from '../../values/value-system.ts';
import type { Facts, NoScores, Refining } from '../contract.ts';
import type { RawRating, ScoreInput } from '../shared/cells.ts';
import type { ExamRecord, ExamResult } from '../shared/exam/exam-record.ts';
import { fitScores } from '../shared/facet-ratings.ts';
import type { FacetScores } from '../shared/facet-scores.ts';
import type { Annotation } from '../shared/people/annotations.ts';
import { calibratedOnPeople } from '../shared/people/calibrate.ts';
import { agreementWithPeople } from '../shared/people/people-agreement.ts';
import type { Rated } from '../shared/rated.ts';
import { scoreModels } from '../shared/score-models.ts';
import type { Completion, Rating } from './records.ts';
import type { SentenceItems } from './sentence-context.ts';
import type { TestSettings } from './settings.ts';
import { chosenOf } from './stems.ts';
import { sentenceWords } from './words.ts';

export type SentenceFacts = Facts<SentenceItems>;

/** Its lines as what they are. */
export function sentenceLines({ lines }: Pick<Facts, 'lines'>) {
  return {
    completions: (lines.completions ?? []) as readonly Completion[],
    exams: (lines.exams ?? []) as readonly ExamRecord[],
    ratings: (lines.ratings ?? []) as readonly Rating[],
    annotations: (lines.annotations ?? []) as readonly Annotation[],
  };
}

/** Exams, and scores on every value system of the study that has ratings, in the order of the study. */
export function scoreSentences(facts: SentenceFacts, settings: TestSettings): Rated | NoScores {
  const exams = examsOf(facts, settings);
  const { ratings, annotations } = sentenceLines(facts);
  if (exams.length === 0 && ratings.length === 0)
    return { unavailable: 'Nothing has been rated yet.', hint: 'Continue the run.' };
  const inputs = namedSystems(settings.systems, facts.derived.ownSystem)
    .map((system) => scoreInputOf(facts, settings, system))
    .filter((input) => input.ratings.length > 0);
  const people = inputs
    .map((input) => agreementWithPeople(input, annotations, settings.calibration === 'people'))
    .filter((one) => one !== null);
  return {
    ...{ kind: 'rated', exams, scores: inputs.map(scoreModels) },
    ...(people.length > 0 && { people }),
  };
}

const sameAt0 = 'models answer at temperature 0, where asking again is no other sample';

/** The exams of the study's judges: by judge, then by value system, as the study names them. */
function examsOf(facts: SentenceFacts, { judges, systems }: TestSettings): ExamResult[] {
  const place = ({ result }: ExamRecord) =>
    judges.indexOf(result.rater) * (systems.length + 1) +
    (systems.includes(result.system) ? systems.indexOf(result.system) : systems.length);
  return sentenceLines(facts)
    .exams.filter(({ result }) => judges.includes(result.rater))
    .sort((a, b) => place(a) - place(b) || (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
    .map(({ result }) => result);
}

/** What scoring one value system needs; a judge rates by the protocol of its exam. */
export function scoreInputOf(
  facts: SentenceFacts,
  settings: TestSettings,
  system: ValueSystem,
): ScoreInput {
  const input = examinedInput(facts, settings, system);
  if (settings.calibration !== 'people') return input;
  return { ...input, exams: calibratedOnPeople(input, sentenceLines(facts).annotations) };
}

/** The same with the judges’ scales as their exams found them. */
export function examinedInput(
  facts: SentenceFacts,
  settings: TestSettings,
  system: ValueSystem,
): ScoreInput {
  const { completions, ratings } = sentenceLines(facts);
  const byId = new Map(completions.map((line) => [line.id, line]));
  const tags = new Map([...facts.raters, ...facts.models].map((one) => [one.name, one.tags]));
  const familyOf = (name: string) => tags.get(name)?.family ?? 'unknown';
  const byModel = Map.groupBy(completions, (line) => line.model);
  return {
    ratings: ratings.flatMap((line): RawRating[] => {
      const completion = byId.get(line.completion);
      if (!completion || line.system !== system.id || !settings.judges.includes(line.judge))
        return [];
      const { model, stem, form } = completion;
      const { completion: rated, judge, subdimension, protocol, raw } = line;
      return [
        {
          completion: rated,
          model,
          item: stem,
          form,
          rater: judge,
          system: system.id,
          subdimension,
          protocol,
          raw,
        },
      ];
    }),
    exams: examsOf(facts, settings),
    system,
    words: sentenceWords,
    items: chosenOf(facts.items.stems, settings),
    seed: facts.seed,
    ...(settings.setting.temperature === 0 && { sameAnswers: sameAt0 }),
    models: [...byModel.keys()].sort().map((name) => {
      const own = byModel.get(name)!;
      // The base form of an instruct model is the extra one; its own form has every stem.
      const forms = [...new Set(own.map((line) => line.form))];
      const form = forms.length === 1 ? forms[0]! : forms.find((one) => one !== 'completion')!;
      return {
        name,
        family: familyOf(name),
        training: tags.get(name)?.training ?? 'unknown',
        form,
        refusals: own.filter((line) => soundsRefused(line.text)).length,
      };
    }),
    raters: settings.judges.map((name) => ({ name, family: familyOf(name) })),
  };
}

/** The result with the many-facet model of each value system that can be fitted. */
export async function withFacets(
  facts: SentenceFacts,
  settings: TestSettings,
  result: Rated,
  { progress, runFacetStretches }: Refining,
): Promise<Rated> {
  const inputs = namedSystems(settings.systems, facts.derived.ownSystem)
    .map((system) => scoreInputOf(facts, settings, system))
    .filter((input) => input.ratings.length > 0);
  const facets: Record<string, FacetScores> = {};
  for (const [at, input] of inputs.entries()) {
    const found = await fitScores(input, {
      runStretches: runFacetStretches,
      progress: (done, total) => progress(at * total + done, inputs.length * total),
    });
    if (found) facets[input.system.id] = found;
  }
  return { ...result, facets };
}
