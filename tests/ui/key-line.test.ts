import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createKeyLine } from '../../src/ui/key-line.ts';

test('keys act at once while nothing is under way', () => {
  const done: string[] = [];
  const line = createKeyLine(() => null);
  for (const key of ['a', 'b']) line.add(() => done.push(key));
  expect(done).toEqual(['a', 'b']);
});

test('whatever edits, keys act in their order, and none before the edit that was pressed before it is on disk', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ edits: fc.boolean(), turns: fc.nat(4) }), { maxLength: 20 }),
      async (keys) => {
        const happened: string[] = [];
        let pending: Promise<void> | null = null;
        const line = createKeyLine(() => pending);
        keys.forEach(({ edits, turns }, at) => {
          line.add(() => {
            happened.push(`press ${at}`);
            if (!edits) return;
            pending = (async () => {
              for (let turn = 0; turn < turns; turn++) await new Promise(setImmediate);
              happened.push(`disk ${at}`);
              pending = null;
            })();
          });
        });
        const wanted = keys.flatMap(({ edits }, at) =>
          edits ? [`press ${at}`, `disk ${at}`] : [`press ${at}`],
        );
        for (let turn = 0; turn < 200 && happened.length < wanted.length; turn++)
          await new Promise(setImmediate);
        expect(happened).toEqual(wanted);
      },
    ),
    { numRuns: 50 },
  );
});
