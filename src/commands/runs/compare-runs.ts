/** Two runs side by side: their words, and the scores of models in both. */

import type { Outside } from '../../environment.ts';
import { ratedIn } from '../../run/rated-results.ts';
import type { RunState } from '../../run/state.ts';
import { shortName } from '../../tables/numbers.ts';
import type { TextTable } from '../../ui/interface-options.ts';
import { withRunRead } from './open-run.ts';

/** At most this many words of each list. */
const mostWords = 12;

export async function compareRunTables(
  a: string,
  b: string,
  outside: Outside,
): Promise<TextTable[]> {
  const read = (folder: string) => withRunRead(folder, outside, (session) => session.getState());
  const [one, other] = [await read(a), await read(b)];
  return [overview(one, other), words(one, other), ...scores(one, other)];
}

function overview(a: RunState, b: RunState): TextTable {
  const row = (what: string, of: (state: RunState) => string) => [what, of(a), of(b)];
  return {
    title: 'Two runs',
    columns: ['', a.name, b.name],
    rows: [
      row('models', (state) => String(state.study.models.length)),
      row('answers', (state) => String(state.results.lexicon?.answers.count ?? 0)),
      row('words', (state) => String(state.results.lexicon?.descriptors.length ?? 0)),
      row('clusters', (state) => String(state.results.curated?.clusters.length ?? 0)),
      row('factors', ({ results }) =>
        results.factors && !('unavailable' in results.factors) ? String(results.factors.k) : '–',
      ),
      row('judges', (state) => state.study.test.judges.map(shortName).join(', ') || 'none'),
      row('simulated', (state) => (state.simulated ? 'yes' : 'no')),
    ],
  };
}

function words(a: RunState, b: RunState): TextTable {
  const counts = (state: RunState) =>
    new Map(state.results.lexicon?.descriptors.map((one) => [one.word, one.count]));
  const [inA, inB] = [counts(a), counts(b)];
  const only = (own: Map<string, number>, others: Map<string, number>) =>
    [...own].filter(([word]) => !others.has(word)).slice(0, mostWords);
  const [onlyA, onlyB] = [only(inA, inB), only(inB, inA)];
  const cell = (entry: [string, number] | undefined) => (entry ? `${entry[0]} ${entry[1]}` : '');
  return {
    title: 'Words that only one run has',
    columns: [a.name, b.name],
    rows: Array.from({ length: Math.max(onlyA.length, onlyB.length) }, (_, i) => [
      cell(onlyA[i]),
      cell(onlyB[i]),
    ]),
  };
}

/** One table per value system in both: raw scores of the models in both runs, and the shift. */
function scores(a: RunState, b: RunState): TextTable[] {
  return ratedIn(a.results).scores.flatMap((first) => {
    const second = ratedIn(b.results).scores.find((one) => one.system === first.system);
    if (!second) return [];
    const rows = first.models.flatMap((model) => {
      const same = second.models.find((one) => one.model === model.model);
      if (!same) return [];
      return first.columns.map((column, c) => {
        const [x, y] = [model.raw[c]!, same.raw[c]!];
        const se = Math.hypot(x.se ?? Number.NaN, y.se ?? Number.NaN);
        const shift = y.value - x.value;
        return [
          shortName(model.model),
          column.name,
          x.value.toFixed(0),
          y.value.toFixed(0),
          `${shift >= 0 ? '+' : '−'}${Math.abs(shift).toFixed(0)}`,
          Number.isFinite(se) ? (Math.abs(shift) > 1.96 * se ? 'apart' : 'within error') : '–',
        ];
      });
    });
    if (rows.length === 0) return [];
    return [
      {
        title: `${first.title}: models in both runs`,
        columns: ['model', 'value', a.name, b.name, 'shift', ''],
        rows,
      },
    ];
  });
}
