import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventReader, type ServerEvent } from '../../../src/models/openai/events.ts';

function read(parts: readonly Uint8Array[]): ServerEvent[] {
  const reader = eventReader(1000);
  return [...parts.flatMap((part) => reader.push(part)), ...reader.end()];
}

/** Lines of fields, of comments, and empty ones, with each kind of end. */
const stream = fc
  .array(
    fc.tuple(
      fc.constantFrom('data: Gü🌱', 'data:', 'event: error', 'id: 7', ': comment', '', '', 'data'),
      fc.constantFrom('\n', '\r', '\r\n'),
    ),
  )
  .map((lines) => lines.flat().join(''));

describe('an event reader', () => {
  it('finds the same events however the bytes are cut', () => {
    fc.assert(
      fc.property(stream, fc.array(fc.nat(60)), (text, cuts) => {
        const bytes = Buffer.from(text);
        const ends = [...cuts.filter((cut) => cut < bytes.length).sort((a, b) => a - b)];
        const parts = [0, ...ends].map((from, i) => bytes.subarray(from, ends[i] ?? bytes.length));
        expect(read(parts)).toEqual(read([bytes]));
      }),
    );
  });

  it('reads fields in any order, several lines of data, and a last event without its empty line', () => {
    const text = 'data: a\r\nevent: note\rdata: b\n\n: life\n\nid: 1\ndata: c';
    expect(read([Buffer.from(text)])).toEqual([
      { event: 'note', data: 'a\nb' },
      { event: '', data: 'c' },
    ]);
  });

  it('takes an event that comes twice under one number once', () => {
    const one = 'id: 1\ndata: a\n\n';
    const two = 'id: 2\ndata: a\n\n';
    expect(read([Buffer.from(one + one + two + two)]).map(({ data }) => data)).toEqual(['a', 'a']);
  });

  it('reads no further than so many letters of one event, in one line or in many', () => {
    for (const part of ['x'.repeat(100), `data: ${'x'.repeat(94)}\n`]) {
      const reader = eventReader(1000);
      const more = Buffer.from(part);
      expect(() => {
        for (let i = 0; i < 12; i++) reader.push(more);
      }).toThrow(RangeError);
    }
  });
});
