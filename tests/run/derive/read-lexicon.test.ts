import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Response } from '../../../src/facts/records.ts';
import { longLog } from '../../../src/facts/response-log.ts';
import { wordsAt } from '../../../src/lexicon/answer-columns.ts';
import type { Lexicon } from '../../../src/lexicon/lexicon.ts';
import { buildMatrix } from '../../../src/run/derive/matrix.ts';
import { type LexiconInput, readLexicon } from '../../../src/run/derive/read-lexicon.ts';
import { readStudy } from '../../../src/run/study-file.ts';
import { finishedRun } from '../../support/finished-run.ts';

let place: string;
beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), 'valuelex-lexicon-'));
});
afterAll(() => rmSync(place, { recursive: true, force: true }));

const stored = readFileSync(join(finishedRun, 'responses.jsonl'), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line): Response => JSON.parse(line));

/** Writes the lines as a log, and says what there is to read. */
function inputOf(name: string, lines: readonly Response[]): LexiconInput {
  const file = join(place, `${name}.jsonl`);
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  writeFileSync(file, text);
  return {
    file,
    count: lines.length,
    bytes: Buffer.byteLength(text),
    extractions: [],
    unmerged: new Set(),
    divisions: [],
    keep: join(place, 'kept'),
    version: 'test',
  };
}

/** What each answer names, by its id. */
const namedIn = (lines: readonly Response[], { answers }: Lexicon) =>
  Object.fromEntries(lines.map(({ id }, at) => [id, wordsAt(answers, at)]));

it('gives the same words, mentions, and matrix whatever the order of the lines', async () => {
  const turned = stored.toReversed();
  const one = await readLexicon(inputOf('one', stored));
  const other = await readLexicon(inputOf('other', turned));
  expect(one.answers.count).toBe(stored.length);
  expect(namedIn(turned, other)).toEqual(namedIn(stored, one));
  const { answers: _, ...words } = one;
  const { answers: __, ...otherWords } = other;
  expect(otherWords).toEqual(words);
  expect(words.descriptors.length).toBeGreaterThan(20);
  const clusters = words.descriptors.slice(0, 6).map(({ word, count }) => ({
    ...{ name: word, named: false, words: [word], cohesion: 1, count },
  }));
  const { factors } = readStudy(join(finishedRun, 'study.yaml'));
  for (const rows of ['respondents', 'responses'] as const) {
    const matrixOf = (lines: readonly Response[], { answers: columns }: Lexicon) =>
      buildMatrix({ columns, idAt: (at) => lines[at]!.id }, clusters, { ...factors, rows });
    expect(matrixOf(turned, other)).toEqual(matrixOf(stored, one));
  }
});

it('reads a long log alike, and keeps what it read', async () => {
  const short = await readLexicon(inputOf('short', stored));
  // As many bytes as a long log has, in a field that names nothing.
  const origin = 'x'.repeat(Math.ceil(longLog / stored.length));
  const input = inputOf(
    'long',
    stored.map((line) => ({ ...line, origin })),
  );
  const long = await readLexicon(input);
  expect(long).toEqual({
    ...short,
    descriptors: short.descriptors.map((one) => ({ ...one, mentions: expect.any(Array) })),
  });
  for (const [at, { mentions }] of long.descriptors.entries()) {
    const all = short.descriptors[at]!.mentions;
    expect(mentions.length).toBe(Math.min(200, all.length));
    expect(all).toEqual(expect.arrayContaining(mentions));
  }
  const kept = readdirSync(input.keep);
  expect(kept).toHaveLength(1);
  expect(await readLexicon(input)).toEqual(long);
  writeFileSync(join(input.keep, kept[0]!), 'broken');
  expect(await readLexicon(input)).toEqual(long);
});

it('says that a log is gone, or shorter than it was', async () => {
  const input = inputOf('cut', stored.slice(0, 5));
  for (const odd of [
    { ...input, count: 6 },
    { ...input, file: join(place, 'nowhere.jsonl') },
  ])
    await expect(readLexicon(odd)).rejects.toThrow(/is gone, or shorter than it was/);
});
