/** A study, as in `study.yaml`, with every choice that a result depends on. */
import * as z from 'zod';
import { modelEntrySchema, settingSchema } from '../asking/respondents.ts';
import { recipes } from '../clustering/recipe-numbers.ts';
import { testSchema } from '../instruments/sentence-completion/settings.ts';
import { isVariableName, looksLikeKey } from '../keys/key-form.ts';
import { isLinkLocal } from '../keys/key-places.ts';
import { holdsMore, holdsMoreHint } from '../models/openai/check-address.ts';

/** The form of a study, with its defaults; `studySchema.parse` throws ZodError for another. */
export const studySchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'lower-case letters, digits, and hyphens'),
  version: z.string().optional(),
  seed: z.number().int().min(0).default(1),
  endpoints: z
    .record(
      z.string(),
      z.strictObject({
        url: z
          .url({
            protocol: /^https?$/,
            error: 'is an address that begins with https:// or http://',
          })
          .refine((url) => !holdsMore(new URL(url)), {
            error: `holds more than an address (a user name, a password, or a part behind ? or #). ${holdsMoreHint}`,
          })
          .refine((url) => !isLinkLocal(new URL(url).hostname), {
            error:
              'is an address of the local wire, where clouds give out credentials; it is not asked',
          }),
        /** The environment variable that holds the key, never the key. */
        keyEnv: z
          .string()
          .refine((name) => isVariableName(name) && !looksLikeKey(name), {
            error: 'is the name of an environment variable (LAB_API_KEY), never the key itself',
          })
          .optional(),
        /** Requests at once at most. */
        concurrency: z.number().int().min(1).max(1000).optional(),
      }),
    )
    // These names are reserved: a model under `local` runs on this machine, and one under `sim` is simulated.
    .refine((endpoints) => !Object.hasOwn(endpoints, 'local') && !Object.hasOwn(endpoints, 'sim'), {
      error: 'local and sim are endpoints of the program itself; give yours another name',
    })
    .default({}),
  /** Empty where all answers are imported. */
  models: z.array(modelEntrySchema),
  settings: z.array(settingSchema).min(1),
  /** Ids of files in prompts/elicitation, with the hash each had when the run began; one of the researcher's own has its text. */
  prompts: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[\w.-]+$/, 'letters, digits, hyphens, and dots'),
        hash: z.string().optional(),
        text: z.string().trim().min(1).optional(),
      }),
    )
    .min(1),
  repeats: z.number().int().min(1).default(1),
  maxTokens: z
    .strictObject({ chat: z.number().int().min(8), completion: z.number().int().min(8) })
    .default({ chat: 160, completion: 60 }),
  /** The model that extracts the values from prose; null for rules alone. */
  extraction: z.strictObject({ model: z.string().nullable() }).default({ model: null }),
  clusters: z
    .strictObject({
      method: z.enum(['average', 'ward', 'k-means']).default('average'),
      k: z.number().int().min(2).nullable().default(null),
      /**
       * `use-lite`, the name of a model that embeds, or `auto`: the best one on this machine when the run is made.
       * An old run that has `auto` uses `use-lite`.
       */
      embedding: z.string().default('auto'),
      /** SHA-256 of the embedding's weights when the run was made, where it is known. */
      embeddingHash: z
        .string()
        .regex(/^[0-9a-f]{64}$/, 'a SHA-256: 64 hexadecimal digits')
        .optional(),
      /** How similarity of meaning is computed: `src/clustering/recipes.ts`. Runs without one have the first. */
      recipe: z.literal(recipes).optional(),
      /** The model that suggests names of clusters; null for the rule alone. */
      naming: z.string().nullable().default(null),
      /** Words named by fewer answers are left out of the clusters. */
      minCount: z.number().int().min(1).default(2),
    })
    .prefault({}),
  factors: z
    .strictObject({
      rows: z.enum(['auto', 'respondents', 'responses']).default('auto'),
      cell: z.enum(['share', 'logit', 'binary', 'count']).default('share'),
      k: z.number().int().min(1).nullable().default(null),
      extraction: z.enum(['minres', 'pca']).default('minres'),
      rotation: z.enum(['none', 'varimax', 'promax', 'oblimin']).default('oblimin'),
      draws: z.number().int().min(20).default(999),
    })
    .prefault({}),
  test: testSchema,
  /** Instruments beside the sentence test, each with its settings; an empty object is its default. */
  instruments: z.record(z.string(), z.unknown()).default({}),
  /** Which part of the study this run asks for, "2/4" for the second of four; all of it where it is absent. */
  shard: z
    .string()
    .regex(/^[1-9]\d*\/[1-9]\d*$/, 'a part is written 2/4: the second of four')
    .refine((text) => {
      const [index, count] = text.split('/').map(Number) as [number, number];
      return index <= count;
    }, 'the part is larger than the number of parts')
    .optional(),
  budget: z
    .strictObject({
      dollars: z.number().positive().optional(),
      tokens: z.number().int().positive().optional(),
      requests: z.number().int().positive().optional(),
    })
    .prefault({}),
  /** A check of a new model: the folder of the finished run. */
  against: z.string().optional(),
  /** The hash of that run's completions, ratings, and exams when the check began. */
  againstHash: z.string().optional(),
});

export type Study = z.infer<typeof studySchema>;
