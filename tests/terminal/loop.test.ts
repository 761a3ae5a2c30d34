/** The whole loop on simulated models, by keyboard: from the start to the written report, over a restart. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addComputedRun } from '../support/computed-run.ts';
import { makePlace, onlyRun } from '../support/program.ts';
import { keys, settled, startTerminal, type Terminal } from '../support/terminal.ts';

const fresh = makePlace();
const done = makePlace();
const edited = makePlace();
beforeAll(async () => {
  for (const place of [done, edited]) await addComputedRun(place, 'few', 'done');
});
afterAll(() => {
  fresh.leave();
  done.leave();
  edited.leave();
});

const open: Terminal[] = [];
afterAll(() => {
  for (const terminal of open) terminal.kill();
});

function start(place: typeof fresh, size: { columns?: number; rows?: number } = {}): Terminal {
  const terminal = startTerminal([], place, size);
  open.push(terminal);
  return terminal;
}

async function quit(terminal: Terminal): Promise<void> {
  terminal.press('q');
  expect(await terminal.exitCode).toBe(0);
}

const on = (screen: string) => (lines: readonly string[]) => lines[0]!.includes(screen);

it('goes from the start to the report, with Enter and arrows alone once models are marked', async () => {
  const terminal = start(fresh);
  await terminal.waitFor(settled);
  await terminal.moveTo('Quick study');
  terminal.press(keys.enter);
  await terminal.waitFor((lines) => on('2 Models')(lines) && lines.join().includes('simulated'));
  terminal.press('s');
  await terminal.waitFor((lines) => lines.join().includes('alpha-7b'));
  // The two local models are marked at first; here simulated ones stand in for them.
  for (const name of ['SmolLM2', 'gemma-3']) {
    await terminal.moveTo(`◉ ${name}`);
    terminal.press(keys.space);
    await terminal.waitFor(new RegExp(`▸ ○ ${name}`));
  }
  for (const name of ['alpha-7b ', 'alpha-1b']) {
    await terminal.moveTo(`○ ${name}`);
    terminal.press(keys.space);
    await terminal.waitFor(new RegExp(`▸ ◉ ${name}`));
  }
  await terminal.waitFor(/2 models × 6 settings × 8 prompts/);

  terminal.press(keys.enter);
  await terminal.waitFor('Start: ');
  expect(existsSync(fresh.runs)).toBe(false);
  terminal.press(keys.enter);
  await terminal.waitFor((lines) => on('3 Elicit')(lines) && lines[0]!.includes('SIMULATED'));
  // The end of the study opens what was found.
  await terminal.waitFor((lines) => on('findings')(lines) && settled(lines));
  await terminal.moveTo('→ go through the run');
  terminal.press(keys.enter);
  await terminal.waitFor((lines) => on('4 Clusters')(lines) && lines.join().includes('cluster  '));
  await terminal.moveTo('→ 5 Factors');
  terminal.press(keys.enter);
  await terminal.waitFor((lines) => on('5 Factors')(lines) && lines.join().includes('F1 '));
  await terminal.moveTo('→ 6 Scores');
  terminal.press(keys.enter);
  await terminal.waitFor(
    (lines) => on('6 Scores')(lines) && lines.join().includes('cannot be told from it'),
  );
  // From a score down to the raw line.
  await terminal.moveTo('alpha-1b');
  terminal.press(keys.enter);
  await terminal.waitFor('The answers behind alpha-1b');
  terminal.press(keys.enter);
  await terminal.waitFor((lines) => lines[0]!.split('▸').length > 3);
  terminal.press(keys.esc);
  await terminal.waitFor('The answers behind alpha-1b');
  terminal.press(keys.esc);
  await terminal.waitFor('cannot be told from it');
  await terminal.moveTo('→ 7 Report');
  terminal.press(keys.enter);
  await terminal.waitFor((lines) => on('7 Report')(lines) && lines.join().includes('report.html'));
  terminal.press(keys.enter);
  await terminal.waitFor('written: ');
  const page = readFileSync(join(onlyRun(fresh), 'report.html'), 'utf8');
  expect(page).toContain('</html>');
  expect(page).toMatch(/simulated/i);
  await quit(terminal);
  expect(terminal.onOtherScreen()).toBe(false);
});

it('opens a finished run on what was found, and keeps the edits of its clusters over a restart', async () => {
  const first = start(edited);
  await first.waitFor(settled);
  await first.moveTo('done');
  first.press(keys.enter);
  const findings = await first.waitFor((lines) => on('findings')(lines));
  expect(findings.join('\n')).toMatch(/firm|likely|sketch/);
  first.press('4');
  // What is computed beside it stands there before the counts.
  const clusters = await first.waitFor(
    (lines) => / \d+ clusters/.test(lines[0]!) && lines.join().includes('no edits yet'),
  );
  const count = Number(/(\d+) clusters/.exec(clusters[0]!)?.[1]);
  expect(count).toBeGreaterThan(5);

  const names = first
    .screen()
    .slice(3)
    .flatMap((line) => /^ (?:▸| ) {3}([A-Z]\S+) +\d+ +\d+ /.exec(line)?.[1] ?? []);
  const [a, b] = names as [string, string];
  await first.moveTo(a);
  first.press(keys.space);
  await first.waitFor(new RegExp(`● ${a}`));
  await first.moveTo(b);
  first.press('m');
  // The clusters change first, and what was done to them is said once it is on disk.
  await first.waitFor(
    (lines) =>
      lines[0]!.includes(`${count - 1} clusters`) &&
      new RegExp(`merged? .*(${a}|${b})`).test(lines.join('\n')),
  );

  first.press('e');
  await first.waitFor('name:');
  first.press(keys.backspace.repeat(30), 'Both of them');
  await first.waitFor('name: Both of them');
  first.press(keys.enter);
  await first.waitFor(/▸ {3}Both of them/);
  await quit(first);

  const second = start(edited);
  await second.waitFor(settled);
  await second.moveTo('done');
  second.press(keys.enter);
  await second.waitFor((lines) => on('findings')(lines));
  second.press('4');
  await second.waitFor('Both of them');
  second.press('u');
  // Its own row, whose name has a mark behind it; the message above the keys names it too.
  const renamed = (lines: readonly string[]) =>
    lines.slice(2, -2).some((line) => /^ [▸ ] +Both of them .*\d/.test(line));
  await second.waitFor((lines) => !renamed(lines) && lines.join('\n').includes('undone: '));
  second.press('u');
  await second.waitFor((lines) => lines[0]!.includes(`${count} clusters`));
  second.press(keys.ctrlR);
  await second.waitFor((lines) => lines[0]!.includes(`${count - 1} clusters`));
  second.press(keys.ctrlR);
  await second.waitFor(renamed);
  await quit(second);

  const edits = readFileSync(join(onlyRun(edited), 'curation.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { edit: string }).edit);
  expect(edits).toEqual(['merge', 'rename', 'undo', 'undo', 'redo', 'redo']);
});

it('follows the number of factors and the rotation, and compares two models', async () => {
  const terminal = start(done, { columns: 160, rows: 48 });
  await terminal.waitFor(settled);
  await terminal.moveTo('done');
  terminal.press(keys.enter);
  await terminal.waitFor((lines) => on('findings')(lines));
  terminal.press('5');
  // What is computed beside it stands there before both.
  const rotationOf = (lines: readonly string[]) =>
    /◂ \d+ ▸ · .* · (\w+) · \w+\s*$/.exec(lines[0]!)?.[1];
  const factors = await terminal.waitFor(
    (lines) => rotationOf(lines) !== undefined && lines.join().includes('F1 '),
  );
  const k = Number(/◂ (\d+) ▸/.exec(factors[0]!)?.[1]);
  terminal.press(keys.right);
  const more = await terminal.waitFor(
    (lines) => lines[0]!.includes(`◂ ${k + 1} ▸`) && lines.join().includes(`F${k + 1} `),
  );
  const rotation = rotationOf(more);
  terminal.press('t');
  await terminal.waitFor((lines) => ![undefined, rotation].includes(rotationOf(lines)));
  terminal.press(keys.left);
  await terminal.waitFor((lines) => lines[0]!.includes(`◂ ${k} ▸`));

  terminal.press('6');
  await terminal.waitFor(
    (lines) => on('6 Scores')(lines) && lines.join().includes('cannot be told from it'),
  );
  await terminal.moveTo('alpha-7b ');
  terminal.press(keys.space);
  await terminal.waitFor(/✓ alpha-7b /);
  await terminal.moveTo('alpha-7b-base');
  terminal.press('=');
  // The comparison is computed in a thread.
  const difference = await terminal.waitFor(
    (lines) => on('compare')(lines) && /(?:holds|fails) with [✓✗]/.test(lines.join('\n')),
  );
  expect(difference.join('\n')).toMatch(/alpha-7b /);
  expect(difference.join('\n')).toContain('alpha-7b-base');
  // Four stems are too few for an interval of the difference.
  expect(difference.join(' ').replace(/\s+/g, ' ')).toContain('they need 6 stems');
  expect(difference.join('\n')).toMatch(/[+−]\d+/);
  terminal.press(keys.esc);
  await terminal.waitFor((lines) => !on('compare')(lines));
  await quit(terminal);
});
