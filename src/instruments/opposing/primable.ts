/** The pairs asked again under conditions: each read as it is, and minus the preference after a neutral request. */
import type { Primable } from '../contract.ts';
import { scoredLines } from '../shared/likelihood-round.ts';
import type { PairSettings } from '../shared/pairs/pair-items.ts';
import { pairsOn } from '../shared/pairs/pairs-on.ts';
import type { Items } from './items.ts';
import { preferencesOf, priorLine, readingsOf } from './preferences.ts';

const unit = 'nats a byte';

export const primable: Primable<PairSettings, Items> = {
  // The first distinguishes raised from lowered best: docs/instruments/opposing.md.
  figures: [
    { id: 'preference', title: 'after the request', unit },
    { id: 'minus-prior', title: 'minus neutral', unit },
    { id: 'residual', title: 'minus slope × neutral', unit },
  ],
  // One neutral request is enough to measure the replies alone.
  items: (items, about) => ({
    ...items,
    neutral: items.neutral.slice(0, 1),
    sets: pairsOn(items.sets, about),
  }),
  read({ likelihoods }, items, plain) {
    const read = (lines: typeof likelihoods) =>
      preferencesOf(readingsOf(scoredLines(lines), items));
    const preferences = read(likelihoods);
    // The slope is the model’s own, without a role prompt.
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
