/** The first Ctrl+C pauses a run and says how to continue; the same command continues. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import {
  command,
  countLines,
  identitiesOf,
  makePlace,
  onlyRun,
  type Place,
  repeatedIdentities,
  startCommand,
  until,
} from '../support/program.ts';
import { writeSmallStudy } from '../support/small-study.ts';
import { keys, settled, startTerminal, type Terminal } from '../support/terminal.ts';

let place: Place;
let terminal: Terminal;
beforeEach(() => {
  place = makePlace();
});
afterEach(async () => {
  terminal.kill();
  await terminal.exitCode;
  place.leave();
});

const slow = { VALUELEX_SIM_SPEED: '40' };

/** Of a part nothing is computed, and no judge is asked: what is asked, and that nothing is asked twice, hangs on neither. */
const part = { shard: '1/1' };
/** Without clusters, which take long. */
const whole = { clusters: { minCount: 1000 } };
const writeStudy = (more: object = part) =>
  writeSmallStudy(place.folder, {
    models: ['sim:alpha-7b', 'sim:beta-8b'],
    judges: ['sim:judge'],
    more,
  });

/** Makes a part of a run that another study began. */
function makePart(run: string): void {
  const file = join(run, 'study.yaml');
  writeFileSync(file, stringify({ ...parse(readFileSync(file, 'utf8')), ...part }));
}

it('pauses a command, prints the command that resumes, and that finishes it', async () => {
  writeStudy();
  terminal = startTerminal(['run', 'study.yaml'], place, { env: slow });
  await terminal.waitFor(/asking for values [1-9]/);
  terminal.press(keys.ctrlC);
  await terminal.waitFor('Continue with: valuelex run');
  expect(await terminal.exitCode).toBe(130);
  const run = onlyRun(place);
  const before = countLines(run);
  const resume = /Continue with: valuelex run (\S+)/.exec(
    terminal.text().replaceAll('\n', ''),
  )?.[1];
  expect(resume).toBeDefined();

  const rest = await command(['run', 'study.yaml'], place);
  expect(rest.err).toContain('Continuing');
  expect(rest.code).toBe(0);
  expect(onlyRun(place)).toBe(run);
  expect(countLines(run)).toBeGreaterThan(before);
  expect(repeatedIdentities(run)).toEqual([]);
});

it('pauses the interface, gives the terminal back, and the printed command finishes the run', async () => {
  terminal = startTerminal([], place, { columns: 120, rows: 40, env: slow });
  await terminal.waitFor(settled);
  await terminal.moveTo('Quick study');
  terminal.press(keys.enter);
  await terminal.waitFor((lines) => lines[0]!.includes('2 Models') && settled(lines));
  terminal.press('s');
  await terminal.waitFor((lines) => lines.join().includes('alpha-7b'));
  // Marking a simulated model takes the mark from the real ones.
  for (const name of ['○ alpha-7b ', '○ beta-8b ']) {
    await terminal.moveTo(name);
    terminal.press(keys.space);
    await terminal.waitFor((lines) => !lines.slice(2).join('\n').includes(`▸ ${name}`));
  }
  terminal.press(keys.enter);
  await terminal.waitFor('Start: ');
  terminal.press(keys.enter);
  await terminal.waitFor(/eliciting [1-9]/);
  terminal.press(keys.ctrlC);
  expect(await terminal.exitCode).toBe(0);
  expect(terminal.onOtherScreen()).toBe(false);
  expect(terminal.cursorShown()).toBe(true);
  const said = terminal.text().replaceAll('\n', '');
  expect(said).toContain('Paused; everything is on disk.');
  const [, resume] = /valuelex run (\S+)/.exec(said) ?? [];
  expect(resume).toBeDefined();

  const run = onlyRun(place);
  const before = countLines(run);
  expect(before).toBeGreaterThan(0);
  makePart(run);
  const rest = await command(['run', run], place);
  expect(rest.code).toBe(0);
  expect(countLines(run)).toBeGreaterThan(before);
  expect(repeatedIdentities(run)).toEqual([]);
});

/** Opens the interface on a run that was killed, and lets it continue. */
async function goOnInInterface(env: Record<string, string>, more?: object): Promise<void> {
  writeStudy(more);
  const first = startCommand(['run', 'study.yaml'], place, slow);
  await until(() => first.err().includes('asking for values'), 'the first question');
  first.child.kill('SIGKILL');
  await first.ended;

  terminal = startTerminal([], place, { env });
  await terminal.waitFor((lines) => settled(lines) && lines[1]!.includes('1 run unfinished'));
  terminal.press(keys.enter);
  await terminal.waitFor('Continue small where it stopped?');
  terminal.press(keys.enter);
  await terminal.waitFor((lines) => lines[0]!.includes('3 Elicit'));
}

it('asks whether to continue when an unfinished run is opened, and continues by Enter', async () => {
  await goOnInInterface({}, whole);
  // At its end the run opens what was found.
  await terminal.waitFor((lines) => lines[0]!.includes('findings') && !lines[0]!.includes('●'));
  terminal.press('q');
  expect(await terminal.exitCode).toBe(0);
  const run = onlyRun(place);
  expect(identitiesOf(run).responses).toHaveLength(36);
  expect(identitiesOf(run).ratings!.length).toBeGreaterThan(0);
  expect(repeatedIdentities(run)).toEqual([]);
});

it('leaves at once at the second Ctrl+C, and gives the terminal back', async () => {
  await goOnInInterface(slow);
  await terminal.waitFor(/● eliciting/);
  terminal.press(keys.ctrlC, keys.ctrlC);
  expect(await terminal.exitCode).toBe(130);
  expect(terminal.onOtherScreen()).toBe(false);
  expect(terminal.cursorShown()).toBe(true);
  const rest = await command(['run', 'study.yaml'], place);
  expect(rest.code).toBe(0);
  expect(repeatedIdentities(onlyRun(place))).toEqual([]);
});

it('leaves a run in order where a command gets two Ctrl+C at once', async () => {
  writeStudy();
  terminal = startTerminal(['run', 'study.yaml'], place, { env: slow });
  await terminal.waitFor(/asking for values [1-9]/);
  terminal.press(keys.ctrlC, keys.ctrlC);
  expect(await terminal.exitCode).toBe(130);
  const rest = await command(['run', 'study.yaml'], place);
  expect(rest.code).toBe(0);
  expect(repeatedIdentities(onlyRun(place))).toEqual([]);
});
