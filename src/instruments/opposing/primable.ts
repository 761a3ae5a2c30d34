/** The pairs asked again under conditions: each read as it is, and with what stands after a neutral request taken away. */
import type { Primable } from '../contract.ts';
import { scoredLines } from '../shared/likelihood-round.ts';
import type { PairSettings } from '../shared/pairs/pair-items.ts';
import { pairsOn } from '../shared/pairs/pairs-on.ts';
import type { Items } from './items.ts';
import { preferencesOf, priorLine, readingsOf } from './preferences.ts';

const unit = 'nats a byte';

export const primable: Primable<PairSettings, Items> = {
  // The first tells raised from lowered best; how that was decided stands in docs/instruments/opposing.md.
  figures: [
    { id: 'preference', title: 'after the request', unit },
    { id: 'minus-prior', title: 'minus neutral', unit },
    { id: 'residual', title: 'minus slope × neutral', unit },
  ],
  // One neutral request tells what belongs to the replies alone.
  items: (items, about) => ({
    ...items,
    neutral: items.neutral.slice(0, 1),
    sets: pairsOn(items.sets, about),
  }),
  read({ likelihoods }, items, plain) {
    const read = (lines: typeof likelihoods) =>
      preferencesOf(readingsOf(scoredLines(lines), items));
    const preferences = read(likelihoods);
    // The slope is the model’s, not that of a role which it plays.
    const line = priorLine(read(plain.likelihoods));
    return preferences.map(({ pair, raw, prior }) => ({
      ...{ item: pair.id, value: pair.value },
      figures: [
        raw,
        prior === null ? null : raw - prior,
        prior === null || !line ? null : raw - line.slope * prior,
      ],
    }));
  },
};
