/** Answers in a provider's own form, as gateways hand them on, read as OpenAI's choice. */
import { isObject } from '../../tables/loose-json.ts';
import { partOfBedrock, streamedChoice, whyOfResponse } from './native-stream.ts';

type Fields = Record<string, unknown>;

/**
 * The choice in Google's, Anthropic's, Bedrock's, Cohere's, Ollama's, DashScope's, Baidu's, Yandex's, watsonx's, TGI's,
 * Cloudflare's, Replicate's, and AI21's bodies, in OpenAI's responses, and in their streams; null where there is none.
 */
export function nativeChoice(body: Fields, depth = 0): Fields | null {
  const { message, output } = body;
  if (Array.isArray(body.candidates) && isObject(body.candidates[0])) {
    const first = body.candidates.find((one) => isObject(one) && one.index === 0);
    const { content, output: said, finishReason } = first ?? body.candidates[0];
    const reason = typeof finishReason === 'number' ? googleReasons[finishReason] : finishReason;
    return { delta: { content: content ?? said ?? '' }, finish_reason: reason };
  }
  const streamed = streamedChoice(body);
  if (streamed) return streamed;
  if (isOfModel(body)) return { message: body, finish_reason: body.stop_reason };
  if (isObject(message) && (hasEnded(body) || isOfModel(message)) && 'content' in message)
    return { message, finish_reason: reasonOf(body) };
  const last: unknown = Array.isArray(body.messages) ? body.messages.at(-1) : null;
  if (isObject(last) && isOfModel(last)) return { message: last, finish_reason: reasonOf(body) };
  if (isReplicate(body))
    return {
      text: Array.isArray(output) ? output.join('') : output,
      finish_reason: body.status === 'succeeded' ? 'stop' : body.status,
    };
  if (Array.isArray(output)) {
    const said = output.filter(
      (one) => isObject(one) && (one.type === 'message' || one.type === 'reasoning'),
    );
    return said.length === 0
      ? null
      : {
          message: { content: said.map((one) => (one.type === 'message' ? one.content : one)) },
          finish_reason: whyOfResponse(body),
        };
  }
  if (isObject(output) && isObject(output.message) && Array.isArray(output.message.content))
    return {
      message: { content: output.message.content.filter(isObject).map(partOfBedrock) },
      finish_reason: reasonOf(body),
    };
  if (isObject(output) && typeof output.text === 'string')
    return { text: output.text, finish_reason: output.finish_reason };
  return listedChoice(body) ?? textChoice(body) ?? wrappedChoice(body, depth);
}

/** A body that a gateway nests, with why it ended and its tokens there or beside it. */
function wrappedChoice(body: Fields, depth: number): Fields | null {
  if (depth === 2) return null;
  for (const name of ['data', 'result', 'response', 'output', 'body']) {
    const inner = body[name];
    if (!isObject(inner)) continue;
    const reason = reasonOf(inner) ?? reasonOf(body);
    const found = nativeChoice(
      reason === undefined ? inner : { ...inner, finish_reason: reason },
      depth + 1,
    );
    if (found) return found;
  }
  return null;
}

/** Google's numbers, where a library writes them for its words. */
const googleReasons = ['', 'STOP', 'MAX_TOKENS', 'SAFETY', 'RECITATION', 'OTHER'];

/** A message of the model's, alone. */
const isOfModel = ({ type, role, content }: Fields): boolean =>
  (type === 'message' || role === 'assistant') &&
  (Array.isArray(content) || typeof content === 'string');

/** Replicate gives the output of a model as it is, a text or its pieces, beside how far it has come. */
function isReplicate({ output, status }: Fields): boolean {
  const isText = typeof output === 'string' || isListOfTexts(output);
  return isText && typeof status === 'string';
}

const isListOfTexts = (value: unknown): boolean =>
  Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'string');

/**
 * In a list of one: watsonx's, Kobold's, and Titan's `results`, Yandex's `alternatives` (also inside a `result`), AI21's and Aleph
 * Alpha's `completions`, AI21's and Mistral's `outputs`, Cohere's `generations`, Vertex's `predictions`.
 */
function listedChoice(body: Fields): Fields | null {
  const { result } = body;
  const list = [
    ...[body.results, body.alternatives, body.completions, body.outputs],
    ...[body.generations, body.predictions],
    isObject(result) ? result.alternatives : null,
  ].find(Array.isArray);
  // LangChain keeps a list of generations for each prompt.
  const one: unknown = Array.isArray(list?.[0]) ? list[0][0] : list?.[0];
  if (typeof one === 'string') return { text: one };
  if (!isObject(one)) return null;
  const place = isObject(one.data) ? one.data : one;
  const content =
    place.generated_text ?? place.text ?? place.completion ?? place.outputText ?? place.content;
  const message = isObject(one.message) ? one.message : { content };
  return {
    message,
    finish_reason: reasonOf(one) ?? one.completionReason ?? one.status,
  };
}

/** A text in a field of its own, where something tells that it is an answer: why it ended, its tokens, or the name. */
function textChoice(body: Fields): Fields | null {
  const inner = isObject(body.result) ? body.result : body;
  const names = [
    ...['generated_text', 'output_text', 'text_output', 'generation', 'reply'],
    ...['completion', 'result', 'response', 'output', 'text', 'answer', 'content'],
  ];
  const name = names.find((one) => typeof inner[one] === 'string');
  // vLLM's own form.
  if (name === undefined)
    return isListOfTexts(body.text) ? { text: (body.text as string[])[0] } : null;
  const isAnswer =
    names.indexOf(name) < 5 || hasEnded(inner) || isObject(inner.usage) || 'p' in inner;
  return isAnswer ? { text: inner[name], finish_reason: reasonOf(inner) } : null;
}

/** Beside a text of its own form a body tells whether it is whole. */
const hasEnded = (body: Fields): boolean =>
  [
    ...['done', 'finish_reason', 'stop_reason', 'is_truncated', 'done_reason'],
    ...['finishReason', 'stopReason'],
  ].some((name) => body[name] !== undefined);

function reasonOf(body: Fields): unknown {
  const { details } = body;
  if (body.is_truncated === true) return 'length';
  return (
    body.finish_reason ??
    body.stop_reason ??
    body.done_reason ??
    body.finishReason ??
    body.stopReason ??
    (isObject(details) ? details.finish_reason : undefined)
  );
}

/** Tencent's names (`FinishReason`) as others write them (`finish_reason`), in all of a body. */
export function withPlainNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withPlainNames);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name.replace(/([a-z])([A-Z])/g, '$1_$2').toLowerCase(),
      withPlainNames(inner),
    ]),
  );
}
