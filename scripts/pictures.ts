/**
 * The pictures of the README and of docs/screens: every screen of the example run at two sizes, and a moving one of a
 * short session. Run: npm run pictures, or `npm run pictures demo` for the moving one alone.
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { recordFrames, recordScreens, type Scenario, writePicture } from './record-screens.ts';
import { animatedSvg } from './screen-svg.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Text that is on the screen once it is drawn, and what the picture shows. */
const screens = [
  {
    key: '2',
    name: 'models',
    until: 'prompts =',
    title: 'Models to choose from, and what they would cost',
  },
  { key: '3', name: 'elicit', until: 'descriptors so far', title: 'Words as they came in' },
  { key: '4', name: 'clusters', until: 'D goes through them', title: 'The cluster workbench' },
  { key: 'D', name: 'queue', until: 'as it was said', title: 'One open decision' },
  { key: '{esc}', name: null, until: 'D goes through them', title: '' },
  { key: '5', name: 'factors', until: 'Bartlett', title: 'Loadings' },
  { key: '6', name: 'scores', until: 'cannot be told from it', title: 'The models on one value' },
  { key: '7', name: 'report', until: 'cite ', title: 'What the report will hold' },
] as const;

/** From the clone, so that commands name the example by a path below; with no runs, so that it starts as for the first time. */
const program = () => ({
  command: process.execPath,
  arguments: [
    join(root, 'dist', 'valuelex.cjs'),
    '--runs',
    mkdtempSync(join(tmpdir(), 'valuelex-pictures-')),
  ],
  folder: root,
});

/** The real example, as a first session goes: found, curated, factored, scored. */
const demo: Scenario = {
  ...program(),
  columns: 80,
  rows: 24,
  steps: [
    { until: 'Open the example', seconds: 2 },
    { keys: '{down}', until: '▸ Open the example', seconds: 1 },
    { keys: '{enter}', until: 'Enter evidence', seconds: 4 },
    { keys: '4', until: 'D goes through them', seconds: 3 },
    { keys: 'D', until: 'as it was said', seconds: 4 },
    { keys: '{enter}', until: 'in a copy', seconds: 4 },
    { keys: '{esc}', until: 'D goes through them' },
    { keys: '5', until: 'Bartlett', seconds: 4 },
    { keys: '6', until: 'cannot be told from it', seconds: 4 },
    { keys: '{enter}', until: 'Esc back', seconds: 4 },
  ],
};

async function makeDemo(): Promise<void> {
  const picture = animatedSvg(await recordFrames(demo), 'A first session with the example');
  process.stdout.write(`${writePicture(join(root, 'docs', 'screens', 'demo.svg'), picture)}\n`);
}

const sizes = [
  [80, 24],
  [160, 48],
] as const;

await makeDemo();
for (const [columns, rows] of process.argv[2] === 'demo' ? [] : sizes) {
  const named = (name: string) => `${name}-${columns}x${rows}`;
  const scenario: Scenario = {
    ...program(),
    columns,
    rows,
    steps: [
      { until: 'Open the example', name: named('start'), title: 'The first start' },
      // Below the simulated example.
      { keys: '{down}', until: '▸ Open the example' },
      {
        keys: '{enter}',
        until: 'Enter evidence',
        name: named('findings'),
        title: 'What the example found',
      },
      ...screens.map(({ key, name, until, title }) => ({
        keys: key,
        until,
        ...(name ? { name: named(name), title } : {}),
      })),
      { keys: '?', until: 'Esc close', name: named('help'), title: 'What the keys do here' },
    ],
  };
  for (const file of await recordScreens(scenario, join(root, 'docs', 'screens')))
    process.stdout.write(`${file}\n`);
}
