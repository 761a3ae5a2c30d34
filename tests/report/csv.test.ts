import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clustersCsv, descriptorsCsv, loadingsCsv, wordsCsv } from '../../src/report/csv.ts';
import { lineFiles, tableFiles } from '../../src/report/instrument-parts.ts';
import { reportData } from '../../src/report/report-data.ts';
import { reportInputOf } from '../../src/report/report-input.ts';
import { csv, safeCell } from '../../src/tables/csv-lines.ts';
import type { Table } from '../../src/tables/table.ts';
import { fixtureSession } from '../support/fixture-session.ts';
import { hostileInput } from './hostile-run.ts';

describe('safeCell', () => {
  it('puts an apostrophe before what a spreadsheet would compute', () => {
    expect(safeCell('=1+1')).toBe("'=1+1");
    expect(safeCell('+cmd')).toBe("'+cmd");
    expect(safeCell('-2+3')).toBe("'-2+3");
    expect(safeCell('@SUM(A1)')).toBe("'@SUM(A1)");
    expect(safeCell('\t=1')).toBe("' =1");
    expect(safeCell('\r=1')).toBe("'␍=1");
    expect(safeCell('  =1')).toBe("'  =1");
    expect(safeCell('＝1')).toBe("'＝1");
    expect(safeCell('a; "=1+1')).toBe('a; "\'=1+1');
  });

  it('leaves numbers and words alone', () => {
    for (const cell of [-0.5, '-0.5', '+3', '-1e-5', '.5', 'honesty', 'a-b', 'x = 1'])
      expect(safeCell(cell)).toBe(cell);
    expect(safeCell(Number.NaN)).toBe('');
    expect(safeCell(null)).toBe('');
    expect(safeCell(true)).toBe('yes');
  });

  it('never gives text that begins like a formula, holds a line break, or a control character', () => {
    const start = fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', ' ', '＝', '');
    fc.assert(
      fc.property(start, fc.string({ unit: 'binary' }), (first, rest) => {
        const cell = String(safeCell(first + rest));
        if (!/^[+-]?[\d.]/.test(cell)) expect(cell.trimStart()).not.toMatch(/^[=+\-@＝＋－＠]/);
        expect(cell).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
      }),
    );
  });
});

describe('the CSV files', () => {
  const input = hostileInput();
  const data = reportData(input);
  const read = (parts: Iterable<string>): Record<string, string>[] =>
    parse([...parts].join(''), { columns: true });

  it('gives every mention its answer', () => {
    const rows = read(descriptorsCsv(data, input.state.results.lexicon, input.responses));
    expect(rows).toHaveLength(5);
    const formula = rows.find((row) => row.raw!.includes('HYPERLINK'))!;
    expect(formula.word).toBe('\'=HYPERLINK("http://evil.example";"x")');
    expect(formula.answer).toBe('r3');
    expect(formula.context).toContain('I value =HYPERLINK');
    expect(formula.setting).toBe('t0.7');
  });

  it('gives every word one row, with where it stands and its first answer', () => {
    const { lexicon } = input.state.results;
    const rows = read(wordsCsv(data, lexicon, input.responses));
    expect(rows.map((row) => row.word)).toEqual(
      lexicon!.descriptors.map(({ word }) => safeCell(word)),
    );
    const [first] = lexicon!.descriptors;
    expect(rows[0]).toMatchObject({
      count: String(first!.count),
      models: String(first!.models),
      first_answer: first!.mentions[0]!.answer,
      simulated: 'no',
    });
    const formula = rows.find((row) => row.word!.includes('HYPERLINK'))!;
    expect(formula.first_answer).toBe('r3');
    expect(formula.first_context).toContain('I value =HYPERLINK');
  });

  it('gives every word the standing that it has among the clusters', async () => {
    const session = fixtureSession({ edits: [{ edit: 'discard', words: ['privacy'] }] });
    const plain = await reportInputOf(session, { version: '1.0.0', now: 0 });
    const { lexicon } = plain.state.results;
    // A word that was said too rarely to be clustered.
    const rare = { word: 'thrift', count: 1, models: 1, mentions: [] };
    const words = { ...lexicon!, descriptors: [...lexicon!.descriptors, rare] };
    const clusters = read(clustersCsv(reportData(plain)));
    const rows = read(wordsCsv(reportData(plain), words, plain.responses));
    for (const { word, cluster, standing } of rows) {
      const own = clusters.find((row) => row.word === word);
      expect({ cluster, standing }).toEqual({
        cluster: own?.cluster ?? '',
        standing: own?.standing ?? 'in no cluster',
      });
    }
    const standings = new Set(rows.map(({ standing }) => standing));
    expect([...standings].sort()).toEqual(['discarded', 'in cluster', 'in no cluster']);
    expect(rows.at(-1)).toMatchObject({ word: 'thrift', first_answer: '', first_context: '' });
  });

  it('gives every rating its completion, with missing ones empty', () => {
    const [rated] = input.instruments;
    const [file] = lineFiles(rated!.instrument, rated!.facts!);
    expect(file!.name).toBe('ratings.csv');
    const rows = read(file!.text());
    expect(rows.map((row) => row.raw)).toEqual(['', '-1.5', '-0.5', '0.5', '1.5']);
    expect(rows[0]!.text).toBe('<script>alert(1)</script>');
    expect(rows[2]!.text).not.toContain('\u001b');
  });

  it('keeps loadings as they are', () => {
    const rows = read(loadingsCsv(data));
    const view = input.state.results.factors;
    if (!view || 'unavailable' in view) throw new Error('the fixture has factors');
    expect(rows).toHaveLength(view.columns.length);
    expect(Number(rows[0]!['pattern: F1 Competence'])).toBe(view.loadings[0]![0]);
    expect(Number(rows[1]!.uniqueness)).toBeCloseTo(1 - view.communalities[1]!, 12);
    expect(rows[0]!.simulated).toBe('no');
  });

  it('has a row for every score, word, and exam', () => {
    const [first, second] = data.scores;
    const cells = [first!, second!].reduce(
      (sum, one) => sum + one.models.length * one.columns.length,
      0,
    );
    const [found] = data.instruments;
    const { tables } = (found!.found as { told: { tables: Table[] } }).told;
    const files = tableFiles(found!.id, tables, false);
    expect(files.map(({ name }) => name)).toEqual(['scores.csv', 'exams.csv']);
    const [scores, exams] = files.map(({ text }) => read(text()));
    expect(scores).toHaveLength(cells);
    expect(exams).toHaveLength(2);
    const [model] = first!.models;
    expect(scores![0]).toMatchObject({
      model: model!.model,
      raw_value: String(model!.raw[0]!.value),
      profile_low: String(model!.profile[0]!.low),
      letters: model!.letters[0],
      simulated: 'no',
    });
    expect(exams![0]).toMatchObject({ verdict: 'subject only', subject_passes: 'yes' });
    const words = read(clustersCsv(data));
    expect(words.filter((row) => row.standing === 'discarded').map((row) => row.word)).toEqual([
      'privacy',
    ]);
    expect(words.find((row) => row.word === 'accuracy')).toMatchObject({
      cluster: '<script>alert(1)</script>',
      named_by_hand: 'yes',
    });
  });

  it('comes in pieces when it is long', () => {
    const pieces = [
      ...csv(
        ['n'],
        Array.from({ length: 1200 }, (_, i) => [i]),
      ),
    ];
    expect(pieces.length).toBe(3);
    expect(pieces.join('').split('\n')).toHaveLength(1202);
  });
});
