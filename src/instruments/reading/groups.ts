/** Values that distinguish groups of texts: compared and permuted within prompts, tested by the largest difference over all values. */
import * as z from 'zod';
import { createRandom } from '../../statistics/random.ts';
import type { Facts } from '../contract.ts';
import { isExpressed, type ReadingWithVerdicts } from './profile.ts';
import type { Settings } from './settings.ts';
import type { ReadText } from './texts.ts';

const differenceSchema = z.object({
  value: z.string(),
  figure: z.enum(['expressed', 'side']),
  one: z.number().nullable().describe('Of the group, within prompts in which both occur'),
  rest: z.number().nullable().describe('Of the texts of the other groups, there'),
  difference: z.number().nullable().describe('Weighted by the texts of each prompt'),
  p: z.number().nullable().describe('Permuted within prompts, by the largest of all (max-T)'),
});

export const groupsSchema = z.object({
  by: z.string(),
  prompts: z.number().int().describe('In which more than one group occurs'),
  draws: z.number().int(),
  /** One per group; with two groups only one, against the other. */
  contrasts: z.array(
    z.object({
      group: z.string(),
      against: z.string(),
      texts: z.number().int(),
      differences: z.array(differenceSchema),
    }),
  ),
});

export type GroupsResult = z.infer<typeof groupsSchema>;

/** The group of a text; null where it is not known. */
export function grouperOf(
  texts: readonly ReadText[],
  { models }: Pick<Facts, 'models'>,
  { compare }: Pick<Settings, 'compare'>,
): { by: string; groupOf(text: ReadText): string | null } {
  const by = compare ?? (texts.some(({ group }) => group !== null) ? 'group' : 'model');
  const tags = new Map(models.map((one) => [one.name, one.tags]));
  return {
    by,
    groupOf(text) {
      if (by === 'group') return text.group;
      if (by === 'model') return text.model;
      const own = tags.get(text.model);
      const tag = by === 'family' ? own?.family : own?.training;
      return tag === undefined || tag === 'unknown' || tag === '' ? null : tag;
    },
  };
}

/** Texts of one model that answer one prompt: they are permuted together. */
type Block = {
  group: number;
  n: number;
  /** By value: how many express it, and the sum of their sides. */
  expressed: Float64Array;
  side: Float64Array;
};

const mostDraws = 1999;
const fewestDraws = 499;
/** Block × value × contrast × draw. */
const mostSteps = 5e7;
/** With fewer permutations than this no p can be below .05. */
const fewestBlocks = 6;

/**
 * Each group against the rest. The difference of a value is the mean over prompts with both of the difference of
 * shares (`expressed`), or of mean sides among the texts that express it (`side`), weighted by n₁n₂/(n₁ + n₂) as Mantel and Haenszel do.
 * Blocks (the texts of a model to a prompt) are permuted within prompts; each difference is divided by its standard
 * deviation over the draws, and the largest over values, figures, and groups gives p (Westfall and Young 1993).
 * The test covers these models on these prompts only. Null with fewer than two groups.
 */
export function compareGroups(
  read: readonly ReadingWithVerdicts[],
  values: readonly string[],
  { by, groupOf }: ReturnType<typeof grouperOf>,
  seed: number,
): GroupsResult | null {
  const grouped = read.flatMap((one) => {
    const group = groupOf(one.text);
    return group === null ? [] : [{ ...one, group }];
  });
  const groups = [...new Set(grouped.map(({ group }) => group))].sort();
  if (groups.length < 2) return null;
  const byPrompt = Map.groupBy(grouped, ({ text }) => text.prompt ?? '');
  const prompts = [...byPrompt.values()]
    .map((own) => blocksOf(own, groups, values))
    .filter((blocks) => new Set(blocks.map(({ group }) => group)).size > 1);
  const contrasts = groups.length === 2 ? [0] : groups.map((_, i) => i);
  const figures = contrasts.length * values.length * 2;
  const blocks = prompts.reduce((sum, own) => sum + own.length, 0);
  const draws =
    blocks < fewestBlocks
      ? 0
      : Math.max(
          fewestDraws,
          Math.min(mostDraws, Math.floor(mostSteps / Math.max(1, blocks * figures))),
        );
  const found = differencesOf(prompts, contrasts, values.length);
  const p = pOf(prompts, contrasts, values.length, found, { draws, seed });
  return {
    ...{ by, prompts: prompts.length, draws },
    contrasts: contrasts.map((contrast, c) => ({
      group: groups[contrast]!,
      against: groups.length === 2 ? groups[1]! : 'the others',
      texts: grouped.filter(({ group }) => group === groups[contrast]).length,
      differences: values.flatMap((value, v) =>
        (['expressed', 'side'] as const).map((figure, f) => {
          const at = (c * values.length + v) * 2 + f;
          const { one, rest } = found[at]!;
          return {
            ...{ value, figure, one, rest },
            difference: one === null || rest === null ? null : one - rest,
            p: p[at]!,
          };
        }),
      ),
    })),
  };
}

function blocksOf(
  own: readonly (ReadingWithVerdicts & { group: string })[],
  groups: readonly string[],
  values: readonly string[],
): Block[] {
  const byBlock = Map.groupBy(own, ({ text, group }) => `${group}\n${text.model}`);
  return [...byBlock.values()].map((block) => ({
    group: groups.indexOf(block[0]!.group),
    n: block.length,
    expressed: Float64Array.from(
      values,
      (value) => block.filter(({ verdicts }) => isExpressed(verdicts, value)).length,
    ),
    side: Float64Array.from(values, (value) =>
      block.reduce(
        (sum, { verdicts }) => sum + (isExpressed(verdicts, value) ? verdicts[value]!.side : 0),
        0,
      ),
    ),
  }));
}

type Means = { one: number | null; rest: number | null };

/** Differences by contrast, value, and figure. `groupsOf` gives the groups of a prompt's blocks, by default their own. */
function differencesOf(
  prompts: readonly Block[][],
  contrasts: readonly number[],
  values: number,
  groupsOf: (prompt: number) => ArrayLike<number> | null = () => null,
): Means[] {
  const figures = contrasts.length * values * 2;
  const [ones, rests, weights] = [0, 1, 2].map(() => new Float64Array(figures));
  const n = new Float64Array(2);
  const counts = new Float64Array(2 * values);
  const sides = new Float64Array(2 * values);
  const add = (at: number, a: number, b: number, one: number, rest: number) => {
    if (a === 0 || b === 0) return;
    const weight = (a * b) / (a + b);
    ones![at]! += (weight * one) / a;
    rests![at]! += (weight * rest) / b;
    weights![at]! += weight;
  };
  for (let p = 0; p < prompts.length; p++) {
    const blocks = prompts[p]!;
    const groups = groupsOf(p);
    for (let c = 0; c < contrasts.length; c++) {
      n.fill(0);
      counts.fill(0);
      sides.fill(0);
      for (let b = 0; b < blocks.length; b++) {
        const block = blocks[b]!;
        const away = (groups ? groups[b] : block.group) === contrasts[c] ? 0 : 1;
        n[away]! += block.n;
        for (let v = 0; v < values; v++) {
          counts[away * values + v]! += block.expressed[v]!;
          sides[away * values + v]! += block.side[v]!;
        }
      }
      for (let v = 0; v < values; v++) {
        const at = (c * values + v) * 2;
        const [one, rest] = [counts[v]!, counts[values + v]!];
        add(at, n[0]!, n[1]!, one, rest);
        add(at + 1, one, rest, sides[v]!, sides[values + v]!);
      }
    }
  }
  return Array.from({ length: figures }, (_, i) =>
    weights![i]! > 0
      ? { one: ones![i]! / weights![i]!, rest: rests![i]! / weights![i]! }
      : { one: null, rest: null },
  );
}

function pOf(
  prompts: readonly Block[][],
  contrasts: readonly number[],
  values: number,
  found: readonly Means[],
  { draws, seed }: { draws: number; seed: number },
): (number | null)[] {
  const differences = found.map(({ one, rest }) =>
    one === null || rest === null ? null : one - rest,
  );
  if (draws === 0) return differences.map(() => null);
  const random = createRandom(`${seed}|groups of texts`);
  const drawn = Array.from({ length: draws }, () => {
    const shuffled = prompts.map((blocks) => {
      const groups = blocks.map(({ group }) => group);
      random.shuffle(groups);
      return groups;
    });
    return differencesOf(prompts, contrasts, values, (p) => shuffled[p]!).map(({ one, rest }) =>
      one === null || rest === null ? 0 : one - rest,
    );
  });
  const spread = found.map((_, i) =>
    Math.sqrt(drawn.reduce((sum, own) => sum + own[i]! ** 2, 0) / draws),
  );
  const scaled = (difference: number, i: number) =>
    spread[i]! > 1e-9 ? Math.abs(difference) / spread[i]! : 0;
  const largest = Float64Array.from(drawn, (own) => Math.max(...own.map(scaled)));
  return differences.map((difference, i) => {
    if (difference === null || !(spread[i]! > 1e-9)) return null;
    const t = scaled(difference, i);
    const beyond = largest.filter((one) => one >= t - 1e-9).length;
    return (1 + beyond) / (draws + 1);
  });
}
