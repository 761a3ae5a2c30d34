/** An instrument that asks for likelihoods goes the whole way on simulated models. */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ScoredItemLine } from '../../../src/instruments/shared/likelihood-round.ts';
import { type TestTerminal, testTerminal } from '../../commands/test-context.ts';
import { writeSmallStudy } from '../../support/small-study.ts';
import { instruments } from './list.ts';

const registry = { list: instruments, module: new URL('./list.ts', import.meta.url).href };
let terminal: TestTerminal;
beforeEach(() => {
  terminal = testTerminal({}, { instruments: registry });
});
afterEach(() => rmSync(terminal.folder, { recursive: true, force: true }));

const study = (more: object = {}) =>
  writeSmallStudy(terminal.folder, {
    models: ['sim:alpha-7b', 'sim:beta-8b', 'sim:alpha-7b-base'],
    settings: [{ id: 't0.7', temperature: 0.7 }],
    prompts: ['01-describe'],
    stems: ['do-not-know', 'sad-person'],
    more: { clusters: { minCount: 1000 }, instruments: { likelier: {} }, ...more },
  });

it('is asked once for each model, stored, and scored', async () => {
  const { code, out, notes } = await terminal.run('run', study());
  expect(notes).not.toContain('bug');
  expect(code).toBe(0);
  const run = join(terminal.runs, readdirSync(terminal.runs)[0]!);
  const lines: ScoredItemLine[] = readFileSync(join(run, 'likelier', 'scores.jsonl'), 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
  expect(lines).toHaveLength(3);
  for (const { model, scores, form, base, source } of lines) {
    const [first, second] = scores;
    expect(first!.logProbability).toBeCloseTo(model === 'sim:beta-8b' ? -15 : -10, 6);
    expect(second!.logProbability).toBeCloseTo(model === 'sim:beta-8b' ? -19 : -14, 6);
    expect(first!.tokens).toBeGreaterThan(1);
    expect(form).toBe(model.endsWith('base') ? 'completion' : 'chat');
    expect(base).toBe(false);
    expect(source).toBe('sim');
  }
  expect(out).toMatch(/alpha-7b +4/);
  const again = await terminal.run('run', study());
  expect(again.notes).toContain('is done');
});
