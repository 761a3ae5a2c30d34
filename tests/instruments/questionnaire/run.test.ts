/** The questionnaire in a whole run of a simulated world, and in the report. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { allInstruments } from '../../../src/instruments/all.ts';
import { profilesOf } from '../../../src/instruments/questionnaire/profiles.ts';
import type { Result } from '../../../src/instruments/questionnaire/score.ts';
import {
  plantedAcquiescence,
  plantedLevel,
  plantedOrder,
} from '../../../src/instruments/questionnaire/speaker.ts';
import { hashText } from '../../../src/models/simulated/random.ts';
import { testTerminal } from '../../commands/test-context.ts';
import { writeSmallStudy } from '../../support/small-study.ts';

const mean = (numbers: number[]) => numbers.reduce((sum, x) => sum + x, 0) / numbers.length;

it('finds in a whole run what the simulated models were planted with', async () => {
  expect(allInstruments.map((one) => one.id)).toContain('questionnaire');
  const terminal = testTerminal();
  try {
    const study = writeSmallStudy(terminal.folder, {
      models: ['alpha-7b', 'beta-8b', 'gamma-6b', 'delta-7b', 'epsilon-8b', 'alpha-7b-base'].map(
        (name) => `sim:${name}`,
      ),
      more: {
        clusters: { minCount: 1000 },
        instruments: { questionnaire: { conditions: ['none', 'es', 'honest', 'best'] } },
      },
    });
    const { code, out } = await terminal.run('run', study);
    expect(code).toBe(0);
    expect(out).toContain('say they stand most for');
    const told = JSON.parse((await terminal.run('report', 'small', '--json')).out);
    const { result } = told.instruments[1].found as { result: Result };
    expect(result.systems.map(({ id }) => id)).toEqual([
      'schwartz',
      'valuelex',
      'moral-foundations',
    ]);
    const folder = join(terminal.folder, told.folder);
    for (const { values, under } of result.systems) {
      const [plain, spanish] = under;
      expect(plain!.models).toHaveLength(6);
      const seedOf = (model: string) => hashText(model.slice(4));
      // Centred, because a third of the leaning to agree stays in raw means where four of six items are keyed for.
      const errors = plain!.models.flatMap(({ model, centred }) => {
        const planted = values.map(({ id }) => plantedLevel(seedOf(model), id));
        return centred.map((one, i) => Math.abs(one!.value - (planted[i]! - mean(planted))));
      });
      expect(mean(errors)).toBeLessThan(0.3);
      for (const { model, order, acquiescence } of plain!.models) {
        expect(Math.abs(order!.value - plantedOrder(seedOf(model)))).toBeLessThan(0.3);
        expect(Math.abs(acquiescence!.value - plantedAcquiescence(seedOf(model)))).toBeLessThan(
          0.45,
        );
      }
      // The same model in another language says nearly the same.
      for (const [i, { raw }] of plain!.models.entries())
        raw.forEach((one, at) => {
          expect(Math.abs(spanish!.models[i]!.raw[at]!.value - one!.value)).toBeLessThan(0.5);
        });
    }
    const [schwartz] = result.systems;
    const best = schwartz!.effects.find(({ condition }) => condition === 'best')!;
    expect(best.against).toBe('honest');
    expect(mean(best.values.map((one) => one!.d))).toBeGreaterThan(0.3);
    const profile = profilesOf(result)[0]!;
    expect(profile.scores).toHaveLength(60);
    expect(profile.scores[0]).toMatchObject({ n: 10 });
    expect(profile.reliability!.length).toBeGreaterThan(0);
    const page = readFileSync(join(folder, 'report.html'), 'utf8');
    expect(page).toContain('<section id="questionnaire">');
    const [head, ...rows] = readFileSync(join(folder, 'questionnaire-facts.csv'), 'utf8')
      .trim()
      .split('\n');
    expect(head).toMatch(
      /^model,family,condition,language,set,kind,item,system,value,key,order,wording,reading,rating,/,
    );
    expect(rows).toHaveLength(6 * 4 * 172 * 2);
  } finally {
    rmSync(terminal.folder, { recursive: true, force: true });
  }
});
