/** A run in which every text from outside is hostile: model names, answers, words, names, stems, findings. */

import type { Response } from '../../src/facts/records.ts';
import type { Completion, Rating } from '../../src/instruments/sentence-completion/records.ts';
import type { ReportInput } from '../../src/report/report-input.ts';
import { ratedIn } from '../../src/run/rated-results.ts';
import { columnsFor, heldResponses } from '../support/answer-facts.ts';
import { ratedFacts } from '../support/fixture-session.ts';
import { fixtureState, ratedInstruments } from '../support/fixture-state.ts';

export const hostile = {
  script: '<script>alert(1)</script>',
  attribute: '"><img src="http://evil.example/x" onerror=alert(1)>',
  clipboard: '\u001b]52;c;ZXZpbA==\u0007honesty\u001b[2J',
  formula: '=HYPERLINK("http://evil.example";"x")',
  bidi: 'abc\u202edcba\u202c\u200b',
};

const answer = {
  key: null,
  source: 'model' as const,
  setting: 't0.7',
  form: 'chat' as const,
  finish: 'stop' as const,
  seed: 1,
  promptTokens: 3,
  completionTokens: 5,
  milliseconds: 10,
  cost: null,
  at: '2026-11-21T00:00:00.000Z',
};

const texts = Object.values(hostile);

/** `simulated` marks the run; everything else is as hostile as it can be. */
export function hostileInput({ simulated = false } = {}): ReportInput {
  const plain = fixtureState({
    simulated,
    edits: [
      { edit: 'rename', cluster: ['accuracy'], name: hostile.script },
      { edit: 'discard', words: ['privacy'] },
    ],
  });
  const model = `local:${hostile.attribute}`;
  const responses: Response[] = texts.map((text, i) => ({
    ...answer,
    id: `r${i}`,
    model,
    text: `I value ${text} and care.`,
    prompt: hostile.script,
    promptHash: 'a'.repeat(64),
    repeat: 1,
  }));
  const completions: Completion[] = texts.map((text, i) => ({
    ...answer,
    id: `c${i}`,
    model,
    text,
    stem: 'stem-1',
    repeat: 1,
  }));
  const ratings: Rating[] = completions.map((completion, i) => ({
    id: `${completion.id}|j`,
    key: null,
    source: 'model',
    completion: completion.id,
    judge: 'local:judge',
    system: 'valuelex',
    subdimension: 'social',
    protocol: 'digits',
    raw: i === 0 ? null : i - 2.5,
    at: answer.at,
  }));
  const results = plain.results;
  const scores = ratedIn(results).scores.map((one) => ({
    ...one,
    title: hostile.attribute,
    models: one.models.map((entry, m) => ({ ...entry, model: m === 0 ? model : entry.model })),
  }));
  return {
    instruments: [ratedFacts({ completions, ratings }, hostile.script)],
    state: {
      ...plain,
      name: 'quiet-otter',
      folder: '/home/someone/runs/quiet otter',
      study: {
        ...plain.study,
        endpoints: { lab: { url: 'https://user:canary-key@lab.example/v1?key=canary-key' } },
      },
      problems: [hostile.attribute, hostile.clipboard],
      results: {
        ...results,
        lexicon: {
          descriptors: texts.map((text, i) => ({
            word: text,
            count: 5 - i,
            models: 1,
            mentions: [
              { answer: `r${i}`, raw: text, start: 8, end: 8 + text.length, source: 'list' },
            ],
          })),
          answers: columnsFor(responses, (_, i) => ({ refused: i === 0, words: texts })),
          merges: [],
          dropped: [],
        },
        instruments: ratedInstruments(ratedIn(results).exams, scores),
        findings: texts.map((text) => ({
          text,
          certainty: 'sketch' as const,
          evidence: { screen: 6 },
          overturn: [text],
        })),
      },
    },
    responses: heldResponses(responses),
    extra: {
      version: '9.9.9',
      now: Date.UTC(2026, 10, 21),
      promptText: () => hostile.attribute,
    },
    comparison: null,
    verdict: null,
  };
}
