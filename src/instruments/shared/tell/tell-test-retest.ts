/** Test–retest as a table: how much of model × item is sampling noise, and what a single text tells. */

import { capital } from '../../../safe-text/capital.ts';
import type { Cell, Table } from '../../../tables/table.ts';
import type { RetestScores } from '../retest-scores.ts';
import type { ScoreWords } from '../scores.ts';

export function retestTable(
  id: string,
  title: string,
  { item, rater, text }: ScoreWords,
  columns: readonly { id: string; name: string; under?: boolean; retest: RetestScores }[],
): Table {
  const reasons = new Set(
    columns.flatMap(({ retest }) => ('withheld' in retest ? [retest.withheld] : [])),
  );
  return {
    ...{ id, title },
    so: 'What changes when a model is asked the same again',
    columns: [
      { id: 'column', title: '' },
      {
        ...{ id: 'noise', title: 'Sampling noise', form: 'share' },
        meaning: `Of model × ${item} as one ${text} shows it`,
      },
      {
        ...{ id: 'single', title: `Reliability of one ${text}`, form: 'share' },
        meaning: `Of models on one ${item}`,
      },
      { id: 'texts', title: `${capital(text)}s`, digits: 0 },
      { id: 'repeats', title: `${capital(text)}s of one ${item}`, digits: 1 },
      { id: 'raters', title: `Of the noise, ${rater}s’`, form: 'share' },
    ],
    rows: columns.map(({ id: column, name, under, retest }) => {
      const told = 'withheld' in retest ? null : retest;
      const cells: Cell[] = told
        ? [told.noise, told.single, told.texts, told.repeats, told.raterNoise]
        : ['cannot be told', null, null, null, null];
      return { id: column, cells: [name, ...cells], ...(under === undefined ? {} : { under }) };
    }),
    notes: [
      `Sampling noise: the share of the model × ${item} variance of a single ${text} that does not come back when the ${item} is asked again. Reliability of one ${text}: how well a single ${text} stands for all that a model would write on that ${item}. 95 % intervals.`,
      ...(columns.some(({ retest }) => !('withheld' in retest) && retest.raterNoise === null)
        ? [
            `One ${rater}: what it makes of one ${text} and not of another counts as sampling noise.`,
          ]
        : []),
      ...[...reasons].map((reason) => `Cannot be told: ${reason}.`),
    ],
  };
}
