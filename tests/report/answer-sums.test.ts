/** What is summed over the answers of a run. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Response } from '../../src/facts/records.ts';
import { openResponseLog } from '../../src/facts/response-log.ts';
import type { Lexicon } from '../../src/lexicon/lexicon.ts';
import { sumAnswers } from '../../src/report/answer-sums.ts';
import { elicitedByModel } from '../../src/run/elicited.ts';
import { columnsFor, heldResponses } from '../support/answer-facts.ts';

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
/** Every seventh refuses. */
const answers = columnsFor(lines, (_, n) => ({
  refused: n % 7 === 0,
  words: n % 7 === 0 ? [] : ['honesty', ...(n % 2 ? ['care'] : [])],
}));
const lexicon: Lexicon = { descriptors: [], merges: [], dropped: [], answers };

it('sums by model and prompt, of a log that is kept in memory and of one that is read from its file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'valuelex-sums-'));
  const file = join(folder, 'responses.jsonl');
  writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  for (const log of [openResponseLog(file, false), openResponseLog(file, false, 1000)]) {
    const sums = sumAnswers(log.lines, lexicon);
    const ofOne = lines.flatMap((line, n) => (line.model === 'm1' ? [n] : []));
    expect(sums.models.get('m1')).toEqual({
      answers: 20,
      read: 20,
      refused: ofOne.filter((n) => n % 7 === 0).length,
      unread: 0,
      words: ofOne.reduce((sum, n) => sum + (n % 7 === 0 ? 0 : 1 + (n % 2)), 0),
      forms: ['chat'],
      tokens: ofOne.reduce((sum, n) => sum + n, 0),
    });
    expect(sums.models.get('m0')!.tokens).toBeNull();
    expect(sums.models.get('m2')!.forms).toEqual(['chat', 'completion']);
    const refused = lines.filter((line, n) => line.prompt === 'p1' && n % 7 === 0).length;
    expect(sums.prompts.get('p1')).toEqual({ answers: 15, refused, hash: 'hash' });
    expect(sumAnswers(log.lines, null).models.get('m1')).toMatchObject({ answers: 20, read: 0 });
    await log.close();
  }
  rmSync(folder, { recursive: true });
});

it('counts what each model answered, refused, and named', () => {
  const elicited = elicitedByModel(heldResponses(lines), lexicon);
  expect([...elicited.keys()]).toEqual(['m0', 'm1', 'm2']);
  expect(elicited.get('m1')).toEqual({
    answers: 20,
    refusals: lines.filter((line, n) => line.model === 'm1' && n % 7 === 0).length,
    words: 2,
    cutOff: 0,
    spend: 0,
  });
  expect(elicitedByModel(heldResponses(lines), null).get('m1')).toMatchObject({
    answers: 20,
    refusals: 0,
    words: 0,
  });
});
