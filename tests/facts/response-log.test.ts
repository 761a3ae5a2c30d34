import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashPair } from '../../src/facts/hash-table.ts';
import { isResponse } from '../../src/facts/is-response.ts';
import { type Response, responseSchema } from '../../src/facts/records.ts';
import { indexFileOf, readIndex } from '../../src/facts/response-index.ts';
import { openResponseLog } from '../../src/facts/response-log.ts';

const newFile = () => join(mkdtempSync(join(tmpdir(), 'valuelex-log-')), 'responses.jsonl');

function answer(n: number, change: Partial<Response> = {}): Response {
  return {
    id: `m${n % 3}|s${n % 2}|p${n % 5}|${n}`,
    key: `key ${n % 40}`,
    source: 'model',
    model: `m${n % 3}`,
    setting: `s${n % 2}`,
    form: 'chat',
    text: `Honesty, care – and “${n}”\n${'é'.repeat(n % 7)}`,
    finish: n % 4 === 0 ? 'length' : 'stop',
    seed: n,
    promptTokens: 10,
    completionTokens: n % 9,
    milliseconds: 5,
    cost: 0.5,
    at: '2026-01-01T00:00:00.000Z',
    prompt: `p${n % 5}`,
    promptHash: null,
    repeat: 1 + n,
    ...change,
  };
}

const textOf = (lines: readonly Response[]) =>
  lines.map((line) => `${JSON.stringify(line)}\n`).join('');

describe('the log of answers', () => {
  const all = Array.from({ length: 100 }, (_, n) => answer(n));

  it('tells the same whether its lines are in memory, on the disk, or known from an index', async () => {
    const file = newFile();
    writeFileSync(file, textOf(all));
    const held = openResponseLog(file, false);
    const read = openResponseLog(file, false, 1000);
    await read.close();
    // Who only reads leaves nothing in the folder of the run.
    expect(existsSync(dirname(indexFileOf(file)))).toBe(false);
    await openResponseLog(file, true, 1000).close();
    expect(existsSync(indexFileOf(file))).toBe(true);
    const known = openResponseLog(file, false, 1000);
    for (const { lines } of [read, known]) {
      expect(lines.length).toBe(100);
      expect([...lines]).toEqual(all);
      expect(lines.at(-1)).toEqual(all.at(-1));
      expect(lines.at(100)).toBeUndefined();
      expect(lines.slice(97)).toEqual(all.slice(97));
      expect(lines.slice(-2, -1)).toEqual(all.slice(-2, -1));
      expect(lines.filter((line) => line.seed! > 90)).toEqual(all.slice(91));
      expect(lines.counts()).toEqual(held.lines.counts());
      expect(lines.taken()).toEqual(held.lines.taken());
      expect([...lines.ofModel('m1')]).toEqual(all.filter((line) => line.model === 'm1'));
      expect(lines.ofModel('nobody').length).toBe(0);
      for (const line of all) {
        expect(lines.has(line.id)).toBe(true);
        expect(lines.placeOf(line.id)).toBe(all.indexOf(line));
        expect(lines.withId(line.id)).toEqual(line);
      }
      expect(lines.has('m9|s0|p0|1')).toBe(false);
      expect(lines.placeOf('m9|s0|p0|1')).toBe(-1);
      expect(lines.withId('m9|s0|p0|1')).toBeUndefined();
      expect(lines.bytes).toBe(statSync(file).size);
      expect(lines.withKey('key 39')?.key).toBe('key 39');
      expect(lines.withKey('another')).toBeUndefined();
    }
    // Forty keys over a hundred answers.
    expect(held.lines.taken().requests).toBe(40);
    expect(held.lines.taken().dollars).toBe(50);
    await Promise.all([held.close(), known.close()]);
  });

  it('lets its lines go when it has grown too large to hold, and continues', async () => {
    const file = newFile();
    const log = openResponseLog(file, true, 5000);
    for (const line of all) log.append(line);
    expect([...log.lines]).toEqual(all);
    expect(readFileSync(file, 'utf8')).toBe(textOf(all));
    await log.close();
    const again = openResponseLog(file, true, 5000);
    again.append(answer(100));
    again.append(answer(101, { key: 'a new one' }));
    expect(again.lines.length).toBe(102);
    expect(again.lines.at(101)?.key).toBe('a new one');
    expect(again.lines.has(answer(100).id)).toBe(true);
    expect(again.lines.taken().requests).toBe(41);
    await again.close();
    expect(readIndex(file)?.state.columns.count).toBe(102);
  });

  it('takes up what another process adds, and drops a torn end', async () => {
    const file = newFile();
    writeFileSync(file, textOf(all));
    const reader = openResponseLog(file, false, 1000);
    appendFileSync(file, `${JSON.stringify(answer(100))}\n{"id":"torn`);
    expect(reader.refresh()).toBe(1);
    expect(reader.lines.at(-1)).toEqual(answer(100));
    await reader.close();
    const writer = openResponseLog(file, true, 1000);
    expect(writer.lines.length).toBe(101);
    expect(statSync(file).size).toBe(Buffer.byteLength(textOf([...all, answer(100)])));
    await writer.close();
  });

  it('believes an index of nothing but the file that it was made of', async () => {
    const file = newFile();
    writeFileSync(file, textOf(all));
    await openResponseLog(file, true, 1000).close();
    expect(readIndex(file)?.state.columns.count).toBe(100);

    const copy = newFile();
    mkdirSync(dirname(indexFileOf(copy)));
    copyFileSync(file, copy);
    copyFileSync(indexFileOf(file), indexFileOf(copy));
    expect(readIndex(copy)).toBeNull();

    const index = readFileSync(indexFileOf(file));
    writeFileSync(indexFileOf(file), index.subarray(0, index.length - 9));
    expect(readIndex(file)).toBeNull();
    writeFileSync(indexFileOf(file), index);
    expect(readIndex(file)).not.toBeNull();

    // A change in the middle that keeps the length is read, and found broken.
    const bytes = readFileSync(file);
    bytes[bytes.indexOf(10, bytes.length >> 1) + 1] = 0x5b;
    writeFileSync(file, bytes);
    expect(readIndex(file)).toBeNull();
    expect(() => openResponseLog(file, false, 1000)).toThrow(/responses\.jsonl/);
  });
});

describe('isResponse', () => {
  const fields = Object.keys(answer(1)) as (keyof Response)[];
  const odd = fc.oneof(
    fc.constantFrom(
      null,
      '',
      0,
      -1,
      1.5,
      2 ** 60,
      Number.POSITIVE_INFINITY,
      true,
      [],
      {},
      'model',
      'chat',
      'stop',
    ),
    fc.string(),
    fc.double(),
    fc.integer(),
  );

  it('accepts what the schema accepts and leaves as it is, and nothing else', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1000 }),
        fc.dictionary(
          fc.constantFrom(...fields, 'origin', 'promptText', 'unknown', 'toString'),
          odd,
          { maxKeys: 2 },
        ),
        fc.option(fc.constantFrom(...fields)),
        (n, change, missing) => {
          const line: Record<string, unknown> = { ...answer(n), ...change };
          if (missing) delete line[missing];
          const parsed = responseSchema.safeParse(line);
          if (isResponse(line)) expect(parsed.success && parsed.data).toEqual(line);
          else if (parsed.success)
            expect(Object.keys(line).some((key) => !Object.hasOwn(parsed.data, key))).toBe(true);
        },
      ),
      { numRuns: 2000 },
    );
    for (const value of [null, 3, 'x', [], [answer(1)]]) expect(isResponse(value)).toBe(false);
  });
});

describe('hashPair', () => {
  it('tells ids apart that differ in a letter, a digit, or their order', () => {
    const ids = Array.from(
      { length: 50_000 },
      (_, n) => `lab:model-${n % 200}|s${n % 97}|p-${n % 13}|${n}`,
    );
    const hashes = new Set(ids.map((id) => Object.values(hashPair(id)).join(' ')));
    expect(hashes.size).toBe(new Set(ids).size);
    // Each half alone spreads too: about n²/2³³ meetings are expected.
    expect(new Set(ids.map((id) => hashPair(id).low)).size).toBeGreaterThan(49_990);
    expect(new Set(ids.map((id) => hashPair(id).high)).size).toBeGreaterThan(49_990);
  });
});
