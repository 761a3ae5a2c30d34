/** Answers as an open run holds them, and as its lexicon counts them, of lines that a test makes. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Response } from '../../src/facts/records.ts';
import { openResponseLog, type Responses } from '../../src/facts/response-log.ts';
import { buildAnswerColumns } from '../../src/lexicon/answer-columns.ts';
import type { AnswerColumns, AnswerWords } from '../../src/lexicon/lexicon.ts';
import { answerOf } from '../../src/run/derive/answers.ts';

/** The lines as a log holds them. */
export function heldResponses(lines: readonly Response[]): Responses {
  const folder = mkdtempSync(join(tmpdir(), 'valuelex-held-'));
  try {
    const file = join(folder, 'responses.jsonl');
    writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    const log = openResponseLog(file, false);
    void log.close();
    return log.lines;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What each line names, as columns. */
export function columnsFor(
  lines: readonly Response[],
  read: (line: Response, place: number) => Omit<AnswerWords, 'id'>,
): AnswerColumns {
  const builder = buildAnswerColumns();
  for (const [place, line] of lines.entries()) builder.add(answerOf(line), read(line, place));
  return builder.columns();
}
