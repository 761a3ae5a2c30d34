/** The evidence of a cell: the answers, with the rating read in each. */
import type { Evidence, Facts, Place } from '../contract.ts';
import { answersIn } from '../shared/answer-round.ts';
import { type Items, systemsIn } from './items.ts';
import { type Rated, ratingsOf } from './ratings.ts';
import { whyMissing } from './read.ts';

const ofModels = [
  ...['centred', 'raw', 'bounds', 'answers', 'ordinal', 'ordinal-absolute', 'ordinal-use'],
];

export function traceQuestionnaire(facts: Facts<Items>, { table, row, column }: Place): Evidence[] {
  const { items } = facts;
  const [plain] = items.conditions;
  for (const [at, sets] of systemsIn(items).entries()) {
    const prefix = at === 0 ? '' : `${sets[0]!.system}-`;
    const own = () => ratingsOf(facts).filter(({ set }) => sets.includes(set));
    const on = (value: string) =>
      own().filter(({ item }) => item.counts.some((count) => count.value === value));
    for (const { id } of items.conditions)
      if (
        ofModels.some((name) => table === `${prefix}${name}${id === plain!.id ? '' : `-${id}`}`)
      ) {
        const isValue = sets.some((set) => set.values.some((value) => value.id === column));
        const rated = (isValue ? on(column!) : own()).filter(
          (one) => one.model === row && one.condition === id,
        );
        const why = whyMissing.find((one) => one === column);
        const chosen = why
          ? rated.filter(({ missing }) => missing === why)
          : column === 'missing'
            ? rated.filter(({ rating }) => rating === null)
            : rated;
        return evidenceOf(facts, chosen);
      }
    if (['reliability', 'circle', 'ordinal-parts'].some((name) => table === `${prefix}${name}`))
      return evidenceOf(
        facts,
        on(row).filter(({ condition }) => condition === plain!.id),
      );
    if (table === `${prefix}readings`)
      return evidenceOf(
        facts,
        own().filter((one) => one.model === row && one.condition === plain!.id),
      );
    if (table === `${prefix}conditions`)
      return evidenceOf(
        facts,
        own().filter(({ condition }) => condition === row),
      );
    if (table === `${prefix}people`)
      return evidenceOf(
        facts,
        own().filter((one) => row.startsWith(`${one.model}|`) && one.condition === plain!.id),
      );
  }
  return [];
}

function evidenceOf(facts: Facts<Items>, rated: readonly Rated[]): Evidence[] {
  const lines = new Map(answersIn(facts.lines.answers).map((line) => [line.id, line]));
  const words = wordsOf(facts.items);
  return rated.map((one) => ({
    ...{ log: 'answers', id: one.line, by: one.model, under: [] },
    item: { id: one.item.id, text: words.get(one.item.id) ?? one.item.id },
    text: one.reading === 'text' ? (lines.get(one.line)?.text ?? '') : sharesOf(one),
    figure: one.rating === null ? '–' : String(Math.round(one.rating * 100) / 100),
    notes: [
      ...one.item.counts.map(({ value, key }) => `counts ${key} ${value}`),
      `wording ${one.wording}, options ${one.order}, read by ${one.reading}, condition ${one.condition}`,
      ...(one.missing === null ? [] : [`missing: ${one.missing}`]),
    ],
  }));
}

function sharesOf({ distribution }: Rated): string {
  if (!distribution) return 'the options have less than half of the probability';
  return distribution.shares.map((p, i) => `${i + 1}: ${p.toFixed(2)}`).join('  ');
}

/** The texts of items, in the first language that each has. */
export function wordsOf({ sets }: Items): Map<string, string> {
  return new Map(
    sets.flatMap((set) =>
      set.items.flatMap(({ id, text, situation }) => {
        const [language, words] = Object.entries(text ?? {})[0] ?? [];
        if (language === undefined) return [];
        const asked = situation?.[language];
        return [[id, asked === undefined ? words! : `${asked} – ${words}`] as const];
      }),
    ),
  );
}
