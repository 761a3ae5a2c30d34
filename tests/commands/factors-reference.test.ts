import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import {
  distance,
  largestOff,
  off,
  readReference,
  readTable,
} from '../factor-analysis/reference.ts';
import { testTerminal } from './test-context.ts';

/** `valuelex factors --json` on every set of the reference: the same keys, the same figures. */
const terminal = testTerminal();
const sets = [
  'thurstone9',
  'harman74',
  'ability',
  'attitude',
  'harman5',
  'burt8',
  'bfi25',
  'bfi25-missing',
  'bfi9-ordinal',
];
const few = ['--draws', '20'];

const known = new Map<string, Promise<ReturnType<typeof JSON.parse>>>();

/** The same arguments are analysed once. */
function json(...argv: string[]) {
  const key = JSON.stringify(argv);
  let found = known.get(key);
  if (!found) {
    found = analyse(argv);
    known.set(key, found);
  }
  return found;
}

async function analyse(argv: readonly string[]) {
  const { code, out, notes } = await terminal.run('factors', ...argv, '--json');
  // On a slow machine progress is told.
  expect(notes.replace(/^parallel analysis .*$/gm, '').trim()).toBe('');
  expect(code).toBe(0);
  expect(out).not.toMatch(/NaN|Infinity/);
  return JSON.parse(out);
}

function sourceOf(name: string, reference: ReturnType<typeof readReference>): string[] {
  const file = fileURLToPath(new URL(`../reference/${name}.csv`, import.meta.url));
  const { input, nObs } = reference.meta;
  return input === 'matrix' ? [file, '--input', 'correlation', '--n', String(nObs)] : [file];
}

function matrixFile(name: string, variables: string[], correlation: number[][]): string {
  const file = join(terminal.folder, `${name}.csv`);
  writeFileSync(file, [variables, ...correlation].map((row) => row.join(',')).join('\n'));
  return file;
}

const manyVariables = 20;

/** The numbers of factors at which psych’s minres, with its one start, ends in a higher minimum than ours. */
const lowerThanPsych: Record<string, number[]> = { thurstone9: [4, 5] };
const commandNames: Record<string, string> = { geominQ: 'geomin' };

describe.each(sets)('%s', (name) => {
  const reference = readReference(name);
  const source = sourceOf(name, reference);
  const k = String(reference.meta.nFactors);
  const fromRows = () => json(...source, '--factors', k, ...few);

  test('before extraction', async () => {
    const found = await fromRows();
    for (const key of ['input', 'nObs', 'nVars', 'nFactors'])
      expect(found.meta[key]).toBe(reference.meta[key]);
    expect(found.variables).toEqual(reference.variables);
    expect(largestOff(found.correlation.flat(), reference.correlation.flat())).toBeLessThan(1e-9);
    for (const [key, values] of Object.entries(reference.descriptives ?? {}))
      expect(largestOff(found.descriptives[key], values as number[]), key).toBeLessThan(1e-9);
    if (!reference.descriptives) expect(found.descriptives).toBeNull();
    expect(found.pairwiseN).toEqual(reference.pairwiseN ?? null);
    expect(off(found.kmo.overall, reference.kmo.overall)).toBeLessThan(1e-9);
    expect(largestOff(found.kmo.msa, reference.kmo.msa)).toBeLessThan(1e-9);
    expect(off(found.bartlett.chisq, reference.bartlett.chisq)).toBeLessThan(1e-9);
    expect(found.bartlett.df).toBe(reference.bartlett.df);
    expect(off(found.bartlett.logP, reference.bartlett.logP)).toBeLessThan(1e-9);
    if (reference.bartlett.p)
      expect(Math.abs(found.bartlett.p / reference.bartlett.p - 1)).toBeLessThan(1e-9);
    else expect(found.bartlett.p).toBe(reference.bartlett.p);
    expect(largestOff(found.smc, reference.smc)).toBeLessThan(1e-8);
    expect(off(found.logDeterminant, reference.logDeterminant)).toBeLessThan(1e-9);
    expect(largestOff(found.eigenvalues, reference.eigenvalues)).toBeLessThan(1e-9);
    expect(found.kaiserGuttman).toBe(reference.kaiserGuttman);
    const { reference: bounds, suggested } = reference.empiricalKaiser;
    expect(largestOff(found.empiricalKaiser.reference, bounds)).toBeLessThan(1e-9);
    expect(found.empiricalKaiser.suggested).toBe(suggested);
  });

  test('minimum average partials, very simple structure', async () => {
    const { map, vss } = await fromRows();
    // The reference goes to fewer factors than we do.
    const { map: psychMap, vss: psych } = reference;
    expect(largestOff(map.values.slice(0, psychMap.values.length), psychMap.values)).toBeLessThan(
      1e-8,
    );
    expect(map.suggested).toBe(psychMap.suggested);
    expect(vss).toMatchObject({ rotate: psych.rotate, fm: psych.fm });
    psych.table.forEach((row: Record<string, number | null>, i: number) => {
      // Without degrees of freedom a solution is one of many.
      if (row.dof! <= 0 || lowerThanPsych[name]?.includes(row.factors!)) return;
      const found = vss.table[i];
      for (const key of ['complexity1', 'complexity2'])
        expect(Math.abs(vss[key][i] - psych[key][i]), key).toBeLessThan(5e-4);
      for (const [key, value] of Object.entries(row)) {
        const slack = key === 'complex' ? 0.02 : name === 'burt8' ? 5e-3 : 1e-3;
        expect(off(found[key], value), `${key} of ${i + 1} factors`).toBeLessThan(slack);
      }
    });
  });

  if (reference.parallel)
    test('parallel analysis', async () => {
      const draws = 200;
      const found = await json(
        ...source,
        '--factors',
        k,
        '--draws',
        String(draws),
        '--lines',
        'pc,smc,fa',
      );
      for (const method of ['normal', 'resampled'])
        for (const line of ['pc', 'smc', 'fa']) {
          const psych = reference.parallel[method]?.[line];
          if (!psych) continue;
          const ours = found.parallel[method][line];
          expect(ours.iterations).toBe(draws);
          // psych's own fa line stops its one-factor solution early.
          expect(largestOff(ours.observed, psych.observed)).toBeLessThan(
            line === 'fa' ? 1e-3 : 1e-8,
          );
          psych.mean.forEach((mean: number, i: number) => {
            const both = Math.sqrt(1 / psych.iterations + 1 / draws);
            expect(Math.abs(ours.mean[i] - mean)).toBeLessThan(5 * psych.sd[i] * both + 1e-6);
            // One factor of noise is now and then a Heywood case: the first eigenvalue has a long tail.
            const tail = line === 'fa' && i === 0;
            if (!tail) expect(Math.abs(ours.sd[i] / psych.sd[i] - 1)).toBeLessThan(0.3);
            // The quantile's error grows with the root of the ratio of draws.
            const error = psych.q95StandardError[i] * Math.sqrt(1 + psych.iterations / draws);
            expect(Math.abs(ours.q95[i] - psych.q95[i])).toBeLessThan(
              5 * error + 0.2 * psych.sd[i],
            );
          });
          // A suggestion may differ where an eigenvalue lies within the error of its criterion.
          const error = 5 * psych.sd[0] * Math.sqrt(1 / psych.iterations + 1 / draws);
          const clear = (bound: number[]) =>
            bound.every((value, i) => Math.abs(psych.observed[i] - value) > error);
          if (clear(psych.q95)) expect(ours.suggestedByQ95).toBe(psych.suggestedByQ95);
          if (clear(psych.mean)) expect(ours.suggestedByMean).toBe(psych.suggestedByMean);
        }
      // psych's own call, with 200 draws of normal data.
      const { faParallel } = reference.parallel;
      for (const [line, values, means] of [
        ['pc', faParallel.pcValues, faParallel.pcSimMean],
        ['fa', faParallel.faValues, faParallel.faSimMean],
      ]) {
        const ours = found.parallel.normal[line];
        expect(largestOff(ours.observed, values)).toBeLessThan(line === 'fa' ? 1e-3 : 1e-8);
        means.forEach((mean: number, i: number) => {
          const both = ours.sd[i] * Math.sqrt(1 / faParallel.nIter + 1 / draws);
          expect(Math.abs(ours.mean[i] - mean), `${line} ${i}`).toBeLessThan(5 * both + 1e-6);
        });
      }
    });

  describe.each(Object.keys(reference.efa))('%s', (extraction) => {
    const expected = reference.efa[extraction];

    // Every pair of extraction and rotation is tested without the command, in each set (factor-analysis.test.ts); here
    // each option once, and of many variables, whose analysis takes long, each extraction once.
    const large = reference.meta.nVars >= manyVariables;
    const asked = Object.keys(expected.rotations).filter(
      (rotation) => rotation === 'oblimin' || (extraction === 'minres' && !large),
    );

    test.each(asked)('%s', async (rotation) => {
      const psych = expected.rotations[rotation];
      const options = [...source, '--factors', k, ...few, '--extraction', extraction];
      options.push('--rotation', commandNames[rotation] ?? rotation);
      const found = await json(...options);
      const exact = rotation === 'none' ? expected.tight : psych.tight;
      // psych's own distance to the optimum; where it has none we do the same arithmetic.
      const near = (exact ? exact.maxAbsDiffFromPsych * 1.02 : 0) + 1e-9;
      expect(distance(found.loadings, psych.loadings)).toBeLessThan(near);
      if (psych.structure)
        expect(distance(found.structure, psych.structure)).toBeLessThan(4 * near);
      else expect(found.structure).toEqual(found.loadings);
      if (psych.phi) expect(distance(found.phi, psych.phi)).toBeLessThan(8 * near);
      else expect(found.phi).toBeNull();
      const wide = near * Math.sqrt(reference.meta.nVars) * 4;
      expect(largestOff(found.ssLoadings, psych.ssLoadings)).toBeLessThan(wide);
      expect(largestOff(found.proportionVar, psych.proportionVar)).toBeLessThan(wide);
      expect(largestOff(found.proportionExplained, psych.proportionExplained)).toBeLessThan(wide);
      expect(largestOff(found.complexity, psych.complexity)).toBeLessThan(0.02);
      // Without a proper inverse psych gives squared correlations of thousands and more; we give none.
      if (reference.kmo.overall === null)
        expect(found.scoreR2).toEqual(psych.scoreR2.map(() => null));
      else expect(largestOff(found.scoreR2, psych.scoreR2)).toBeLessThan(wide);
      if (!exact || extraction === 'pa' || rotation !== 'oblimin' || large) return;
      const tight = await json(...options, '--tight');
      expect(largestOff(tight.loadings.flat(), exact.loadings.flat())).toBeLessThan(1e-6);
      if (exact.phi) expect(largestOff(tight.phi.flat(), exact.phi.flat())).toBeLessThan(1e-6);
    });

    test('fit, communalities, eigenvalues of the reduced matrix', async () => {
      // The fit of the file with gaps was computed from its matrix.
      const file = matrixFile(name, reference.variables, reference.correlation);
      const n = String(reference.meta.nObs);
      const from = reference.pairwiseN ? [file, '--input', 'correlation', '--n', n] : source;
      const asked = [...from, '--factors', k, ...few, '--extraction', extraction];
      const found = await json(...asked, '--rotation', 'oblimin');
      const near = (expected.tight?.maxAbsDiffFromPsych ?? 0) * 4 + 1e-9;
      expect(largestOff(found.communality, expected.communality)).toBeLessThan(near);
      expect(largestOff(found.uniquenesses, expected.uniquenesses)).toBeLessThan(near);
      expect(largestOff(found.commonEigenvalues, expected.eigenvalues)).toBeLessThan(near);
      expectFit(found.fit, (expected.tight ?? expected).fit, 1e-6);
    });
  });
});

describe('ordinal items', () => {
  const reference = readReference('bfi9-ordinal');
  const source = sourceOf('bfi9-ordinal', reference);
  const tight = (found: number[][], expected: number[][]) =>
    expect(largestOff(found.flat(), expected.flat())).toBeLessThan(1e-6);

  test('polychoric correlations and their factors', async () => {
    const { polychoric } = reference;
    const asked = [...source, '--correlation', 'polychoric', '--factors', '3', ...few];
    const found = await json(...asked);
    expect(found.meta.correlation).toBe('polychoric');
    tight(found.correlation, polychoric.tight);
    tight(found.ordinal.thresholds, polychoric.thresholds);
    const psych = polychoric.efa.minres;
    const { oblimin, none } = psych.rotations;
    const near = psych.tight.maxAbsDiffFromPsych * 1.02 + 1e-6;
    expect(distance(found.loadings, oblimin.loadings)).toBeLessThan(
      near + (oblimin.tight?.maxAbsDiffFromPsych ?? 0),
    );
    expect(largestOff(found.communality, psych.communality)).toBeLessThan(4 * near);
    expect(largestOff(found.commonEigenvalues, psych.eigenvalues)).toBeLessThan(4 * near);
    expectFit(found.fit, psych.tight.fit, 1e-5);
    expect(found.warnings.map((one: { code: string }) => one.code)).toContain('ordinal-fit');
    const unrotated = await json(...asked, '--rotation', 'none', '--tight');
    expect(distance(unrotated.loadings, psych.tight.loadings)).toBeLessThan(1e-5);
    expect(distance(unrotated.loadings, none.loadings)).toBeLessThan(near + 1e-5);
  });

  test('tetrachoric correlations of the same answers cut above 3', async () => {
    const { rows, names } = readTable('bfi9-ordinal');
    const file = join(terminal.folder, 'cut.csv');
    const cut = rows.map((row) => row.map((x) => (x > 3 ? 1 : 0)));
    writeFileSync(file, [names, ...cut].map((row) => row.join(',')).join('\n'));
    const asked = ['--correlation', 'tetrachoric', '--factors', '3', ...few];
    const found = await json(file, ...asked);
    tight(found.correlation, reference.tetrachoric.tight);
    tight(
      found.ordinal.thresholds,
      reference.tetrachoric.thresholds.map((x: number) => [x]),
    );
    // Lines of unrelated data come from the same kind of correlation.
    const pearson = await json(file, '--factors', '3', ...few);
    expect(found.parallel.normal.pc.mean[0]).toBeGreaterThan(pearson.parallel.normal.pc.mean[0]);
  });
});

test('fit of rows with gaps, weighted by pairwise counts', async () => {
  const reference = readReference('bfi25-missing');
  const found = await json(...sourceOf('bfi25-missing', reference), '--factors', '5', ...few);
  // psych stops its extraction early; its chi-square is off by about 1e-6 of itself.
  expectFit(found.fit, reference.rawFit, 1e-5);
});

function expectFit(
  found: Record<string, unknown>,
  expected: Record<string, unknown>,
  bound: number,
): void {
  for (const [key, value] of Object.entries(expected)) {
    if (key === 'note') continue;
    if (key !== 'rmsea') {
      expect(off(found[key] as number, value as number), key).toBeLessThan(bound);
      continue;
    }
    if (value === null) {
      expect(found.rmsea).toBeNull();
      continue;
    }
    const [ours, psych] = [found.rmsea, value] as Record<string, number>[];
    expect(off(ours!.value, psych!.value!)).toBeLessThan(bound);
    // psych finds the bounds by uniroot at a tolerance of 1e-4 of the non-centrality.
    expect(off(ours!.lower, psych!.lower!)).toBeLessThan(3e-5);
    expect(off(ours!.upper, psych!.upper!)).toBeLessThan(3e-5);
    expect(ours!.confidence).toBe(psych!.confidence);
  }
}
