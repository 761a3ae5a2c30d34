/** The library as somebody uses it who has installed the package: its names, its declarations, its figures. */
import { execFile } from 'node:child_process';
import {
  copyFileSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as face from '../src/index.ts';
import { readReference } from './statistics/reference.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const place = mkdtempSync(join(tmpdir(), 'valuelex-library-'));
const installed = join(place, 'node_modules', 'valuelex');
const run = promisify(execFile);

/** The names that src/index.ts gives, with the file of each. */
function namesOf(text: string): { name: string; file: string; isType: boolean }[] {
  return [...text.matchAll(/^export (type )?\{([^}]+)\} from '([^']+)';/gm)].flatMap(
    ([, type, names, file]) =>
      names!
        .split(',')
        .map((name) => name.trim())
        .filter(Boolean)
        .map((name) => ({
          name: name.replace(/^type /, ''),
          file: file!,
          isType: type !== undefined || name.startsWith('type '),
        })),
  );
}
const names = namesOf(readFileSync(join(root, 'src', 'index.ts'), 'utf8'));
const values = names.filter(({ isType }) => !isType).map(({ name }) => name);

/** Lays the built package out as npm would, with its declarations. */
beforeAll(async () => {
  const dist = join(installed, 'dist');
  mkdirSync(dist, { recursive: true });
  copyFileSync(join(root, 'package.json'), join(installed, 'package.json'));
  for (const name of readdirSync(join(root, 'dist')))
    if (name !== 'types') symlinkSync(join(root, 'dist', name), join(dist, name));
  const make = new URL('../scripts/make-types.mjs', import.meta.url).href;
  const call = `import { makeTypes } from '${make}'; await makeTypes(...process.argv.slice(1));`;
  await run(process.execPath, ['--input-type=module', '-e', call, root, join(dist, 'types')]);
});
afterAll(() => rmSync(place, { recursive: true, force: true }));

describe('the names of the library', () => {
  it('are few, and each is in another test too', () => {
    expect(names.length).toBeLessThanOrEqual(90);
    const others = globSync('tests/**/*.{ts,tsx,mjs}', { cwd: root })
      .filter((file) => file !== 'tests/index.test.ts')
      .map((file) => readFileSync(join(root, file), 'utf8'));
    const untested = values.filter(
      (name) => !others.some((text) => new RegExp(`\\b${name}\\b`).test(text)),
    );
    expect(untested).toEqual([]);
  });

  it('are those of src/index.ts, each once', () => {
    expect(Object.keys(face).sort()).toEqual([...values].sort());
    expect(new Set(names.map(({ name }) => name)).size).toBe(names.length);
    for (const [name, value] of Object.entries(face)) expect(value, name).toBeDefined();
  });

  it('are all declared, values and types, for a program that is checked strictly', async () => {
    const types = names.filter(({ isType }) => isType).map(({ name }) => name);
    writeFileSync(
      join(place, 'user.ts'),
      [
        `import type { ${types.join(', ')} } from 'valuelex';`,
        `import { ${values.join(', ')} } from 'valuelex';`,
        // What a declaration says is used, so that one which says nothing (any) is found out.
        'type IsAny<T> = 0 extends 1 & T ? true : false;',
        'const none: false[] = [',
        ...values.map((name) => `  null! as IsAny<typeof ${name}>,`),
        '];',
        "const study: Study = studySchema.parse({ name: 'mine' });",
        'const kappa: Kappa = cohenKappa([1, 2], [1, 2]);',
        '// @ts-expect-error: a seed is not an object',
        'createRandom({});',
        'export { kappa, none, study };',
      ].join('\n'),
    );
    writeFileSync(
      join(place, 'tsconfig.json'),
      JSON.stringify({
        compilerOptions: {
          ...{ strict: true, noEmit: true, target: 'es2024', module: 'nodenext' },
          ...{ types: ['node'], typeRoots: [join(root, 'node_modules', '@types')] },
        },
        files: ['user.ts'],
      }),
    );
    const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    const checked = await run(process.execPath, [tsc, '-p', place]).catch(
      (error: { stdout: string }) => error,
    );
    expect(checked.stdout).toBe('');
  });

  it('are documented where they are declared: every function and constant says what it is', () => {
    const bare = names
      .filter(({ isType }) => !isType)
      .filter(({ name, file }) => {
        const declared = file.replace(/\.tsx?$/, '.d.ts');
        const text = readFileSync(join(installed, 'dist', 'types', declared), 'utf8');
        const at = text.search(
          new RegExp(`export (?:declare )?(?:function|const|class) ${name}\\b`),
        );
        expect(at, `${name} in ${declared}`).toBeGreaterThanOrEqual(0);
        return !/\*\/\s*$/.test(text.slice(0, at));
      });
    expect(bare.map(({ name }) => name)).toEqual([]);
  });
});

describe('the built library', () => {
  let made: Record<string, never> & ReturnType<typeof JSON.parse>;
  beforeAll(async () => {
    const script = join(place, 'library-user.mjs');
    copyFileSync(join(root, 'tests', 'support', 'library-user.mjs'), script);
    const { stdout } = await run(
      process.execPath,
      [script, join(root, 'tests', 'reference'), join(root, 'runs', 'example')],
      {
        cwd: place,
        env: { PATH: process.env.PATH, HOME: place, VALUELEX_CACHE: join(place, 'cache') },
        maxBuffer: 1 << 24,
      },
    );
    made = JSON.parse(stdout);
  });

  it('has the same names as its source', () => {
    expect([...made.names].sort()).toEqual([...values].sort());
  });

  it('analyses factors as psych does', () => {
    const thurstone = readReference('thurstone9');
    const { tight } = thurstone.efa.minres;
    expect(made.factor.loadings).toHaveLength(thurstone.meta.nVars);
    made.factor.communality.forEach((value: number, i: number) => {
      expect(Math.abs(value - thurstone.efa.minres.communality[i])).toBeLessThan(
        tight.maxAbsDiffFromPsych * 2.1 + 1e-9,
      );
    });
    expect(made.kmo).toBeCloseTo(thurstone.kmo.overall, 10);
    const { eigenvalues } = readReference('attitude');
    made.parallel.forEach((value: number, i: number) => {
      expect(value).toBeCloseTo(eigenvalues[i], 10);
    });
    expect(made.sameInWorkers).toBe(true);
  });

  it('tells reliability and agreement as psych and the published examples do', () => {
    const { alpha, omega, icc, kappa, krippendorff } = readReference('reliability');
    expect(made.alpha).toBeCloseTo(alpha[0].raw, 10);
    expect(made.omega).toBeCloseTo(omega[0].omegaTotal, 4);
    made.icc.forEach((value: number, i: number) => {
      expect(value).toBeCloseTo(icc[0].anova.icc[i], 10);
    });
    expect(made.kappa).toBeCloseTo(kappa[0].weightedKappa, 10);
    expect(made.krippendorff).toBeCloseTo(krippendorff[0].interval, 12);
  });

  it('clusters as R does', () => {
    const { merge, order, copheneticCorrelation } = readReference('clustering').usarrests.average;
    expect(made.hclust.merge).toEqual(merge);
    expect(made.hclust.order).toEqual(order);
    expect(made.cophenetic).toBeCloseTo(copheneticCorrelation, 12);
  });

  it('reads value words and puts them in order by meaning, from the data beside it', () => {
    expect(made.lexicon).toEqual([
      ['honesty', 2],
      ['kindness', 2],
      ['truthfulness', 1],
    ]);
    expect([...made.clusters].sort()).toEqual([
      ['compassion', 'kindness'],
      ['efficiency', 'productivity'],
      ['honesty', 'truthfulness'],
    ]);
  });

  it('opens a run, and compares its models in its own worker thread', () => {
    const [kept] = JSON.parse(
      readFileSync(join(root, 'tests', 'instruments', 'example-comparisons.json'), 'utf8'),
    );
    const { system, a, b, headline, columns } = made.comparison;
    expect({ system, a, b, headline }).toEqual({
      ...{ system: kept.system, a: kept.a, b: kept.b, headline: kept.headline },
    });
    for (const [i, { difference, profileDifference }] of columns.entries())
      expect({ difference, profileDifference }).toEqual({
        difference: kept.columns[i].difference,
        profileDifference: kept.columns[i].profileDifference,
      });
  });

  it('asks simulated models, draws as on any machine, and explains its errors', () => {
    expect(made.answer.length).toBeGreaterThan(10);
    expect(made.systems).toEqual(['valuelex', 'schwartz', 'moral-foundations']);
    expect(made.random).toBe(face.createRandom(1).next());
    expect(made.refused).toEqual({
      isUserError: true,
      lines: expect.arrayContaining(['There is no value system no such system.']),
    });
  });
});
