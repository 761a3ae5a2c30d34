/** What happened to the batches of a run: one line each in `batches.jsonl`, append-only. */
import * as z from 'zod';

/** Our own name of a batch; it names files, so it holds nothing else. */
const batch = z.string().regex(/^[0-9a-f]{24}$/);

/** ISO 8601. */
const at = z.string();

export const batchRecordSchema = z.discriminatedUnion('event', [
  /** Which models are asked in batches from now on: by name, by endpoint, every one that can be, or none. */
  z.object({
    event: z.literal('choice'),
    at,
    models: z.union([z.enum(['all', 'none']), z.array(z.string())]),
  }),
  /** The requests are in a file of the run folder; nothing is submitted yet. */
  z.object({
    event: z.literal('prepared'),
    at,
    batch,
    model: z.string(),
    path: z.string(),
    requests: z.number().int().positive(),
    bytes: z.number().int().positive(),
  }),
  /** The endpoint has the file. */
  z.object({ event: z.literal('uploaded'), at, batch, file: z.string() }),
  /** The endpoint has the batch. `until`: when it gives up, ISO 8601, where it says so. */
  z.object({
    event: z.literal('submitted'),
    at,
    batch,
    id: z.string(),
    until: z.string().nullable(),
  }),
  /** It has been asked to stop. */
  z.object({ event: z.literal('cancelling'), at, batch }),
  /** The endpoint has finished, and its answers are in files of the run folder. */
  z.object({
    event: z.literal('ended'),
    at,
    batch,
    status: z.string(),
    answered: z.number().int(),
    failed: z.number().int(),
    /** Requests of which nothing came back. */
    missing: z.number().int(),
    /** The endpoint's word for refusing the whole batch. */
    code: z.string().optional(),
  }),
  /** All its answers are in the logs; its files are deleted. */
  z.object({ event: z.literal('settled'), at, batch }),
]);

export type BatchRecord = z.infer<typeof batchRecordSchema>;
