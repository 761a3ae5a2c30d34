/** What the commands make of tables that other programs wrote: each kind once more, through the command line. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { names, numbersOf, textOf } from '../table-files/base-table.ts';
import { testTerminal } from './test-context.ts';

const terminal = testTerminal();
const { run } = terminal;
const steps = numbersOf('steps', 60);
mkdirSync(terminal.folder, { recursive: true });

function file(content: string | Uint8Array, name = 'table.csv'): string {
  const path = join(terminal.folder, name);
  writeFileSync(path, content);
  return path;
}

async function json(...argv: string[]) {
  const { code, out, notes } = await run(...argv, '--json');
  expect(code, notes).toBe(0);
  return JSON.parse(out);
}

const binary = (name: string) =>
  fileURLToPath(new URL(`../table-files/files/${name}`, import.meta.url));

describe('factors, power, and reliability', () => {
  const few = ['--draws', '20', '--factors', '1'];
  it('find the same in a dialect, and say how it was read', async () => {
    const plain = await json('factors', file(textOf(steps)), ...few);
    const odd = file(
      `# a comment\r\n"";${names.join(';')}\r\n${steps.map((row, i) => `${i + 1};${row.join(';')};`).join('\r\n')}\r\n`,
    );
    const found = await json('factors', odd, ...few);
    expect(found.variables).toEqual(names);
    expect(found.loadings).toEqual(plain.loadings);
    expect(found.warnings).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ code: 'table', message: expect.stringContaining('a comment') }),
        expect.objectContaining({
          code: 'column-left-out',
          message: expect.stringContaining('names the rows'),
        }),
      ]),
    );
    const alpha = await json('reliability', odd, '--draws', '100');
    expect(alpha.alpha.items).toEqual(names);
    expect(alpha.warnings.join('\n')).toMatch(/a comment[\s\S]*names the rows.*--items/);
    const power = await json('power', odd, '--models', '20', '--draws', '10', '--factors', '1');
    expect(power.from.columns).toEqual(names);
    expect(power.notes.join('\n')).toMatch(/a comment[\s\S]*names the rows/);
  });

  it('name codes for gaps, and take --gaps', async () => {
    const rows = steps.map((row, i) => (i % 6 === 0 ? row.with(1, -99).with(3, -99) : row));
    const path = file(textOf(rows));
    const warned = await json('factors', path, ...few);
    expect(warned.warnings[0].message).toMatch(/^-99 occurs 20 times in q2 and q4/);
    const found = await json('factors', path, ...few, '--gaps', '-99,999');
    expect(found.pairwiseN[1][1]).toBe(50);
    const alpha = await json('reliability', path, '--gaps', '-99', '--draws', '100');
    expect(alpha.warnings.join()).toContain('10 of 60 rows have gaps');
  });

  it('read workbooks and SPSS files', async () => {
    const sheet = await json('reliability', binary('book.xlsx'), '--draws', '100');
    expect(sheet.alpha.items).toEqual(['größe', 'q2', 'mark', 'ok']);
    expect(sheet.warnings.join('\n')).toContain('Wave 1 was read');
    for (const name of ['plain.sav', 'coded.sav', 'packed.zsav']) {
      const found = await json('reliability', binary(name), '--draws', '100');
      expect(found.alpha.items).toEqual(['größe', 'q2', 'q3_with_a_long_name']);
      expect(found.warnings.join('\n')).toContain('5 is declared missing');
    }
  });

  it('keep a column that is named, and say what was left out where too little is left', async () => {
    const rows = steps.map((row, i) => [i, ...row.slice(0, 2)]);
    const path = file(textOf(rows, { header: ['id', 'q1', 'q2'] }));
    const few3 = await run('factors', path, ...few);
    expect(few3.notes).toMatch(/3 usable columns[\s\S]*id counts the rows/);
    const kept = await json('factors', path, ...few, '--columns', 'id,q1,q2');
    expect(kept.variables).toEqual(['id', 'q1', 'q2']);
  });

  it('take one triangle of a matrix, whatever stands in the other', async () => {
    for (const gap of ['', 'NA', '.', '#N/A', 'NaN']) {
      const text = `"","a","b","c","d"\n"a",1,${gap},${gap},${gap}\n"b",.5,1,${gap},${gap}\n"c",.4,.3,1,${gap}\n"d",.4,.3,.5,1\n`;
      const found = await json(
        'factors',
        file(text),
        ...few,
        '--input',
        'correlation',
        '--n',
        '90',
      );
      expect(found.variables).toEqual(['a', 'b', 'c', 'd']);
      expect(found.correlation[0]).toEqual([1, 0.5, 0.4, 0.4]);
    }
    const comma = 'x;a;b;c\na;-;-;-\nb;0,5;-;-\nc;0,4;0,3;-\n';
    const bare = await json('factors', file(comma), ...few, '--input', 'correlation', '--n', '90');
    expect(bare.correlation).toEqual([
      [1, 0.5, 0.4],
      [0.5, 1, 0.3],
      [0.4, 0.3, 1],
    ]);
  });
});

describe('agreement', () => {
  it('takes a rater whose labels never repeat, and no names of things', async () => {
    const text = 'case,ann,bea,cy\nx1,a,a,a\nx2,b,b,a\nx3,c,c,c\nx4,d,c,d\nx5,e,e,d\n';
    const found = await json('agreement', file(text));
    expect(found.meta.raters).toEqual(['ann', 'bea', 'cy']);
    const two = await json('agreement', file('ann,bea\nred,red\nblue,green\ngreen,green\n'));
    expect(two.meta.raters).toEqual(['ann', 'bea']);
  });

  it('leaves out what counts or names the things', async () => {
    const ratings = [1, 2, 3, 3, 1, 4, 2, 5].map((x, i) => [
      x,
      Math.min(5, x + (i % 3 === 0 ? 1 : 0)),
    ]);
    const plain = await json('agreement', file(textOf(ratings, { header: ['j1', 'j2'] })));
    for (const [name, value] of [
      ['', (i: number) => i],
      ['X', (i: number) => i + 1],
      ['item', (i: number) => i + 1],
      ['doc_id', (i: number) => 900 - 7 * i],
      ['timestamp', (i: number) => 1_767_225_600 + 61 * i],
    ] as const) {
      const rows = ratings.map((row, i) => [value(i), ...row]);
      const found = await json('agreement', file(textOf(rows, { header: [name, 'j1', 'j2'] })));
      expect(found.meta.raters).toEqual(['j1', 'j2']);
      expect(found.krippendorff.ordinal).toBe(plain.krippendorff.ordinal);
      expect(found.warnings[0]).toContain('--raters');
    }
  });

  it('keeps "none" as a label, takes --gaps, and refuses numbers that overflow', async () => {
    const text = 'a,b\nnone,none\njoy,none\njoy,joy\n?,joy\nNA,none\n';
    const found = await json('agreement', file(text), '--gaps', '?');
    expect(found.meta).toMatchObject({ categories: ['joy', 'none'], missing: 2 });
    const large = await run('agreement', file('a,b\n1,2\n2,1e180\n3,3\n'));
    expect(large.code).toBe(3);
    expect(large.notes).toMatch(/b: "1e180" is too large .*table\.csv:3/);
    const coded = await json('agreement', file('r1,r2\n1,2\n2,2\n-99,3\n3,-99\n4,4\n5,5\n2,1\n'));
    expect(coded.warnings[0]).toMatch(/^-99 occurs 2 times in r1 and r2/);
  });
});

describe('lexicon and clusters', () => {
  it('an answer that is null is an empty one, told with its line', async () => {
    const lines = [
      '{"id":"a","answer":"- honesty"}',
      '{"id":"b","answer":null}',
      '{"id":"c"}',
      '{"id":"c","answer":"#N/A"}',
    ];
    const { code, out, notes } = await run('lexicon', file(lines.join('\n'), 'a.jsonl'), '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out).map((one: { id: string }) => one.id)).toEqual(['a', 'b', 'c', 'c']);
    expect(notes).toMatch(/3 answers are empty \(first: .*a\.jsonl:2\)/);
    expect(notes).toMatch(/The id c stands more than once \(lines 3, 4\)/);
  });

  it('words in another case or spelling are one, and what is merged is told', async () => {
    const text =
      'word;frequency\nHonesty;10\nhonesty;4\n honesty ;2\nHONEST;1\nfairness;5\nFairness;1\nsafety;\n<NA>;7\norganisation;3\norganization;2\n';
    const found = await json('clusters', file(text), '--k', '4');
    const counts = Object.fromEntries(
      found.clusters.map((one: { words: string[]; count: number }) => [
        one.words.join(),
        one.count,
      ]),
    );
    expect(counts).toMatchObject({ honesty: 17, fairness: 6, safety: 0, organization: 5 });
    for (const { cohesion } of found.clusters) expect(cohesion ?? 0).toBeLessThanOrEqual(1);
    expect(found.notes.join('\n')).toMatch(/counted 0 times: safety \(.*:8\)/);
    expect(found.notes.join('\n')).toMatch(
      /taken as one word: honesty \(Honesty, honesty, HONEST\)/,
    );
    const plain = await json('clusters', file('word\nhonesty\nhonesty\nfairness\ncourage\n'));
    expect(plain.clusters.map((one: { count: number }) => one.count)).toContain(2);
    expect(plain.notes).toEqual([expect.stringContaining('each row counts once')]);
    for (const heading of ['descriptor,count', 'Value;N', 'note,term,mentions']) {
      const sign = heading.includes(';') ? ';' : ',';
      const rows = ['honesty,7', 'fairness,5', 'safety,3', 'kindness,2'];
      const first = heading.startsWith('note') ? 'x,' : '';
      const text = [heading, ...rows.map((row) => first + row.replace(',', sign))].join('\n');
      const { clusters, notes } = await json('clusters', file(text), '--k', '4');
      const counted = clusters.map((one: { count: number }) => one.count);
      expect(counted).toEqual([7, 5, 3, 2]);
      expect(notes).toEqual([]);
    }
    const odd = await run('clusters', file('word,count\nhonesty,often\nfairness,2\n'));
    expect(odd.notes).toMatch(/count: "often" is not a number from 0 up \(.*:2\)/);
    const wrong = await run('clusters', file('word,frequency\nhonesty,often\nfairness,2\n'));
    expect(wrong.notes).toMatch(/frequency: "often" is not a number from 0 up \(.*:2\)/);
  });
});

describe('import', () => {
  it('leaves out rows without an answer and makes names of settings fit, and tells both', async () => {
    const text = [
      'model,prompt,answer,setting,form',
      'a b,What do you value?,honesty and kindness,temp 0.7,Chat',
      'a b,What do you value?,,temp 0.7,chat',
      'a b,What do you value?,N/A,temp 0.7,chat',
      'a b,Name ten values.,fairness,"T=1,p=.9",',
      'a b,Name ten values.,care,temp-0.7,completion',
      'c,Name ten values.,courage,,',
      'c,Name ten values.,hope,Température 1,',
    ].join('\n');
    const { out, notes, code } = await run('import', file(text), '--as', 'responses', '--json');
    expect(code, notes).toBe(0);
    const made = JSON.parse(out);
    expect(made.added).toBe(5);
    expect(made.notes.join('\n')).toMatch(/2 rows without an answer are left out \(first: .*:3\)/);
    const lines = readFileSync(join(made.folder, 'responses.jsonl'), 'utf8').trim().split('\n');
    const found = lines.map((line) => JSON.parse(line));
    expect(found.map(({ setting }) => setting)).toEqual([
      expect.stringMatching(/^temp-0\.7-[0-9a-f]{6}$/),
      'T-1-p-.9',
      'temp-0.7',
      'import',
      'Temperature-1',
    ]);
    expect(found.map(({ form }) => form)).toEqual(['chat', 'chat', 'completion', 'chat', 'chat']);
    const again = await json('import', file(text), '--as', 'responses', '--into', made.folder);
    expect(again).toMatchObject({ added: 0, known: 5 });
  });

  it('says in words what does not fit: the column, the cell, the line', async () => {
    const wrong = await run(
      ...[
        'import',
        file('model,prompt,answer,form\na,p,x,chat\nb,p,y,spoken\n'),
        '--as',
        'responses',
      ],
    );
    expect(wrong.notes).toMatch(/form: "spoken": none of chat, completion, chat-prefill \(.*:3\)/);
    const empty = await run(
      'import',
      file('{"model":null,"prompt":"p","answer":"x"}', 'e.jsonl'),
      '--as',
      'responses',
    );
    expect(empty.notes).toMatch(/model: a model needs a name \(.*e\.jsonl:1\)/);
    for (const notes of [wrong.notes, empty.notes])
      expect(notes).not.toMatch(/expected|received|pattern|undefined|invalid/i);
  });
});

describe('judge rate', () => {
  it('counts a completion that is null as missing, and reads workbooks', async () => {
    const lines = [
      '{"id":1,"stem":"When asked, I","completion":"tell the truth.","subdimension":"benevolence"}',
    ];
    const wrong = await run(
      ...['judge', 'rate', file(lines.join('\n'), 'r.jsonl'), '--judge', 'sim:judge'],
    );
    expect(wrong.notes).toMatch(/no subdimension benevolence[\s\S]*r\.jsonl:1/);
    const book = await run('judge', 'rate', binary('book.xlsx'), '--judge', 'sim:judge');
    expect(book.notes).toMatch(/The column stem is missing \(.*book\.xlsx, row 3\)/);
  });

  it('rates no gap, and tells ids that repeat', async () => {
    const rows = ['care for people', 'N/A', '<NA>', 'NULL', 'None'].map(
      (completion, i) => `${Math.min(i, 3)},"When I answer, I",${completion},social`,
    );
    const path = file(`id,stem,completion,subdimension\n${rows.join('\n')}\n`, 'gaps.csv');
    const { code, out, notes } = await run('judge', 'rate', path, '--judge', 'sim:judge', '--json');
    expect(code, notes).toBe(0);
    const missing = JSON.parse(out).map((one: { missing?: string }) => one.missing !== undefined);
    expect(missing).toEqual([false, true, true, true, false]);
    expect(notes).toMatch(/3 rows without a completion are not rated \(first: .*gaps\.csv:3\)/);
    expect(notes).toMatch(/The id 3 stands more than once \(lines 5, 6\)/);
  });
});
