/** Tags of a model, guessed from its name; the researcher can correct them. */
import type { Form, Tags, Training } from './model.ts';

/** The one that stands first in the name wins, so a distilled model belongs to its maker. */
const families: readonly [RegExp, string][] = [
  [/smol-?lm/i, 'SmolLM'],
  [/gemma/i, 'Gemma'],
  [/gemini|\bbard\b/i, 'Gemini'],
  [/palm-?2|\bbison\b/i, 'PaLM'],
  [/claude|(?:^|\d-)(?:sonnet|haiku|opus)(?:-\d|$)/i, 'Claude'],
  [/deep-?seek/i, 'DeepSeek'],
  [/qwen|q[wv]q|tongyi/i, 'Qwen'],
  [/tiny-?llama/i, 'TinyLlama'],
  [/(?<!tiny-?)llama/i, 'Llama'],
  [/vicuna/i, 'Vicuna'],
  [/mixtral|[mp]istral|ministral|magistral|codestral|devstral|pixtral/i, 'Mistral'],
  [/\bphi-?\d/i, 'Phi'],
  [/granite/i, 'Granite'],
  [/falcon/i, 'Falcon'],
  [/olmo/i, 'OLMo'],
  [/\byi(?:[-\d]|$)/i, 'Yi'],
  [/command|\baya\b/i, 'Command'],
  [/grok/i, 'Grok'],
  [/\b(?:chat)?glm/i, 'GLM'],
  [/kimi|moonshot/i, 'Kimi'],
  [/gpt-?oss/i, 'gpt-oss'],
  [/gpt-?(?:2|neo|j)/i, 'GPT-2'],
  [/chat-?gpt|gpt-?[345]|\bo[134](?:-|$)|davinci|babbage|text-embedding-3/i, 'GPT'],
  [/\bnova-?(?:micro|lite|pro|premier|\d)/i, 'Nova'],
  [/\btitan\b/i, 'Titan'],
  [/jamba/i, 'Jamba'],
  [/\bernie/i, 'ERNIE'],
  [/hunyuan/i, 'Hunyuan'],
  [/doubao/i, 'Doubao'],
  [/minimax|\babab\d/i, 'MiniMax'],
  [/nemotron/i, 'Nemotron'],
  [/exaone/i, 'EXAONE'],
  [/\breka\b/i, 'Reka'],
  [/t[uü]lu/i, 'Tulu'],
  [/\b(?:flan-?|m)?t5\b/i, 'T5'],
  [/pythia/i, 'Pythia'],
  [/bloom/i, 'BLOOM'],
  [/\bopt-\d/i, 'OPT'],
  [/starcoder/i, 'StarCoder'],
  [/internlm/i, 'InternLM'],
  [/baichuan/i, 'Baichuan'],
  [/minilm/i, 'MiniLM'],
  [/nomic/i, 'Nomic'],
  [/\bbge\b/i, 'BGE'],
];

/**
 * Family, billions of parameters where the name tells (null where it does not), kind of training
 * (`unknown` where it does not), and quantisation (absent where it does not). Takes a name of a study (`lab:llama-3.1-8b`), a hub's
 * (`meta-llama/Llama-3.1-8B-Instruct`), or an endpoint's own (`llama3.1:8b-instruct-q4_0`).
 */
export function guessTags(name: string): Tags {
  // The organisation before the slash names no family of its own.
  const id = name.slice(name.lastIndexOf('/') + 1).replace(/^sim:/, '');
  const quantisation = guessQuantisation(id);
  return {
    family: knownFamily(id) ?? firstPart(id),
    size: guessSize(id),
    training: guessTraining(id),
    ...(quantisation === null ? {} : { quantisation }),
  };
}

/** How a model with these tags is asked unless the researcher says otherwise. */
export function formOfTags(tags: Tags): Form {
  return tags.training === 'base' ? 'completion' : 'chat';
}

/** The family that a name holds; null where it holds none that is known. */
export function knownFamily(id: string): string | null {
  const dashed = id.replace(/[ _\p{Pd}]/gu, '-');
  let first = { at: Number.POSITIVE_INFINITY, family: '' };
  for (const [pattern, family] of families) {
    const at = dashed.search(pattern);
    if (at >= 0 && at < first.at) first = { at, family };
  }
  return first.family || null;
}

/** In small letters, since the next model may be written otherwise. */
function firstPart(id: string): string {
  return (id.split(/[-_/:. ]/).find((part) => part !== '') ?? id).toLowerCase();
}

/** `8x7b` is 56; `30B-A3B` is 30, all parameters and not the active ones; `e4b` is 4. */
function guessSize(id: string): number | null {
  const experts = /(?<![\d.])(\d+)x(\d+(?:\.\d+)?)b(?![a-z])/i.exec(id);
  if (experts) return Number(experts[1]) * Number(experts[2]);
  const size = /(?<![\d.])(\d+(?:\.\d+)?)[ -]?([bm])(?![a-z])/i.exec(id);
  if (!size) return null;
  return Number(size[1]) / (size[2]?.toLowerCase() === 'm' ? 1000 : 1);
}

/** GGUF's levels, the common schemes of weights on the hub, and bit widths; in capitals, as they are mostly written. */
function guessQuantisation(id: string): string | null {
  const found =
    /(?:^|[-_.:@])(i?q\d(?:_[a-z0-9]+){0,2}|tq\d_\d|awq|gptq|exl[23]|mxfp4|nvfp4|nf4|fp(?:4|8|16)|bf16|f16|f32|int[48]|w\d+a\d+|[2-8]-?bit)(?=$|[-_.:])/i.exec(
      id,
    )?.[1];
  if (found === undefined) return null;
  return /bit$/i.test(found) ? found.toLowerCase() : found.toUpperCase();
}

/** Families whose bare name, written as on the hub with its size, is the base model. */
const bareIsBase =
  /llama-?[123]|^gemma-[123]|qwen(?:1\.5|2|2\.5)-|[mp]istral-7b-v|mixtral-8x\d+b-v|\byi-\d|falcon-?\d*-\d+b|pythia|^gpt-?2|gpt-?neo|gpt-j|\bopt-\d|bloom-|smollm2?-\d|olmo-?2?-\d|internlm2?-\d+b|baichuan2?-\d+b|deepseek-llm-\d+b/i;

function guessTraining(id: string): Training {
  const has = (pattern: RegExp): boolean => pattern.test(id);
  if (has(/embed|minilm|\bbge\b|\be5-|\bgte-/i)) return 'embedding';
  if (has(/(?:^|[-_.:])(?:base|pt|pretrain(?:ed)?)(?:$|[-_.:])|davinci|babbage/i)) return 'base';
  if (has(/code(?:r|qwen|gemma|stral|x)?\b|code-?llama|starcoder|devstral/i)) return 'code';
  if (has(/\br1\b|reason|think|qwq|magistral|gpt-?oss|\bo[134](?:-|$)/i)) return 'reasoning';
  if (has(/\b[dp]po\b|rlhf|aligned|zephyr|chat|claude|gemini|gpt-[345]|grok|command|kimi/i))
    return has(/gpt-[345].*instruct/i) ? 'instruct' : 'aligned';
  if (has(/instruct|\bsft\b|[-_. ]it\b|assistant|vicuna|alpaca|bloomz|\bphi-?\d/i))
    return 'instruct';
  // Ollama's short names (llama3.1:8b) are the instruct models; the hub's bare names are the base ones.
  if (/:\d/.test(id) || /:latest$/.test(id)) return 'instruct';
  if (has(bareIsBase) && guessSize(id) !== null) return 'base';
  if (has(/^gpt-?2/i)) return 'base';
  return 'unknown';
}
