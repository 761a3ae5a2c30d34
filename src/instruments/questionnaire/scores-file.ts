/** The scores under the plain condition in long form, as `valuelex methods` reads them. */
import type { LineFile } from '../contract.ts';
import type { Items } from './items.ts';
import { scoreQuestionnaire } from './score.ts';

export const scoresFile: LineFile<Items> = {
  name: 'questionnaire-scores.csv',
  what: 'the score of each model on each value',
  columns: [
    ...['model', 'family', 'system', 'value', 'score', 'centred', 'se', 'sd', 'items'],
    ...['reading', 'asked', 'missing'],
  ],
  *rows(facts) {
    const result = scoreQuestionnaire(facts);
    if ('unavailable' in result) return;
    for (const { id, values, under } of result.systems)
      for (const one of under[0]!.models)
        for (const [at, value] of values.entries()) {
          const [raw, centred] = [one.raw[at], one.centred[at]];
          if (raw && centred)
            yield [
              ...[one.model, one.family, id, value.id, raw.value, centred.value, raw.se],
              ...[one.sd[at], raw.n, one.reading, one.asked],
              Object.values(one.missing).reduce((sum, count) => sum + count, 0),
            ];
        }
  },
};
