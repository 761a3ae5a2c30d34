/** Tags and form of a GGUF model, guessed from its head and its file's name. */
import type { Form, Tags, Training } from '../model.ts';
import type { GgufHead } from './gguf.ts';

const families: readonly [RegExp, string][] = [
  [/smol-?lm/i, 'SmolLM'],
  [/gemma/i, 'Gemma'],
  [/deepseek/i, 'DeepSeek'],
  [/qwen|qwq/i, 'Qwen'],
  [/tiny-?llama/i, 'TinyLlama'],
  [/code-?llama|llama/i, 'Llama'],
  [/mixtral|mistral|ministral/i, 'Mistral'],
  [/phi-?\d/i, 'Phi'],
  [/granite/i, 'Granite'],
  [/falcon/i, 'Falcon'],
  [/olmo/i, 'OLMo'],
  [/yi-\d/i, 'Yi'],
  [/command|aya/i, 'Command'],
  [/gpt-?oss/i, 'gpt-oss'],
  [/pythia/i, 'Pythia'],
  [/gpt-?2/i, 'GPT-2'],
  [/minilm/i, 'MiniLM'],
  [/nomic/i, 'Nomic'],
  [/bge/i, 'BGE'],
];

/** The model family, billions of parameters, and kind of training. */
export function guessTags(id: string, head: GgufHead): Tags {
  const names = `${id} ${head.name ?? ''}`;
  const family =
    families.find(([pattern]) => pattern.test(names))?.[1] ?? head.architecture ?? 'unknown';
  return { family, size: guessSize(id, head), training: guessTraining(names, head) };
}

function guessSize(id: string, head: GgufHead): number | null {
  if (head.parameters > 0) return Number((head.parameters / 1e9).toPrecision(3));
  for (const text of [head.sizeLabel ?? '', id]) {
    const found = /(?<![\d.])(\d+(?:\.\d+)?)\s*([bm])(?![a-z])/i.exec(text);
    if (found) return Number(found[1]) / (found[2]?.toLowerCase() === 'm' ? 1000 : 1);
  }
  return null;
}

function guessTraining(names: string, head: GgufHead): Training {
  if (isEmbedding(head) || /embed/i.test(names)) return 'embedding';
  if (/coder?\b|code-?llama|starcoder/i.test(names)) return 'code';
  if (/\br1\b|reason|think|qwq|gpt-?oss/i.test(names)) return 'reasoning';
  if (/\bdpo\b|\brlhf\b|aligned/i.test(names)) return 'aligned';
  if (/instruct|chat|[-_. ]it\b|assistant/i.test(names)) return 'instruct';
  return head.chatTemplate ? 'instruct' : 'base';
}

/** Whether the file holds a model that embeds and does not generate. */
export function isEmbedding(head: GgufHead): boolean {
  return head.pooling || /bert|t5encoder/i.test(head.architecture ?? '');
}

/** Chat for a model with a chat template, unless it calls itself a base model; else completion. */
export function formOf(tags: Tags, head: GgufHead): Form {
  return head.chatTemplate && tags.training !== 'base' ? 'chat' : 'completion';
}
