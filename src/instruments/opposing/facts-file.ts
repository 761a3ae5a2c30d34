/** Every wording of every item that a model was asked, one per row, for other programs. */
import type { LineFile } from '../contract.ts';
import { scoredLines } from '../shared/likelihood-round.ts';
import type { Items } from './items.ts';
import { readingsOf } from './preferences.ts';

export const factsFile: LineFile<Items> = {
  name: 'opposing-facts.csv',
  what: 'every wording of every pair, with its log-probabilities',
  columns: [
    ...['model', 'condition', 'system', 'item', 'value', 'against', 'wording', 'reading'],
    ...['serving', 'opposing', 'bytes', 'preference', 'neutral', 'missing'],
  ],
  *rows({ items, lines }) {
    const groups = Map.groupBy(scoredLines(lines.likelihoods), ({ model, condition }) =>
      JSON.stringify([model, condition]),
    );
    for (const [key, own] of groups) {
      const [model, condition] = JSON.parse(key) as [string, string];
      for (const one of readingsOf(own, items))
        yield [
          ...[model, condition, one.system, one.pair.id, one.pair.value, one.pair.against],
          ...[one.wording + 1, own[0]!.base ? 'likelihood, base form' : 'likelihood'],
          ...[one.serving, one.opposing, one.bytes, one.preference, one.prior],
          one.refused ? 'refused' : null,
        ];
    }
  },
};
