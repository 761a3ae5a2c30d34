import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitReasoning } from '../../../src/models/local/reasoning.ts';
import { thoughtFilter } from '../../../src/models/openai/thoughts.ts';

function inPieces(pieces: readonly string[]): { text: string; thought: string } {
  const filter = thoughtFilter();
  const heard = { text: '', thought: '' };
  for (const piece of [...pieces.map(filter.push), filter.rest()]) {
    heard.text += piece.text;
    heard.thought += piece.thought;
  }
  return heard;
}

test('thoughts are taken out wherever the tags are cut', () => {
  const whole = ' \n<think>Is it < 3? </thin no.</think>\n\nCare, <think> candor';
  for (let first = 0; first <= whole.length; first++)
    for (let second = first; second <= whole.length; second += 3) {
      const pieces = [whole.slice(0, first), whole.slice(first, second), whole.slice(second)];
      expect(inPieces(pieces)).toEqual({
        text: 'Care, <think> candor',
        thought: 'Is it < 3? </thin no.',
      });
    }
});

test('the split is that of the whole text', () => {
  const part = fc.constantFrom(
    ...[
      '<think>',
      '</think>',
      '<thi',
      'nk>',
      ' ',
      '\n',
      'Care',
      '<',
      '/',
      'x',
      '[THINK]',
      '[/THINK]',
    ],
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), (pieces) => {
      const text = pieces.join('');
      // A closing mark before any opening one is seen only at the end.
      const closed = /<\/think>|\[\/THINK\]/.exec(text)?.index ?? -1;
      const opened = /<think>|\[THINK\]/.exec(text)?.index ?? Number.POSITIVE_INFINITY;
      fc.pre(closed < 0 || opened < closed);
      const heard = inPieces(pieces);
      const split = splitReasoning(text, '');
      expect(heard.text).toBe(split.text);
      expect(heard.thought.replace(/\s/g, '')).toBe((split.reasoning ?? '').replace(/\s/g, ''));
    }),
    { numRuns: 500 },
  );
});
