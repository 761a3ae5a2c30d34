import { expect, it } from 'vitest';
import { instrumentRows } from '../../src/commands/runs/instruments.ts';
import { promptFiles } from '../../src/prompts/load.ts';
import { ownRegistry } from '../../src/run/instruments/registry.ts';
import { fixtureSession } from '../support/fixture-session.ts';

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
});
