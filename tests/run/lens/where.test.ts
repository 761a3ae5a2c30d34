import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/errors.ts';
import { randomParts } from '../../../src/run/lens/random-parts.ts';
import { traitCounts } from '../../../src/run/lens/traits.ts';
import { conditionText, parseCondition, selectPart } from '../../../src/run/lens/where.ts';
import { createRandom } from '../../../src/statistics/random.ts';
import { plantedAnswers, plantedStudy } from './planted.ts';

const traited = { columns: plantedAnswers(), study: plantedStudy };
const select = (...where: string[]) => selectPart(traited, where.map(parseCondition));
const count = (...where: string[]) => select(...where).inPart.reduce((sum, one) => sum + one, 0);

/** What went wrong, and what to do. */
function refused(job: () => unknown): string {
  try {
    job();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    expect(error.exit).toBe('usage');
    return `${error.message} ${error.hint}`;
  }
  throw new Error('nothing was refused');
}

describe('conditions', () => {
  it('are read, and written as they can be typed', () => {
    expect(parseCondition(' Size <= 10 ')).toEqual({
      name: 'size',
      operator: '<=',
      values: ['10'],
    });
    expect(parseCondition('family=llama, qwen').values).toEqual(['llama', 'qwen']);
    expect(conditionText(parseCondition('top-p!=0.9'))).toBe('top-p!=0.9');
    for (const text of ['training', 'training=', '=base', '', 'size<ten', 'size<1,2'])
      expect(
        refused(() => parseCondition(text)),
        text,
      ).toContain(text);
  });

  it('choose answers by tags, settings, prompts, and languages, and all hold', () => {
    expect(count('training=base')).toBe(288);
    expect(count('training!=base')).toBe(864);
    expect(count('family=f1,F2')).toBe(288);
    expect(count('size<3')).toBe(288);
    expect(count('size>=3', 'size<=3')).toBe(144);
    expect(count('prompt=03,05-ask')).toBe(384);
    expect(count('temperature<0.5')).toBe(576);
    expect(count('setting=t1', 'training=base', 'prompt=01')).toBe(8);
    expect(count('model=f0-base')).toBe(36);
    expect([...select('training=base', 'size<2', 'prompt=01').models]).toEqual(['lab:f0-base']);
  });

  it('name what there is where they name what there is not', () => {
    expect(refused(() => select('famly=f1'))).toMatch(/family.*training: aligned \(8\)/);
    expect(refused(() => select('training=chat'))).toContain(
      'training is aligned (8), base (8), instruct (8), reasoning (8).',
    );
    expect(refused(() => select('training<2'))).toContain('is not a number');
    expect(refused(() => select('size<1'))).toContain('No answer has size<1');
    expect(refused(() => select('language=en'))).toContain('Every answer has');
  });

  it('leave out what is not known', () => {
    const [first, ...models] = plantedStudy.models;
    const unknown = { ...first!, tags: { ...first!.tags!, training: 'unknown' as const } };
    const study = { ...plantedStudy, models: [unknown, ...models] };
    const of = (text: string) =>
      selectPart({ ...traited, study }, [parseCondition(text)]).inPart.reduce(
        (sum, x) => sum + x,
        0,
      );
    expect(of('training=base') + of('training!=base')).toBe(1152 - 36);
    const training = traitCounts({ ...traited, study }).find(({ name }) => name === 'training')!;
    expect(training).toMatchObject({ unknown: 36 });
    expect(refused(() => of('size>99'))).toContain('not known of 36 answers');
  });
});

describe('random parts', () => {
  const familyOf = (model: string) => model.slice(4, 6);

  it('have as many models of a family as the part, others each time', () => {
    const selection = select('training=base,instruct', 'family=F1,F2,F3');
    const draw = randomParts(traited.columns, selection, familyOf);
    const random = createRandom(3);
    const keys = new Set<string>();
    const { columns } = traited;
    for (let i = 0; i < 50; i++) {
      const { inPart, key } = draw(random.fork(i));
      keys.add(key);
      const models = new Set<string>();
      inPart.forEach((one, place) => {
        if (one === 1) models.add(columns.models[columns.respondent[place]!]!);
      });
      const sizes = [...Map.groupBy(models, familyOf).values()].map((own) => own.length);
      expect(sizes).toEqual([2, 2, 2]);
      expect(inPart.reduce((sum, one) => sum + one, 0)).toBe(6 * 36);
    }
    expect(keys.size).toBeGreaterThan(45);
  });

  it('draw what the part was chosen on alone', () => {
    const draw = randomParts(traited.columns, select('temperature<0.5', 'prompt=01,02'), familyOf);
    const { inPart } = draw(createRandom(1));
    const prompts = new Set<number>();
    const models = new Set<number>();
    inPart.forEach((one, place) => {
      if (one === 0) return;
      prompts.add(traited.columns.prompt[place]!);
      models.add(traited.columns.respondent[place]!);
    });
    expect([prompts.size, models.size]).toEqual([2, 96]);
  });
});
