/** The facts in long form: one row per rating, or what is missing of it, and value that it counts for. */
import type { LineFile } from '../contract.ts';
import { answersIn } from '../shared/answer-round.ts';
import { type Items, scaleOf } from './items.ts';
import { type Rated, ratingsOf } from './ratings.ts';

/**
 * `rating` is from the least to the most, not turned by its key; `probabilities` are those of the options from the
 * least to the most, separated by blanks. An item that counts for no value has an empty value.
 */
export const factsFile: LineFile<Items> = {
  name: 'questionnaire-facts.csv',
  what: 'every rating with its facets, or why it is missing',
  columns: [
    ...['model', 'family', 'condition', 'language', 'set', 'kind', 'item', 'system', 'value'],
    ...['key', 'order', 'wording', 'reading', 'rating', 'scale', 'missing', 'mass'],
    ...['probabilities', 'answer', 'line'],
  ],
  *rows(facts) {
    const languageOf = new Map(facts.items.conditions.map(({ id, language }) => [id, language]));
    const families = new Map(facts.models.map(({ name, tags }) => [name, tags.family]));
    const texts = new Map(answersIn(facts.lines.answers).map(({ id, text }) => [id, text]));
    const about = ({ model, condition, set, item }: Rated) => [
      ...[model, families.get(model) ?? '', condition, languageOf.get(condition) ?? ''],
      ...[set.id, set.kind, item.id, set.system],
    ];
    for (const one of ratingsOf(facts)) {
      const counts = one.item.counts.length > 0 ? one.item.counts : [{ value: '', key: '' }];
      const { distribution } = one;
      for (const { value, key } of counts)
        yield [
          ...[...about(one), value, key, one.order, one.wording, one.reading, one.rating],
          ...[scaleOf(one.set), one.missing, distribution?.mass ?? null],
          distribution?.shares.map((share) => share.toPrecision(4)).join(' ') ?? null,
          ...[texts.get(one.line) ?? '', one.line],
        ];
    }
  },
};
