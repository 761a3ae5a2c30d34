/** A name that is typed wrongly leaves no run behind, whatever the command. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { interfaceOptions } from '../../src/commands/runs/interface-options.ts';
import { realOutside } from '../../src/environment.ts';
import { exitCodes } from '../../src/errors.ts';
import { presetStudy } from '../../src/run/presets.ts';
import { createRunFolder } from '../../src/run/run-folder.ts';
import { writeSmallStudy } from '../support/small-study.ts';
import { type TestTerminal, testTerminal } from './test-context.ts';

/** With one finished run. */
let terminal: TestTerminal;
let finished: string;
let study: string;
let answers: string;
beforeAll(async () => {
  terminal = testTerminal();
  finished = await terminal.addFinishedRun({ models: 1 });
  study = writeSmallStudy(terminal.folder, { models: ['sim:alpha-7b', 'sim:alfa-1b'] });
  answers = join(terminal.folder, 'answers.csv');
  writeFileSync(answers, 'model,prompt,answer\na,01-describe,honesty\n');
});

/** All that the runs hold. */
const written = () =>
  readdirSync(terminal.runs, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => [file, readFileSync(file, 'utf8')]);

describe('nothing is written by', () => {
  const quick = ['run', '--preset', 'quick'];
  it.each<[string[], string]>([
    [[...quick, '--models', 'sim:alfa-7b'], 'sim:alpha-7b'],
    [[...quick, '--models', 'opnai:gpt-4o-mini'], 'openai:gpt-4o-mini'],
    [[...quick, '--models', 'local:gemma-3-270m'], 'local:gemma-3-270m-q4_k_m'],
    [[...quick, '--models', 'sim:beta-8b', '--judges', 'sim:jugde'], 'sim:judge'],
    [
      [...quick, '--models', 'sim:beta-8b', '--judges', 'sim:jugde', '--until', 'elicit'],
      'sim:judge',
    ],
    [[...quick, '--models', 'sim:alfa-7b', '--detach'], 'sim:alpha-7b'],
    [[...quick, '--models', 'sim:alfa-7b', '--shard', '1/1'], 'sim:alpha-7b'],
    [['run', '<study>'], 'sim:alpha-1b'],
    [['run', 'done', '--models', 'sim:bet-8b'], 'sim:beta-8b'],
    [['run', 'done', '--judges', 'sim:jugde'], 'sim:judge'],
    [['run', 'done', '--new', '--models', 'sim:bet-8b'], 'sim:beta-8b'],
    [['check', 'sim:alfa-7b', '--against', 'done'], 'sim:alpha-7b'],
    [['import', '<answers>', '--as', 'responses', '--judges', 'local:gemma'], 'local:gemma-3'],
  ])('valuelex %s', async (args, nearest) => {
    const before = written();
    const argv = args.map((one) => one.replace('<study>', study).replace('<answers>', answers));
    const { code, notes } = await terminal.run(...argv);
    expect(notes).toContain(nearest);
    // An unknown endpoint is a fault of what was typed, an unknown model one of its endpoint.
    expect(code).toBe(args.join().includes('opnai') ? exitCodes.input : exitCodes.endpoint);
    expect(written()).toEqual(before);
  });
});

it('elicits where the judges are on another machine', async () => {
  const file = writeSmallStudy(terminal.folder, {
    name: 'elsewhere',
    models: ['sim:alpha-7b'],
    prompts: ['01-describe'],
    judges: ['sim:judge-of-another-version'],
  });
  const { code } = await terminal.run('run', file, '--until', 'elicit');
  expect(code).toBe(0);
  // The run is there, and what it names is no hindrance to continuing with it.
  expect((await terminal.run('run', 'elsewhere', '--until', 'elicit')).code).toBe(0);
});

it('continues with a run whose endpoint is down', async () => {
  const port = await freePort();
  const own = testTerminal();
  const outside = realOutside({ endpoints: () => ({}), env: { HOME: own.folder } });
  const real = presetStudy('quick', outside.prompts, {
    name: 'down',
    models: [{ id: 'lab:llama-3.1-8b' }],
    judges: ['lab:judge-8b'],
  });
  const endpoints = { lab: { url: `http://127.0.0.1:${port}/v1` } };
  createRunFolder(own.runs, { ...real, endpoints, extraction: { model: null } }, Date.now);
  const { code, notes } = await own.run('run', 'down', '--judges', 'lab:other-8b');
  expect(code).toBe(4);
  expect(notes).toContain(`lab: nothing answers at 127.0.0.1:${port}`);
  const folder = join(own.runs, readdirSync(own.runs)[0]!);
  expect(readFileSync(join(folder, 'study.yaml'), 'utf8')).toContain('lab:other-8b');
});

describe('the interface', () => {
  const open = () => {
    const folder = join(terminal.folder, 'interface');
    const outside = realOutside({
      endpoints: () => ({}),
      env: { HOME: terminal.folder, VALUELEX_CACHE: join(terminal.folder, 'cache') },
    });
    return { runs: folder, options: interfaceOptions(outside, folder, {}) };
  };
  const choice = {
    preset: 'quick' as const,
    ...{ changes: {}, budget: null },
  };

  it('makes no run of a model that is gone from the list, nor a check of one', async () => {
    const { runs, options } = open();
    await expect(options.createRun({ ...choice, models: [{ id: 'sim:alfa-7b' }] })).rejects.toThrow(
      'There is no simulated model sim:alfa-7b',
    );
    await expect(options.checkModel('sim:alfa-7b', finished)).rejects.toThrow(
      'There is no simulated model sim:alfa-7b',
    );
    expect(existsSync(runs)).toBe(false);
  });

  it('says of judges, and of a study to be copied, what cannot work', async () => {
    const { options } = open();
    const session = await options.openRun(finished);
    try {
      await expect(options.checkRaters(session, ['sim:jugde'])).rejects.toMatchObject({
        where: 'test.judges: sim:jugde',
      });
      await expect(options.checkRaters(session, ['local:gemma-3-270m-q4_k_m'])).rejects.toThrow(
        'all simulated or not at all',
      );
      await options.checkRaters(session, ['sim:judge-b']);
    } finally {
      await session.close();
    }
    const example = options.examples.find(({ simulated }) => !simulated);
    const shipped = await options.openRun(example!.folder);
    await expect(options.checkRaters(shipped, ['sim:judge-b'])).rejects.toThrow('is read-only');
    await shipped.close();
    await options.checkStudy(finished);
    const wrong = join(terminal.folder, 'wrong');
    mkdirSync(wrong);
    writeSmallStudy(wrong, { models: ['sim:alfa-7b'] });
    await expect(options.checkStudy(wrong)).rejects.toThrow('sim:alfa-7b');
  });
});

/** A port of this machine on which nobody listens. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((ready) => server.close(() => ready()));
  return port;
}
