/** Every stance, one a row, for other programs. */
import type { LineFile } from '../contract.ts';
import type { Items } from './items.ts';
import { endingsOf, stancesOf } from './records.ts';

export const factsFile: LineFile<Items> = {
  name: 'stance-facts.csv',
  what: 'the stance of each ending on each value; compare within one stem and value alone',
  columns: ['completion', 'model', 'stem', 'ending', 'system', 'value', 'log_odds', 'head', 'at'],
  *rows(facts) {
    const endings = new Map(endingsOf(facts).map((one) => [one.id, one]));
    for (const { completion, system, subdimension, raw, head, at } of stancesOf(facts)) {
      const ending = endings.get(completion);
      yield [
        ...[completion, ending?.model, ending?.stem, ending?.ending],
        ...[system, subdimension, raw, head, at],
      ];
    }
  },
};
