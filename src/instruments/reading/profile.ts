/** The profile of a set of texts: how often each value is expressed, and on which side. */
import * as z from 'zod';
import { mean } from '../../statistics/describe.ts';
import { subdimensionsOf } from '../../values/value-system.ts';
import {
  estimateSchema,
  leaningOverClusters,
  shareOverClusters,
} from '../shared/share-over-clusters.ts';
import { knowsValue, type ReaderReadings, type Reading } from './readings.ts';
import type { Verdict, Verdicts } from './verdicts.ts';

const valueSchema = z.object({
  id: z.string(),
  expressed: estimateSchema
    .nullable()
    .describe('Share of texts that express the value, 0–1; null where the reader cannot find it'),
  side: estimateSchema
    .nullable()
    .describe('Support minus oppose among texts that express it, −1…1; null where none does'),
  for: z.number().int().describe('Texts that stand for it'),
  against: z.number().int(),
  unclear: z.number().int().describe('Texts that express it, on no side that the reader can tell'),
  strength: z.number().nullable().describe('Mean of 1–3, of texts that express it'),
  product: z.number().nullable().describe('expressed × side: support minus oppose among all texts'),
});

export const profileSchema = z.object({
  who: z.string().describe('A model, or "all texts"'),
  texts: z.number().int(),
  clusters: z.enum(['prompts', 'models', 'texts']).describe('What intervals are over'),
  values: z.array(valueSchema),
});

export type Profile = z.infer<typeof profileSchema>;
export type ValueProfile = z.infer<typeof valueSchema>;

export const allTexts = 'all texts';

export type ReadingWithVerdicts = Reading & { verdicts: Verdicts };

/** The readings that have verdicts. */
export function withVerdicts(readings: readonly Reading[]): ReadingWithVerdicts[] {
  return readings.filter((one): one is ReadingWithVerdicts => one.verdicts !== null);
}

export function isExpressed(verdicts: Verdicts, value: string): boolean {
  return verdicts[value]?.expressed ?? false;
}

/** The side of a verdict in a word. */
export function sideWord({ side }: Pick<Verdict, 'side'>): 'for' | 'against' | 'unclear' {
  return side === 1 ? 'for' : side === -1 ? 'against' : 'unclear';
}

/** The profile of all texts together, and of each model if there are several. */
export function profilesOf(one: ReaderReadings): Profile[] {
  const { system } = one;
  const read = withVerdicts(one.readings);
  const byModel = Map.groupBy(read, ({ text }) => text.model);
  const values = subdimensionsOf(system).map(({ id }) => ({ id, isKnown: knowsValue(one, id) }));
  return [
    profileOf(allTexts, read, values, byModel.size > 1),
    ...(byModel.size > 1
      ? [...byModel].map(([model, own]) => profileOf(model, own, values, false))
      : []),
  ];
}

function profileOf(
  who: string,
  read: readonly ReadingWithVerdicts[],
  values: readonly { id: string; isKnown: boolean }[],
  mixed: boolean,
): Profile {
  const prompts = new Set(read.map(({ text }) => text.prompt));
  const clusters = prompts.size > 1 ? 'prompts' : mixed ? 'models' : 'texts';
  const clusterOf = ({ text }: ReadingWithVerdicts) =>
    clusters === 'models'
      ? text.model
      : clusters === 'prompts' && text.prompt !== null
        ? `prompt ${text.prompt}`
        : `text ${text.id}`;
  return {
    ...{ who, texts: read.length, clusters },
    values: values.map(({ id, isKnown }): ValueProfile => {
      const own = read.filter(({ verdicts }) => isExpressed(verdicts, id));
      const on = (side: number) => own.filter(({ verdicts }) => verdicts[id]!.side === side).length;
      const expressed = shareOverClusters(
        (isKnown ? read : []).map((one) => ({
          value: Number(isExpressed(one.verdicts, id)),
          cluster: clusterOf(one),
        })),
      );
      const side = leaningOverClusters(
        own.map((one) => ({ value: one.verdicts[id]!.side, cluster: clusterOf(one) })),
      );
      const strengths = own.flatMap(({ verdicts }) => verdicts[id]!.strength ?? []);
      return {
        ...{ id, expressed, side, for: on(1), against: on(-1), unclear: on(0) },
        strength: strengths.length > 0 ? mean(strengths) : null,
        product: expressed && expressed.value * (side?.value ?? 0),
      };
    }),
  };
}
