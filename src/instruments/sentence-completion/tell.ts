/** What the sentence test says. */
import { plural } from '../../tables/numbers.ts';
import type { Told } from '../contract.ts';
import type { Rated } from '../shared/rated.ts';

export function tellSentences({ scores }: Rated): Told {
  return {
    headline: `${plural(scores.length, 'value system')} scored`,
    tables: [],
    plots: [],
    notes: [],
  };
}
