import { describe, expect, it } from 'vitest';
import { sentenceWords } from '../../src/instruments/sentence-completion/words.ts';
import type { AnchorSet } from '../../src/instruments/shared/exam/anchors.ts';
import {
  examRecordSchema,
  examRequestSchema,
  type Protocol,
} from '../../src/instruments/shared/exam/exam-record.ts';
import {
  accuracyOf,
  anchorId,
  chooseProtocol,
  type ExamRating,
  gradeExam,
  planExam,
  splitSets,
} from '../../src/instruments/shared/exam/grade-exam.ts';
import { examTable } from '../../src/instruments/shared/tell/tell-exams.ts';
import { createRandom } from '../../src/statistics/random.ts';
import { anchorSets, plainExam, smallSystem } from './simulate.ts';

const sets = anchorSets(8);

/** Ratings of every set in a protocol by a function of the completion. */
function rate(
  protocol: Protocol,
  of: (completion: AnchorSet['texts'][number]) => number | null,
  which: readonly AnchorSet[] = sets,
): ExamRating[] {
  return which.flatMap((set) =>
    set.texts.map((completion, i) => ({
      protocol,
      subdimension: set.subdimension,
      completion: anchorId(set, i),
      raw: of(completion),
    })),
  );
}

function grade(ratings: ExamRating[], protocols: Protocol[] = ['digits'], which = sets) {
  return gradeExam({ rater: 'local:j', system: smallSystem, sets: which, protocols, ratings });
}

describe('accuracyOf', () => {
  const one = sets.slice(0, 1);
  it('counts same-stem pairs, a tie or a gap as half', () => {
    // supports 6 and 3; opposes 3 (below 6, tied with 3): 1.5 of 2.
    const side = accuracyOf(one, (_, i) => [6, 3, 3, 1, 1][i]!, 'side');
    expect(side).toMatchObject({ value: 0.75, pairs: 2 });
    // against ignores (missing) and neighbour (4): 6 > 4 right, 3 < 4 wrong, two gaps: 2 of 4.
    const subject = accuracyOf(one, (_, i) => [6, 3, 0, null, 4][i] ?? null, 'subject');
    expect(subject).toMatchObject({ value: 0.5, pairs: 4 });
  });
  it('does not take a handful of right sets for certainty', () => {
    const perfect = (set: AnchorSet, i: number) => set.texts[i]!.level;
    // Wilson for 1 of 1: 1 / (1 + 1.96²) = .2065.
    expect(accuracyOf(one, perfect, 'side')).toMatchObject({ value: 1, passes: false });
    expect(accuracyOf(one, perfect, 'side').low).toBeCloseTo(0.2065, 3);
    expect(accuracyOf(sets, perfect, 'side')).toMatchObject({ value: 1, high: 1, passes: true });
  });
  it('is at chance with the widest interval where there are no pairs', () => {
    expect(accuracyOf([], () => 1, 'side')).toEqual({
      value: 0.5,
      low: 0,
      high: 1,
      pairs: 0,
      passes: false,
    });
  });
});

describe('splitSets and planExam', () => {
  it('halves each subdimension, odd places against even places', () => {
    const { choose, examine } = splitSets(sets);
    expect(choose.map((set) => set.id).slice(0, 4)).toEqual([
      'warmth-0',
      'warmth-2',
      'warmth-4',
      'warmth-6',
    ]);
    expect(new Set([...choose, ...examine]).size).toBe(24);
    const seeded = splitSets(sets, 5).choose.map((set) => set.id);
    expect(seeded).toHaveLength(12);
    expect(splitSets(sets, 5).choose.map((set) => set.id)).toEqual(seeded);
  });
  it('asks every protocol on the first half, all values at once by "cares about"', () => {
    const plan = planExam({
      rater: 'local:j',
      system: smallSystem,
      sets,
      protocols: ['digits', 'cares-about'],
      half: 'choose',
    });
    expect(plan).toHaveLength(2 * 12 * 5);
    expect(plan.find((task) => task.protocol === 'cares-about')!.subdimensions).toHaveLength(3);
    expect(plan.find((task) => task.protocol === 'digits')!.subdimensions).toHaveLength(1);
  });
});

describe('gradeExam', () => {
  it('chooses the protocol on the first half and examines on the other', () => {
    const { choose, examine } = splitSets(sets);
    const good = (one: AnchorSet['texts'][number]) => one.level;
    const ratings = [
      ...rate('digits', () => 2, choose),
      ...rate('stance', good, choose),
      ...rate('stance', (one) => -one.level, examine),
    ];
    expect(chooseProtocol(ratings, choose, ['digits', 'stance'])).toEqual([
      { protocol: 'stance', subject: 1, side: 1 },
      { protocol: 'digits', subject: 0.5, side: 0.5 },
    ]);
    const result = grade(ratings, ['digits', 'stance']);
    expect(result.protocol).toBe('stance');
    expect(result.subject.value).toBe(0);
    // Opposition above support in every set: the wrong way round, not merely unproven.
    expect(result.side).toMatchObject({ value: 0, passes: false });
    expect(result.verdict).toBe('backwards');
  });

  it('lets strength decide between protocols that the first half cannot tell apart', () => {
    const { choose } = splitSets(sets);
    const level = (one: AnchorSet['texts'][number]) => one.level;
    // Orders one set wrongly, but rates strength; the other orders all, and knows no strength.
    const strong = rate('digits', level, choose).map((rating, i) =>
      i < 5 ? { ...rating, raw: 2 } : rating,
    );
    const flat = rate('stance', (one) => (one.role === 'supports' ? 1 : 0), choose);
    const tried = chooseProtocol([...strong, ...flat], choose, ['stance', 'digits']);
    expect(tried.map((one) => one.protocol)).toEqual(['digits', 'stance']);
    expect(tried[0]!.subject + tried[0]!.side).toBeLessThan(tried[1]!.subject + tried[1]!.side);
    // A clear difference in one question is never outweighed.
    const wrong = rate('digits', (one) => (one.role === 'opposes' ? 6 : one.level), choose);
    expect(chooseProtocol([...wrong, ...flat], choose, ['digits', 'stance'])[0]!.protocol).toBe(
      'stance',
    );
  });

  it('tells a judge of subjects from a judge of sides', () => {
    const random = createRandom(3);
    const noise = () => 0.3 * random.normal();
    const subjectOnly = rate('digits', (one) =>
      one.role === 'supports' || one.role === 'opposes' ? 4 + noise() : 1 + noise(),
    );
    expect(grade(subjectOnly).verdict).toBe('subject only');
    const both = rate('digits', (one) => one.level + noise());
    expect(grade(both).verdict).toBe('passes');
  });

  it('shows a judge who follows the words of the value', () => {
    const withTraps = sets.map((set) => ({
      ...set,
      texts: [
        ...set.texts,
        { text: 'unnamed support', role: 'supports' as const, level: 5, trap: true },
        { text: 'opposition in its words', role: 'opposes' as const, level: 0, trap: true },
      ],
    }));
    const words = ({ role, trap }: AnchorSet['texts'][number]) =>
      (role === 'supports') !== trap ? 4 : 1;
    const misled = grade(rate('digits', words, withTraps), ['digits'], withTraps);
    // A set has two straight supports and one of traps, one straight opposition and one of traps.
    expect(misled.straight).toMatchObject({ value: 1, pairs: 2 * (sets.length / 2) });
    expect(misled.crossed).toMatchObject({ value: 0, pairs: sets.length / 2 });
    // Of six pairs of a set two are right, and three are ties.
    expect(misled.side).toMatchObject({ value: 3.5 / 6, pairs: 6 * (sets.length / 2) });
    const { notes } = examTable([misled], sentenceWords);
    expect(notes!.join('\n')).toContain('the whole interval of the side lies below chance');
    const { straight, crossed } = grade(rate('digits', (one) => one.level));
    expect(straight).toMatchObject({ value: 1 });
    expect(crossed).toBeUndefined();
  });

  it('lets a judge who guesses pass about as rarely as a 95 % interval says', () => {
    const random = createRandom('guess');
    let passes = 0;
    const exams = 150;
    for (let e = 0; e < exams; e++) {
      const result = grade(rate('digits', () => random.next()));
      passes += Number(result.side.passes) + Number(result.subject.passes);
    }
    expect(passes / (2 * exams)).toBeLessThan(0.07);
  });

  it('is read the same from records of earlier versions, which called raters judges', () => {
    const { rater, ...rest } = plainExam('local:one');
    const about = { id: 'a', at: '2026-11-21T12:09:09.949Z' };
    const record = { ...about, result: { rater, ...rest } };
    expect(examRecordSchema.parse({ ...about, result: { judge: rater, ...rest } })).toEqual(record);
    expect(examRecordSchema.parse(record)).toEqual(record);
    expect(examRequestSchema.parse({ ...about, judge: rater, tokens: 3 })).toEqual({
      ...{ ...about, rater, tokens: 3 },
    });
    expect(examRecordSchema.safeParse({ ...about, result: rest }).success).toBe(false);
  });

  it('gives the baselines on the same pairs', () => {
    const worded = sets.map((set) => ({
      ...set,
      texts: set.texts.map((one) => ({
        ...one,
        text:
          one.role === 'opposes'
            ? 'kind kindness accurate rule'
            : one.role === 'supports'
              ? 'do'
              : 'a b',
      })),
    }));
    const result = gradeExam({
      rater: 'local:j',
      system: smallSystem,
      sets: worded,
      protocols: ['digits'],
      ratings: rate('digits', (one) => one.level),
      similarity: (text) => (text === 'do' ? 1 : 0),
    });
    expect(result.baselines).toEqual([
      { name: 'word count', subject: 0, side: 0 },
      { name: 'keywords', subject: 0.5, side: expect.any(Number) as number },
      { name: 'embeddings', subject: 1, side: 1 },
    ]);
    // warmth and skill have their keyword in the opposing text, order has not ("rule" ≠ "rules").
    expect(result.baselines[1]!.side).toBeCloseTo(1 / 6, 12);
  });
});
