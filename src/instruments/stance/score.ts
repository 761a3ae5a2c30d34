/** Whose endings stand more for a value than other models' endings of the same stem. Pure. */
import * as z from 'zod';
import { mean } from '../../statistics/describe.ts';
import { subdimensionsOf } from '../../values/value-system.ts';
import type { Facts, NoScores } from '../contract.ts';
import { estimateSchema, type Figure, shareOverClusters } from '../shared/share-over-clusters.ts';
import { judgeOf } from './ask.ts';
import { figureSchema, shortfalls } from './head.ts';
import type { Items } from './items.ts';
import { type Ending, endingsOf, stancesOf } from './records.ts';

export const resultSchema = z.object({
  head: z.object({
    hash: z.string().describe('Of its weights and its text'),
    judge: z.string(),
    sha256: z.string().describe('Of the file whose states it reads'),
    exam: z.array(figureSchema).describe('On texts that it was not trained on'),
    proven: z
      .boolean()
      .describe('.80 of all pairs, .75 of those in each frame, straight, and crossed'),
  }),
  systems: z.array(
    z.object({
      system: z.string(),
      title: z.string(),
      values: z.array(z.object({ id: z.string(), name: z.string() })),
      models: z.array(
        z.object({
          model: z.string(),
          family: z.string(),
          endings: z.number().int(),
          values: z
            .array(estimateSchema.nullable())
            .describe(
              'Share of pairs with another model’s ending of the same stem in which its own stands more for the value; .5 is like the others; intervals over stems',
            ),
        }),
      ),
    }),
  ),
});
export type Result = z.infer<typeof resultSchema>;

export function scoreStances(facts: Facts<Items>): Result | NoScores {
  const stances = stancesOf(facts);
  if (stances.length === 0)
    return { unavailable: 'No stance has been read yet.', hint: 'Let the run go on.' };
  const endings = new Map(endingsOf(facts).map((one) => [one.id, one]));
  const { head, hash, systems } = facts.items;
  const families = new Map(facts.models.map(({ name, tags }) => [name, tags.family]));
  return {
    head: {
      ...{ hash, judge: judgeOf(facts.items), sha256: head.model.sha256 },
      exam: head.figures.exam,
      proven: shortfalls(head.figures.exam).length === 0,
    },
    systems: systems.map((system) => {
      const values = subdimensionsOf(system).map(({ id, name }) => ({ id, name }));
      const own = stances.filter((one) => one.system === system.id);
      const byValue = values.map(({ id }) =>
        figuresByModel(
          own.filter((one) => one.subdimension === id),
          endings,
        ),
      );
      const told = own.flatMap(({ completion }) => endings.get(completion) ?? []);
      return {
        ...{ system: system.id, title: system.title, values },
        models: [...Map.groupBy(told, ({ model }) => model)]
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([model, lines]) => ({
            ...{ model, family: families.get(model) ?? 'unknown' },
            endings: new Set(lines.map(({ id }) => id)).size,
            values: byValue.map((figures) => shareOverClusters(figures.get(model) ?? [])),
          })),
      };
    }),
  };
}

/** Of each model a figure for every other model with an ending of the same stem: 1 above it, .5 at a tie, 0 below. */
function figuresByModel(
  stances: readonly { completion: string; raw: number }[],
  endings: ReadonlyMap<string, Ending>,
): Map<string, Figure[]> {
  const found = new Map<string, Figure[]>();
  const told = stances.flatMap(({ completion, raw }) => {
    const ending = endings.get(completion);
    return ending ? [{ raw, model: ending.model, stem: ending.stem }] : [];
  });
  for (const [stem, own] of Map.groupBy(told, (one) => one.stem)) {
    const byModel = [...Map.groupBy(own, ({ model }) => model)].map(([model, lines]) => ({
      model,
      raw: mean(lines.map((line) => line.raw)),
    }));
    for (const one of byModel)
      for (const other of byModel)
        if (one.model !== other.model) {
          const value = one.raw > other.raw ? 1 : one.raw === other.raw ? 0.5 : 0;
          const figures = found.get(one.model) ?? [];
          figures.push({ value, cluster: stem });
          found.set(one.model, figures);
        }
  }
  return found;
}
