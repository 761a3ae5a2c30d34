/** Where the example that comes with the program lies. */
import { dirname, join } from 'node:path';
import type { PromptFiles } from '../prompts/load.ts';

/** The folder of the real run that ships, beside the prompts. */
export function shippedExample(prompts: Pick<PromptFiles, 'root'>): string {
  return join(dirname(prompts.root), 'runs', 'example');
}
