/** The folders of the examples that come with the program. */
import { basename, dirname, join, resolve } from 'node:path';
import type { PromptFiles } from '../prompts/load.ts';

/** The folder of the real run that ships, beside the prompts. */
export function shippedExample(prompts: Pick<PromptFiles, 'root'>): string {
  return join(dirname(prompts.root), 'runs', 'example');
}

/** True for the real run that ships and for the study of the simulated one: neither is ever written to. */
export function isShippedExample(folder: string, prompts: Pick<PromptFiles, 'root'>): boolean {
  const path = resolve(folder);
  return (
    dirname(path) === resolve(dirname(prompts.root), 'runs') &&
    ['example', 'example-simulated'].includes(basename(path))
  );
}
