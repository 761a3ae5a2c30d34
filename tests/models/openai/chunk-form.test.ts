/** The quick look at a chunk against the schema that it stands for. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { chunkSchema, isPlainChunk, readChunk } from '../../../src/models/openai/chunk-form.ts';

const wrong = fc.oneof(fc.constant(7), fc.constant([]), fc.constant({}), fc.boolean());
const text = fc.oneof(
  { weight: 6, arbitrary: fc.string() },
  fc.constant(null),
  fc.constant(undefined),
  wrong,
);
const count = fc.oneof(
  { weight: 6, arbitrary: fc.nat() },
  fc.constantFrom(null, undefined, Number.POSITIVE_INFINITY, '3', Number.NaN),
);
const part = fc.record({ type: fc.constantFrom('text', 'thinking'), text });
const said = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record(
      {
        content: fc.oneof({ weight: 3, arbitrary: text }, fc.array(part)),
        reasoning_content: text,
        reasoning: text,
        role: text,
      },
      { requiredKeys: [] },
    ),
  },
  fc.constant(null),
  wrong,
);
const choice = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record(
      { delta: said, message: said, text, finish_reason: text, index: count },
      { requiredKeys: [] },
    ),
  },
  fc.constant(null),
  wrong,
);
const chunk = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record(
      {
        choices: fc.oneof({ weight: 8, arbitrary: fc.array(choice, { maxLength: 2 }) }, text),
        usage: fc.oneof(
          fc.record({ prompt_tokens: count, completion_tokens: count }, { requiredKeys: [] }),
          text,
        ),
      },
      { requiredKeys: [] },
    ),
  },
  text,
);

it('is never surer than the schema, and reads the same', () => {
  let plain = 0;
  fc.assert(
    fc.property(chunk, (raw) => {
      const checked = chunkSchema.safeParse(raw);
      if (isPlainChunk(raw)) {
        plain += 1;
        expect(checked.success).toBe(true);
      }
      expect(readChunk(raw)).toEqual(checked.success ? checked.data : null);
    }),
    { numRuns: 3000 },
  );
  expect(plain).toBeGreaterThan(100);
});

it('knows what endpoints usually send', () => {
  const usual = [
    { choices: [{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null }] },
    { choices: [{ delta: { content: null, reasoning_content: 'so' } }], usage: null },
    { choices: [], usage: { prompt_tokens: 3, completion_tokens: 4 } },
    { choices: [{ text: ' is', finish_reason: 'stop' }] },
  ];
  for (const raw of usual) expect(isPlainChunk(raw)).toBe(true);
  expect(isPlainChunk({ choices: [{ delta: { content: [{ type: 'text', text: 'a' }] } }] })).toBe(
    false,
  );
});
