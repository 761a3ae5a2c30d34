import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { testTerminal } from './test-context.ts';

const terminal = testTerminal();
const { run } = terminal;
const reference = (name: string) => fileURLToPath(new URL(`../reference/${name}`, import.meta.url));
const known = JSON.parse(readFileSync(reference('reliability.json'), 'utf8'));

function file(name: string, text: string): string {
  const path = join(terminal.folder, name);
  writeFileSync(path, text);
  return path;
}

describe('reliability', () => {
  it('has the keys and the figures of the reference', async () => {
    const { code, out } = await run('reliability', reference('attitude.csv'), '--json');
    expect(code).toBe(0);
    const { alpha, omega, splitHalf } = JSON.parse(out);
    const [attitude] = known.alpha;
    for (const key of ['raw', 'std', 'G6', 'averageR', 'medianR', 'signalNoise', 'ase'])
      expect(alpha[key]).toBeCloseTo(attitude[key], 10);
    for (const part of ['itemDropped', 'itemStats'])
      for (const [key, values] of Object.entries<number[]>(attitude[part]))
        values.forEach((value, i) => {
          expect(alpha[part][key][i]).toBeCloseTo(value, 8);
        });
    expect(alpha.feldt.lower).toBeCloseTo(attitude.feldt.lower, 8);
    expect(Object.keys(omega)).toEqual(
      expect.arrayContaining(Object.keys(known.omega[0]).filter((key) => key !== 'what')),
    );
    expect(omega.schmidLeiman[0]).toHaveLength(omega.schmidLeimanColumns.length);
    expect(splitHalf.splits).toBe(35);
  });

  it('names reversed items, and turns them over when told to', async () => {
    const items = ['--items', 'C1,C2,C3,C4,C5'];
    const plain = await run('reliability', reference('bfi25-missing.csv'), ...items);
    expect(plain.out).toMatch(/Cronbach’s α +−\.28/);
    expect(plain.out).toContain('C4, C5 run against the other items');
    expect(plain.out).toContain('--reverse auto');
    for (const how of ['auto', 'C4,C5']) {
      const turned = await run(
        'reliability',
        ...[reference('bfi25-missing.csv'), ...items, '--reverse', how, '--missing', 'listwise'],
      );
      expect(turned.out).toMatch(/Cronbach’s α +\.73/);
      expect(turned.out).toContain('C5 (turned)');
    }
  });

  it('compares scales, given in line or in a file, by HTMT', async () => {
    const lines = 'A1,A2,A3,A4,A5'.split(',').map((item) => `agreeable,${item}`);
    const scales = file(
      'scales.csv',
      `scale,item\n${lines.join('\n')}\ndiligent,C1\ndiligent,C2\n`,
    );
    for (const how of [scales, 'agreeable=A1,A2,A3,A4,A5;diligent=C1,C2']) {
      const { code, out } = await run(
        ...['reliability', reference('bfi25.csv'), '--scales', how, '--reverse', 'auto', '--json'],
      );
      expect(code).toBe(0);
      const result = JSON.parse(out);
      expect(Object.keys(result.scales)).toEqual(['agreeable', 'diligent']);
      expect(result.scales.agreeable.alpha.raw).toBeCloseTo(known.alpha[1].raw, 10);
      expect(result.scales.diligent.omega.withheld).toContain('three items');
      expect(result.htmt.matrix[0][1]).toBeGreaterThan(0.1);
      expect(result.htmt.matrix[0][1]).toBeLessThan(0.6);
    }
    const text = await run('reliability', reference('bfi25.csv'), '--scales', scales);
    expect(text.out).toContain('HTMT between scales');
  });

  it('takes names with commas and quotes, groups, and leaves bad columns out', async () => {
    const rows = Array.from({ length: 60 }, (_, i) => {
      const level = (i * 7) % 5;
      return `m${i % 6},${level + (i % 2)},${level + (i % 3)},${(level * 2 + (i % 4)) / 2},3,${i}`;
    });
    const table = file(
      'odd.csv',
      `model,"a, ""one""",b,c,flat,id\n${rows.join('\n')}\nm1,,2,3,3,60\n`,
    );
    const { code, out, notes } = await run(
      ...['reliability', table, '--groups', 'model', '--draws', '100'],
    );
    expect(code).toBe(0);
    expect(notes).toBe('');
    expect(out).toContain('a, "one"');
    expect(out).toContain('with whole groups drawn (6 groups)');
    expect(out).toContain('flat is 3 in every row and is left out');
    expect(out).toContain('id counts the rows');
    expect(out).toContain('1 of 61 rows have gaps');
    expect(out).not.toMatch(/NaN|Infinity/);
    const chosen = await run('reliability', table, '--items', '"a, ""one""",b,c', '--json');
    expect(JSON.parse(chosen.out).alpha.items).toEqual(['a, "one"', 'b', 'c']);
  });

  it('says nothing of what cannot be told: more columns than rows, items that cancel out', async () => {
    const wide = file('wide.csv', 'a,b,c,d,e\n1,2,3,4,6\n2,1,5,3,1\n4,4,1,2,2\n3,3,2,5,4\n');
    const cancelling = file('cancel.csv', 'a,b\n1,4\n2,3\n3,2\n4,1\n');
    for (const table of [wide, cancelling]) {
      const { code, out } = await run('reliability', table);
      expect(code).toBe(0);
      expect(out).not.toMatch(/NaN|Infinity/);
    }
    expect((await run('reliability', wide)).out).toContain('cannot tell 5 items apart');
    expect((await run('reliability', cancelling)).out).toContain('α is undefined');
  });

  it.each([
    [['--scales', 'x=A1,A9'], 3, 'The column A9 is missing ('],
    [['--scales', 'x=A1'], 2, 'a single item'],
    [['--scales', 'A1,A2'], 2, 'is not a scale'],
    [['--scales', 'x=A1,A2;x=A3,A4'], 2, 'appears twice'],
    [['--reverse', 'A9'], 3, 'The column A9 is missing ('],
    [['--groups', 'modle'], 3, 'The column modle is missing ('],
  ])('explains %j', async (options, exit, message) => {
    const { code, notes } = await run('reliability', reference('bfi25.csv'), ...options);
    expect(code).toBe(exit);
    expect(notes).toContain(message);
  });

  it('explains text among numbers, one column, and a file that is not there', async () => {
    const text = await run('reliability', file('text.csv', 'a,b\n1,2\n2,x\n3,1\n4,4\n'));
    expect(text.code).toBe(3);
    expect(text.notes).toMatch(/b: "x" is not a number \(.*text\.csv:3\)/);
    const one = await run('reliability', file('one.csv', 'a\n1\n2\n3\n'));
    expect(one.notes).toContain('Reliability needs at least 2 usable columns');
    expect((await run('reliability', 'gone.csv')).notes).toContain('There is no file gone.csv.');
  });
});

describe('reliability of ratings', () => {
  /** Models m0 … m5 at levels 0 … 5 of 6; the second rater rates 1 lower; texts differ by ±1 where asked again. */
  const rows = (texts: number) =>
    Array.from({ length: 6 }, (_, m) => m).flatMap((m) =>
      ['i0', 'i1', 'i2', 'i3'].flatMap((item, i) =>
        Array.from({ length: texts }, (_, t) => t).map((t) => {
          const level = m + ((m * 7 + i * 3 + t * 5) % 3) - 1;
          const within = (x: number) => Math.max(0, Math.min(6, x));
          return { m, item, t, ratings: [within(level + 1), within(level)] };
        }),
      ),
    );
  const long = (texts: number) =>
    [
      'model,item,occasion,rater,rating',
      ...rows(texts).flatMap(({ m, item, t, ratings }) =>
        ratings.map((rating, r) => `m${m},${item},${t},r${r},${rating}`),
      ),
    ].join('\n');

  it('tells whose variance it is, what repeats tell, and levels and raters of the many-facet model', async () => {
    const { code, out } = await run('reliability', file('long.csv', long(2)), '--json');
    expect(code).toBe(0);
    const { meta, values, manyFacet } = JSON.parse(out);
    expect(meta).toMatchObject({ models: 6, items: 4, raters: 2, texts: 48 });
    const [{ generalizability, retest }] = values;
    expect(generalizability).toMatchObject({ ratersAre: 'fixed', missing: 0 });
    expect(generalizability.coefficients.relative).toBeGreaterThan(0.9);
    expect(retest).toMatchObject({ texts: 48, repeats: 2 });
    const [{ levels }] = manyFacet.columns;
    expect(levels).toHaveLength(6);
    levels.forEach(({ low, value, high }: Record<'low' | 'value' | 'high', number>, m: number) => {
      expect(low).toBeGreaterThanOrEqual(0);
      expect(high).toBeLessThanOrEqual(100);
      expect(Math.abs(value - (100 * (m + 0.5)) / 6)).toBeLessThan(15);
    });
    const [first, second] = manyFacet.values[0].raters;
    expect(first.severity.high).toBeLessThan(0);
    expect(second.severity.low).toBeGreaterThan(0);
  });

  it('reads a column a rater, and says what cannot be told', async () => {
    const wide = [
      'who;item;x;y',
      ...rows(1).map(({ m, item, ratings: [x, y] }) => `m${m};${item};${x};${y}`),
    ];
    const { code, out } = await run(
      ...['reliability', file('wide.csv', wide.join('\n')), '--raters', 'x,y', '--model', 'who'],
      '--no-facets',
    );
    expect(code).toBe(0);
    expect(out).toContain('6 models, 4 items, 2 raters');
    expect(out).toMatch(/Sampling noise[\s\S]*cannot be told/);
    expect(out).not.toContain('many-facet');
  });

  it('names the line of a rating that cannot be used', async () => {
    const twice = `${long(1)}\nm0,i0,0,r0,3`;
    const again = await run('reliability', file('twice.csv', twice));
    expect(again.code).toBe(3);
    expect(again.notes).toContain('twice.csv:50');
    expect(again.notes).toContain('r0 rates the same text a second time');
    const odd = await run('reliability', file('odd.csv', long(1).replace(/,\d\n/, ',high\n')));
    expect(odd.notes).toContain('"high" is not a number');
  });

  it('withholds the many-facet model where ratings are not steps of a scale', async () => {
    const { out } = await run(
      'reliability',
      file(
        'halves.csv',
        long(1)
          .replaceAll(/,(\d)$/gm, ',$1.5')
          .replace('.5', '.25'),
      ),
    );
    expect(out).toContain('No many-facet model: it needs ratings in whole numbers');
  });
});
