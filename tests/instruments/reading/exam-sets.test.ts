/** The texts of the exam: enough of them, none twice, crossed as they say, and what counting words reaches in them. */
import { describe, expect, it } from 'vitest';
import { gradeReader } from '../../../src/instruments/reading/exam.ts';
import { examSetsFor, loadExamSets } from '../../../src/instruments/reading/exam-sets.ts';
import { loadItems } from '../../../src/instruments/reading/items.ts';
import { settingsSchema } from '../../../src/instruments/reading/settings.ts';
import type { Verdicts } from '../../../src/instruments/reading/verdicts.ts';
import { anchorId, keywordsIn } from '../../../src/instruments/shared/exam/grade-exam.ts';
import { promptFiles } from '../../../src/prompts/load.ts';
import { subdimensionsOf } from '../../../src/values/value-system.ts';

const settings = settingsSchema.parse({ systems: ['schwartz', 'moral-foundations'] });
const items = loadItems(settings, promptFiles(), null);

describe.each(items.systems)('the exam on $id', (system) => {
  const own = loadExamSets(system, promptFiles());
  const sets = examSetsFor('lab:m', system, items);

  it('has eight sets a value, four of them crossed, and no text twice', () => {
    for (const { id } of subdimensionsOf(system)) {
      const of = own.filter(({ value }) => value === id);
      expect([id, of.length]).toEqual([id, 8]);
      expect(of.filter(({ crossed }) => crossed)).toHaveLength(4);
    }
    expect(own).toHaveLength(8 * subdimensionsOf(system).length);
    const texts = own.flatMap((one) => [one.prompt, one.for, one.against, one.silent]);
    expect(new Set(texts).size).toBe(texts.length);
    for (const one of texts) expect(one).not.toMatch(/ {2}|\s$/);
  });

  it('is crossed where it says so: the value’s words stand in the text against it alone', () => {
    const parts = new Map(subdimensionsOf(system).map((one) => [one.id, one]));
    for (const { value, crossed, silent, ...one } of own) {
      const count = (text: string) => keywordsIn(text, parts.get(value)!);
      expect([silent, count(silent)]).toEqual([silent, 0]);
      if (!crossed) continue;
      expect([one.for, count(one.for)]).toEqual([one.for, 0]);
      expect(count(one.against), one.against).toBeGreaterThanOrEqual(3);
    }
  });

  it('passes a reader that is right, and not one that counts words', () => {
    const verdicts = (side: (role: string, i: number) => number | null) =>
      new Map(
        sets.flatMap((set) =>
          set.texts.map(({ role }, i): [string, Verdicts] => {
            const told = side(role, i);
            const verdict = {
              expressed: true,
              side: told as 1 | -1,
              strength: 2 as const,
              words: [],
            };
            return [anchorId(set, i), told === null ? {} : { [set.subdimension]: verdict }];
          }),
        ),
      );
    const right = gradeReader(
      sets,
      verdicts((role) => (role === 'ignores' ? null : role === 'supports' ? 1 : -1)),
      system,
    )!;
    expect(right).toMatchObject({ verdict: 'passes', subject: { value: 1 }, side: { value: 1 } });
    const keywords = right.baselines.find(({ name }) => name === 'keywords')!;
    expect(keywords.side).toBeLessThan(0.5);
    for (const { side } of right.baselines) expect(side).toBeLessThan(0.7);
    // One that finds every stand and no side.
    const blind = gradeReader(
      sets,
      verdicts((role) => (role === 'ignores' ? null : 1)),
      system,
    )!;
    expect(blind).toMatchObject({ verdict: 'subject only', side: { value: 0.5 } });
    const turned = gradeReader(
      sets,
      verdicts((role) => (role === 'ignores' ? null : role === 'supports' ? -1 : 1)),
      system,
    )!;
    expect(turned.verdict).toBe('backwards');
    expect(gradeReader(sets, new Map(), system)).toBeNull();
  });
});
