/** The anchors of an exam: texts with a known level on a value. */
import { join } from 'node:path';
import * as z from 'zod';
import { type PromptFiles, promptFiles } from '../../../prompts/load.ts';
import { readYaml, refuseRepeats } from '../../../prompts/read-yaml.ts';
import { hashText } from '../../../prompts/template.ts';

/** What an anchor does to the value of its set. */
export const anchorRoles = ['supports', 'opposes', 'ignores', 'neighbour'] as const;
export type AnchorRole = (typeof anchorRoles)[number];

/**
 * A question, and answers to it with known levels. The files in prompts/judge/anchors call them stem and completions.
 */
export const anchorSetSchema = z
  .object({
    id: z.string().min(1),
    subdimension: z.string().min(1),
    stem: z.string().min(1),
    completions: z
      .array(
        z.object({
          text: z.string().min(1),
          role: z.enum(anchorRoles),
          /** The level that the rubric gives it: 0–6; opposes, ignores and neighbour are 0 or 1. */
          level: z.number().min(0).max(6),
          /** Supports without its keywords, or opposes full of them. */
          trap: z.boolean().default(false),
        }),
      )
      .min(4),
  })
  .transform(({ stem: asked, completions: texts, ...set }) => ({ ...set, asked, texts }));
export type AnchorSet = z.infer<typeof anchorSetSchema>;

/** The exam's anchor sets of a value system, with the hash of their file; null where the system has none. Throws UserError. */
export function loadAnchors(
  system: string,
  files: PromptFiles = promptFiles(),
): { sets: AnchorSet[]; hash: string } | null {
  const name = `${system}.yaml`;
  if (!files.list('judge/anchors').includes(name)) return null;
  const text = files.read(`judge/anchors/${name}`);
  const file = join(files.root, 'judge/anchors', name);
  const sets = readYaml(text, z.array(anchorSetSchema).min(2), file);
  refuseRepeats(
    sets.map((set) => set.id),
    file,
  );
  return { sets, hash: hashText(text) };
}
