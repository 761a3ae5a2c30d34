/** Answers in a provider's own form, as gateways hand them on, read as OpenAI's choice. */
import { isObject } from './loose-json.ts';

type Fields = Record<string, unknown>;

/**
 * The choice in Google's, Anthropic's, Cohere's, Ollama's, DashScope's, Baidu's, and TGI's bodies, in OpenAI's
 * responses, and in Anthropic's stream; null where there is none.
 */
export function nativeChoice(body: Fields): Fields | null {
  const { type, message, output } = body;
  if (Array.isArray(body.candidates) && isObject(body.candidates[0])) {
    const { content, finishReason } = body.candidates[0];
    return { delta: { content: content ?? '' }, finish_reason: finishReason };
  }
  if (type === 'content_block_delta' && isObject(body.delta))
    return { delta: { content: [partOfDelta(body.delta)] } };
  if (type === 'message_delta' && isObject(body.delta))
    return { delta: {}, finish_reason: body.delta.stop_reason };
  if (type === 'message' && Array.isArray(body.content))
    return { message: body, finish_reason: body.stop_reason };
  if (isObject(message) && hasEnded(body) && 'content' in message)
    return { message, finish_reason: reasonOf(body) };
  if (Array.isArray(output)) {
    const said = output.filter((one) => isObject(one) && one.type === 'message');
    return said.length === 0
      ? null
      : { message: { content: said.map((one) => one.content) }, finish_reason: body.status };
  }
  if (isObject(output) && typeof output.text === 'string')
    return { text: output.text, finish_reason: output.finish_reason };
  const text = [body.generated_text, body.result, body.response].find(
    (one) => typeof one === 'string',
  );
  return text !== undefined && (hasEnded(body) || body.generated_text === text)
    ? { text, finish_reason: reasonOf(body) }
    : null;
}

/** Anthropic's `text_delta` and `thinking_delta`. */
function partOfDelta({ type, text, thinking }: Fields): Fields {
  return type === 'thinking_delta' ? { type: 'thinking', thinking } : { type: 'text', text };
}

/** Beside a text of its own form a body tells whether it is whole. */
const hasEnded = (body: Fields): boolean =>
  ['done', 'finish_reason', 'stop_reason', 'is_truncated', 'done_reason'].some(
    (name) => body[name] !== undefined,
  );

function reasonOf(body: Fields): unknown {
  const { details } = body;
  return (
    body.finish_reason ??
    body.stop_reason ??
    body.done_reason ??
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
