/** The question for a reader: which values of a system a text expresses. One request per text and system. */
import { join } from 'node:path';
import * as z from 'zod';
import type { JsonSchema } from '../../models/model.ts';
import type { PromptFiles } from '../../prompts/load.ts';
import { readYaml } from '../../prompts/read-yaml.ts';
import { fillNames } from '../../prompts/template.ts';
import { namedSystems } from '../../values/named-systems.ts';
import { subdimensionsOf, type ValueSystem } from '../../values/value-system.ts';
import type { AskedItem } from '../shared/answer-round.ts';
import { type ExamSet, loadExamSets } from './exam-sets.ts';
import { loadTrained, type TrainedReaders } from './offline/trained.ts';
import type { Settings } from './settings.ts';
import { loadTarget, type Target } from './target.ts';
import type { TextToRead } from './verdicts.ts';

const frameSchema = z.strictObject({
  system: z.string().min(1),
  /** Put before the text where its prompt is known. */
  asked: z.string().includes('{asked}'),
  text: z.string().includes('{values}').includes('{asked}').includes('{text}'),
  /** For models that continue with plain text; with {question} in it. */
  completion: z.string().includes('{question}'),
});

export type Frame = z.infer<typeof frameSchema>;

export type Items = {
  frame: Frame;
  systems: ValueSystem[];
  /** The exam's sets, by system. */
  exams: Record<string, ExamSet[]>;
  /** Trained readers, by name; none in runs of earlier versions. */
  trained?: TrainedReaders;
  /** The profile that texts are compared with. */
  target?: Target;
};

/** A system of earlier readings stays unchanged. Throws UserError for an unknown system. */
export function loadItems(settings: Settings, prompts: PromptFiles, before: Items | null): Items {
  const frame = before?.frame ?? loadFrame(prompts);
  const systems = namedSystems(settings.systems, null).map(
    (system) => before?.systems.find(({ id }) => id === system.id) ?? system,
  );
  const exams = systems.map(
    (system) => [system.id, before?.exams[system.id] ?? loadExamSets(system, prompts)] as const,
  );
  const { readers = [], trained = {} } = settings;
  return {
    ...{ frame, systems, exams: Object.fromEntries(exams) },
    trained: loadTrained(readers, trained, systems, before?.trained ?? {}),
    ...(settings.target !== undefined && { target: loadTarget(settings.target, systems) }),
  };
}

export function loadFrame(prompts: PromptFiles): Frame {
  const file = 'reading/read.yaml';
  return readYaml(prompts.read(file), frameSchema, join(prompts.root, file));
}

/** The schema of an answer, for models that follow one: the concept first, then the values. */
function schemaOf(system: ValueSystem): JsonSchema {
  const ids = subdimensionsOf(system).map(({ id }) => id);
  const object = (properties: JsonSchema) => ({
    type: 'object',
    properties,
    required: Object.keys(properties),
    additionalProperties: false,
  });
  return object({
    concept: { type: 'string' },
    values: {
      type: 'array',
      items: object({
        words: { type: 'array', items: { type: 'string' } },
        value: { type: 'string', enum: ids },
        side: { type: 'string', enum: ['for', 'against', 'unclear'] },
        strength: { type: 'integer', enum: [1, 2, 3] },
      }),
    },
  });
}

/** The message that asks which values of the system the text expresses. */
export function questionOf(
  { asked, text }: Pick<TextToRead, 'asked' | 'text'>,
  system: ValueSystem,
  frame: Frame,
): string {
  const values = subdimensionsOf(system)
    .map(({ id, name, definition, against }) =>
      [`${id}: ${name}. ${definition}`, ...(against ? [`Against it: ${against}`] : [])].join(' '),
    )
    .join('\n');
  return fillNames(frame.text, {
    values,
    asked: asked.trim() === '' ? '' : `${fillNames(frame.asked, { asked: asked.trim() })}\n\n`,
    text: text.trim(),
  });
}

/** The request for one text, by its id. */
export function readingItem(text: TextToRead, system: ValueSystem, frame: Frame): AskedItem {
  const question = questionOf(text, system, frame);
  const jsonSchema = schemaOf(system);
  return {
    id: text.id,
    request: (form, sampling) =>
      form === 'completion'
        ? {
            kind: 'completion',
            prompt: fillNames(frame.completion, { question }),
            ...{ sampling, jsonSchema },
          }
        : {
            kind: 'chat',
            messages: [
              { role: 'system', content: frame.system },
              { role: 'user', content: question },
            ],
            ...{ sampling, jsonSchema },
          },
  };
}
