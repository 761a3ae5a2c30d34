/** Planted studies for the tests of exam and scores. */

import type { Stem } from '../../src/instruments/sentence-completion/items.ts';
import { sentenceWords } from '../../src/instruments/sentence-completion/words.ts';
import type { RawRating, ScoredModel, ScoreInput } from '../../src/instruments/shared/cells.ts';
import type { AnchorSet } from '../../src/instruments/shared/exam/anchors.ts';
import type { ExamResult } from '../../src/instruments/shared/exam/exam-record.ts';
import type { Random } from '../../src/statistics/random.ts';
import type { ValueSystem } from '../../src/values/value-system.ts';

const sub = (id: string, words: string[]) => ({ id, name: id, definition: `Wants ${id}.`, words });

export const smallSystem: ValueSystem = {
  id: 'small',
  title: 'Small',
  source: 'test',
  dimensions: [
    {
      id: 'first',
      name: 'First',
      definition: 'f',
      subdimensions: [sub('warmth', ['kindness']), sub('skill', ['accuracy'])],
    },
    { id: 'second', name: 'Second', definition: 's', subdimensions: [sub('order', ['rules'])] },
  ],
};
export const subdimensions = ['warmth', 'skill', 'order'];

export function stemsOf(n: number): Stem[] {
  return Array.from({ length: n }, (_, s) => ({
    id: `stem-${s}`,
    text: `Stem ${s}, I`,
    framing: s % 4 < 2 ? 'positive' : 'negative',
    tags: [],
    bothForms: false,
  }));
}

export function modelsOf(n: number): ScoredModel[] {
  return Array.from({ length: n }, (_, m) => ({
    name: `sim:m${m}`,
    family: `family-${m}`,
    form: 'chat',
    refusals: 0,
  }));
}

/** An exam whose map leaves digits as they are. */
export function plainExam(rater: string, verdict: ExamResult['verdict'] = 'passes'): ExamResult {
  const accuracy = { value: 0.9, low: 0.8, high: 1, pairs: 50, passes: true };
  return {
    rater,
    system: 'small',
    protocol: 'digits',
    tried: [{ protocol: 'digits', subject: 0.9, side: 0.9 }],
    subject: accuracy,
    side: accuracy,
    baselines: [],
    verdict,
    map: subdimensions.map((subdimension) => ({ subdimension, a: 0, b: 1 })),
  };
}

export function rating(
  model: string,
  stem: string,
  subdimension: string,
  raw: number | null,
  judge = 'local:judge',
): RawRating {
  return {
    completion: `${model}|${stem}`,
    model,
    item: stem,
    form: 'chat',
    rater: judge,
    system: 'small',
    subdimension,
    protocol: 'digits',
    raw,
  };
}

/** Standard deviations of the planted effects, on 0–6. */
export type Planted = {
  model: number;
  stem: number;
  modelStem: number;
  rest: number;
  judges: number;
};

/** A study of planted effects: the input, and the true level 0–6 of each model on each subdimension. */
export function plantStudy(random: Random, models: number, stems: number, sd: Planted) {
  const allModels = modelsOf(models);
  const allStems = stemsOf(stems);
  const judges = Array.from({ length: sd.judges }, (_, j) => `local:judge-${j}`);
  const ratings: RawRating[] = [];
  const truth = new Map<string, number>();
  for (const subdimension of subdimensions) {
    const stemEffects = allStems.map(() => sd.stem * random.normal());
    for (const model of allModels) {
      const level = 3 + sd.model * random.normal();
      truth.set(`${model.name} ${subdimension}`, level);
      allStems.forEach((stem, s) => {
        const both = sd.modelStem * random.normal();
        for (const judge of judges)
          ratings.push(
            rating(
              model.name,
              stem.id,
              subdimension,
              level + stemEffects[s]! + both + sd.rest * random.normal(),
              judge,
            ),
          );
      });
    }
  }
  const input: ScoreInput = {
    ratings,
    exams: judges.map((judge) => plainExam(judge)),
    system: smallSystem,
    words: sentenceWords,
    items: allStems,
    models: allModels,
  };
  return { input, truth };
}

/** Anchor sets: two that support (levels 6 and 3), and one each that opposes, ignores, serves a neighbour. */
export function anchorSets(perSubdimension: number): AnchorSet[] {
  return subdimensions.flatMap((subdimension) =>
    Array.from({ length: perSubdimension }, (_, i) => ({
      id: `${subdimension}-${i}`,
      subdimension,
      asked: `Anchor ${i}, I`,
      texts: [
        { text: 'full support', role: 'supports' as const, level: 6, trap: false },
        { text: 'some support', role: 'supports' as const, level: 3, trap: false },
        { text: 'against it', role: 'opposes' as const, level: 0, trap: false },
        { text: 'quite beside it', role: 'ignores' as const, level: 0, trap: false },
        { text: 'another thing', role: 'neighbour' as const, level: 1, trap: false },
      ],
    })),
  );
}
