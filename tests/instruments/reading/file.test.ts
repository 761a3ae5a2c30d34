/** `valuelex read` of a file: a run that continues, asks no text twice, keeps to a budget, and gives vectors. */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Result } from '../../../src/instruments/reading/result.ts';
import { type TestTerminal, testTerminal } from '../../commands/test-context.ts';
import { readerEndpoint } from './reader-endpoint.ts';

let endpoint: Awaited<ReturnType<typeof readerEndpoint>>;
let terminal: TestTerminal;
beforeEach(async () => {
  endpoint = await readerEndpoint('reader', 'other');
  terminal = testTerminal({}, { endpoints: () => ({ lab: { url: endpoint.url } }) });
});
afterEach(async () => {
  await endpoint.close();
  rmSync(terminal.folder, { recursive: true, force: true });
});

const texts = [
  'a,I chose kindness over power.,m1,p1',
  'b,"There is no kindness in it, and that is fine.",m2,p1',
  'c,The train leaves at nine.,m1,p2',
  'd,Safety first: safety and kindness.,m2,p2',
  'e,REFUSE this,m1,p3',
  'f,BABBLE on,m2,p3',
  'g,INVENT kindness,m1,p3',
  'h,The train leaves at nine.,m2,p2',
];

function fileOf(rows: readonly string[]): string {
  const file = join(terminal.folder, 'texts.csv');
  writeFileSync(file, `id,text,model,prompt\n${rows.join('\n')}\n`);
  return file;
}

const read = (file: string, ...more: string[]) =>
  terminal.run('read', file, '--readers', 'lab:reader', '--no-exam', ...more);

const resultOf = async (run: string): Promise<Result> => {
  const { instruments } = JSON.parse((await terminal.run('report', run, '--json')).out);
  return instruments.find(({ id }: { id: string }) => id === 'reading').found.result;
};

describe('a file of texts', () => {
  it('is read, and gives one row per text, and a profile', async () => {
    const out = join(terminal.folder, 'vectors.csv');
    const { code, notes, out: told } = await read(fileOf(texts), '--out', out);
    expect(notes).not.toContain('bug');
    expect(code, notes).toBe(0);
    expect(told).toContain('Benevolence');
    expect(told.match(/▲ Unproven/g)).toHaveLength(1);
    expect(notes).toContain('8 texts');
    const [head, ...rows] = readFileSync(out, 'utf8').trim().split('\n');
    expect(rows).toHaveLength(8);
    const at = (row: number, column: string) =>
      rows[row]!.split(',')[head!.split(',').indexOf(column)];
    expect(at(0, 'benevolence.present')).toBe('1');
    expect(at(0, 'benevolence.side')).toBe('1');
    expect(at(0, 'benevolence.words')).toBe('kindness');
    expect(at(0, 'power.present')).toBe('1');
    expect(at(0, 'security.present')).toBe('0');
    expect(at(2, 'benevolence.present')).toBe('0');

    const run = readdirSync(terminal.runs)[0]!;
    // Nothing is said of answers and of a sentence test, which it has not.
    expect(notes).not.toMatch(/Sentence completion|rated yet/);
    expect(notes).toContain('reading-profile.csv');
    expect(notes).not.toContain('reading-reading');
    const folder = join(terminal.runs, run);
    const markdown = readFileSync(join(folder, 'report.md'), 'utf8');
    const page = readFileSync(join(folder, 'report.html'), 'utf8');
    for (const report of [markdown, page]) {
      expect(report).toContain('What texts stand for');
      expect(report).not.toMatch(/Sentence completion|Biedma|Prompt 01|temperature|0 models/);
    }
    expect(markdown).not.toMatch(/## (Respondents|Clusters|Factors)/);
    expect(page).not.toMatch(/id="(respondents|descriptors|clusters|factors)"/);

    const result = await resultOf(run);
    const [reading] = result.readings;
    const of = (who: string) => reading!.profiles.find((one) => one.who === who)!;
    const benevolence = of('all texts').values.find(({ id }) => id === 'benevolence')!;
    // Of six texts with verdicts a, b, d, and g express it, b against it.
    expect(benevolence.expressed).toMatchObject({ n: 6, value: 4 / 6 });
    expect(benevolence).toMatchObject({ for: 3, against: 1, unclear: 0 });
    expect(benevolence.side!.value).toBeCloseTo(0.5, 12);
    expect(benevolence.product).toBeCloseTo(2 / 6, 12);
    expect(reading!.answers).toEqual([
      ...[
        { model: 'm1', texts: 4, read: 3, refused: 1, unread: 0, silent: 1, quoted: 3, absent: 1 },
      ],
      ...[
        { model: 'm2', texts: 4, read: 3, refused: 0, unread: 1, silent: 1, quoted: 3, absent: 0 },
      ],
    ]);
    expect(reading!.silent.map(({ name }) => name)).toEqual(['c', 'h']);
  });

  it('is asked for once, also the same text twice, and continues when it has grown', async () => {
    await read(fileOf(texts.slice(0, 5)));
    expect(endpoint.texts).toHaveLength(5);
    const again = await read(fileOf(texts.slice(0, 5)));
    expect(again.notes).toContain('Continuing');
    expect(endpoint.texts).toHaveLength(5);
    await read(fileOf(texts));
    // h has the words and the prompt of c.
    expect(endpoint.texts).toHaveLength(7);
    expect(readdirSync(terminal.runs)).toHaveLength(1);
    await read(fileOf(texts), '--readers', 'lab:other');
    expect(endpoint.texts).toHaveLength(14);
    expect(readdirSync(terminal.runs)).toHaveLength(1);
    await read(fileOf(texts), '--new');
    expect(readdirSync(terminal.runs)).toHaveLength(2);
  });

  it.each([
    ['two texts of one id', ['a,One.,m1,p1', 'a,Two.,m1,p1'], 'the id of another one'],
    ['an empty text', ['a,One.,m1,p1', 'b," ",m1,p1'], 'The text b is empty'],
  ])('refuses %s', async (_, rows, told) => {
    const { code, notes } = await read(fileOf(rows));
    expect(code).toBe(3);
    expect(notes).toContain(told);
    expect(notes).toContain('texts.csv:3');
    expect(endpoint.texts).toEqual([]);
    // No run without texts is left behind.
    expect(readdirSync(terminal.runs)).toEqual([]);
  });

  it('is read by readers who are named, and real', async () => {
    const file = fileOf(texts.slice(0, 2));
    const unnamed = await terminal.run('read', file);
    expect(unnamed.code).toBe(2);
    expect(unnamed.notes).toContain('--readers');
    const simulated = await terminal.run('read', file, '--readers', 'sim:judge');
    expect(simulated.code).toBe(2);
    expect(simulated.notes).toContain('sim:judge cannot read the texts of a file');
    const keyless = await terminal.run('read', file, '--readers', 'openai:gpt-4o-mini');
    expect(keyless.code).toBe(4);
    expect(keyless.notes).toContain('openai: no key in OPENAI_API_KEY');
    expect(existsSync(terminal.runs)).toBe(false);
  });

  it('refuses a text that has other words than the run knows', async () => {
    await read(fileOf(texts.slice(0, 2)));
    const { code, notes } = await read(fileOf(['a,Other words.,m1,p1']));
    expect(code).not.toBe(0);
    expect(notes).toContain('The text a is another one');
    expect(notes).toContain('texts.csv:2');
  });

  it('stops at the budget, and continues', async () => {
    const file = fileOf(texts);
    const stopped = await read(file, '--max-requests', '3');
    expect(stopped.code).toBe(130);
    expect(endpoint.texts).toHaveLength(3);
    const { code } = await read(file, '--max-requests', '1000');
    expect(code).toBe(0);
    expect(endpoint.texts).toHaveLength(7);
  });

  it('is read by an examined reader, whose exam is taken once for all runs', async () => {
    const file = fileOf(texts.slice(0, 3));
    const examined = () => terminal.run('read', file, '--readers', 'lab:reader', '--new');
    const { code, out } = await examined();
    expect(code).toBe(0);
    // 80 sets of three texts.
    expect(endpoint.texts).toHaveLength(240 + 3);
    expect(out).toContain('▲ Backwards: this reader');
    const [run] = readdirSync(terminal.runs);
    const [reading] = (await resultOf(run!)).readings;
    expect(reading).toMatchObject({ proven: false, exam: { sets: 80, missing: 0 } });
    // It knows four words, none of which tells the side in crossed sets.
    expect(reading!.exam!.crossed!.value).toBeLessThan(0.5);
    await examined();
    expect(endpoint.texts).toHaveLength(240 + 3 + 3);
    const [later] = readdirSync(terminal.runs).filter((name) => name !== run);
    expect((await resultOf(later!)).readings[0]!.exam).toEqual(reading!.exam);
    expect(readFileSync(join(terminal.runs, run!, 'reading-facts.csv'), 'utf8')).toContain(
      'unproven',
    );
  });

  it('is held against a target, on its scale', async () => {
    const target = join(terminal.folder, 'target.yaml');
    writeFileSync(
      target,
      'system: schwartz\nscale: { low: 0, high: 6 }\nvalues: { benevolence: 6, power: 3, security: 0 }\n',
    );
    const { code, notes } = await read(fileOf(texts), '--target', target);
    expect(code, notes).toBe(0);
    const [reading] = (await resultOf(readdirSync(terminal.runs)[0]!)).readings;
    const all = reading!.target!.find(({ who }) => who === 'all texts')!;
    // Products 2/6, 1/6, and 1/6 are 4, 3.5, and 3.5 of 6.
    expect(all.values.map(({ found }) => found)).toEqual(
      [3.5, 3.5, 4].map((x) => expect.closeTo(x)),
    );
    expect(all.error).toBeCloseTo((2 + 0.5 + 3.5) / 3, 12);
    writeFileSync(
      target,
      'system: schwartz\nscale: { low: 0, high: 6 }\nvalues: { kindness: 3 }\n',
    );
    const wrong = await read(fileOf(texts), '--new', '--target', target);
    expect(wrong.code).not.toBe(0);
    expect(wrong.notes).toContain('has no value kindness');
  });

  it('says what does not fit', async () => {
    const bad = async (rows: string, ...more: string[]) => {
      const file = join(terminal.folder, 'bad.csv');
      writeFileSync(file, rows);
      const { code, notes } = await read(file, ...more);
      expect(code).not.toBe(0);
      expect(
        readdirSync(terminal.folder).includes('runs') ? readdirSync(terminal.runs) : [],
      ).toEqual([]);
      return notes;
    };
    expect(await bad('id,words\na,b\n')).toContain('The column text is missing');
    expect(await bad('id,text\na,b\n', '--system', 'schwarz')).toContain('schwarz');
    expect(await bad('id,text\na,b\n', '--compare', 'author')).toMatch(
      /Texts cannot be compared by "author" \(--compare\)\.\s+They can by group, model, family, and training/,
    );
    expect(await bad('id,text\na,b\n', '--readers', 'nowhere:m')).toContain('nowhere');
  });
});
