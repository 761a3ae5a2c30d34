/** The questionnaire in a whole run of a simulated world, and in the report. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { allInstruments } from '../../../src/instruments/all.ts';
import type { Result } from '../../../src/instruments/questionnaire/score.ts';
import { testTerminal } from '../../commands/test-context.ts';
import { writeSmallStudy } from '../../support/small-study.ts';
import { expectPlanted } from './planted.ts';

it('finds in a whole run what the simulated models were planted with', async () => {
  expect(allInstruments.map((one) => one.id)).toContain('questionnaire');
  const terminal = testTerminal();
  try {
    const study = writeSmallStudy(terminal.folder, {
      models: ['sim:alpha-7b', 'sim:alpha-7b-base', 'sim:beta-8b'],
      more: {
        clusters: { minCount: 1000 },
        instruments: { questionnaire: { conditions: ['none', 'best'] } },
      },
    });
    const { code, out } = await terminal.run('run', study);
    expect(code).toBe(0);
    expect(out).toMatch(
      /ratings are highest on .+ \(\+.+ around a model’s mean\), lowest on .+ \(−/,
    );
    const told = JSON.parse((await terminal.run('report', 'small', '--json')).out);
    const { result } = told.instruments[1].found as { result: Result };
    expect(result.systems.map(({ id, under }) => [id, under.length])).toEqual([
      ['schwartz', 2],
      ['valuelex', 2],
      ['moral-foundations', 2],
    ]);
    for (const system of result.systems) expectPlanted(system);
    const folder = join(terminal.folder, told.folder);
    const page = readFileSync(join(folder, 'report.html'), 'utf8');
    expect(page).toContain('<section id="questionnaire">');
    expect(page).toContain('<section id="questionnaire-moral-foundations">');
    const linesOf = (name: string) => readFileSync(join(folder, name), 'utf8').trim().split('\n');
    const facts = linesOf('questionnaire-facts.csv');
    expect(facts[0]).toMatch(
      /^model,family,condition,language,set,kind,item,system,value,key,order,wording,reading,rating,/,
    );
    expect(facts).toHaveLength(1 + 3 * 2 * 172 * 2);
    const scores = linesOf('questionnaire-scores.csv');
    expect(scores[0]).toMatch(/^model,family,system,value,score,centred,se,/);
    expect(scores).toHaveLength(1 + 3 * (10 + 6 + 6));
  } finally {
    rmSync(terminal.folder, { recursive: true, force: true });
  }
});
