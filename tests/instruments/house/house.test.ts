/** Three instruments that the program has never heard of go the whole way: only their files and their list know them. */
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { realOutside } from '../../../src/environment.ts';
import { openSession } from '../../../src/run/open-session.ts';
import type { Session } from '../../../src/run/session.ts';
import { type TestTerminal, testTerminal } from '../../commands/test-context.ts';
import { writeSmallStudy } from '../../support/small-study.ts';
import { instruments } from './list.ts';

const registry = { list: instruments, module: new URL('./list.ts', import.meta.url).href };
const models = ['sim:alpha-7b', 'sim:beta-8b', 'sim:gamma-6b'];
/** Five steps, twice, and each text read by two readers who took an exam of two. */
const answersOf = {
  'chain/steps': 15,
  'primed/steps': 15,
  'reader/exams': 4,
  'reader/readings': 30,
};

let terminal: TestTerminal;
beforeEach(() => {
  terminal = testTerminal({}, { instruments: registry });
});
afterEach(() => rmSync(terminal.folder, { recursive: true, force: true }));

/** Two prompts, no clusters: the host's own stages take a moment. */
function study(more: object = {}): string {
  return writeSmallStudy(terminal.folder, {
    models,
    settings: [{ id: 't0.7', temperature: 0.7 }],
    prompts: ['01-describe', '09-ten-nouns'],
    stems: ['do-not-know', 'sad-person'],
    more: {
      clusters: { minCount: 1000 },
      instruments: { reader: {}, chain: {}, primed: {} },
      ...more,
    },
  });
}

function onlyRun(): string {
  const [name, ...others] = readdirSync(terminal.runs);
  expect(others).toEqual([]);
  return join(terminal.runs, name!);
}

const linesOf = (run: string, log: string): { id: string; text: string; model: string }[] => {
  const file = join(run, `${log}.jsonl`);
  return existsSync(file)
    ? readFileSync(file, 'utf8')
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line))
    : [];
};

function expectWhole(run: string): void {
  for (const [log, count] of Object.entries(answersOf)) {
    const lines = linesOf(run, log);
    expect([log, lines.length]).toEqual([log, count]);
    expect(new Set(lines.map((line) => line.id)).size).toBe(count);
  }
}

describe('unknown instruments', () => {
  it('are asked, scored, told in text, JSON, and the report, and not asked twice', async () => {
    const { code, out, notes } = await terminal.run('run', study());
    expect(notes).not.toContain('bug');
    expect(code).toBe(0);
    expectWhole(onlyRun());
    expect(out).toContain('Chain of choices, primed');
    expect(out).toMatch(/alpha-7b +\d/);
    expect(out).toContain('3 models were read');
    // The chain is asked before its reader, whatever the order in the study.
    const chosen = linesOf(onlyRun(), 'chain/steps');
    expect(chosen.every(({ text }) => /^[AB]$/.test(text))).toBe(true);
    expect(parse(readFileSync(join(onlyRun(), 'items', 'chain.yaml'), 'utf8'))).toMatchObject({
      instrument: 'chain',
      items: { steps: expect.arrayContaining(['Step 5: A tells, B stays silent.']) },
    });

    const told = JSON.parse((await terminal.run('report', onlyRun(), '--json')).out);
    expect(told.instruments.map((one: { id: string }) => one.id)).toEqual([
      'sentence-completion',
      'chain',
      'reader',
      'primed',
    ]);
    expect(told.instruments[1].found.result).toHaveLength(3);
    const page = readFileSync(join(onlyRun(), 'report.html'), 'utf8');
    expect(page).toContain('<section id="primed">');
    expect(readFileSync(join(onlyRun(), 'report.md'), 'utf8')).toContain('## Reading of choices');
    expect(readFileSync(join(onlyRun(), 'chain-choices.csv'), 'utf8')).toMatch(/^Model,Told\n/);
    expect(readFileSync(join(onlyRun(), 'chain-steps.csv'), 'utf8').split('\n')).toHaveLength(17);

    const again = await terminal.run('run', study());
    expect(again.notes).toContain('is done');
    expectWhole(onlyRun());
  });

  it('say what they would take, within a factor of 1.5', async () => {
    await terminal.run('run', study());
    const rows = JSON.parse((await terminal.run('instruments', onlyRun(), '--json')).out) as {
      id: string;
      stored: number;
      requests: number;
      tokens: number;
    }[];
    const chain = rows.find((row) => row.id === 'chain')!;
    expect(chain.stored).toBe(15);
    expect(chain.requests).toBe(15);
    const taken = linesOf(onlyRun(), 'chain/steps') as unknown as {
      promptTokens: number;
      completionTokens: number;
    }[];
    const tokens = taken.reduce((sum, one) => sum + one.promptTokens + one.completionTokens, 0);
    expect(chain.tokens / tokens).toBeGreaterThan(1 / 1.5);
    expect(chain.tokens / tokens).toBeLessThan(1.5);
  });

  it('grow a run of 0.1.0: only what is new is asked', async () => {
    const file = study({ instruments: {} });
    await terminal.run('run', file);
    const before = linesOf(onlyRun(), 'responses').length;
    // 0.1.0 knew of no instruments.
    for (const path of [file, join(onlyRun(), 'study.yaml')])
      writeFileSync(path, readFileSync(path, 'utf8').replace(/^instruments:.*\n/m, ''));
    expect(readFileSync(join(onlyRun(), 'study.yaml'), 'utf8')).not.toContain('instruments');
    appendFileSync(file, 'instruments: { chain: {}, reader: {}, primed: {} }\n');
    const { code, notes } = await terminal.run('run', file);
    expect(code).toBe(0);
    expect(notes).toContain('3 instruments');
    expectWhole(onlyRun());
    expect(linesOf(onlyRun(), 'responses')).toHaveLength(before);
  });

  it('stop at the budget, and continue', async () => {
    await terminal.run('run', study({ instruments: {} }));
    const asked = JSON.parse((await terminal.run('runs', '--json')).out)[0].answers;
    expect(asked).toBeGreaterThan(0);
    const ask = ['ask', onlyRun(), '--instrument', 'chain'];
    const stopped = await terminal.run(...ask, '--max-requests', '1');
    expect(stopped.code).toBe(130);
    expect(stopped.notes).toContain('the budget of 1 requests');
    expect(linesOf(onlyRun(), 'chain/steps')).toHaveLength(0);
    const { code } = await terminal.run(...ask, '--max-requests', '100000');
    expect(code).toBe(0);
    expect(linesOf(onlyRun(), 'chain/steps')).toHaveLength(15);
    const unknown = await terminal.run('ask', onlyRun(), '--instrument', 'chian');
    expect(unknown.code).not.toBe(0);
    expect(unknown.notes).toMatch(/chian.*chain/s);
  });

  it('are cut into parts and merged', async () => {
    const file = study();
    for (const part of ['1/2', '2/2'])
      expect((await terminal.run('run', file, '--shard', part)).code).toBe(0);
    const parts = readdirSync(terminal.runs).map((name) => join(terminal.runs, name));
    expect(parts).toHaveLength(2);
    const chosen = parts.map((run) => linesOf(run, 'chain/steps').length);
    expect(chosen[0]! + chosen[1]!).toBe(15);
    expect(Math.min(...chosen)).toBeGreaterThan(0);
    const merged = JSON.parse(
      (await terminal.run('merge', ...parts, '--name', 'whole', '--json')).out,
    );
    expect(merged.lines['chain/steps']).toBe(15);
    await terminal.run('run', merged.folder);
    expectWhole(merged.folder);
  });

  it('take answers that were collected elsewhere', async () => {
    const answers = join(terminal.folder, 'answers.csv');
    writeFileSync(answers, 'model,prompt,answer\nm,What do you value?,honesty and care\n');
    await terminal.run('import', answers, '--as', 'responses', '--name', 'mine');
    const choices = join(terminal.folder, 'choices.csv');
    writeFileSync(choices, 'model,item,text\nlab:m,s1,A\nlab:m,s2,B\n');
    const imported = ['import', choices, '--as', 'chain', '--into', 'mine'] as const;
    expect((await terminal.run(...imported)).out).toContain('2 answers to chain of 1 model added');
    expect((await terminal.run(...imported)).out).toContain('2 were there already');
    const lines = linesOf(onlyRun(), 'chain/steps');
    expect(lines.map(({ model, text }) => [model, text])).toEqual([
      ['lab:m', 'A'],
      ['lab:m', 'B'],
    ]);
    const told = JSON.parse((await terminal.run('report', 'mine', '--json')).out);
    expect(told.instruments[0].found.result).toEqual([{ model: 'lab:m', told: 0.5 }]);
  });

  it('that the study names and the program lacks say so, and nothing is lost', async () => {
    await terminal.run('run', study());
    const plain = testTerminal();
    const { code, notes } = await plain.run('scores', onlyRun());
    expect(code).toBe(3);
    expect(notes).toContain('There is no instrument');
    expect(notes).toContain('newer valuelex');
    expectWhole(onlyRun());
    rmSync(plain.folder, { recursive: true, force: true });
  });
});

describe('an open run with unknown instruments', () => {
  const outside = () =>
    realOutside({
      endpoints: () => ({}),
      env: { VALUELEX_CACHE: join(terminal.folder, 'cache') },
      instruments: registry,
    });
  let session: Session | null = null;
  afterEach(async () => session?.close());

  it('is paused in the middle of a chain and continues where it was', async () => {
    await terminal.run('run', study({ instruments: {} }));
    const opened = await openSession(onlyRun(), outside(), { listen: false });
    session = opened;
    await opened.addInstruments(['chain']);
    const working = opened.work();
    await new Promise<void>((resolve) => {
      const stop = opened.subscribe(() => {
        if (linesOf(onlyRun(), 'chain/steps').length < 4) return;
        stop();
        resolve();
      });
    });
    await opened.pause();
    await working;
    const before = linesOf(onlyRun(), 'chain/steps');
    await opened.work();
    const after = linesOf(onlyRun(), 'chain/steps');
    expect(after.slice(0, before.length)).toEqual(before);
    expect(after).toHaveLength(15);
    const found = opened.getState().results.instruments.chain;
    expect(found).toMatchObject({ told: { headline: '3 models chose' } });
    // A row of what it tells leads to the answers behind it, without a word of the instrument's own.
    const behind = opened.evidenceOf('chain', {
      table: 'choices',
      row: models[0]!,
      column: 'told',
    });
    expect(behind.map(({ id, text }) => [id, text]).sort()).toEqual(
      after
        .filter(({ model }) => model === models[0])
        .map(({ id, text }) => [id, text])
        .sort(),
    );
    expect(opened.placeOf(behind[0]!.id)?.file).toMatch(/chain\/steps\.jsonl$/);
  });

  it('is copied and saved with its answers and items', async () => {
    await terminal.run('run', study());
    const opened = await openSession(onlyRun(), outside(), { listen: false });
    session = opened;
    const run = onlyRun();
    const saved = await opened.saveTo(join(terminal.folder, 'saved'));
    expectWhole(saved);
    const items = (folder: string) => readFileSync(join(folder, 'items', 'chain.yaml'), 'utf8');
    expect(items(saved)).toBe(items(run));
    const moved = join(terminal.folder, 'moved');
    mkdirSync(moved);
    renameSync(run, join(moved, 'run'));
    cpSync(join(moved, 'run'), run, { recursive: true });
    expectWhole(run);
  });
});
