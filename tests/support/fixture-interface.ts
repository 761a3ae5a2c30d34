/** Everything that the interface asks of the outside, answered from the fixture. */
import { estimateRun } from '../../src/commands/runs/estimate-run.ts';
import { onceForEachChoice } from '../../src/commands/runs/interface-options.ts';
import { offersOf } from '../../src/commands/runs/study-of-choice.ts';
import type { ModelInfo } from '../../src/models/model.ts';
import { promptFiles } from '../../src/prompts/load.ts';
import { lensOfSession } from '../../src/run/lens/lens-of-session.ts';
import { presetStudy } from '../../src/run/presets.ts';
import { changedStudy } from '../../src/run/study-choice.ts';
import type { InterfaceOptions, OwnEndpoint } from '../../src/ui/interface-options.ts';
import { type FixtureSession, fixtureSession } from './fixture-session.ts';
import { fixtureModels } from './fixture-words.ts';

const prompts = promptFiles();

const info = (name: string, change: Partial<ModelInfo> = {}): ModelInfo => ({
  name,
  tags: { family: 'llama', size: 8, training: 'instruct' },
  form: 'chat',
  contextLength: 131_072,
  price: { prompt: 0.02, completion: 0.06 },
  bytes: null,
  licence: null,
  place: 'OpenRouter',
  ready: true,
  ...change,
});

export const fixtureModelList: ModelInfo[] = [
  info(fixtureModels[0], {
    ...{
      tags: { family: 'smollm', size: 0.135, training: 'instruct' },
      place: 'cache',
      bytes: 98_362_432,
    },
    ...{ licence: 'Apache-2.0', price: { prompt: 0, completion: 0 }, contextLength: 2048 },
  }),
  info(fixtureModels[1], {
    ...{
      tags: { family: 'gemma', size: 0.27, training: 'base' },
      place: 'cache',
      bytes: 253_113_024,
    },
    ...{ licence: 'Gemma', form: 'completion', price: { prompt: 0, completion: 0 }, ready: false },
  }),
  ...Array.from({ length: 40 }, (_, at) =>
    info(`openrouter:lab-${at}/llama-3.${at}-${at + 1}b-instruct`),
  ),
];

export function fixtureInterface(
  session: FixtureSession = fixtureSession(),
  change: Partial<InterfaceOptions> = {},
): InterfaceOptions & { calls: string[] } {
  const calls: string[] = [];
  let own: OwnEndpoint[] = [];
  return {
    calls,
    runsFolder: 'runs',
    examples: [
      {
        folder: 'runs/example',
        title: 'Open the example',
        note: 'a finished study of two small local models',
        simulated: false,
      },
    ],
    listRuns: async () => [
      {
        ...{
          folder: 'runs/2026-11-21-quiet-otter',
          name: 'quiet-otter',
          stage: 'scores',
          models: 2,
          answers: 450,
          batches: 0,
          inBatches: 0,
        },
        ...{
          spend: 0.18,
          date: '2026-11-21T10:00:00Z',
          simulated: false,
          finished: true,
          readOnly: false,
        },
      },
      {
        ...{
          folder: 'runs/2026-11-20-loud-heron',
          name: 'loud-heron',
          stage: 'elicit 31/90',
          models: 5,
          answers: 31,
          batches: 0,
          inBatches: 0,
        },
        ...{
          spend: 0,
          date: '2026-11-20T10:00:00Z',
          simulated: true,
          finished: false,
          readOnly: false,
        },
      },
    ],
    checkRunName: async () => {},
    renameRun: async (folder, name) => {
      calls.push(`rename ${folder} ${name}`);
      return `runs/2026-11-21-${name}`;
    },
    shelveRun: async (folder, shelf) => {
      calls.push(`shelve ${folder} ${shelf}`);
      return `runs/${shelf === null ? '' : `.${shelf}/`}2026-11-21-quiet-otter`;
    },
    placeOf: (folder) => folder,
    openRun: async (folder) => {
      calls.push(`open ${folder}`);
      return session;
    },
    createRun: async (choice) => {
      const chosen = [choice.models.map(({ id }) => id), Object.keys(choice.changes)];
      calls.push(`create ${choice.preset} ${chosen.map(String).join(' ').trim()}`);
      return session;
    },
    defaultModels: fixtureModels,
    defaultEmbedding: 'local:encoder',
    listModels: async () => ({
      endpoints: [
        {
          name: 'local',
          title: '2 local models',
          detail: 'SmolLM2-135M-Instruct, gemma-3-270m',
          ready: true,
          mend: null,
        },
        {
          name: 'openai',
          title: 'OpenAI',
          detail: 'OPENAI_API_KEY is not set',
          ready: false,
          mend: 'set OPENAI_API_KEY and look again with R',
        },
      ],
      models: fixtureModelList,
    }),
    ...onceForEachChoice({
      draftStudy: ({ preset, models, changes }) =>
        changedStudy(
          presetStudy(preset, prompts, { name: 'quiet-otter', models: [...models] }),
          changes,
          () => ({}),
        ),
      offers: () => offersOf({ prompts }),
      estimateRun: (study, models, asked) => ({
        ...estimateRun(study, models, { prompts }, asked),
        ...{ dollars: 0.18, seconds: 420 },
      }),
    }),
    ownEndpoints: () => own,
    addEndpoint: async (endpoint) => {
      calls.push(`endpoint ${Object.values(endpoint).join(' ')}`);
      own = [...own.filter(({ name }) => name !== endpoint.name), endpoint];
      const ready = !endpoint.url.includes(':9/');
      const found = ready
        ? { detail: '4 models', mend: null }
        : { detail: 'nothing answers there', mend: 'Start its server.' };
      return { kept: true, view: { name: endpoint.name, title: endpoint.name, ready, ...found } };
    },
    removeEndpoint: (removed) => {
      calls.push(`remove ${removed}`);
      own = own.filter(({ name }) => name !== removed);
    },
    pullDefaults: async (onProgress) => {
      onProgress({
        file: 'gemma-3-270m-q4_k_m.gguf',
        done: 1e8,
        total: 2.5e8,
        source: 'model hub',
        licence: 'Gemma',
      });
      calls.push('pull');
    },
    importAnswers: async (file, as) => {
      calls.push(`import ${file} ${as}`);
      return { session, notes: ['2 rows without an answer are left out'] };
    },
    checkModel: async (model, against) => {
      calls.push(`check ${model} ${against}`);
      return session;
    },
    checkRaters: async (_, raters) => void calls.push(`raters ${raters.join(',')}`),
    addModels: (open, models) => open.addModels([...models], {}),
    checkStudy: async (folder) => void calls.push(`check study ${folder}`),
    duplicateRun: async (folder) => `${folder}-copy`,
    lens: (open, where) => lensOfSession(open, where),
    compareRuns: async () => [
      { title: 'loadings', columns: ['cluster', 'a', 'b'], rows: [['Accuracy', '+.78', '+.71']] },
      { title: 'scores', columns: ['model', 'a', 'b'], rows: [['gemma-3-270m', '41', '44']] },
    ],
    promptText: (id) => `What do you value? (${id})`,
    instruments: () => [
      {
        ...{ id: 'chain', title: 'Chain of choices', method: 'choice', source: 'for tests' },
        requires: null,
        ...{ inStudy: true, stored: 10, requests: 10, tokens: 310 },
        ...{ left: 0, seconds: 0, dollars: 0 },
      },
      {
        ...{ id: 'reader', title: 'Reading of choices', method: 'text', source: 'for tests' },
        requires: 'judges that read',
        ...{ inStudy: false, stored: 0, requests: 4, tokens: 84 },
        ...{ left: 4, seconds: 130, dollars: null },
      },
    ],
    reportFiles: () => [
      {
        name: 'report.html',
        format: 'html',
        what: 'one file, no network: summary, method, all tables, plots',
      },
      {
        name: 'loadings.csv …',
        format: 'csv',
        what: '12 × 3, with intervals; scores, descriptors',
      },
      { name: 'report.md', format: 'md', what: 'the same to read' },
      { name: 'run.json', format: 'json', what: 'everything, for programs' },
    ],
    reportPreview: async () => [
      'Two models named 96 value words in 450 answers (7 refusals). Curated by hand into 24 clusters.',
    ],
    writeReport: async (_, formats) =>
      formats.map((format) => `runs/2026-11-21-quiet-otter/report.${format}`),
    writeTable: async (_, { title }) => [`${title}.csv`, `${title}.md`],
    openInBrowser: async (file) => void calls.push(`browser ${file}`),
    openInEditor: async (file, line) => void calls.push(`editor ${file}:${line}`),
    now: () => 0,
    version: '0.1.0',
    ...change,
  };
}
