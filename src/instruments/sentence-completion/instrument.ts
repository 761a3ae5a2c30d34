/** The sentence-completion test (ValueLex): models end stems, and examined judges rate what they wrote. */
import type { PromptFiles } from '../../prompts/load.ts';
import { namedSystems } from '../../values/named-systems.ts';
import { defineInstrument, type Line } from '../contract.ts';
import { answerLog } from '../shared/answer-round.ts';
import {
  type ExamRecord,
  type ExamRequest,
  examRecordSchema,
  examRequestSchema,
} from '../shared/exam/exam-record.ts';
import { examRounds } from '../shared/exam/exam-rounds.ts';
import { type Annotation, annotationSchema } from '../shared/people/annotations.ts';
import { type Rated, ratedSchema } from '../shared/rated.ts';
import { profilesOfRated } from '../shared/rated-profiles.ts';
import { asksInWords } from '../shared/rating/rate-text.ts';
import { annotationFile } from './annotation-file.ts';
import { check } from './check.ts';
import { compareOnStems } from './compare.ts';
import { planCompletions } from './complete.ts';
import type { Stem } from './items.ts';
import {
  chosenStems,
  knownStems,
  loadStems,
  refuseUnknownStems,
  rewordedStems,
} from './load-items.ts';
import { people } from './people.ts';
import { planRating } from './rate.ts';
import { ratingFile } from './rating-file.ts';
import { completionSchema, type Rating, ratingSchema } from './records.ts';
import { scoreInputOf, scoreSentences, withFacets } from './score.ts';
import { type SentenceItems, sentenceContext } from './sentence-context.ts';
import { type TestSettings, testSchema } from './settings.ts';
import { tellSentences } from './tell.ts';
import { textsOfSentences } from './texts.ts';
import { traceSentences } from './trace.ts';
import { sentenceWords } from './words.ts';

/** Of a stem with its instruction, and of a completion. */
const tokens = { in: 120, out: 25 };

type Paid = Line & { key?: string | null; tokens?: number; cost?: number | null };

/** What a line of a judge took; lines of one request are told apart by its key. */
function takenByJudge(line: Line) {
  const { id, key = id, tokens: used = 0, cost } = line as Paid;
  return { key, tokens: used, dollars: cost ?? 0 };
}

export const sentenceCompletion = defineInstrument<TestSettings, Rated, SentenceItems>({
  id: 'sentence-completion',
  title: 'Sentence completion',
  source: 'Biedma, Yi, Huang, Sun, Xie (2024), Beyond Human Norms',
  version: 4,
  method: 'projective',
  studyKey: 'test',
  settings: testSchema,
  preset: (prompts, { quick, raters }) => ({
    systems: quick ? ['valuelex'] : ['valuelex', 'schwartz', 'moral-foundations'],
    stems: loadStems(prompts).stems.map(({ id }) => id),
    judges: raters,
  }),
  refuseUnknown(prompts, settings, where) {
    refuseUnknownStems(settings, prompts, where);
    // Read now, so that a missing or broken file of a system is found before anything is asked.
    namedSystems(settings.systems, null);
  },
  steps: [
    { id: 'complete', log: 'completions' },
    { id: 'exam', log: 'exams', whole: true },
    { id: 'rate', log: 'ratings', whole: true },
  ],
  logs: {
    completions: { ...answerLog, file: 'completions.jsonl', schema: completionSchema },
    exams: {
      file: 'exams.jsonl',
      kind: 'exam',
      schema: examRecordSchema,
      modelOf: (line) => (line as never as ExamRecord).result.rater,
      taken: () => ({ key: null, tokens: 0, dollars: 0 }),
    },
    'exam-requests': {
      file: 'exam-requests.jsonl',
      kind: 'exam',
      schema: examRequestSchema,
      modelOf: (line) => (line as ExamRequest).rater,
      taken: takenByJudge,
    },
    ratings: {
      file: 'ratings.jsonl',
      kind: 'rating',
      schema: ratingSchema,
      modelOf: (line) => (line as Rating).judge,
      taken: takenByJudge,
    },
    annotations: {
      file: 'annotations.jsonl',
      kind: 'exam',
      schema: annotationSchema,
      modelOf: (line) => (line as Annotation).person,
      taken: () => ({ key: null, tokens: 0, dollars: 0 }),
    },
  },
  items: (prompts, settings, before) => ({
    stems: chosenStems(settings, prompts, before?.stems),
  }),
  words: ({ stems }) => new Map(stems.map(({ id, text }) => [id, text])),
  texts: textsOfSentences,
  oldItems: (prompts, { stems }) => ({ stems: knownStems(stems, prompts) }),
  raterNeeds: (capabilities) =>
    capabilities.chat || !asksInWords(capabilities)
      ? null
      : 'it takes no chat, and returns no probabilities after plain text',
  readsOwnSystem: ({ systems }) => systems.includes('own'),
  planned: ({ stems }, { repeats }, respondents, about) =>
    respondents.map(({ entry }) => {
      const twice = about?.plainToo?.has(entry.id)
        ? stems.filter((stem) => stem.bothForms).length
        : 0;
      const requests = (stems.length + twice) * repeats;
      return {
        model: entry.id,
        requests,
        tokensIn: tokens.in * requests,
        tokensOut: tokens.out * requests,
      };
    }),
  async *ask(context, settings) {
    const own = sentenceContext(context, settings);
    noteStems(own.stems, settings, context.environment.prompts, context.note);
    yield planCompletions(own);
    if (!context.wants('exam')) return;
    if (own.lines('completions').length > 0)
      yield* examRounds(own, namedSystems(settings.systems, null), {
        must: settings.requireJudge,
        rater: sentenceWords.rater,
      });
    if (!context.wants('rate')) return;
    const exams = own.lines('exams').map(({ result }) => result);
    // The own system follows from all words: the others are rated before it.
    for (const system of namedSystems(settings.systems, (await context.derive()).ownSystem)) {
      yield planRating(own, system, exams);
      if (context.signal.aborted) return;
      await context.derive();
    }
  },
  score: scoreSentences,
  refinement: {
    title: 'the many-facet model',
    isWanted: ({ facets, scores }, settings) =>
      settings.facets && facets === undefined && scores.length > 0,
    refine: withFacets,
  },
  result: ratedSchema,
  tell: tellSentences,
  trace: traceSentences,
  profiles: (result) => profilesOfRated(result, 'projective'),
  lineFiles: [ratingFile, annotationFile],
  ratings: scoreInputOf,
  compare: compareOnStems,
  people,
  check,
});

/** Says which stems of an older run are gone, and which are worded otherwise today. */
function noteStems(
  stems: readonly Stem[],
  settings: TestSettings,
  prompts: PromptFiles,
  note: (text: string) => void,
): void {
  for (const id of settings.stems)
    if (!stems.some((stem) => stem.id === id))
      note(
        `The text of the stem ${id} is gone: it is not asked, and its completions are not rated.`,
      );
  for (const id of rewordedStems(stems, prompts))
    note(
      `The stem ${id} is worded otherwise in prompts/ now; this run keeps the words that it began with.`,
    );
}
