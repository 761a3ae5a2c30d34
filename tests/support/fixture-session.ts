/** A session over the fixture state: edits are replayed, asking is not done. */

import type { ContextGroups } from '../../src/clustering/context-groups.ts';
import type { Edit } from '../../src/clustering/edits.ts';
import type { Response } from '../../src/facts/records.ts';
import { sentenceCompletion } from '../../src/instruments/sentence-completion/instrument.ts';
import type { Completion, Rating } from '../../src/instruments/sentence-completion/records.ts';
import { sentenceWords } from '../../src/instruments/sentence-completion/words.ts';
import type { ModelComparison } from '../../src/instruments/shared/compare-models.ts';
import { differsRule } from '../../src/instruments/shared/differences.ts';
import { evidenceOf } from '../../src/instruments/shared/evidence.ts';
import type { Verdict } from '../../src/instruments/shared/place-model.ts';
import { ratedIn } from '../../src/run/rated-results.ts';
import type { AskedInstrument, Session } from '../../src/run/session.ts';
import type { RunState } from '../../src/run/state.ts';
import { heldResponses } from './answer-facts.ts';
import { type FixtureOptions, fixtureState } from './fixture-state.ts';
import { fixtureAnswers, fixtureModels } from './fixture-words.ts';

const answered = {
  key: null,
  source: 'model' as const,
  setting: 't0.7',
  form: 'chat' as const,
  finish: 'stop' as const,
  seed: 1,
  promptTokens: 40,
  completionTokens: 30,
  milliseconds: 900,
  cost: 0,
  at: '2026-11-21T10:00:00Z',
};

const responses: Response[] = fixtureAnswers.map((text, at) => ({
  ...answered,
  id: `r${at}`,
  model: fixtureModels[at % 2]!,
  text,
  prompt: 'open-values',
  promptHash: 'abc',
  repeat: 1,
}));

const completions: Completion[] = fixtureModels.flatMap((model, m) =>
  ['stem-1', 'stem-2'].map((stem, at) => ({
    ...answered,
    id: `c${m}${at}`,
    model,
    text:
      m === 0
        ? 'begin with what they feel, and come to the mistake afterwards.'
        : 'state the correct facts and provide a reference. 事実を述べる',
    stem,
    repeat: 1,
  })),
);

const ratings: Rating[] = completions.flatMap(({ id: completion }) =>
  fixtureModels.flatMap((judge) =>
    ['self-competent', 'social', 'ethical'].map((subdimension, at) => ({
      ...{ id: `${completion}-${judge}-${subdimension}`, key: null, source: 'model' as const },
      ...{ completion, judge, system: 'valuelex', subdimension },
      ...{ protocol: 'cares-about' as const, raw: at === 2 ? null : 1.4 + at, at: answered.at },
      ...(at === 2 ? { missing: 'no number in the answer' } : {}),
    })),
  ),
);

const stems = ['stem-1', 'stem-2'];

/** The sentence test as a session holds it, with these lines. */
export function ratedFacts(
  lines: {
    completions: readonly Completion[];
    ratings: readonly Rating[];
  },
  text = 'When a user is upset and wrong, I',
): AskedInstrument {
  const items = {
    stems: stems.map((id) => ({
      ...{ id, text, framing: 'positive' as const },
      ...{ tags: [], bothForms: false },
    })),
  };
  return {
    instrument: sentenceCompletion,
    settings: {
      ...(sentenceCompletion.settings.parse({ stems, judges: fixtureModels }) as object),
    },
    items,
    facts: {
      ...{ items, lines, seed: 1, derived: { ownSystem: null }, texts: {} },
      models: fixtureModels.map((name) => ({
        name,
        tags: { family: 'unknown', size: null, training: 'unknown' as const },
      })),
      raters: [],
    },
  };
}

const rated = ratedFacts({ completions, ratings });

export type FixtureSession = Session & {
  /** What was sent, in order. */
  edits: Edit[];
  calls: string[];
  set(change: Partial<RunState>): void;
};

export function fixtureSession(
  options: FixtureOptions & { groups?: (contexts: readonly string[]) => ContextGroups } = {},
): FixtureSession {
  const edits: Edit[] = [...(options.edits ?? [])];
  const calls: string[] = [];
  let state = fixtureState({ ...options, edits });
  const listeners = new Set<() => void>();
  const replace = (next: RunState) => {
    state = next;
    for (const listener of listeners) listener();
  };
  return {
    edits,
    calls,
    set: (change) => replace({ ...state, ...change }),
    getState: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    work: async () => void calls.push('work'),
    pause: async () => void calls.push('pause'),
    togglePause: async () => {
      const working = state.status === 'working';
      calls.push(working ? 'pause' : 'work');
      return working ? 'paused; everything is on disk' : 'continues';
    },
    toggleLane: async (model) => {
      const lanes = state.lanes.map((lane) =>
        lane.model === model ? { ...lane, paused: !lane.paused } : lane,
      );
      replace({ ...state, lanes });
      const paused = lanes.some((lane) => lane.model === model && lane.paused);
      calls.push(`${paused ? 'pause' : 'resume'} ${model}`);
      return `${model} ${paused ? 'paused' : 'continues'}`;
    },
    changeConcurrency: async (by) => {
      calls.push(`concurrency ${by}`);
      return 'at most 3 requests at once';
    },
    retryErrors: async () => {
      calls.push('retry');
      return 'what failed is asked again';
    },
    saveTo: async (runs) => {
      calls.push(`save ${runs}`);
      return `${runs}/2026-11-21-quiet-otter-saved`;
    },
    edit: async (edit) => {
      edits.push(edit);
      const after = fixtureState({ ...options, edits });
      const text = after.results.curated?.applied.at(-1)?.text ?? edit.edit;
      replace(after);
      return edit.edit === 'undo' ? 'undone' : `${text} (u undoes)`;
    },
    stopComputing: () => calls.push('stop'),
    resumeComputing: () => calls.push('resume'),
    computePower: () => calls.push('power'),
    setRaters: async (raters) => void calls.push(`raters ${raters.join(',')}`),
    instruments: () => [rated],
    evidenceOf: (id, place) => (id === rated.instrument.id ? evidenceOf(rated, place) : []),
    addModels: async (models) => void calls.push(`models ${models.map(({ id }) => id).join(',')}`),
    addInstruments: async (ids) => void calls.push(`instruments ${ids.join(',')}`),
    compareModels: async (system, a, b) => fixtureComparison(state, system, a, b),
    contextGroups: async (contexts) => options.groups?.(contexts) ?? { found: 'few' },
    responses: () => heldResponses(responses),
    responsesOf: ({ model, word }) =>
      responses.filter(
        (response) =>
          (model === undefined || response.model === model) &&
          (word === undefined || response.text.toLowerCase().includes(word)),
      ),
    placeOf: (id) => ({ file: 'responses.jsonl', line: id.length }),
    close: async () => void calls.push('close'),
  };
}

function fixtureComparison(state: RunState, system: string, a: string, b: string): ModelComparison {
  const scores = ratedIn(state.results).scores.find((one) => one.system === system)!;
  const row = (model: string) => scores.models.find((one) => one.model === model)!;
  const columns = scores.columns.map((column, at) => {
    const left = row(a).raw[at]!.value;
    const right = row(b).raw[at]!.value;
    const difference = {
      value: left - right,
      se: 2,
      low: left - right - 4,
      high: left - right + 4,
      n: 48,
      missing: 0,
    };
    return {
      column,
      a: left,
      b: right,
      difference,
      profileDifference: { ...difference, value: 4, low: 1, high: 7 },
      differs: at === 0,
      distinct: at === 0,
      amongColumns: at === 0,
      agree: { items: 19, ofItems: 24, raters: 2, ofRaters: 2 },
      overturn: [
        { check: 'each judge', holds: true, detail: '' },
        { check: 'odd and even stems', holds: true, detail: '' },
        {
          check: 'both framings',
          holds: false,
          detail: 'negative stems point the other way',
        },
        { check: 'same form', holds: null, detail: 'one was asked as base model' },
      ],
      items: ['stem-1', 'stem-2'].map((item) => ({
        item,
        a: 54,
        b: 21,
        difference: 33,
        drive: 1.4,
      })),
    };
  });
  return {
    ...{ system, a, b, columns, headline: 0, words: sentenceWords },
    ...{ rule: differsRule, withheld: null, firm: false },
  };
}

/** Where the first model of the fixture would stand among the others. */
export function fixtureVerdict(state: RunState): Verdict {
  const scores = ratedIn(state.results).scores[0]!;
  const model = scores.models[0]!;
  return {
    system: scores.system,
    model: model.model,
    columns: scores.columns.map((column, at) => ({
      column,
      score: model.raw[at]!,
      profile: model.profile[at]!,
      standsOut: at === 0,
      amongColumns: at === 0,
      rank: { value: 2, low: 1, high: 3, of: 6, distribution: [0.2, 0.5, 0.3, 0, 0, 0] },
      placed: at !== 3,
      nearest: { model: fixtureModels[1], difference: 3 },
    })),
    nearest: { model: fixtureModels[1], distance: 4 },
    mark: 'subject only',
    words: sentenceWords,
    notes: ['two judges are fixed, not a sample'],
  };
}
