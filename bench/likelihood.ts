/**
 * Likelihoods of given texts on local models with one thread: milliseconds of the processor a token beside those of
 * decoding alone in the same run, how far sums lie from those of another way of evaluating (next tokens, one after another), and the
 * memory of the model's process.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createLocalEndpoint } from '../src/models/local/endpoint.ts';
import { findModels } from '../src/models/local/find.ts';
import type { LocalModel } from '../src/models/local/local-model.ts';
import type { Context } from '../src/models/model.ts';
import type { BenchRow } from './local.ts';

/** Goals: times decoding alone, and nats a token between two ways of evaluating. */
const measured = [
  { id: 'SmolLM2-135M-Instruct.Q4_1', ratio: 3.2, nats: 1e-4 },
  { id: 'gemma-3-270m-q4_k_m', ratio: 4.2, nats: 0.03 },
];

const questions = [
  'My neighbour has asked me to look after her cat for two weeks, but I planned a trip. What should I tell her?',
  'A colleague took the praise for my work in front of everybody. What should I do at the next meeting?',
  'My son wants to quit the piano after six years of lessons. How should I answer him tonight?',
];
const replies = [
  'Tell her that you would love to help and offer to find someone who can.',
  'Tell her plainly that you have plans and that she must look elsewhere.',
  'Say first what you wish for yourself, then ask what the other one needs.',
  'Zebra contracts melt quietly; nobody signs the ocean before breakfast in winter.',
];

const contextOf = (model: LocalModel, question: string): Context =>
  model.info.form === 'chat'
    ? { kind: 'chat', messages: [{ role: 'user', content: question }] }
    : { kind: 'completion', prompt: `Question: ${question}\nAnswer:` };

/** Rows for each of the default models that is on this machine. */
export async function benchLikelihood(): Promise<BenchRow[]> {
  const files = await findModels();
  const rows: BenchRow[] = [];
  for (const goals of measured) {
    if (!files.some((one) => one.id === goals.id)) continue;
    const endpoint = createLocalEndpoint({
      env: { ...process.env, VALUELEX_CONTEXTS: '1', VALUELEX_THREADS: '1' },
    });
    const model = await endpoint.open(goals.id);
    try {
      rows.push(...(await benchModel(model, goals)));
    } finally {
      await model.close();
    }
  }
  return rows;
}

async function benchModel(
  model: LocalModel,
  { id, ratio: most, nats }: (typeof measured)[number],
): Promise<BenchRow[]> {
  const endings = replies.map((reply) => ` ${reply}`);
  const decode = { time: 0, tokens: 0 };
  const score = { time: 0, tokens: 0 };
  await model.likelihood(contextOf(model, 'Hello?'), [' Hello.']);
  const pid = await model.pid();
  const timed = async <T>(work: () => Promise<T>): Promise<[T, number]> => {
    const before = busyTime(pid);
    const done = await work();
    return [done, busyTime(pid) - before];
  };
  // One here, one there: what else the machine does meanwhile falls on both alike.
  for (const question of questions) {
    const context = contextOf(model, question);
    const draw = (maxTokens: number) =>
      timed(() => model.ask({ ...context, sampling: { temperature: 0, topP: 1, maxTokens } }));
    const [drawn, long] = await draw(48);
    const [first, short] = await draw(1);
    decode.time += long - short;
    decode.tokens += (drawn.completionTokens ?? 0) - (first.completionTokens ?? 0);
    const [told, time] = await timed(() => model.likelihood(context, endings));
    score.time += time;
    score.tokens += told.continuations.reduce((sum, one) => sum + one.tokens.length, 0);
  }
  const [decoding, scoring] = [decode, score].map(({ time, tokens }) => time / tokens) as [
    number,
    number,
  ];
  const bytes = peakBytes(pid);
  const ratio = scoring / decoding;
  const far = await otherWay(model, endings.slice(0, 2));
  return [
    { what: `${id}: decoding alone`, value: decoding, unit: 'ms a token' },
    { what: `${id}: likelihood`, value: scoring, unit: 'ms a token' },
    {
      ...{ what: `${id}: likelihood / decoding`, value: ratio, unit: '' },
      ...{ goal: `≤ ${most}`, met: ratio <= most },
    },
    {
      ...{ what: `${id}: likelihood against next tokens`, value: far, unit: 'nats a token' },
      ...{ goal: `≤ ${nats}`, met: far <= nats },
    },
    ...(bytes === null
      ? []
      : [
          {
            ...{ what: `${id}: peak memory of its process`, value: bytes / 1e9, unit: 'GB' },
            ...{ goal: '≤ 1', met: bytes <= 1e9 },
          },
        ]),
  ];
}

/** How far the sum of an ending lies from the one that next tokens give, for each of its tokens; the largest. */
async function otherWay(model: LocalModel, endings: readonly string[]): Promise<number> {
  const prompt = `Question: ${questions[0]}\nAnswer:`;
  const { continuations } = await model.likelihood({ kind: 'completion', prompt }, endings);
  let largest = 0;
  for (const { tokens, logProbability } of continuations) {
    let before = prompt;
    let sum = 0;
    for (const { token } of tokens) {
      const { probabilities } = await model.nextToken(
        {
          ...{ kind: 'completion', prompt: before },
          sampling: { temperature: 0, topP: 1, maxTokens: 1 },
        },
        [token],
      );
      sum += Math.log(probabilities[0] ?? 0);
      before += token;
    }
    largest = Math.max(largest, Math.abs(logProbability - sum) / tokens.length);
  }
  return largest;
}

/**
 * Milliseconds that the process has kept a processor busy, which does not depend on what else runs; by the clock where
 * the system does not tell.
 */
function busyTime(pid: number | undefined): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return 10 * (Number(fields[11]) + Number(fields[12]));
  } catch {
    return performance.now();
  }
}

/** The most that the process held; null where the system does not tell. */
function peakBytes(pid: number | undefined): number | null {
  try {
    const found = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return found ? 1024 * Number(found[1]) : null;
  } catch {
    return null;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const row of await benchLikelihood()) {
    const goal = row.goal ? `  goal ${row.goal}: ${row.met ? 'met' : 'MISSED'}` : '';
    process.stdout.write(`${row.what.padEnd(60)} ${row.value.toPrecision(3)} ${row.unit}${goal}\n`);
  }
}
