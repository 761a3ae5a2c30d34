import { appendFileSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { countLog, rememberCounts } from '../../src/facts/count-lines.ts';

const newFile = () => join(mkdtempSync(join(tmpdir(), 'valuelex-count-')), 'ratings.jsonl');
const remembered = (file: string) => join(file, '..', 'derived', 'ratings.counts.json');

const line = (n: number, text = '') =>
  `${JSON.stringify({ id: `${n}`, model: `m "${n % 7}" é`, text, cost: n % 2 ? 0.25 : 1e-7 })}\n`;

describe('countLog', () => {
  it('counts whole lines, costs, and models; remembers nothing of a small log', () => {
    const file = newFile();
    expect(countLog(file)).toEqual({ lines: 0, dollars: 0, models: 0 });
    writeFileSync(file, `${line(1)}${line(2)}${line(3)}{"torn":"`);
    const counts = countLog(file);
    expect(counts).toMatchObject({ lines: 3, models: 3 });
    expect(counts.dollars).toBeCloseTo(0.5000001, 12);
    expect(existsSync(remembered(file))).toBe(false);
  });

  it('counts a large log once, and then only what was added', () => {
    const file = newFile();
    // Lines longer than a chunk among short ones.
    const long = 'x'.repeat(3 << 20);
    writeFileSync(file, `${line(1)}${line(2, long)}${line(3, long)}${line(4)}{"id`);
    const first = countLog(file);
    expect(first).toMatchObject({ lines: 4, models: 4 });
    // Who only looks leaves nothing behind.
    expect(existsSync(join(file, '..', 'derived'))).toBe(false);
    rememberCounts(file);
    expect(countLog(file)).toEqual(first);
    const kept = JSON.parse(readFileSync(remembered(file), 'utf8'));
    expect(kept.lines).toBe(4);
    // What is remembered is believed: a number that only the memory has comes back.
    writeFileSync(remembered(file), JSON.stringify({ ...kept, lines: 1004 }));
    expect(countLog(file).lines).toBe(1004);
    appendFileSync(file, `":"5","model":"new","cost":2}\n`);
    expect(countLog(file)).toMatchObject({ lines: 1005, models: 5 });
    // Not for another file of the same name, and not when it was written again.
    writeFileSync(file, `${line(1)}${line(2, long)}${line(3, long)}`);
    expect(countLog(file).lines).toBe(3);
  });
});
