/** The sentences that models ended, as texts that other instruments read. */
import type { Facts, InstrumentText } from '../contract.ts';
import type { Completion } from './records.ts';
import type { SentenceItems } from './sentence-context.ts';
import { completionOf } from './stems.ts';

/** Whole sentences, each asked by its stem; an answer without a completion is an empty text. */
export function textsOfSentences({ items, lines }: Facts<SentenceItems>): InstrumentText[] {
  const stems = new Map(items.stems.map((stem) => [stem.id, stem]));
  return ((lines.completions ?? []) as readonly Completion[]).flatMap((line) => {
    const stem = stems.get(line.stem);
    if (!stem) return [];
    const ending = completionOf(line.text, stem, line.form);
    const text = ending === '' ? '' : `${stem.text} ${ending}`;
    return [{ id: line.id, model: line.model, text, asked: stem.text }];
  });
}
