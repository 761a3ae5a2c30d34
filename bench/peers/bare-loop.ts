/**
 * The least that has to be done: every request of `--requests` (a JSON file) streamed over the `openai` client,
 * `--at-once` of them at once, their text and usage collected and nothing kept.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import OpenAI from 'openai';
import type { BenchRequest } from './requests.ts';

const text = { type: 'string' } as const;
const { values } = parseArgs({ options: { url: text, requests: text, 'at-once': text } });
const requests: BenchRequest[] = JSON.parse(readFileSync(values.requests!, 'utf8'));
const client = new OpenAI({ apiKey: 'none', baseURL: values.url!, maxRetries: 0 });
let next = 0;
let tokens = 0;
let letters = 0;

async function work(): Promise<void> {
  while (next < requests.length) {
    const { model, prompt, temperature, maxTokens, seed } = requests[next++]!;
    const stream = await client.chat.completions.create({
      model,
      messages: [{ role: 'user', content: prompt }],
      temperature,
      top_p: 1,
      max_tokens: maxTokens,
      seed,
      stream: true,
      stream_options: { include_usage: true },
    });
    let answer = '';
    for await (const chunk of stream) {
      answer += chunk.choices[0]?.delta.content ?? '';
      tokens += chunk.usage?.completion_tokens ?? 0;
    }
    letters += answer.length;
  }
}

await Promise.all(Array.from({ length: Number(values['at-once']) }, work));
if (tokens === 0 || letters === 0) throw new Error('The endpoint has not answered.');
