/** The same sums and the same answers, whether they are held in memory or read where they lie. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Response } from '../../src/facts/records.ts';
import { finderOf, openResponseLog } from '../../src/facts/response-log.ts';
import { answersOfColumns, buildAnswerColumns } from '../../src/lexicon/answer-columns.ts';
import type { AnswerWords, Lexicon } from '../../src/lexicon/lexicon.ts';
import { sumAnswers } from '../../src/report/answer-sums.ts';

const lines = Array.from(
  { length: 60 },
  (_, n): Response => ({
    id: `m${n % 3}|s|p${n % 4}|${n}`,
    key: `key ${n}`,
    source: 'model',
    model: `m${n % 3}`,
    setting: 's',
    form: n % 3 === 2 && n > 30 ? 'completion' : 'chat',
    text: `honesty ${n}`,
    finish: 'stop',
    seed: n,
    promptTokens: 1,
    completionTokens: n % 3 === 0 ? null : n,
    milliseconds: 1,
    cost: null,
    at: '2026-01-01T00:00:00.000Z',
    prompt: `p${n % 4}`,
    promptHash: n % 4 === 1 ? 'hash' : null,
    repeat: n + 1,
  }),
);
const read: AnswerWords[] = lines.map(({ id }, n) => ({
  id,
  refused: n % 7 === 0,
  words: n % 7 === 0 ? [] : ['honesty', ...(n % 2 ? ['care'] : [])],
}));

it('sums by model and prompt, with columns as with a list', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'valuelex-sums-'));
  const file = join(folder, 'responses.jsonl');
  writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  const held = openResponseLog(file, false);
  const large = openResponseLog(file, false, 1000);
  const columns = buildAnswerColumns(read.length);
  for (const answer of read) columns.add(answer);
  const rest = { descriptors: [], merges: [], dropped: [] };
  const listed: Lexicon = { ...rest, answers: read };
  const counted: Lexicon = {
    ...rest,
    answers: answersOfColumns(columns.columns(), (place) => lines[place]!.id),
  };
  expect(large.lines.isLarge).toBe(true);
  const sums = sumAnswers(held.lines, listed);
  expect(sumAnswers(large.lines, counted)).toEqual(sums);
  expect(sumAnswers(large.lines, null)).toEqual(sumAnswers(held.lines, null));
  const refused = lines.filter((line, n) => line.model === 'm1' && n % 7 === 0).length;
  expect(sums.models.get('m1')).toMatchObject({ answers: 20, read: 20, refused });
  expect(sums.models.get('m0')!.tokens).toBeNull();
  expect(sums.models.get('m1')!.tokens).toBe(
    lines.reduce((sum, line) => sum + (line.model === 'm1' ? line.completionTokens! : 0), 0),
  );
  expect(sums.models.get('m2')!.forms).toEqual(['chat', 'completion']);
  expect(sums.prompts.get('p1')).toMatchObject({ answers: 15, hash: 'hash' });
  for (const log of [held, large]) {
    const find = finderOf(log.lines);
    expect(find(lines[41]!.id)).toEqual(lines[41]);
    expect(find('nobody')).toBeUndefined();
    await log.close();
  }
  rmSync(folder, { recursive: true });
});
