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

/** Rows of cells with a header of raters. */
function table(name: string, rows: readonly (readonly (number | string | null)[])[]): string {
  const header = rows[0]!.map((_, r) => `r${r + 1}`);
  return file(name, `${[header, ...rows].map((row) => row.join(',')).join('\n')}\n`);
}

describe('agreement', () => {
  it('has the keys and figures of the reference: ICC', async () => {
    for (const { data, anova } of known.icc) {
      const { code, out } = await run('agreement', table('icc.csv', data), '--json');
      expect(code).toBe(0);
      const { icc } = JSON.parse(out);
      expect(Object.keys(icc.anova)).toEqual(expect.arrayContaining(Object.keys(anova)));
      expect(icc.anova.type).toEqual(anova.type);
      for (const key of ['icc', 'F', 'p', 'lower', 'upper', 'meanSquares'])
        anova[key].forEach((value: number, i: number) => {
          expect(icc.anova[key][i]).toBeCloseTo(value, 8);
        });
    }
  });

  it('has the keys and figures of the reference: κ and Krippendorff’s α', async () => {
    const [nine] = known.kappa;
    const { kappa } = JSON.parse((await run('agreement', table('k.csv', nine.data), '--json')).out);
    expect(kappa.kappa).toBeCloseTo(nine.kappa, 10);
    expect(kappa.weightedKappa).toBeCloseTo(nine.weightedKappa, 10);
    expect(kappa.varWeighted).toBeCloseTo(nine.varWeighted, 10);
    expect(kappa.weights).toEqual(nine.weights);
    expect(kappa.ci95.weighted[0]).toBeCloseTo(nine.ci95.weighted[0], 8);
    const [coders] = known.krippendorff;
    const things = coders.data[0].map((_: unknown, u: number) =>
      coders.data.map((row: (number | null)[]) => row[u] ?? ''),
    );
    const { krippendorff, meta } = JSON.parse(
      (await run('agreement', table('u.csv', things), '--json')).out,
    );
    expect(meta).toMatchObject({ level: 'ordinal', missing: 7, things: 12 });
    for (const level of ['nominal', 'ordinal', 'interval', 'ratio']) {
      expect(krippendorff[level]).toBeCloseTo(coders[level], 10);
      expect(krippendorff.ci95[level][0]).toBeLessThan(coders[level]);
    }
  });

  it('reads one rating a row as it reads one thing a row', async () => {
    const wide = file(
      'wide.csv',
      'thing,"A, the first",B,C\nx,1.5,1.6,\ny,3,2.5,2.75\nz,4.25,,4\n',
    );
    const long = file(
      'long.csv',
      'thing,judge,rating\nx,"A, the first",1.5\nx,B,1.6\ny,"A, the first",3\ny,B,2.5\ny,C,2.75\nz,"A, the first",4.25\nz,B,NA\nz,C,4\n',
    );
    const keys = ['--unit', 'thing', '--rater', 'judge', '--value', 'rating'];
    const a = JSON.parse((await run('agreement', wide, '--json')).out);
    const b = JSON.parse((await run('agreement', long, ...keys, '--json')).out);
    expect(a.meta).toMatchObject({ level: 'interval', raters: ['A, the first', 'B', 'C'] });
    expect(b.krippendorff).toEqual(a.krippendorff);
    expect(a.kappa.withheld).toContain('measurements');
    const twice = file('twice.csv', 'thing,judge,rating\nx,A,1\nx,B,1\nx,A,2\n');
    const refused = await run('agreement', twice, ...keys);
    expect(refused.code).toBe(3);
    expect(refused.notes).toMatch(/A rates x a second time \(.*twice\.csv:4\)/);
    expect((await run('agreement', long, '--rater', 'judge')).code).toBe(2);
  });

  it('takes labels: categories without order or numbers', async () => {
    const labels = file(
      'labels.csv',
      'text,one,two,three\na,yes,yes,no\nb,no,no,no\nc,maybe,yes,maybe\nd,yes,yes,\ne,no,no,no\n',
    );
    const { out } = await run('agreement', labels, '--json');
    const result = JSON.parse(out);
    expect(result.meta).toMatchObject({
      level: 'nominal',
      raters: ['one', 'two', 'three'],
      categories: ['maybe', 'no', 'yes'],
    });
    expect(result.krippendorff).toMatchObject({ ordinal: null, interval: null, ratio: null });
    expect(result.kappa.pairs).toHaveLength(3);
    expect(result.kappa.weightedKappa).toBeNull();
    expect(result.icc.withheld).toContain('labels');
    const text = await run('agreement', labels);
    expect(text.out).toContain('Krippendorff’s α (nominal)');
    expect(text.out).not.toContain('κ quad.');
    const forced = await run('agreement', labels, '--level', 'interval');
    expect(forced.code).toBe(3);
    expect(forced.notes).toMatch(/one: "yes" is not a number \(.*labels\.csv:2\)/);
  });

  it('says which figure fits, and when raters differ in level', async () => {
    const shifted = table(
      'shift.csv',
      [1.2, 2.7, 3.1, 4.9, 5.5, 2.2, 3.9].map((x) => [x, x + 2.1, x - 0.1]),
    );
    const { out } = await run('agreement', shifted);
    expect(out).toContain('is the figure to report');
    expect(out).toContain('order things more alike (ICC3 1.00)');
  });

  it('never prints what is not a number', async () => {
    const tables = [
      table('same.csv', [
        [1, 1],
        [1, 1],
        [1, 1],
      ]),
      table('apart.csv', [
        [1, ''],
        ['', 2],
        [3, ''],
      ]),
      table('perfect.csv', [
        [1, 1],
        [2, 2],
        [3, 3],
      ]),
      table('flat.csv', [
        [1, 2, 2],
        [1, 3, 2],
        [1, 1, 2],
      ]),
      table('level.csv', [
        [1, 2],
        [2, 1],
        [1, 2],
        [2, 1],
      ]),
    ];
    for (const one of tables) {
      const { code, out } = await run('agreement', one);
      expect(code).toBe(0);
      expect(out).not.toMatch(/NaN|undefined|Infinity/);
      const json = await run('agreement', one, '--json');
      expect(json.out).not.toMatch(/NaN|Infinity/);
    }
    expect((await run('agreement', tables[0]!)).out).toContain('No figure fits');
    expect((await run('agreement', tables[1]!)).out).toContain('too few things');
    expect((await run('agreement', tables[2]!)).out).toContain('∞');
  });

  it('reads labels in any case, and says what is no rater or may be none', async () => {
    const [a, b] = ['5243131524', '4143251523'].map((digits) => [...digits].map(Number));
    const rows = a!.map((x, i) => [`t${i % 5}`, x, b![i]!, (x + b![i]!) / 2, 40 + 7 * x]);
    const head = 'item , first , second , average , seconds';
    const wide = file('doubtful.csv', [head, ...rows.map((row) => row.join(' , '))].join('\n'));
    const { krippendorff, meta, warnings } = JSON.parse(
      (await run('agreement', wide, '--json')).out,
    );
    expect(meta.raters).toEqual(['first', 'second', 'seconds']);
    expect(warnings.join('\n')).toContain(
      'average is the mean of first and second and is left out',
    );
    expect(warnings.join('\n')).toContain('seconds (47 to 75) is on another scale');
    expect(warnings.join('\n')).toContain('the id t0 stands more than once (lines 2, 7)');
    expect(krippendorff.level).toBe('ordinal');

    const words = a!.map((x, i) => [x > 2 ? 'Yes' : 'no', b![i]! > 2 ? 'yes ' : 'NO']);
    const labels = file('case.csv', ['r1,r2', ...words.map((row) => row.join(','))].join('\n'));
    const read = JSON.parse((await run('agreement', labels, '--json')).out);
    expect(read.meta.categories).toEqual(['NO', 'Yes']);
    expect(read.warnings.join()).toContain('taken as one label:');
  });

  it('takes what raters say of their ratings, remarks, and topics for no raters', async () => {
    const labels = ['power', 'care', 'none', 'truth'];
    const rows = Array.from({ length: 16 }, (_, i) => {
      const [one, two] = [labels[(i * 7) % 4], labels[(i * 7 + (i % 3 === 0 ? 1 : 0)) % 4]];
      const remark = i === 4 ? 'unclear' : '';
      return [
        `s${i}`,
        ['home', 'work'][i % 2],
        one,
        0.5 + i / 40,
        two,
        0.9 - i / 40,
        remark,
      ].join();
    });
    const head = 'item,topic,ann,ann_conf,Tom,Tom confidence,comment';
    const path = file('beside.csv', [head, ...rows].join('\n'));
    const { meta, warnings } = JSON.parse((await run('agreement', path, '--json')).out);
    expect(meta.raters).toEqual(['ann', 'Tom']);
    expect(warnings.join('\n')).toContain('ann_conf says something of ann and is left out');
    expect(warnings.join('\n')).toContain('no column of ratings, left out: topic, comment');
  });

  it('takes how far raters lie apart, and whether they agree, for no raters', async () => {
    const [a, b] = ['5243131524', '4143251523'].map((digits) => [...digits].map(Number));
    const rows = a!.map((x, i) => [x, b![i]!, Math.abs(x - b![i]!), x === b![i] ? 1 : 0].join());
    const path = file('apart.csv', ['r1,r2,gap,match', ...rows].join('\n'));
    const { meta, warnings } = JSON.parse((await run('agreement', path, '--json')).out);
    expect(meta.raters).toEqual(['r1', 'r2']);
    expect(warnings.join('\n')).toContain('gap is how far r1 and r2 lie apart and is left out');
    expect(warnings.join('\n')).toContain('match says where r1 and r2 agree and is left out');
  });

  it('takes a minus beside a plus for a label', async () => {
    const rows = [...'++-+--+-'].map((sign, i) => `${i},${sign},${'+-'[i % 2]}`);
    const path = file('signs.csv', ['id,x,y', ...rows].join('\n'));
    const { meta } = JSON.parse((await run('agreement', path, '--json')).out);
    expect(meta).toMatchObject({ categories: ['+', '-'], missing: 0 });
  });

  it.each([
    ['one.csv', 'a\n1\n2\n', [], 3, 'Agreement needs at least 2 raters'],
    ['mixed.csv', 'a,b\n1,x\n2,2\n', [], 3, 'b: "x" is not a number'],
    ['gaps.csv', 'a,b\n,\nNA,\n', [], 3, 'at least 2 raters'],
    ['names.csv', 'a,b\n1,2\n2,2\n', ['--raters', 'a,c'], 3, 'The column c is missing ('],
    ['ratio.csv', 'a,b\n-1,2\n2,2\n', ['--level', 'ratio'], 3, 'not negative'],
    ['single.csv', 'item,a,b\nx,3,4\n', [], 3, 'at least 2 things; there is only 1'],
    [
      'long.csv',
      'text,Judge ID,stars\nx,1,3\nx,2,4\ny,1,5\ny,2,5\n',
      [],
      2,
      'Add --unit text --rater Judge ID --value stars',
    ],
    ['counts.csv', ',yes,no\nyes,12,3\nno,2,14\n', [], 3, 'counts pairs of labels'],
    [
      'tallies.csv',
      'item,care,duty,truth\na,3,0,0\nb,1,1,1\nc,0,2,1\nd,2,1,0\ne,0,0,3\n',
      [],
      2,
      'The numbers of each row add up to 3',
    ],
    [
      'users.jsonl',
      ['x', 'y', 'z']
        .flatMap((text) =>
          ['u1', 'u2', 'u3'].map((user) => JSON.stringify({ text, label: ['care'], user })),
        )
        .join('\n'),
      [],
      2,
      'Add --unit text --rater user --value label',
    ],
    [
      'prodigy.jsonl',
      ['x', 'y', 'z']
        .flatMap((text) =>
          ['u1', 'u2'].map((one) => JSON.stringify({ text, accept: ['care'], _annotator_id: one })),
        )
        .join('\n'),
      [],
      2,
      'The column _annotator_id says who rated',
    ],
    [
      'turned.csv',
      'Judge,t1,t2,t3\ngpt,1,2,3\nqwen,2,2,4\n',
      [],
      2,
      'The rows of this table are raters',
    ],
  ])('explains %s', async (name, text, options, exit, message) => {
    const { code, notes } = await run('agreement', file(name, text), ...options);
    expect(code).toBe(exit);
    expect(notes).toContain(message);
  });

  it('takes users for things where each stands in one row', async () => {
    const users = file('users.csv', 'user,a,b\nann,1,2\nbob,2,2\ncleo,3,3\ndan,1,1\n');
    const { code, out } = await run('agreement', users);
    expect(code).toBe(0);
    expect(out).toContain('2 raters on 4 things');
  });
});
