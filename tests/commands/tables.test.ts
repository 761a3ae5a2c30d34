import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { share } from '../../src/tables/numbers.ts';
import { testTerminal } from './test-context.ts';

const terminal = testTerminal();
const { run } = terminal;
const reference = (name: string) => fileURLToPath(new URL(`../reference/${name}`, import.meta.url));

function file(name: string, text: string): string {
  const path = join(terminal.folder, name);
  writeFileSync(path, text);
  return path;
}

describe('lexicon of a file', () => {
  it.each([
    ['other names', 'prompt_id;model;Response\np7;m;I value honesty.\n', 'p7'],
    ['no ids', 'answer\nI value honesty.\n', '1'],
    ['neither', '回答,answer\nx,I value honesty.\n', '1'],
  ])('of answers under %s', async (_, text, id) => {
    const { code, out, notes } = await run('lexicon', file('other.csv', text));
    expect(code).toBe(0);
    expect(out).toMatch(new RegExp(`^${id} +honesty`, 'm'));
    expect(notes).toMatch(/is taken for id|answers are numbered/);
  });

  it('gives descriptors with the spans where they stand', async () => {
    const answer = 'I value honesty, kindness and respect for privacy.';
    const path = file('answers.csv', `ID,Answer\n1,"${answer}"\n2,"As an AI, I have no values."\n`);
    const { code, out } = await run('lexicon', path, '--json');
    expect(code).toBe(0);
    const [first, second] = JSON.parse(out);
    expect(first.descriptors.map((one: { word: string }) => one.word)).toEqual([
      'honesty',
      'kindness',
      'respect for privacy',
    ]);
    for (const { raw, start, end } of first.descriptors) expect(answer.slice(start, end)).toBe(raw);
    expect(second).toMatchObject({ refused: true, descriptors: [] });
    const lines = file('answers.jsonl', `{"id":1,"answer":"- honesty\\n- care"}\n`);
    expect(JSON.parse((await run('lexicon', lines, '--json')).out)).toHaveLength(1);
  });

  it('names a missing column, the nearest, and a broken line', async () => {
    const missing = await run('lexicon', file('a.csv', 'id,anwser\n1,x\n'));
    expect(missing.code).toBe(3);
    expect(missing.notes).toContain('The column answer is missing (');
    expect(missing.notes).toContain('Nearest: anwser');
    const broken = await run('lexicon', file('b.csv', 'id,answer\n1,x\n2,y,z\n'));
    expect(broken.code).toBe(3);
    expect(broken.notes).toMatch(/b\.csv:3/);
    const lines = await run('lexicon', file('c.jsonl', '{"id":"1","answer":"x"}\n{oops\n'));
    expect(lines.notes).toMatch(/c\.jsonl:2/);
    const gone = await run('lexicon', 'nothing.csv');
    expect(gone.code).toBe(2);
    expect(gone.notes).toContain('There is no file nothing.csv.');
    const empty = await run('lexicon', file('d.csv', 'id,answer\n'));
    expect(empty.notes).toContain('no rows');
  });
});

describe('clusters of a file', () => {
  it('groups words that mean the same', async () => {
    const words = 'word,frequency\nhonesty,10\ntruthfulness,4\nsecurity,3\nsafety,5\n';
    const { code, out } = await run('clusters', file('w.csv', words), '--k', '2', '--json');
    expect(code).toBe(0);
    const groups = JSON.parse(out).clusters.map((one: { words: string[] }) => one.words.toSorted());
    expect(groups).toEqual([
      ['honesty', 'truthfulness'],
      ['safety', 'security'],
    ]);
    const { copheneticCorrelation, quality } = JSON.parse(out);
    expect(copheneticCorrelation).toBeGreaterThan(0.5);
    const read = await run('clusters', file('w.csv', words), '--k', '2');
    const silhouette = quality.find((one: { k: number }) => one.k === 2).silhouette;
    expect(read.notes).toContain(`silhouette ${share(silhouette)}`);
    expect(read.notes).toContain(`cophenetic correlation ${share(copheneticCorrelation)} (k 2).`);
    const flat = ['--k', '2', '--method', 'k-means', '--json'];
    const means = await run('clusters', file('w.csv', words), ...flat);
    expect(JSON.parse(means.out).copheneticCorrelation).toBeNull();
    const wrong = await run('clusters', file('v.csv', 'word,frequency\nhonesty,often\n'));
    expect(wrong.code).toBe(3);
    expect(wrong.notes).toMatch(/"often" is not a number from 0 up \(.*v\.csv:2\)/);
  });
});

describe('factors of a file', () => {
  it('agrees with R under the keys of the reference', async () => {
    const known = JSON.parse(readFileSync(reference('attitude.json'), 'utf8'));
    const { code, out } = await run(
      ...[
        'factors',
        reference('attitude.csv'),
        '--factors',
        '2',
        '--json',
        '--rotation',
        'varimax',
      ],
    );
    expect(code).toBe(0);
    const result = JSON.parse(out);
    expect(result.kmo.overall).toBeCloseTo(known.kmo.overall, 6);
    expect(result.bartlett.chisq).toBeCloseTo(known.bartlett.chisq, 4);
    expect(result.fit.rmsr).toBeCloseTo(known.efa.minres.fit.rmsr, 4);
    result.communality.forEach((value: number, i: number) => {
      expect(value).toBeCloseTo(known.efa.minres.communality[i], 3);
    });
    for (const key of ['smc', 'eigenvalues', 'commonEigenvalues', 'uniquenesses', 'structure'])
      expect(result[key]).toHaveLength(7);
    expect(result.parallel.normal.pc.observed).toHaveLength(7);
    expect(result.warnings).toBeInstanceOf(Array);
  });

  it('takes a correlation matrix with its number of rows, and groups', async () => {
    const matrix = file('m.csv', 'a,b,c,d\n1,.6,.5,.4\n.6,1,.5,.4\n.5,.5,1,.4\n.4,.4,.4,1\n');
    const { code, out } = await run(
      ...['factors', matrix, '--input', 'correlation', '--n', '100', '--factors', '1'],
    );
    expect(code).toBe(0);
    expect(out).toContain('KMO');
    const without = await run('factors', matrix, '--input', 'correlation');
    expect(without.code).toBe(2);
    expect(without.notes).toContain('--n');
    const groups = await run('factors', reference('attitude.csv'), '--groups', 'ratng');
    expect(groups.code).toBe(3);
    expect(groups.notes).toContain('Nearest: rating');
  });

  it('says what a table lacks', async () => {
    const few = await run('factors', file('few.csv', 'a,b\n1,2\n2,1\n3,5\n'));
    expect(few.code).toBe(3);
    expect(few.notes).toContain('at least 3 usable columns');
    const text = await run('factors', file('text.csv', 'a,b,c,d\n1,2,3,4\n2,1,x,3\n3,5,1,1\n'));
    expect(text.notes).toMatch(/c: "x" is not a number \(.*text\.csv:3\)/);
  });
});

describe('judge', () => {
  it('is examined, and rates a file on the scale of its exam', async () => {
    const exam = await run('judge', 'exam', 'sim:judge', '--json', '--require-judge');
    expect(exam.code).toBe(0);
    expect(JSON.parse(exam.out)[0]).toMatchObject({ rater: 'sim:judge', verdict: 'passes' });
    const rows = file(
      'rate.csv',
      'id,stem,completion,subdimension\n1,"When I answer, I",care for people,social\n2,"When I answer, I",,Ethical\n',
    );
    const { code, out } = await run('judge', 'rate', rows, '--judge', 'sim:judge', '--json');
    expect(code).toBe(0);
    const ratings = JSON.parse(out);
    expect(ratings).toHaveLength(2);
    expect(ratings[0].rating).toBeTypeOf('number');
    expect(ratings[1]).toMatchObject({ subdimension: 'ethical', raw: null });
    expect(ratings[1].missing).toBeTruthy();
    const wrong = file('wrong.csv', 'id,stem,completion,subdimension\n1,I,care,socal\n');
    const refused = await run('judge', 'rate', wrong, '--judge', 'sim:judge');
    expect(refused.code).toBe(3);
    expect(refused.notes).toContain('Nearest: social');
  });
});
