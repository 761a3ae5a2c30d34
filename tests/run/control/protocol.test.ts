import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  answerSchema,
  lineOf,
  linesOf,
  liveKeys,
  readMessage,
  requestSchema,
} from '../../../src/run/control/protocol.ts';
import { fixtureState } from '../../support/fixture-state.ts';

async function* chunksOf(...chunks: Buffer[]) {
  yield* chunks;
}

async function collect(lines: AsyncIterable<string>): Promise<string[]> {
  const found: string[] = [];
  for await (const line of lines) found.push(line);
  return found;
}

describe('lines', () => {
  it('come out whole, wherever the stream is cut, also inside a character', async () => {
    const texts = fc.array(fc.string({ unit: 'grapheme' }).map((text) => text.replace(/\n/g, '')));
    await fc.assert(
      fc.asyncProperty(texts, fc.array(fc.nat(400)), async (lines, cuts) => {
        const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
        const places = [...new Set(cuts.filter((at) => at < bytes.length)), bytes.length].sort(
          (a, b) => a - b,
        );
        const chunks = places.map((at, i) => bytes.subarray(places[i - 1] ?? 0, at));
        expect(await collect(linesOf(chunksOf(...chunks), 1 << 20))).toEqual(lines);
      }),
    );
  });

  it('are refused when they are too long, before they are whole', async () => {
    const endless = (async function* () {
      for (;;) yield Buffer.alloc(1000, 97);
    })();
    await expect(collect(linesOf(endless, 5000))).rejects.toThrow('longer than 5000 bytes');
    const whole = chunksOf(Buffer.from(`${'a'.repeat(6000)}\n`));
    await expect(collect(linesOf(whole, 5000))).rejects.toThrow('longer than 5000 bytes');
  });

  it('without an end are dropped', async () => {
    expect(await collect(linesOf(chunksOf(Buffer.from('one\ntwo')), 100))).toEqual(['one']);
  });
});

describe('messages', () => {
  it('are read as they were written', () => {
    const request = { id: 3, ask: 'toggle-lane', model: 'sim:a' } as const;
    expect(readMessage(lineOf(request), requestSchema)).toEqual(request);
    expect(readMessage(lineOf({ end: true }), answerSchema)).toEqual({ end: true });
  });

  it('carry the whole live part of a state', () => {
    const state = fixtureState();
    const part = Object.fromEntries(liveKeys.map((key) => [key, state[key]]));
    expect(readMessage(lineOf({ state: part }), answerSchema)).toEqual({ state: part });
  });

  it.each([
    ['no JSON', '{', 'was not JSON'],
    ['an unknown request', '{"id":1,"ask":"shutdown"}', 'was not understood: ask'],
    ['a limit of nothing', '{"id":1,"ask":"limit","requests":0}', 'was not understood: requests'],
    ['an edit that is none', '{"id":1,"ask":"edit","edit":{"edit":"format"}}', 'edit'],
  ])('that are %s are refused', (_, line, why) => {
    expect(() => readMessage(line, requestSchema)).toThrow(why);
  });
});
