import { expect, test } from 'vitest';
import type { Training } from '../../src/models/model.ts';
import { formOfTags, guessTags } from '../../src/models/tags.ts';

const table: [string, string, number | null, Training][] = [
  ['meta-llama/Llama-3.1-8B-Instruct', 'Llama', 8, 'instruct'],
  ['meta-llama/Llama-3.1-8B', 'Llama', 8, 'base'],
  ['meta-llama/Llama-2-7b-hf', 'Llama', 7, 'base'],
  ['meta-llama/Llama-2-13b-chat-hf', 'Llama', 13, 'aligned'],
  ['meta-llama/llama-3.3-70b-instruct:free', 'Llama', 70, 'instruct'],
  ['GPT 4O', 'GPT', null, 'unknown'],
  ['O3 MINI', 'GPT', null, 'unknown'],
  ['o1_mini', 'GPT', null, 'unknown'],
  ['GPT 2', 'GPT-2', null, 'unknown'],
  ['GPT‑5', 'GPT', null, 'unknown'],
  ['ChatGPT', 'GPT', null, 'aligned'],
  ['chat gpt', 'GPT', null, 'aligned'],
  ['Deep Seek R1', 'DeepSeek', null, 'reasoning'],
  ['3.7 Sonnet', 'Claude', null, 'unknown'],
  ['Opus 4.1', 'Claude', null, 'unknown'],
  ['Amazon Nova Pro', 'Nova', null, 'unknown'],
  ['nova-lite-v1', 'Nova', null, 'unknown'],
  ['Moonshot v1', 'Kimi', null, 'unknown'],
  ['SOLAR-10.7B', 'solar', 10.7, 'unknown'],
  ['solar-pro', 'solar', null, 'unknown'],
  ['llama3.1:8b', 'Llama', 8, 'instruct'],
  ['llama3.1:8b-instruct-q4_0', 'Llama', 8, 'instruct'],
  ['nvidia/Llama-3.1-Nemotron-70B-Instruct', 'Llama', 70, 'instruct'],
  ['codellama/CodeLlama-34b-Instruct-hf', 'Llama', 34, 'code'],
  ['sim:alpha-7b-base', 'alpha', 7, 'base'],
  ['TinyLlama/TinyLlama-1.1B-Chat-v1.0', 'TinyLlama', 1.1, 'aligned'],
  ['mistralai/Mistral-7B-v0.1', 'Mistral', 7, 'base'],
  ['mistralai/Mistral-7B-Instruct-v0.3', 'Mistral', 7, 'instruct'],
  ['mistralai/Mixtral-8x7B-Instruct-v0.1', 'Mistral', 56, 'instruct'],
  ['mistralai/codestral-22b', 'Mistral', 22, 'code'],
  ['mistralai/magistral-small', 'Mistral', null, 'reasoning'],
  ['Qwen/Qwen2.5-7B', 'Qwen', 7, 'base'],
  ['Qwen/Qwen2.5-0.5B-Instruct', 'Qwen', 0.5, 'instruct'],
  ['qwen2.5-coder:7b', 'Qwen', 7, 'code'],
  ['Qwen/Qwen3-30B-A3B-Thinking-2507', 'Qwen', 30, 'reasoning'],
  ['Qwen/Qwen3-8B-Base', 'Qwen', 8, 'base'],
  ['Qwen/QwQ-32B', 'Qwen', 32, 'reasoning'],
  ['google/gemma-2-9b-it', 'Gemma', 9, 'instruct'],
  ['google/gemma-3-270m', 'Gemma', 0.27, 'base'],
  ['google/gemma-3-4b-pt', 'Gemma', 4, 'base'],
  ['gemma3n:e4b', 'Gemma', 4, 'unknown'],
  ['HuggingFaceTB/SmolLM2-135M-Instruct', 'SmolLM', 0.135, 'instruct'],
  ['HuggingFaceTB/SmolLM2-1.7B', 'SmolLM', 1.7, 'base'],
  ['microsoft/Phi-3-mini-4k-instruct', 'Phi', null, 'instruct'],
  ['microsoft/phi-4', 'Phi', null, 'instruct'],
  ['deepseek-ai/DeepSeek-R1-Distill-Qwen-7B', 'DeepSeek', 7, 'reasoning'],
  ['deepseek-chat', 'DeepSeek', null, 'aligned'],
  ['deepseek-reasoner', 'DeepSeek', null, 'reasoning'],
  ['gpt-4o-mini', 'GPT', null, 'aligned'],
  ['gpt-3.5-turbo-instruct', 'GPT', null, 'instruct'],
  ['o3-mini', 'GPT', null, 'reasoning'],
  ['davinci-002', 'GPT', null, 'base'],
  ['openai/gpt-oss-20b', 'gpt-oss', 20, 'reasoning'],
  ['gpt2-xl', 'GPT-2', null, 'base'],
  ['anthropic/claude-3.5-sonnet', 'Claude', null, 'aligned'],
  ['gemini-1.5-pro', 'Gemini', null, 'aligned'],
  ['EleutherAI/pythia-160m', 'Pythia', 0.16, 'base'],
  ['bigscience/bloom-560m', 'BLOOM', 0.56, 'base'],
  ['facebook/opt-6.7b', 'OPT', 6.7, 'base'],
  ['tiiuae/falcon-40b', 'Falcon', 40, 'base'],
  ['01-ai/Yi-34B-Chat', 'Yi', 34, 'aligned'],
  ['lmsys/vicuna-13b-v1.5', 'Vicuna', 13, 'instruct'],
  ['nomic-embed-text', 'Nomic', null, 'embedding'],
  ['text-embedding-3-small', 'GPT', null, 'embedding'],
  ['acme-9b', 'acme', 9, 'unknown'],
];

for (const [name, family, size, training] of table)
  test(`${name} is ${family}, ${size ?? 'of unknown size'}, ${training}`, () => {
    expect(guessTags(name)).toMatchObject({ family, size, training });
  });

test('a base model is asked by completion, every other kind by chat', () => {
  expect(formOfTags({ family: 'x', size: null, training: 'base' })).toBe('completion');
  expect(formOfTags({ family: 'x', size: null, training: 'unknown' })).toBe('chat');
});
