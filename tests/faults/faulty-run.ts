/** A small run against one endpoint: the real logs, lanes, and client; only long waits are made short. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { createBudget } from '../../src/asking/budget.ts';
import type { RunEvent } from '../../src/facts/records.ts';
import type { Model } from '../../src/models/model.ts';
import { openaiEndpoint } from '../../src/models/openai/endpoint.ts';
import type { OpenaiEndpointConfig } from '../../src/models/openai/endpoint-config.ts';
import { promptFiles } from '../../src/prompts/load.ts';
import type { createDeriver } from '../../src/run/derive/deriver.ts';
import { nothing } from '../../src/run/derive/deriver.ts';
import { createDiscovery } from '../../src/run/discovery.ts';
import type { RunEnvironment } from '../../src/run/environment.ts';
import { createRunFolder, openRunFolder } from '../../src/run/run-folder.ts';
import type { RunState } from '../../src/run/state.ts';
import { createStore } from '../../src/run/store.ts';
import { type Study, studySchema } from '../../src/run/study.ts';
import { takenBy } from '../../src/run/taken-by.ts';
import { createWork } from '../../src/run/work.ts';
import { until } from '../support/program.ts';
import { modelId } from './raw-server.ts';

export type FaultyRun = {
  folder: string;
  /** Works until it is done or paused; null, or the error that it ended with. */
  work(): Promise<unknown>;
  pause(): Promise<void>;
  state(): RunState;
  /** Every reason that a lane gave, and whether it told how long. */
  reasons: Map<string, boolean>;
  /** Seconds of each wait, as the program chose them. */
  waits: number[];
  lines(log?: string): Record<string, unknown>[];
  events(kind: RunEvent['event']): string[];
  close(): Promise<void>;
};

export type FaultyRunOptions = {
  models?: string[];
  budget?: Study['budget'];
  now?: () => number;
  /** Whoever answers, instead of the endpoint `lab`. */
  openModel?: (name: string) => Promise<Model>;
  /** Called with each wait before it begins, which then takes a hundredth of its length, and until it was told. */
  onWait?: (seconds: number) => void | Promise<void>;
};

/** The prompts and settings of the run: six answers a model. */
const prompts = ['01-describe', '02-principles', '03-what-matters'];

export const answersPerModel = 2 * prompts.length;

/** A run folder that is gone after the test. */
export function makeFaultyRun(options: FaultyRunOptions = {}): string {
  const study = studySchema.parse({
    name: 'faulty',
    models: (options.models ?? [`lab:${modelId}`]).map((id) => ({ id })),
    settings: [
      { id: 't0.3', temperature: 0.3 },
      { id: 't1', temperature: 1 },
    ],
    prompts: prompts.map((id) => ({ id })),
    maxTokens: { chat: 40, completion: 40 },
    test: { stems: ['do-not-know', 'sad-person'], judges: [`lab:${modelId}`] },
    budget: options.budget ?? {},
  });
  const runs = mkdtempSync(join(tmpdir(), 'valuelex-fault-'));
  onTestFinished(() => rmSync(runs, { recursive: true, force: true }));
  return createRunFolder(runs, study, Date.now);
}

/** Opens the run in `folder` with the endpoint `lab`, one request at once unless `config` says otherwise. */
export function openFaultyRun(
  folder: string,
  config: Omit<OpenaiEndpointConfig, 'name'>,
  options: FaultyRunOptions = {},
): FaultyRun {
  const now = options.now ?? Date.now;
  /** How often whoever looks on was told of a lane that waits. */
  let told = 0;
  const waits: number[] = [];
  const endpoint = openaiEndpoint({ name: 'lab', concurrency: 1, timeout: 5, env: {}, ...config });
  const absent = (): never => {
    throw new Error('these tests compute nothing');
  };
  const environment: RunEnvironment = {
    version: '0.0.0',
    now,
    random: () => 0,
    wait: async (seconds, signal) => {
      waits.push(seconds);
      const before = told;
      await options.onWait?.(seconds);
      await sleep(10 * seconds, undefined, signal ? { signal } : {});
      // While a model is opened there is no lane yet, and the wait is told at once.
      const isOpening = () => store.get().activity.includes('; again in ');
      await until(() => told > before || isOpening() || signal?.aborted, 'word of a wait');
      signal?.throwIfAborted();
    },
    prompts: promptFiles(),
    wordNet: absent,
    thesaurus: absent,
    wordVectors: absent,
    openEmbedder: absent,
    chooseEmbedding: absent,
    openModel: options.openModel ?? ((name) => endpoint.open(name.slice(name.indexOf(':') + 1))),
    examFolder: folder,
    resultsFolder: folder,
  };
  const run = openRunFolder(folder, true, now);
  const store = createStore<RunState>({
    folder,
    name: run.study.name,
    study: run.study,
    simulated: false,
    readOnly: false,
    trouble: null,
    status: 'idle',
    activity: '',
    progress: [],
    lanes: [],
    rate: 0,
    secondsLeft: null,
    spend: 0,
    discovery: createDiscovery(null).state(),
    results: nothing,
    message: '',
    problems: [],
    computing: null,
  } as RunState);
  const deriver: Pick<ReturnType<typeof createDeriver>, 'compute' | 'fit' | 'results'> = {
    compute: async () => {},
    fit: async () => {},
    results: () => nothing,
  };
  const work = createWork({
    environment,
    run,
    store,
    deriver: deriver as ReturnType<typeof createDeriver>,
    discovery: createDiscovery(null),
    budget: createBudget(() => run.study.budget, takenBy(run)),
    openModel: (name) => environment.openModel(name, run.study),
    again: () => [],
  });
  const reasons = new Map<string, boolean>();
  store.subscribe(() => {
    const { lanes } = store.get();
    for (const { waiting } of lanes)
      if (waiting) reasons.set(waiting.reason, waiting.until !== null);
    if (lanes.some(({ waiting }) => waiting?.until)) told += 1;
  });
  return {
    folder,
    work: () =>
      work.begin('elicit').then(
        () => null,
        (error: unknown) => error,
      ),
    pause: work.pause,
    state: store.get,
    reasons,
    waits,
    lines: (log = 'responses') => linesOf(folder, log),
    events: (kind) =>
      linesOf(folder, 'events')
        .filter((one) => one.event === kind)
        .map((one) => String(one.text)),
    close: () => run.close(),
  };
}

/** The lines of a log as they stand on the disk. */
export function linesOf(folder: string, log: string): Record<string, unknown>[] {
  return readFileSync(join(folder, `${log}.jsonl`), 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}
