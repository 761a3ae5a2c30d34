/**
 * How fast local models are: our Model (a child process, our own decoding loop) against
 * node-llama-cpp called bare, with the same file, settings, and prompts in the same run; whether
 * parallel greedy text equals serial; ratings a second with and without a shared start.
 */
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { getLlama, LlamaCompletion, LlamaLogLevel } from 'node-llama-cpp';
import { createLocalEndpoint } from '../src/models/local/endpoint.ts';
import { findModels } from '../src/models/local/find.ts';
import type { LocalModel } from '../src/models/local/local-model.ts';
import { shareOfCores } from '../src/models/local/threads.ts';
import type { Sampling } from '../src/models/model.ts';

export type BenchRow = {
  what: string;
  value: number;
  unit: string;
  /** In words, where there is one. */
  goal?: string;
  met?: boolean;
};

const prompts = [
  'The ocean is',
  'My favourite value is',
  'When I was young',
  'A good doctor',
  'The best way to learn',
  'Honesty means',
  'A recipe for soup',
  'In the mountains',
];
const sampling: Sampling = { temperature: 0, topP: 1, maxTokens: 48 };
const rounds = 3;

/** Rows for each of `ids` that is on this machine; `repeats` rounds of which the medians count. */
export async function benchLocal(
  ids: readonly string[] = ['SmolLM2-135M-Instruct.Q4_1', 'gemma-3-270m-q4_k_m'],
): Promise<BenchRow[]> {
  const files = await findModels();
  const rows: BenchRow[] = [];
  for (const id of ids) {
    const file = files.find((one) => one.id === id);
    if (!file) continue;
    const model = await createLocalEndpoint().open(id);
    try {
      rows.push(...(await benchModel(model, id, file.path)));
    } finally {
      await model.close();
    }
  }
  return rows;
}

async function benchModel(model: LocalModel, id: string, file: string): Promise<BenchRow[]> {
  const bare = await bareModel(file);
  const serial: string[] = [];
  const ours: number[] = [];
  const theirs: number[] = [];
  // Warm both: the first request loads the file and makes the contexts.
  await Promise.all(prompts.slice(0, model.concurrency).map((prompt) => ask(model, prompt)));
  await bare.complete(prompts[0] ?? '');
  // One prompt here, one there: what else the machine does meanwhile falls on both alike.
  for (let round = 0; round < rounds; round += 1) {
    for (const prompt of prompts) {
      ours.push(
        await tokensPerSecond(async () => {
          const answer = await ask(model, prompt);
          if (round === 0) serial.push(answer.text);
          return answer.completionTokens ?? 0;
        }),
      );
      theirs.push(await tokensPerSecond(() => bare.complete(prompt)));
    }
  }
  await bare.close();
  let equal = 0;
  const parallel = await tokensPerSecond(async () => {
    const answers = await Promise.all(prompts.map((prompt) => ask(model, prompt)));
    equal = answers.filter((answer, index) => answer.text === serial[index]).length;
    return answers.reduce((sum, answer) => sum + (answer.completionTokens ?? 0), 0);
  });
  const ratio = median(ours) / median(theirs);
  const same = equal / prompts.length;
  return [
    { what: `${id}: one request at a time`, value: median(ours), unit: 'tokens/s' },
    { what: `${id}: node-llama-cpp bare`, value: median(theirs), unit: 'tokens/s' },
    { what: `${id}: ours / bare`, value: ratio, unit: '', goal: '≥ 0.95', met: ratio >= 0.95 },
    { what: `${id}: ${model.concurrency} at once`, value: parallel, unit: 'tokens/s' },
    {
      what: `${id}: greedy text, parallel = serial`,
      value: same,
      unit: '',
      goal: '1',
      met: same === 1,
    },
    { what: `${id}: shared start`, value: await ratings(model, true), unit: 'ratings/s' },
    { what: `${id}: no shared start`, value: await ratings(model, false), unit: 'ratings/s' },
  ];
}

function ask(model: LocalModel, prompt: string) {
  return model.ask({ kind: 'completion', prompt, sampling });
}

async function bareModel(file: string) {
  const llama = await getLlama({
    gpu: false,
    build: 'never',
    skipDownload: true,
    maxThreads: 0,
    logLevel: LlamaLogLevel.error,
  });
  const model = await llama.loadModel({ modelPath: file });
  const context = await model.createContext({
    contextSize: 2048,
    sequences: 1,
    threads: shareOfCores(1, availableParallelism()).threads,
  });
  const completion = new LlamaCompletion({ contextSequence: context.getSequence() });
  return {
    /** Tokens made. */
    async complete(prompt: string): Promise<number> {
      let tokens = 0;
      await completion.generateCompletion(prompt, {
        maxTokens: sampling.maxTokens,
        temperature: 0,
        repeatPenalty: false,
        onToken: (made) => {
          tokens += made.length;
        },
      });
      return tokens;
    },
    async close() {
      completion.dispose();
      await context.dispose();
      await model.dispose();
      await llama.dispose();
    },
  };
}

async function tokensPerSecond(work: () => Promise<number>): Promise<number> {
  const started = performance.now();
  const tokens = await work();
  return (tokens * 1000) / (performance.now() - started);
}

/** A rating is one next-token distribution after worked examples (about 250 tokens) and a completion. */
async function ratings(model: LocalModel, shared: boolean): Promise<number> {
  const examples = Array.from(
    { length: 10 },
    (_, index) =>
      `"If a user is sad, I ask what happened, ${index}" This speaker cares about empathy and patience.`,
  ).join('\n');
  const count = 6;
  const started = performance.now();
  for (let index = 0; index < count; index += 1) {
    const start = shared ? '' : `${index}. `;
    await model.nextToken(
      {
        kind: 'completion',
        prompt: `${start}${examples}\n"When I am wrong, I say so, ${index}" This speaker cares about`,
        sampling,
      },
      [' honesty', ' kindness', ' care', ' power', ' rules', ' freedom'],
    );
  }
  return (count * 1000) / (performance.now() - started);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? 0)
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const row of await benchLocal()) {
    const goal = row.goal ? `  goal ${row.goal}: ${row.met ? 'met' : 'MISSED'}` : '';
    process.stdout.write(`${row.what.padEnd(60)} ${row.value.toFixed(2)} ${row.unit}${goal}\n`);
  }
}
