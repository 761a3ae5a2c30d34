/** The lines of a batch's result files, as replies to its requests. */
import { existsSync } from 'node:fs';
import * as z from 'zod';
import type { BatchReply } from '../../models/batches.ts';
import { eachLine, textAt } from './file-lines.ts';

const lineSchema = z.looseObject({
  custom_id: z.string(),
  response: z
    .looseObject({ status_code: z.number().int(), body: z.unknown() })
    .nullish()
    .catch(null),
  error: z
    .looseObject({
      code: z.string().nullish().catch(null),
      message: z.string().nullish().catch(null),
    })
    .nullish()
    .catch(null),
});

/** What came back for one request; `cancelled` where the batch was stopped before it. */
export type Result = { kind: 'reply'; reply: BatchReply } | { kind: 'cancelled' };

/** Where an answer is in its file. */
export type AnswerPlace = { file: string; offset: number; bytes: number };

/**
 * Reads the answers and errors of a batch in any order: the first answer of an id counts, else its
 * first error. Lines that cannot be read, and ids that are none of `ids`, are left out. Answers stay
 * in their file; only their places are kept.
 */
export async function readResults(
  files: readonly string[],
  ids: ReadonlySet<string> | null,
): Promise<{ answers: Map<string, AnswerPlace>; failures: Map<string, Result> }> {
  const answers = new Map<string, AnswerPlace>();
  const failures = new Map<string, Result>();
  for (const file of files)
    if (existsSync(file))
      await eachLine(file, (text, place) => {
        const line = parse(text);
        if (!line || (ids && !ids.has(line.id)) || answers.has(line.id)) return;
        const { result } = line;
        if (result.kind === 'reply' && result.reply.status === 200) {
          answers.set(line.id, { file, ...place });
          failures.delete(line.id);
        } else if (!failures.has(line.id)) failures.set(line.id, result);
      });
  return { answers, failures };
}

/** The answer at its place; null where the file is not there any more. */
export function answerAt(place: AnswerPlace): BatchReply | null {
  if (!existsSync(place.file)) return null;
  const result = parse(textAt(place.file, place))?.result;
  return result?.kind === 'reply' ? result.reply : null;
}

function parse(text: string): { id: string; result: Result } | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const line = lineSchema.safeParse(value);
  if (!line.success) return null;
  const { custom_id: id, response, error } = line.data;
  if (response)
    return {
      id,
      result: { kind: 'reply', reply: { status: response.status_code, body: response.body } },
    };
  if (error?.code === 'batch_cancelled') return { id, result: { kind: 'cancelled' } };
  const status = /expired|timeout/.test(error?.code ?? '') ? 408 : 500;
  return { id, result: { kind: 'reply', reply: { status, body: { error: error ?? {} } } } };
}
