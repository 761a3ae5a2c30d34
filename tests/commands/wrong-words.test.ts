/** What a command line that does not fit is told: one style, with what is right and where help is. */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { exitCodes } from '../../src/errors.ts';
import { type TestTerminal, testTerminal } from './test-context.ts';

/** With one finished run. */
let terminal: TestTerminal;
let finished: string;
const at = (name: string) => join(terminal.folder, name);
beforeAll(async () => {
  terminal = testTerminal();
  finished = await terminal.addFinishedRun({ models: 1 });
  mkdirSync(at('folder.csv'));
  writeFileSync(at('scores.csv'), 'model,value,score,other\na,x,1,2\na,y,2,3\nb,x,3,1\nb,y,1,1\n');
  writeFileSync(at('empty.csv'), 'a,b\n');
  writeFileSync(at('two.csv'), 'a,b,c\n1,2,4\n2,1,3\n');
  symlinkSync(at('scores.csv'), at('linked.csv'));
});

const refused = async (argv: string, exit: keyof typeof exitCodes = 'usage') => {
  const words = argv.split(' ').map((word) => word.replace(/^@/, `${terminal.folder}/`));
  const { code, out, notes } = await terminal.run(...words);
  expect(code, notes).toBe(exitCodes[exit]);
  expect(out).toBe('');
  return notes;
};

it('lists edits in the help as wide as the terminal, under their heading', async () => {
  for (const [command, heading] of [
    ['curate', 'Edits:'],
    ['ctl', 'What to do:'],
  ] as const) {
    const { out } = await terminal.run(command, '--help');
    const lines = out.split('\n');
    const from = lines.indexOf(heading);
    expect(from).toBeGreaterThan(lines.indexOf('Options:'));
    for (const line of lines.slice(from + 1)) {
      expect(line).toMatch(/^ {2}/);
      expect(line.length).toBeLessThanOrEqual(80);
    }
  }
});

describe('a command line', () => {
  it.each([
    ['elicit done --bogus', 'There is no option --bogus.', 'elicit'],
    ['run --presett quick', 'There is no option --presett.\nNearest: --preset.', 'run'],
    ['elicit', 'The argument <run> is missing.', 'elicit'],
    ['check sim:alpha-7b', 'The option --against <run> is missing.', 'check'],
    ['run --name', 'The option --name <name> needs a value.', 'run'],
    [
      'run --budget x',
      'The option --budget <dollars> cannot be "x". Give a number above 0.',
      'run',
    ],
    [
      'ctl done limit abc',
      'The argument <number> cannot be "abc". Give a whole number from 1 to 10000.',
      'ctl',
    ],
    [
      'ctl done limit 10001',
      'The argument <number> cannot be "10001". Give a whole number from 1 to 10000.',
      'ctl',
    ],
    [
      'ctl done stop',
      'The argument <what> cannot be "stop". Allowed choices are status, pause, resume, limit.',
      'ctl',
    ],
    ['runs rename a b c', 'Too many arguments: 3 given, 2 allowed.', 'runs rename'],
  ])('%s', async (argv, told, command) => {
    // Without --runs, which stands at the end of what a test runs.
    expect(await refused(argv)).toContain(`${told}\nSee: valuelex ${command} --help`);
  });

  it('says that a table is a folder, whatever the command', async () => {
    for (const argv of ['factors @folder.csv', 'reliability @folder.csv', 'lexicon @folder.csv'])
      expect(await refused(argv)).toContain('folder.csv is a folder');
    expect(await refused('judge rate @folder.csv --judge sim:judge', 'input')).toContain(
      'folder.csv is a folder',
    );
  });

  it('refuses on a run what holds for a file', async () => {
    expect(await refused('clusters done --k 5')).toBe(
      '--k is for a table file, and done is a run.\nTo change the run: valuelex curate done clusters <k>',
    );
    for (const argv of [
      'clusters done --method ward',
      'clusters done --seed 2',
      'factors done --rotation varimax',
      'factors done --no-header',
      'lexicon done --encoding utf-8',
      'power done --groups model',
    ])
      expect(await refused(argv)).toContain('is for a table file, and done is a run.');
    expect(await refused('clusters nosuch --k 5')).toContain('There is no run nosuch in ');
  });

  it('refuses to compare a thing with itself', async () => {
    expect(await refused(`compare done ${finished}`)).toContain('are the same run.');
    for (const other of ['@scores.csv', '@linked.csv'])
      expect(await refused(`methods @scores.csv ${other}`)).toContain('are the same table.');
    // Two columns of one table are two ways of asking.
    const { notes } = await terminal.run(
      ...['methods', at('scores.csv'), at('scores.csv'), '--score', 'score,other'],
    );
    expect(notes).not.toContain('same table');
  });

  it('is told the place within the sentence, which begins with a capital', async () => {
    expect(await refused('factors @empty.csv', 'input')).toContain(
      `This table has no rows (${at('empty.csv')}).\n`,
    );
    const few = await refused('factors @two.csv --factors 1', 'input');
    expect(few).toMatch(/^A factor analysis needs at least 3 rows/m);
  });
});
