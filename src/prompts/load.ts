/** Where the prompt files are, and what each kind of file becomes. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UserError } from '../errors.ts';
import { type Prompt, parsePrompt } from './template.ts';

/** Reads a file below the prompts folder (`judge/digits.md`) and lists one (`elicitation`). */
export type PromptFiles = {
  root: string;
  read(path: string): string;
  list(folder: string): string[];
};

/** The folder `prompts/` beside the built program or the sources: the nearest one above this module. */
function promptFolder(from: string = import.meta.url): string {
  let folder = dirname(fileURLToPath(from));
  for (;;) {
    const candidate = join(folder, 'prompts');
    if (existsSync(join(candidate, 'stems', 'stems.yaml'))) return candidate;
    const above = dirname(folder);
    if (above === folder)
      throw new UserError('The folder prompts/ is missing from this installation.', {
        where: fileURLToPath(from),
        hint: 'Install valuelex again, or restore prompts/ from the repository.',
      });
    folder = above;
  }
}

/** The prompt files on disk. */
export function promptFiles(root: string = promptFolder()): PromptFiles {
  return {
    root,
    read: (path) => {
      try {
        return readFileSync(join(root, path), 'utf8');
      } catch (cause) {
        throw new UserError(`The prompt file ${path} cannot be read.`, {
          where: join(root, path),
          hint: 'Restore it from the repository, or correct the name in the study.',
          cause,
        });
      }
    },
    list: (folder) => {
      try {
        return readdirSync(join(root, folder)).sort();
      } catch (cause) {
        throw new UserError(`The prompt folder ${folder} cannot be read.`, {
          where: join(root, folder),
          hint: 'Restore it from the repository.',
          cause,
        });
      }
    },
  };
}

/** One prompt, by its path below `prompts/` with or without `.md`: `judge/digits`. Throws UserError. */
export function loadPrompt(path: string, files: PromptFiles = promptFiles()): Prompt {
  const file = path.endsWith('.md') ? path : `${path}.md`;
  return parsePrompt(files.read(file), join(files.root, file));
}

/** An elicitation prompt: a prompt whose kind is known. */
export type ElicitationPrompt = Prompt & { kind: NonNullable<Prompt['kind']>; natural: boolean };

/** All elicitation prompts (`prompts/elicitation/NN-name.md`), in the order of their numbers. Throws UserError. */
export function loadElicitationPrompts(files: PromptFiles = promptFiles()): ElicitationPrompt[] {
  return files
    .list('elicitation')
    .filter((name) => /^\d+-.*\.md$/.test(name))
    .map((name) => {
      const prompt = loadPrompt(`elicitation/${name}`, files);
      if (!prompt.kind)
        throw new UserError('An elicitation prompt needs its kind.', {
          where: prompt.file,
          hint: 'Add kind: open, list, one-word, or scenario to the front matter.',
        });
      return { ...prompt, kind: prompt.kind, natural: prompt.natural ?? true };
    });
}
