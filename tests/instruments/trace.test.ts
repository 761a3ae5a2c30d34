/** What the cells of the sentence test's tables stand on, in a finished run: every line that they follow from, and no other. */
import { afterAll, describe, expect, it } from 'vitest';
import type { Facts, Instrument } from '../../src/instruments/contract.ts';
import { sentenceLines } from '../../src/instruments/sentence-completion/score.ts';
import { evidenceOf } from '../../src/instruments/shared/evidence.ts';
import type { Rated } from '../../src/instruments/shared/rated.ts';
import { promptFiles } from '../../src/prompts/load.ts';
import { factsOf } from '../../src/run/instruments/instrument-facts.ts';
import { openRunFolder } from '../../src/run/run-folder.ts';
import { finishedRun } from '../support/finished-run.ts';

const prompts = promptFiles();
const run = openRunFolder(finishedRun, false, Date.now);
afterAll(() => run.close());
const { instrument, settings } = run.instruments()[0]! as {
  instrument: Instrument;
  settings: unknown;
};
const facts: Facts = factsOf(run.instruments()[0]!, run, prompts)!;
const { completions, ratings, exams } = sentenceLines(facts);
const result = instrument.score(facts, settings) as Rated;
const told = instrument.tell(result, facts.items);
const behind = (table: string, row: string, column: string | null = null) =>
  evidenceOf({ instrument, settings, facts }, { table, row, column });
const ids = (lines: readonly { id: string }[]) => lines.map(({ id }) => id).sort();

describe('what a cell stands on', () => {
  it.each(['raw', 'profile'])(
    'of %s scores: the completions of the model, with the ratings of the column',
    (kind) => {
      const scores = result.scores[0]!;
      for (const { model } of scores.models)
        for (const { id, kind: of, dimension } of scores.columns) {
          const found = behind(`${kind}-${scores.system}`, model, id);
          const own = completions.filter((line) => line.model === model);
          expect(ids(found)).toEqual(ids(own));
          const under = found.flatMap((one) => one.under);
          const columns = scores.columns.filter((one) =>
            of === 'dimension' ? one.dimension === dimension : one.id === id,
          );
          const wanted = ratings.filter(
            (line) =>
              line.system === scores.system &&
              own.some((one) => one.id === line.completion) &&
              columns.some((one) => one.id === line.subdimension),
          );
          expect(wanted.length).toBeGreaterThan(0);
          expect(ids(under)).toEqual(ids(wanted));
        }
    },
  );

  it('of what is missing: only completions with a missing rating', () => {
    const [scores] = result.scores;
    for (const { model, raw } of scores!.models) {
      const found = behind(`raw-${scores!.system}`, model, 'missing');
      expect(found.every(({ under }) => under.some(({ text }) => text.startsWith('missing')))).toBe(
        true,
      );
      expect(found.length === 0).toBe(raw.every(({ missing }) => missing === 0));
    }
  });

  it('of a stem: every completion of it; of an exam: its record', () => {
    const { system, items: stems } = result.scores[0]!;
    for (const { item: stem } of stems)
      expect(ids(behind(`stems-${system}`, stem))).toEqual(
        ids(completions.filter((line) => line.stem === stem)),
      );
    const table = told.tables.find(({ id }) => id === 'exams')!;
    expect(new Set(table.rows.map(({ id }) => id)).size).toBe(table.rows.length);
    expect(table.rows.flatMap(({ id }) => ids(behind('exams', id))).sort()).toEqual(ids(exams));
  });

  it('is told for every table with a row a model, a stem, a value, or a judge, and for no other', () => {
    const traced = told.tables.filter(
      ({ id, rows, file }) => !file && behind(id, rows[0]!.id).length > 0,
    );
    const kinds = new Set(traced.map(({ id }) => id.replace(/-[\w]+$/, '')));
    expect([...kinds].sort()).toEqual(
      expect.arrayContaining(['exams', 'profile', 'quality', 'raw', 'stems']),
    );
    expect([...kinds].some((kind) => kind.startsWith('decision'))).toBe(false);
    expect(behind('no such table', 'alpha')).toEqual([]);
  });
});
