import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { verdictTable } from '../../src/instruments/shared/tell/tell-pairs.ts';
import { formNotes } from '../../src/instruments/shared/tell/tell-scores.ts';
import { stabilityPart } from '../../src/report/factor-tables.ts';
import {
  clustersTable,
  factorLines,
  findingLines,
  lexiconTable,
} from '../../src/report/text-tables.ts';
import { ratedIn, resultTable } from '../../src/run/rated-results.ts';
import type { Results } from '../../src/run/state.ts';
import { tableText } from '../../src/tables/as-text.ts';
import { type Paint, plainPaint } from '../../src/tables/paint.ts';
import { shownTables, type Table } from '../../src/tables/table.ts';
import { tableLines, wrapText } from '../../src/tables/text-lines.ts';
import { fixtureFactors, fixtureState } from '../support/fixture-state.ts';
import { hostileInput } from './hostile-run.ts';

const style = (code: string) => (text: string) => `\u001b[${code}m${text}\u001b[0m`;
const colour: Paint = {
  bold: style('1'),
  dim: style('2'),
  warning: style('33'),
  good: style('32'),
  heat: (text, value) => style(value > 0 ? '41' : '44')(text),
};

const { results } = hostileInput().state;
const calm = fixtureState().results;

/** Every table that the sentence test tells. */
function toldIn({ instruments }: Results): Table[] {
  return Object.values(instruments).flatMap((one) =>
    'told' in one ? shownTables(one.told.tables) : [],
  );
}

function all(width: number, paint: Paint): string[][] {
  const layout = { width, paint };
  return [
    findingLines(results.findings, layout),
    lexiconTable(results.lexicon!, layout),
    clustersTable(results.curated!, layout),
    factorLines(fixtureFactors(3), layout),
    factorLines(fixtureFactors(8), layout),
    ...toldIn(results).map((table) => tableText(table, layout)),
  ];
}

describe('the tables', () => {
  it.each([40, 60, 80, 160])('are never wider than %i', (width) => {
    for (const lines of [...all(width, plainPaint), ...all(width, colour)])
      for (const line of lines) expect(stringWidth(line), line).toBeLessThanOrEqual(width);
  });

  it('hold no escape sequence without colours', () => {
    for (const lines of all(80, plainPaint)) {
      expect(lines.join('')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/);
    }
  });

  it('have the same text with and without colours', () => {
    const bare = all(80, colour).map((lines) =>
      lines.map((line) => line.replace(/\u001b\[\d+m/g, '').trimEnd()),
    );
    expect(bare).toEqual(all(80, plainPaint).map((lines) => lines.map((line) => line.trimEnd())));
  });
});

describe('factorLines', () => {
  it('is sorted by factor and dims what is small', () => {
    const view = fixtureFactors(3);
    const all = factorLines(view, { width: 160, paint: colour });
    const lines = all.slice(
      0,
      all.findIndex((line) => line.includes('Rules for the number')),
    );
    const names = view.columns.map((column) => column.cluster);
    const shown = lines.flatMap((line) => names.filter((name) => line.startsWith(`${name} `)));
    const factorOf = (name: string) => {
      const row = view.loadings[names.indexOf(name)]!.map(Math.abs);
      return row.indexOf(Math.max(...row));
    };
    expect(shown).toHaveLength(names.length);
    expect(shown.map(factorOf)).toEqual([...shown.map(factorOf)].sort());
    const first = lines.find((line) => line.startsWith(`${shown[0]} `))!;
    expect(first).toContain('\u001b[41m');
    expect(first).toContain('\u001b[2m');
  });

  it('says what replicates and what is wordiness', () => {
    const text = factorLines(fixtureFactors(4), { width: 100, paint: plainPaint }).join('\n');
    expect(text).toMatch(/replicates\s+\.97 ✓\s+\.91 ~\s+\.62 ✗\s+\.50 ✗/);
    expect(text).toContain('wordiness?');
  });
});

describe('the table of scores', () => {
  it('counts models that were asked in the same form where they are many', () => {
    const scores = ratedIn(calm).scores[0]!;
    const [one] = scores.models;
    const models = ['a', 'b', 'c', 'd', 'e', 'f'].map((model, i) => ({
      ...one!,
      model,
      forms: i === 0 ? ['completion'] : ['chat-prefill'],
    }));
    expect(formNotes({ ...scores, models })[0]).toContain(
      'a by completion; 5 models by chat-prefill',
    );
  });

  it('never cuts a number or a letter, however narrow', () => {
    const scores = ratedIn(calm).scores[0]!;
    const table = resultTable(calm, `raw-${scores.system}`)!;
    const text = tableText(table, { width: 44, paint: plainPaint }).join('\n');
    for (const model of scores.models)
      for (const [c, estimate] of model.raw.entries())
        expect(text).toMatch(new RegExp(`${estimate.value.toFixed(0)} ±\\d+ ${model.letters[c]}`));
  });

  it('shows marks, forms, and notes', () => {
    const table = resultTable(calm, `raw-${ratedIn(calm).scores[0]!.system}`)!;
    const text = tableText(table, { width: 200, paint: plainPaint }).join('\n');
    expect(text).toContain('marked “subject only”');
    expect(text).toContain('Asked in different forms');
    expect(text).toContain('the scores are for these judges');
  });
});

describe('verdictTable', () => {
  it('gives ranks as ranges and says what cannot be placed', () => {
    const estimate = { value: 67, se: 1.5, low: 64, high: 70, n: 48, missing: 0 };
    const column = {
      id: 'character',
      name: 'Character',
      kind: 'dimension',
      dimension: 'character',
    } as const;
    const rank = { value: 1, low: 1, high: 2, of: 6, distribution: [0.7, 0.3, 0, 0, 0, 0] };
    const profile = { ...estimate, value: 6, low: 2, high: 10 };
    const placement = {
      column,
      score: estimate,
      profile,
      standsOut: true,
      amongColumns: true,
      rank,
      placed: true,
      nearest: { model: 'a:near', difference: 1 },
    };
    const table = verdictTable({
      system: 'valuelex',
      model: 'lab:new',
      columns: [
        { ...placement, amongColumns: false },
        { ...placement, placed: false, nearest: null, amongColumns: false },
      ],
      nearest: { model: 'a:near', distance: 2 },
      words: { item: 'stem', rater: 'judge', text: 'completion' },
      mark: null,
      notes: [],
    });
    const text = tableText(table, { width: 80, paint: plainPaint }).join('\n');
    expect(text).toMatch(/Character\s+67 ±3\s+\+6 ±4 ✓\s+1–2 of 6\s+near/);
    expect(text).toContain('not placed');
    expect(table.so).toBe('new: no dimension is shown to stand out from its own mean');
  });
});

describe('tableLines', () => {
  it('aligns by display width', () => {
    const lines = tableLines(
      [{ title: 'word' }, { title: 'n', align: 'right' }],
      [
        ['正直', '7'],
        ['honesty', '12'],
      ],
      { width: 40, paint: plainPaint },
    );
    expect(lines).toEqual(['word      n', '正直      7', 'honesty  12']);
  });

  it('sets what does not fit in blocks, each with the first column', () => {
    const columns = ['a', 'b', 'c', 'd'].map((title) => ({ title: title.repeat(8) }));
    const lines = tableLines(columns, [['1', '2', '3', '4']], { width: 20, paint: plainPaint });
    // The first title is broken where it has to be, and stands in full above each block.
    expect(lines.filter((line) => line.startsWith('aaaaaa'))).toHaveLength(3);
    expect(lines.filter((line) => line.startsWith('aa '))).toHaveLength(3);
  });

  it('tells titles in full, on more lines where they are wider than their numbers', () => {
    const columns = [
      { title: 'Model' },
      { title: 'Self-Competent', align: 'right' as const },
      { title: 'Openness to Change', align: 'right' as const },
      { title: 'n', align: 'right' as const },
    ];
    const rows = [['a model of a long name', '5 ±6 a', '11 ±4 a', '12']];
    expect(tableLines(columns, rows, { width: 48, paint: plainPaint })).toEqual([
      '                            Self-   Openness',
      'Model                   Competent  to Change   n',
      'a model of a long name     5 ±6 a    11 ±4 a  12',
    ]);
    const table = resultTable(calm, `raw-${ratedIn(calm).scores[0]!.system}`)!;
    for (const width of [80, 120]) {
      const text = tableText({ ...table, notes: [] }, { width, paint: plainPaint });
      expect(text.join('\n')).not.toContain('…');
    }
  });
});

describe('stabilityPart', () => {
  it('says families where they are what is halved', () => {
    const view = fixtureFactors(3);
    const { replication } = view.checks;
    if (!replication || 'withheld' in replication) throw new Error('the fixture has none');
    const part = stabilityPart({
      ...view,
      families: 7,
      checks: {
        ...view.checks,
        replication: {
          ...replication,
          models: 7,
          factors: replication.factors.map((one) => ({ ...one, without: 'family epsilon' })),
        },
      },
    });
    expect(part.notes.join('\n')).toContain(
      '50 random halves of 7 families; the family that matters most is epsilon.',
    );
    expect(part.tables[0]!.title).toMatch(/in other families\?/);
    expect(stabilityPart(view).notes.join('\n')).toMatch(
      /50 random halves of 35 models; the model/,
    );
  });
});

describe('wrapText', () => {
  it('breaks between words and cuts what is longer than a line', () => {
    expect(wrapText('one two three', 7, ' ')).toEqual(['one two', ' three']);
    expect(wrapText('abcdefghij', 5)).toEqual(['abcd…']);
  });
});
