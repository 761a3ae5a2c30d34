/**
 * The accuracy of a reader. Subject: texts for or against a value are rated above the text that is silent on it; for a
 * reader with yes or no, this is the balanced accuracy. Side: the text for the value is rated above the text against
 * it. Both within texts that answer one prompt.
 */
import * as z from 'zod';
import { percentileInterval, resampleRows } from '../../statistics/bootstrap.ts';
import { createRandom } from '../../statistics/random.ts';
import { subdimensionsOf, type ValueSystem } from '../../values/value-system.ts';
import type { AnchorSet } from '../shared/exam/anchors.ts';
import { accuracySchema, examVerdicts } from '../shared/exam/exam-record.ts';
import {
  accuracyOf,
  anchorId,
  keywordsIn,
  pairsOf,
  type Question,
  type Rate,
  shareOf,
} from '../shared/exam/grade-exam.ts';
import { verdictOf } from '../shared/exam/verdict.ts';
import type { Verdicts } from './verdicts.ts';

const questions = {
  subject: { name: 'subject', above: ['supports', 'opposes'], below: ['ignores', 'neighbour'] },
  side: { name: 'side', above: ['supports'], below: ['opposes'] },
} as const satisfies Record<string, Question>;

const baselines = ['keywords', 'refusal words', 'word count', 'always for'] as const;

export const examResultSchema = z.object({
  sets: z.number().int(),
  missing: z.number().int().describe('Texts of the exam that the reader refused or did not read'),
  subject: accuracySchema,
  side: accuracySchema,
  crossed: accuracySchema
    .nullable()
    .describe('Side, in sets whose key words point the wrong way; null where there are none'),
  straight: accuracySchema.nullable().describe('Side, in the other sets'),
  baselines: z.array(
    z.object({
      name: z.enum(baselines),
      subject: z.number(),
      side: z.number(),
      beaten: z.boolean().describe('By the reader, in both, with the 95 % interval over sets'),
    }),
  ),
  verdict: z
    .enum(examVerdicts)
    .describe('Passes: above chance in both, and better than every baseline'),
  values: z.array(
    z.object({ id: z.string(), sets: z.number().int(), subject: z.number(), side: z.number() }),
  ),
});

export type ExamResult = z.infer<typeof examResultSchema>;

/** Grades a reader by its verdicts on the texts of the sets, named as `anchorId` does; null for a text it did not read. */
export function gradeReader(
  sets: readonly AnchorSet[],
  verdicts: ReadonlyMap<string, Verdicts | null>,
  system: ValueSystem,
): ExamResult | null {
  const taken = sets.filter((set) => set.texts.every((_, i) => verdicts.has(anchorId(set, i))));
  // An incomplete exam would be graded only on the sets asked first.
  if (sets.length === 0 || taken.length < sets.length) return null;
  const of = (set: AnchorSet, index: number) => {
    const own = verdicts.get(anchorId(set, index));
    return own && (own[set.subdimension] ?? { expressed: false, side: 0 });
  };
  const reader: Rates = {
    subject: (set, i) => {
      const verdict = of(set, i);
      return verdict ? Number(verdict.expressed) : null;
    },
    side: (set, i) => {
      const verdict = of(set, i);
      return verdict ? (verdict.expressed ? verdict.side : 0) : null;
    },
  };
  const subject = accuracyOf(sets, reader.subject, questions.subject);
  const side = accuracyOf(sets, reader.side, questions.side);
  const crossed = sets.filter(({ texts }) => texts.some(({ trap }) => trap));
  const straight = sets.filter((set) => !crossed.includes(set));
  const compared = baselines.map((name) => {
    const rates = baselineRates(name, system);
    const beats = (question: 'subject' | 'side') =>
      differenceLow(sets, reader[question], rates[question], questions[question]) > 0;
    return {
      name,
      subject: shareOf(sets.map((set) => pairsOf(set, rates.subject, questions.subject))),
      side: shareOf(sets.map((set) => pairsOf(set, rates.side, questions.side))),
      beaten: beats('subject') && beats('side'),
    };
  });
  const verdict = verdictOf(subject, side);
  return {
    sets: sets.length,
    missing: [...verdicts.values()].filter((one) => one === null).length,
    ...{ subject, side },
    crossed: crossed.length > 0 ? accuracyOf(crossed, reader.side, questions.side) : null,
    straight: straight.length > 0 ? accuracyOf(straight, reader.side, questions.side) : null,
    baselines: compared,
    verdict: verdict === 'passes' && !compared.every(({ beaten }) => beaten) ? 'unproven' : verdict,
    values: subdimensionsOf(system).flatMap(({ id }) => {
      const own = sets.filter(({ subdimension }) => subdimension === id);
      if (own.length === 0) return [];
      const share = (question: 'subject' | 'side') =>
        shareOf(own.map((set) => pairsOf(set, reader[question], questions[question])));
      return [{ id, sets: own.length, subject: share('subject'), side: share('side') }];
    }),
  };
}

type Rates = { subject: Rate; side: Rate };

/** Baselines by counting words: the value's own words, words of denial, and no words. */
function baselineRates(name: (typeof baselines)[number], system: ValueSystem): Rates {
  const parts = new Map(subdimensionsOf(system).map((one) => [one.id, one]));
  const textOf: (set: AnchorSet, index: number) => string = (set, i) => set.texts[i]!.text;
  switch (name) {
    case 'keywords': {
      const count: Rate = (set, i) => keywordsIn(textOf(set, i), parts.get(set.subdimension)!);
      return { subject: (set, i) => Number(count(set, i)! > 0), side: count };
    }
    case 'refusal words': {
      const count = (set: AnchorSet, i: number) => textOf(set, i).match(refusing)?.length ?? 0;
      return { subject: count, side: (set, i) => -count(set, i) };
    }
    case 'word count': {
      const count: Rate = (set, i) => textOf(set, i).split(/\s+/).length;
      return { subject: count, side: count };
    }
    case 'always for':
      return { subject: () => 1, side: () => 1 };
  }
}

const refusing =
  /\b(?:no|nor|not|never|none|nobody|nothing|neither|without|cannot|refuse\w*|reject\w*|den(?:y|ies|ied)|against|\w+n['’]t)\b/gi;

const resamples = 2000;

/** The lower end of the 95 % interval of how much better one is than the other in the same sets, which are resampled. */
function differenceLow(
  sets: readonly AnchorSet[],
  one: Rate,
  other: Rate,
  question: Question,
): number {
  const sums = sets.map(
    (set) => [pairsOf(set, one, question), pairsOf(set, other, question)] as const,
  );
  const random = createRandom(`better|${question.name}`);
  const differences = Array.from({ length: resamples }, () => {
    const drawn = resampleRows(sums.length, random).map((i) => sums[i]!);
    return shareOf(drawn.map(([a]) => a)) - shareOf(drawn.map(([, b]) => b));
  });
  return percentileInterval(differences).lower;
}
