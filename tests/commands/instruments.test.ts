import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { instrumentRows } from '../../src/commands/runs/instruments.ts';
import { promptFiles } from '../../src/prompts/load.ts';
import { ownRegistry } from '../../src/run/instruments/registry.ts';
import { fixtureSession } from '../support/fixture-session.ts';
import { testTerminal } from './test-context.ts';

it('lists what a study may be asked beside the test that it always has', () => {
  const rows = instrumentRows(fixtureSession(), {
    instruments: ownRegistry,
    prompts: promptFiles(),
  });
  expect(rows.map(({ id, inStudy }) => [id, inStudy])).toEqual([
    ['questionnaire', false],
    ['opposing', false],
    ['choice', false],
    ['ladder', false],
    ['reading', false],
    ['stance', false],
    ['prime', false],
  ]);
  expect(rows[0]!.requests).toBeGreaterThan(0);
  expect(rows[0]!.requires).toBeNull();
  expect(rows[1]!.requires).toContain('how likely they find a given text');
});

it('says what an instrument needs', async () => {
  const terminal = testTerminal();
  try {
    await terminal.addFinishedRun();
    const { out } = await terminal.run('instruments', 'done');
    expect(out).toMatch(/^instrument +title +method/m);
    expect(out).toMatch(/^opposing needs models that tell how likely/m);
    expect(out).not.toContain('choice needs');
  } finally {
    rmSync(terminal.folder, { recursive: true, force: true });
  }
});

it('reads the items of instruments that were not asked once, since a screen asks again and again', () => {
  const files = promptFiles();
  let read = 0;
  const count = (path: string) => {
    read++;
    return files.read(path);
  };
  const prompts = { ...files, read: count };
  const outside = { instruments: ownRegistry, prompts };
  const rows = instrumentRows(fixtureSession(), outside);
  expect(read).toBeGreaterThan(0);
  const before = read;
  expect(instrumentRows(fixtureSession(), outside)).toEqual(rows);
  expect(read).toBe(before);
});

it('fetches no model for an added instrument without a yes, and names the command that does', async () => {
  const terminal = testTerminal();
  try {
    const folder = await terminal.addFinishedRun();
    const study = readFileSync(join(folder, 'study.yaml'), 'utf8');
    const { code, notes } = await terminal.run('ask', 'done', '--instrument', 'stance');
    expect(code).toBe(3);
    expect(notes).toMatch(/This needs .*gemma-3-270m.* MB.*: not on this machine/);
    expect(notes).toContain('valuelex models pull ');
    expect(readFileSync(join(folder, 'study.yaml'), 'utf8')).toBe(study);
  } finally {
    rmSync(terminal.folder, { recursive: true, force: true });
  }
});
