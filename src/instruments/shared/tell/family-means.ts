/** The mean of each family of models on one value, compared with the same reference as its models. */
import { mean } from '../../../statistics/describe.ts';
import type { DifferencesPlot } from '../../../tables/table.ts';
import { leavesOutZero } from '../differences.ts';
import type { SystemScores } from '../scores.ts';
import { comesUp, differenceOf, differencesPlot } from './tell-differences.ts';

type Row = DifferencesPlot['rows'][number];

export const familyRule =
  'A family’s mean is over the models of this study, not over all of its models. Its bar is the mean of their bars, so it covers at least 95 %.';

/**
 * One row a family, the highest mean first, by the name of the family; empty where all models are of one family. The
 * intervals of all pairs hold together, so the mean of their ends holds too, at 95 % or more.
 * @param c place of the column
 * @param reference the model that the means are compared with; no difference where it has no score, where a model of the
 *   family is not compared with it, or where it is the whole family
 */
export function familyMeans(
  { models, differences }: SystemScores,
  c: number,
  reference: string | null,
): ReadonlyMap<string, Row> {
  const scored = models.flatMap(({ model, family, raw }, m) =>
    Number.isFinite(raw[c]!.value) ? [{ model, family, m, value: raw[c]!.value }] : [],
  );
  const families = [...Map.groupBy(scored, ({ family }) => family)];
  if (families.length < 2) return new Map();
  const chosen = scored.find(({ model }) => model === reference);
  const rows = families.map(([family, members]): [string, Row] => {
    const found = members.map(({ m }) =>
      chosen === undefined
        ? null
        : m === chosen.m
          ? { value: 0, low: 0, high: 0 }
          : differenceOf(differences[c]!, m, chosen.m),
    );
    const isReference = members.length === 1 && members[0] === chosen;
    const over = (end: 'value' | 'low' | 'high') => {
      const ends = found.flatMap((one) => one?.[end] ?? []);
      return isReference || ends.length < members.length ? null : mean(ends);
    };
    const [difference, low, high] = [over('value'), over('low'), over('high')];
    return [
      family,
      {
        ...{
          id: `family:${family}`,
          label: `${family}: ${members.length > 1 ? `mean of ${members.length}` : '1 model'}`,
        },
        value: mean(members.map(({ value }) => value)),
        ...{ difference, low, high },
        differs: difference !== null && leavesOutZero({ low, high }),
        reference: false,
      },
    ];
  });
  return new Map(rows.sort(([, a], [, b]) => b.value - a.value));
}

/** One a dimension, around the model in the middle; none where no family has two models, or all models are of one. */
export function familyPlots(scores: SystemScores, part: string): DifferencesPlot[] {
  return scores.columns.flatMap((column, c) => {
    const plot = column.kind === 'dimension' ? familyPlot(scores, c) : null;
    return plot ? [{ ...plot, part }] : [];
  });
}

function familyPlot(scores: SystemScores, c: number): DifferencesPlot | null {
  const plot = differencesPlot(scores, c, null);
  const reference = plot.rows.find((row) => row.reference);
  const means = [...familyMeans(scores, c, reference?.id ?? null).values()];
  if (!reference || means.length === 0 || means.length >= plot.rows.length) return null;
  const apart = means.filter(({ differs }) => differs).length;
  return {
    ...plot,
    id: `${plot.id}-families`,
    title: `${scores.columns[c]!.name}: difference of each family’s mean from the reference`,
    so: `${comesUp(scores, scores.columns[c]!)}, by family: the means of ${apart} of ${means.length} families differ from ${reference.label}`,
    rows: [...means, reference].sort((a, b) => b.value - a.value),
    notes: [...plot.notes.filter((note) => !note.startsWith('▲')), familyRule],
    folded: 'By family',
  };
}
