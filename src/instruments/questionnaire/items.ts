/** What the questionnaire asks: statements for each value, six options, both ways round. */
import { join } from 'node:path';
import { z } from 'zod';
import type { PromptFiles } from '../../prompts/load.ts';
import { readYaml } from '../../prompts/read-yaml.ts';

const fileSchema = z.strictObject({
  source: z.string().min(1),
  question: z.string().min(1),
  /** From the least to the most like the model. */
  options: z.array(z.string().min(1)).length(6),
  values: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[a-z][a-z-]*$/),
        name: z.string().min(1),
        items: z.array(z.string().min(1)).min(2),
      }),
    )
    .min(2),
});

export type Items = z.infer<typeof fileSchema>;

/** One request: a statement with its options from the least up, or from the most down. */
export type Question = { id: string; value: string; item: string; reversed: boolean; text: string };

/** The statements of a system that ships (`prompts/questionnaire/<system>.yaml`). Throws UserError. */
export function loadItems(system: string, prompts: PromptFiles): Items {
  const file = `questionnaire/${system}.yaml`;
  return readYaml(prompts.read(file), fileSchema, join(prompts.root, file));
}

/** Every statement in both orders of its options. */
export function questionsOf({ values, question, options }: Items): Question[] {
  return values.flatMap((value) =>
    value.items.flatMap((statement, i) =>
      [false, true].map((reversed) => {
        const item = `${value.id}-${i + 1}`;
        const shown = reversed ? [...options].reverse() : options;
        const list = shown.map((option, at) => `${at + 1} = ${option}`).join('\n');
        return {
          id: `${item}${reversed ? '.reversed' : '.forward'}`,
          value: value.id,
          item,
          reversed,
          text: `${question}\n\n"${statement}"\n\n${list}\n\nAnswer with one number from 1 to ${options.length}.`,
        };
      }),
    ),
  );
}
