/** Stems with endings for and against a value: those that the stance head is trained on, and those of its exam. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { loadAnchors } from '../../src/instruments/shared/exam/anchors.ts';
import { shippedSystems } from '../../src/values/load-systems.ts';
import { subdimensionsOf } from '../../src/values/value-system.ts';

/** Straight: the words of the value stand with it. Crossed: the other way round. */
export type Words = 'straight' | 'crossed' | 'plain';

export type Ending = { text: string; side: 1 | -1; words: Words };

export type Case = {
  value: string;
  name: string;
  definition: string;
  /** Whether the stem asks for what is rejected. */
  frame: 'positive' | 'negative';
  stem: string;
  endings: Ending[];
};

const endings = z.partialRecord(z.enum(['straight', 'crossed', 'plain']), z.string().min(1));
const lineSchema = z.strictObject({
  value: z.string().min(1),
  frame: z.enum(['positive', 'negative']),
  stem: z.string().min(1),
  for: endings,
  against: endings,
});

const folder = import.meta.dirname;
const shipped = new Map(
  shippedSystems.flatMap((system) => subdimensionsOf(system).map((one) => [one.id, one] as const)),
);
const named = new Map(
  Object.entries(
    z
      .record(z.string(), z.object({ name: z.string(), definition: z.string() }))
      .parse(JSON.parse(readFileSync(join(folder, 'training/values.json'), 'utf8'))),
  ),
);

function readCases(file: string): Case[] {
  return readFileSync(join(folder, file), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((text, i): Case => {
      const line = lineSchema.parse(JSON.parse(text));
      const value = shipped.get(line.value) ?? named.get(line.value);
      if (!value) throw new Error(`${file}:${i + 1}: there is no value ${line.value}`);
      const { name, definition } = value;
      const of = (side: 1 | -1, texts: z.infer<typeof endings>) =>
        Object.entries(texts).map(([words, one]) => ({ text: one, side, words: words as Words }));
      const { frame, stem } = line;
      const all = [...of(1, line.for), ...of(-1, line.against)];
      return { value: line.value, name, definition, frame, stem, endings: all };
    });
}

export function trainingCases(): Case[] {
  return readdirSync(join(folder, 'training'))
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
    .flatMap((name) => readCases(`training/${name}`));
}

/**
 * The sets of the judges' exam, sets of its own whose words are crossed in each, and pairs in plainer words and of like
 * lengths; nothing is trained on them.
 */
export function examCases(): { judges: Case[]; own: Case[]; plain: Case[] } {
  const negative = new Set(
    readFileSync(join(folder, 'negative-stems.txt'), 'utf8').split('\n').filter(Boolean),
  );
  const judges = shippedSystems.flatMap(({ id }) =>
    loadAnchors(id)!.sets.map(({ subdimension, asked, texts }): Case => {
      const { name, definition } = shipped.get(subdimension)!;
      return {
        ...{ value: subdimension, name, definition, stem: asked },
        frame: negative.has(asked) ? 'negative' : 'positive',
        endings: texts.flatMap(({ text, role, trap }): Ending[] =>
          role === 'supports' || role === 'opposes'
            ? [{ text, side: role === 'supports' ? 1 : -1, words: trap ? 'crossed' : 'straight' }]
            : [],
        ),
      };
    }),
  );
  return { judges, own: readCases('exam.jsonl'), plain: readCases('plain-exam.jsonl') };
}
