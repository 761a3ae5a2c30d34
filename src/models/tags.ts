/** Tags of a model, guessed from its name; the researcher can correct them. */
import type { Tags, Training } from './model.ts';

const families: readonly [RegExp, string][] = [
  [/smol-?lm/i, 'SmolLM'],
  [/gemma/i, 'Gemma'],
  [/gemini/i, 'Gemini'],
  [/claude/i, 'Claude'],
  [/deepseek/i, 'DeepSeek'],
  [/qwen|qwq/i, 'Qwen'],
  [/tiny-?llama/i, 'TinyLlama'],
  [/llama/i, 'Llama'],
  [/mixtral|mistral|ministral|codestral/i, 'Mistral'],
  [/\bphi-?\d/i, 'Phi'],
  [/granite/i, 'Granite'],
  [/falcon/i, 'Falcon'],
  [/olmo/i, 'OLMo'],
  [/\byi-\d/i, 'Yi'],
  [/command|aya/i, 'Command'],
  [/grok/i, 'Grok'],
  [/glm/i, 'GLM'],
  [/kimi/i, 'Kimi'],
  [/gpt-?oss/i, 'gpt-oss'],
  [/gpt|\bo[134]\b|davinci|babbage/i, 'GPT'],
  [/pythia/i, 'Pythia'],
  [/minilm/i, 'MiniLM'],
  [/nomic/i, 'Nomic'],
  [/\bbge\b/i, 'BGE'],
];

/** Family, billions of parameters where the name tells, and kind of training; `unknown` where it does not. */
export function guessTags(name: string): Tags {
  const id = name.slice(name.indexOf(':') + 1);
  const family =
    families.find(([pattern]) => pattern.test(id))?.[1] ?? id.split(/[-_/:. ]/)[0] ?? id;
  const size = /(?<![\d.])(\d+(?:\.\d+)?)\s*([bm])(?![a-z])/i.exec(id);
  return {
    family,
    size: size ? Number(size[1]) / (size[2]!.toLowerCase() === 'm' ? 1000 : 1) : null,
    training: guessTraining(id),
  };
}

function guessTraining(id: string): Training {
  if (/embed|minilm|\bbge\b|e5-/i.test(id)) return 'embedding';
  if (/coder?\b|code-?llama|codellama|starcoder|codestral/i.test(id)) return 'code';
  if (/\br1\b|reason|think|qwq|gpt-?oss|\bo[134]\b/i.test(id)) return 'reasoning';
  if (/\bdpo\b|\brlhf\b|aligned/i.test(id)) return 'aligned';
  if (/instruct|chat|[-_. ]it\b|assistant|claude|gemini|gpt-[345]|grok/i.test(id)) return 'instruct';
  if (/\bbase\b|pretrain|davinci|babbage|[-_.]pt\b/i.test(id)) return 'base';
  return 'unknown';
}
