/** The finished studies that come with the program. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Outside } from '../../environment.ts';
import type { InterfaceOptions } from '../../ui/interface-options.ts';

const known = [
  {
    name: 'example-simulated',
    title: 'Open the simulated example',
    note: 'no real models: 35 simulated × 15 settings',
    simulated: true,
  },
  {
    name: 'example',
    title: 'Open the example',
    note: 'a finished study of two small local models',
    simulated: false,
  },
];

/** Those that are installed. */
export function examplesOf(outside: Pick<Outside, 'prompts'>): InterfaceOptions['examples'] {
  const runs = join(outside.prompts.root, '..', 'runs');
  return known
    .map(({ name, ...rest }) => ({ folder: resolve(runs, name), ...rest }))
    .filter(({ folder }) => existsSync(join(folder, 'study.yaml')));
}
