/** Reads what a batch interface sends; compatible endpoints may leave fields out. Pure. */
import * as z from 'zod';
import type { BatchStatus } from '../batches.ts';

const seconds = z.number().nullish().catch(null);

const batchSchema = z.looseObject({
  id: z.string().min(1),
  status: z.enum([
    'validating',
    'in_progress',
    'finalizing',
    'completed',
    'failed',
    'expired',
    'cancelling',
    'cancelled',
  ]),
  input_file_id: z.string().nullish().catch(null),
  output_file_id: z.string().nullish().catch(null),
  error_file_id: z.string().nullish().catch(null),
  expires_at: seconds,
  request_counts: z
    .looseObject({ completed: z.number(), failed: z.number() })
    .nullish()
    .catch(null),
  errors: z
    .looseObject({
      data: z.array(
        z.looseObject({
          code: z.string().nullish().catch(null),
          message: z.string().nullish().catch(null),
        }),
      ),
    })
    .nullish()
    .catch(null),
  metadata: z.record(z.string(), z.unknown()).nullish().catch(null),
});

const pageSchema = z.looseObject({
  data: z.array(z.unknown()),
  has_more: z.boolean().nullish().catch(null),
});

const fileSchema = z.looseObject({ id: z.string().min(1), filename: z.string().nullish() });

/** The state of a batch; null where the endpoint sent something else. */
export function readStatus(raw: unknown): BatchStatus | null {
  const parsed = batchSchema.safeParse(raw);
  if (!parsed.success) return null;
  const { id, status, output_file_id, error_file_id, expires_at, request_counts, errors } =
    parsed.data;
  const first = errors?.data[0];
  return {
    id,
    status,
    counts: request_counts
      ? { completed: request_counts.completed, failed: request_counts.failed }
      : null,
    outputFile: output_file_id || null,
    errorFile: error_file_id || null,
    expiresAt: typeof expires_at === 'number' ? expires_at * 1000 : null,
    refusal: first ? { code: first.code ?? '', message: first.message ?? '' } : null,
  };
}

/** A page of a list: its entries, and the id after which the next page begins; null where the endpoint sent something else. */
export function readPage(raw: unknown): { entries: unknown[]; next: string | null } | null {
  const parsed = pageSchema.safeParse(raw);
  if (!parsed.success) return null;
  const { data, has_more } = parsed.data;
  const last = z.looseObject({ id: z.string() }).safeParse(data.at(-1));
  return { entries: data, next: has_more && last.success ? last.data.id : null };
}

/** The id of an uploaded file of that name; null where the entry is another file. */
export function idOfUpload(entry: unknown, name: string): string | null {
  const file = fileSchema.safeParse(entry);
  return file.success && file.data.filename === name ? file.data.id : null;
}

/** The metadata key of the program's own name for a batch. */
export const markKey = 'valuelex_batch';

/** Whether the entry is the batch with that mark, or one made of that file. */
export function isBatchOf(entry: unknown, { file, mark }: { file: string; mark: string }): boolean {
  const batch = batchSchema.safeParse(entry);
  return (
    batch.success && (batch.data.metadata?.[markKey] === mark || batch.data.input_file_id === file)
  );
}
