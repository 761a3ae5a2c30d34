import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { factorResultText } from '../../src/commands/tables/factor-result-text.ts';
import { factorScores } from '../../src/factor-analysis/factor-scores.ts';
import { sortedByFactor } from '../../src/factor-analysis/sorted-by-factor.ts';
import { createRandom } from '../../src/statistics/random.ts';
import { type Paint, plainPaint } from '../../src/tables/paint.ts';
import { readReference, readTable } from '../factor-analysis/reference.ts';
import { testTerminal } from './test-context.ts';

const terminal = testTerminal();
const few = ['--draws', '20'];
const reference = (name: string) => fileURLToPath(new URL(`../reference/${name}`, import.meta.url));

function file(
  name: string,
  header: readonly string[],
  rows: readonly (readonly unknown[])[],
): string {
  const cell = (value: unknown) => `"${String(value).replaceAll('"', '""')}"`;
  const path = join(terminal.folder, name);
  writeFileSync(path, [header, ...rows].map((row) => row.map(cell).join(',')).join('\n'));
  return path;
}

function names(p: number): string[] {
  return Array.from({ length: p }, (_, j) => `v${j + 1}`);
}

/** Rows with one factor; `groups` of them, which share something in every column. */
function rowsOf(n: number, p: number, groups = 0): number[][] {
  const random = createRandom(`${n} ${p} ${groups}`);
  const shared = Array.from({ length: groups }, () =>
    Array.from({ length: p }, () => random.normal()),
  );
  return Array.from({ length: n }, (_, i) => {
    const factor = random.normal();
    const own = shared[i % Math.max(1, groups)];
    return Array.from({ length: p }, (_, j) => factor + random.normal() + (own?.[j] ?? 0));
  });
}

async function analyse(path: string, ...argv: string[]) {
  const { code, out, notes } = await terminal.run('factors', path, ...few, ...argv, '--json');
  // On a slow machine progress is told.
  expect(notes.replace(/^.* \d+\/\d+$/gm, '').trim()).toBe('');
  expect(code).toBe(0);
  const result = JSON.parse(out);
  const told = factorResultText(result, 0.3, { width: 160, paint: plainPaint }).join('\n');
  expect(told).not.toMatch(/NaN|Infinity|\[object/);
  return {
    result,
    /** What the command prints without --json. */
    text: async () => (await terminal.run('factors', path, ...few, ...argv)).out,
    codes: result.warnings.map((warning: { code: string }) => warning.code) as string[],
  };
}

async function refused(path: string, ...argv: string[]) {
  const { code, out, notes } = await terminal.run('factors', path, ...few, ...argv);
  expect(out).toBe('');
  expect(code).toBeGreaterThan(1);
  return notes;
}

describe('rows', () => {
  test('names with commas, quotes, and line breaks come through', async () => {
    const header = ['a, b', 'say "hi"', '=cmd()', 'long\nname', 'e'];
    const { result, text: print } = await analyse(file('names.csv', header, rowsOf(60, 5)));
    expect(result.variables).toEqual(header);
    const text = await print();
    expect(text).not.toMatch(/NaN|Infinity|\[object/);
    for (const name of ['a, b', 'say "hi"', '=cmd()', 'long name']) expect(text).toContain(name);
  });

  test('missing cells: pair by pair, or with their rows', async () => {
    const rows: unknown[][] = rowsOf(60, 5);
    rows[3]![2] = '';
    rows[7]![0] = 'NA';
    const path = file('gaps.csv', names(5), rows);
    const pairwise = await analyse(path);
    expect(pairwise.result.meta.nObs).toBe(60);
    expect(pairwise.result.pairwiseN[0][2]).toBe(58);
    expect(pairwise.codes).toContain('gaps');
    const listwise = await analyse(path, '--missing', 'listwise');
    expect(listwise.result.meta.nObs).toBe(58);
    expect(listwise.result.pairwiseN).toBeNull();
    expect(listwise.codes).toContain('rows-dropped');
    expect(await listwise.text()).toContain('2 of 60 rows have gaps and are left out');
  });

  test('a gap in every row leaves out what needs rows without gaps', async () => {
    const rows: unknown[][] = rowsOf(60, 5);
    rows.forEach((row, i) => {
      row[i % 5] = '';
    });
    const path = file('all-gaps.csv', names(5), rows);
    const { result } = await analyse(path);
    expect(Object.keys(result.parallel)).toEqual(['seed', 'quantile', 'normal']);
    expect(await refused(path, '--missing', 'listwise')).toContain(
      'Only 0 of 60 rows have a number in every column (',
    );
  });

  test('constant, duplicate, and text columns are left out by name', async () => {
    const rows = rowsOf(60, 4).map((row) => [...row, 4, row[1], 'often']);
    const { result } = await analyse(
      file('left-out.csv', [...names(4), 'same', 'twin', 'word'], rows),
    );
    expect(result.variables).toEqual(names(4));
    const messages = result.warnings.map((warning: { message: string }) => warning.message);
    expect(messages).toContain('columns without numbers are left out: word');
    expect(messages).toContain('same is 4 in every row and is left out');
    expect(messages).toContain('twin equals v2 and is left out');
  });

  test('text among numbers is named with its cell and line', async () => {
    const rows: unknown[][] = rowsOf(60, 5);
    rows[10]![3] = 'often';
    expect(await refused(file('text.csv', names(5), rows))).toMatch(
      /v4: "often" is not a number \(.*text\.csv:12\)/,
    );
    rows[10]![3] = '1e400';
    expect(await refused(file('endless.csv', names(5), rows))).toContain('"1e400" is not a number');
  });

  test('fewer rows than columns: told, and nothing undefined is printed', async () => {
    const { result, codes, ...found } = await analyse(file('wide.csv', names(30), rowsOf(12, 30)));
    const text = await found.text();
    expect(text).not.toMatch(/NaN|Infinity|\[object/);
    expect(codes).toEqual(expect.arrayContaining(['few-rows', 'not-positive-definite']));
    expect(result.kmo.overall).toBeNull();
    expect(result.fit.chisq).toBeNull();
    expect(text).toContain('too few rows (12) for a chi-square of 30 columns');
  });

  test('columns that add up: told, and no chi-square on the screen', async () => {
    const rows = rowsOf(60, 4).map((row) => [...row, 10 - row.reduce((sum, x) => sum + x, 0)]);
    const { codes, result, ...found } = await analyse(file('fixed.csv', names(5), rows));
    const text = await found.text();
    expect(codes).toContain('fixed-total');
    expect(result.rowTotals.fixed).toBe(true);
    expect(text).toContain('CFI, and BIC mean nothing');
    expect(text).not.toMatch(/RMSEA \d/);
  });

  test('too few columns, too many factors, unknown groups, a bad option', async () => {
    expect(await refused(file('two.csv', names(2), rowsOf(60, 2)))).toContain('3 usable columns');
    expect(await refused(file('one.csv', names(1), rowsOf(60, 1)))).toContain('3 usable columns');
    const path = file('five.csv', names(5), rowsOf(60, 5));
    expect(await refused(path, '--factors', '5')).toContain('5 columns have at most 4 factors');
    expect(await refused(path, '--factors', '1.5')).toContain('whole number');
    expect(await refused(path, '--groups', 'v6')).toContain('The column v6 is missing (');
    expect(await refused(path, '--lines', 'pc,smd')).toContain('pc, smc, fa');
    expect(await refused(path, '--correlation', 'polychoric')).toContain('v1 has more than');
  });

  test('a matrix that is given as rows is recognised', async () => {
    expect(await refused(reference('ability.csv'))).toContain('--input correlation');
  });
});

describe('matrices', () => {
  const ask = ['--input', 'correlation', '--n', '50'];
  const matrix = (text: string) => {
    const path = join(terminal.folder, 'matrix.csv');
    writeFileSync(path, text);
    return path;
  };
  const cases: [string, string, RegExp][] = [
    ['not square', 'a,b,c\n1,.5,.4\n.5,1,.3\n', /here are 2 rows and 3 columns/],
    [
      'not symmetric',
      'a,b,c\n1,.5,.4\n.5,1,.3\n.2,.3,1\n',
      /c with a is 0\.2, the other way round 0\.4 \(.*:4\)/,
    ],
    ['a diagonal of 1 and .9', 'a,b,c\n1,.5,.4\n.5,.9,.3\n.4,.3,1\n', /0\.9 for b \(.*:3\)/],
    ['a diagonal of 0', 'a,b,c\n1,.5,.4\n.5,0,.3\n.4,.3,1\n', /must be above 0/],
    ['beyond 1', 'a,b,c\n1,1.5,.4\n1.5,1,.3\n.4,.3,1\n', /is 1\.5, beyond 1/],
    [
      'beyond its variances',
      'a,b,c\n4,9,.4\n9,4,.3\n.4,.3,4\n',
      /beyond what their variances allow/,
    ],
    ['text', 'a,b,c\n1,.5,x\n.5,1,.3\nx,.3,1\n', /"x" is not a number/],
    ['an empty pair', 'a,b,c\n1,.5,\n.5,1,.3\n,.3,1\n', /correlation of a and c is missing/],
  ];
  test.each(cases)('%s', async (_name, text, message) => {
    expect(await refused(matrix(text), ...ask)).toMatch(message);
  });

  test('one triangle suffices, a column of names is not a variable, a covariance matrix is told', async () => {
    const half = await analyse(
      matrix(',a,b,c,d\na,1,,,\nb,.5,1,,\nc,.4,.3,1,\nd,.4,.3,.5,1\n'),
      ...ask,
    );
    expect(half.result.variables).toEqual(['a', 'b', 'c', 'd']);
    expect(half.result.correlation[0]).toEqual([1, 0.5, 0.4, 0.4]);
    const covariance = await analyse(
      reference('ability.csv'),
      '--input',
      'correlation',
      '--n',
      '112',
    );
    expect(covariance.codes).toContain('covariance');
    expect(covariance.result.parallel.normal.pc.observed[0]).toBeLessThan(6);
  });

  test('no rows, no scores, no groups', async () => {
    const path = reference('thurstone9.csv');
    const asked = ['--input', 'correlation', '--n', '213'];
    expect(await refused(path, '--input', 'correlation')).toContain('--n');
    expect(await refused(path, ...asked, '--scores', 'Bartlett')).toContain('Scores need the rows');
    expect(await refused(path, ...asked, '--groups', 'Suffixes')).toContain('no groups of rows');
  });
});

describe('groups', () => {
  test('auto follows the block-permuted analysis; stability, nesting, and intervals are told', async () => {
    const rows = rowsOf(240, 6, 24).map((row, i) => [`m${i % 24}`, ...row]);
    const path = file('groups.csv', ['model', ...names(6)], rows);
    const { result, ...found } = await analyse(path, '--groups', 'model', '--bootstrap', '40');
    const text = await found.text();
    expect(text).not.toMatch(/NaN|Infinity|\[object/);
    expect(result.meta.groups).toEqual({ column: 'model', count: 24 });
    expect(result.meta.nFactorsBy).toBe('parallel.blocks.pc');
    expect(result.meta.nFactors).toBe(Math.max(1, result.parallel.blocks.pc.suggestedByQ95));
    expect(result.nesting.columns).toHaveLength(6);
    expect(result.replication.factors[0].verdict).toBeTruthy();
    expect(result.bootstrap.loadings[0][0].bca.lower).toBeLessThan(result.loadings[0][0]);
    for (const words of [
      'Rows of one group',
      'design effect',
      'Do the factors come back in other groups?',
      'intervals from 40 resamples of whole groups',
    ])
      expect(text).toContain(words);
    expect(text).not.toContain('models');
  });

  test('one group only, and few groups, are told', async () => {
    const one = rowsOf(60, 5).map((row) => ['x', ...row]);
    const alone = await analyse(file('one-group.csv', ['g', ...names(5)], one), '--groups', 'g');
    expect(alone.codes).toContain('groups');
    expect(alone.result.nesting).toBeNull();
    const three = rowsOf(60, 5).map((row, i) => [i % 3, ...row]);
    const little = await analyse(
      file('few-groups.csv', ['g', ...names(5)], three),
      '--groups',
      'g',
    );
    expect(little.codes).toContain('few-units');
    expect(await little.text()).toContain('3 independent groups cannot carry 5 columns');
  });
});

test('same seed, same result; another seed, other draws', async () => {
  const path = file('seed.csv', names(5), rowsOf(60, 5));
  const { out } = await terminal.run('factors', path, ...few, '--json', '--seed', '7');
  expect((await terminal.run('factors', path, ...few, '--json', '--seed', '7')).out).toBe(out);
  const other = await terminal.run('factors', path, ...few, '--json', '--seed', '8');
  const mean = (text: string) => JSON.parse(text).parallel.resampled.pc.mean[0];
  expect(mean(other.out)).not.toBe(mean(out));
});

test('scores of four kinds, in JSON and as a file', async () => {
  const known = readReference('attitude').scores.minres_varimax;
  const { names: columns, rows } = readTable('attitude');
  for (const method of ['Thurstone', 'Bartlett', 'tenBerge', 'Anderson']) {
    const target = join(terminal.folder, `${method}.csv`);
    const { out } = await terminal.run(
      ...['factors', reference('attitude.csv'), '--factors', '2', '--rotation', 'varimax', ...few],
      ...['--scores', method, '--scores-to', target, '--json'],
    );
    const found = JSON.parse(out).scores[method];
    known[method].R2.forEach((value: number, f: number) => {
      // psych's varimax solution is off its optimum by 3e-4 here.
      expect(Math.abs(found.R2[f] - value)).toBeLessThan(2e-3);
    });
    known[method].scores.forEach((row: number[], i: number) => {
      row.forEach((value, f) => {
        expect(Math.abs(found.scores[i][f] - value)).toBeLessThan(5e-3);
      });
    });
    expect(found.scores).toEqual(factorScores(rows, found.weights));
    const lines = readFileSync(target, 'utf8').trim().split('\n');
    expect(lines[0]).toBe('line,F1,F2');
    expect(lines).toHaveLength(rows.length + 1);
    expect(lines[1]!.startsWith('2,')).toBe(true);
    expect(Number(lines[1]!.split(',')[1])).toBeCloseTo(found.scores[0][0], 12);
    expect(columns).toHaveLength(7);
  }
  const own = await terminal.run(
    ...['factors', reference('attitude.csv'), '--scores', 'Thurstone'],
    ...['--scores-to', reference('attitude.csv')],
  );
  expect(own.notes).toContain('would overwrite the table');
});

test('Anderson scores of correlated factors are withheld with the reason', async () => {
  const { out, notes } = await terminal.run(
    ...['factors', reference('attitude.csv'), '--factors', '2', ...few],
    ...['--scores', 'Anderson', '--scores-to', join(terminal.folder, 'none.csv'), '--json'],
  );
  expect(JSON.parse(out).scores.Anderson.withheld).toContain('correlate');
  expect(notes).toContain('No scores were written');
});

describe('on a terminal', () => {
  const long = [
    'avoidance of harm to third parties, bystanders, and people who are not asked',
    'truthfulness toward people who ask for advice',
    '誠実さと正確さを大切にすること',
    ...names(9),
  ];
  const rows = rowsOf(240, 12, 24).map((row, i) => [
    `m${i % 24}`,
    ...row.map((x, j) => x + (i % 7) * ((j % 3) - 1)),
  ]);

  async function analysed(...argv: string[]) {
    const path = file('long.csv', ['model', ...long], rows);
    const { result } = await analyse(path, '--groups', 'model', ...argv);
    const lines = (width: number, paint: Paint) => factorResultText(result, 0.3, { width, paint });
    return { result, lines };
  }

  test('nothing is wider than the screen, with long names, many factors, and intervals', async () => {
    const { lines } = await analysed('--factors', '8', '--bootstrap', '20');
    for (const width of [80, 120])
      for (const line of lines(width, plainPaint))
        expect(stringWidth(line), line).toBeLessThanOrEqual(width);
  });

  test('variables stand under their factor, the largest first; small loadings are blank, or dim', async () => {
    const { result, lines } = await analysed('--factors', '2');
    const plain = lines(80, plainPaint);
    const dimmed = lines(80, { ...plainPaint, dim: (text) => `<${text}>` });
    const table = (text: readonly string[]) => {
      const from = text.findIndex((line) => line.startsWith('Variable'));
      return text.slice(from + 1, from + 13);
    };
    const small = result.loadings.flat().filter((x: number) => Math.abs(x) < 0.3).length;
    expect(small).toBeGreaterThan(0);
    expect(table(dimmed).join('').match(/</g)).toHaveLength(small);
    const sizes = sortedByFactor(result.loadings).map(({ variable: i }) => {
      const row: number[] = result.loadings[i];
      const factor = Math.abs(row[0]!) >= Math.abs(row[1]!) ? 0 : 1;
      return { factor, size: Math.abs(row[factor]!) };
    });
    for (const [i, one] of sizes.slice(1).entries()) {
      const before = sizes[i]!;
      expect(one.factor > before.factor || one.size <= before.size).toBe(true);
    }
    expect(table(plain).join('')).not.toContain('<');
  });
});

describe('invariance', () => {
  const { hs, democracy } = readReference('own/invariance');
  const schools = () =>
    file(
      'schools.csv',
      ['school', ...names(9)],
      hs.rows.map((row: number[], i: number) => [hs.school[i] === 'Pasteur' ? 1 : 2, ...row]),
    );

  test('of groups: a column of numbers that labels them is no variable', async () => {
    const { result, text } = await analyse(schools(), '--factors', '3', '--invariance', 'school');
    expect(result.variables).toEqual(names(9));
    const { levels } = result.invariance;
    expect(levels.map(({ chisq }: { chisq: number }) => chisq.toFixed(3))).toEqual([
      '115.851',
      '124.044',
      '164.103',
    ]);
    const printed = await text();
    expect(printed).toMatch(/equal loadings \(metric\) .* not rejected/);
    expect(printed).toMatch(/equal intercepts \(scalar\) .* ✗ rejected/);
    expect(printed).toMatch(/v3 .*✓ differs/);
    expect(printed).toContain('1: 156 rows; 2: 145 rows.');
  });

  test('of the same ones on two occasions, and of too few', async () => {
    const rows = democracy.rows.flatMap((row: number[], i: number) => [
      [`c${i}`, 1960, ...row.slice(0, 4)],
      [`c${i}`, 1965, ...row.slice(4)],
    ]);
    const columns = ['country', 'year', ...names(4)];
    const asked = ['--factors', '1', '--invariance', 'year', '--repeated', 'country'];
    const { result } = await analyse(file('years.csv', columns, rows), ...asked);
    expect(result.variables).toEqual(names(4));
    expect(result.invariance).toMatchObject({ repeated: true, holds: 'scalar' });
    const few = await analyse(file('few-years.csv', columns, rows.slice(0, 30)), ...asked);
    expect(await few.text()).toContain(
      'This comparison cannot be made with so few values of country',
    );
  });

  test('what cannot be meant', async () => {
    const path = schools();
    expect(await refused(path, '--invariance', 'scool')).toContain('Nearest: school');
    expect(await refused(path, '--repeated', 'school')).toContain('--invariance names the groups');
  });
});
