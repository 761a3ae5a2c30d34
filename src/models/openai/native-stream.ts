/** Events of providers' own streams, as gateways hand them on, read as a chunk's choice of OpenAI's. */
import { isObject } from '../../tables/loose-json.ts';

type Fields = Record<string, unknown>;

/**
 * The choice in an event of Anthropic's, Cohere's, and Bedrock's streams, of OpenAI's responses, and of llama.cpp's
 * and Kobold's completions; null where it is none.
 */
export function streamedChoice(event: Fields): Fields | null {
  const { delta } = event;
  const type = String(event.type ?? event.event_type ?? '');
  if (type === 'content_block_delta' && isObject(delta))
    return { delta: { content: [partOfDelta(delta)] } };
  if (type === 'message_delta' && isObject(delta))
    return { delta: {}, finish_reason: delta.stop_reason };
  if (type === 'content-delta' && isObject(delta) && isObject(delta.message))
    return { delta: { content: partOfCohere(delta.message.content) } };
  if (type === 'message-end' && isObject(delta))
    return { delta: {}, finish_reason: delta.finish_reason, usage: countsOfCohere(delta.usage) };
  if (typeof event.token === 'string')
    return { delta: { content: event.token }, finish_reason: event.finish_reason };
  if (type === 'text-generation' && typeof event.text === 'string')
    return { delta: { content: event.text } };
  if (type === 'stream-end') return { delta: {}, finish_reason: event.finish_reason };
  if (type.startsWith('response.')) return choiceOfResponse(type, event);
  if (isObject(event.contentBlockDelta) && isObject(event.contentBlockDelta.delta))
    return { delta: { content: [partOfBedrock(event.contentBlockDelta.delta)] } };
  if (isObject(event.messageStop))
    return { delta: {}, finish_reason: event.messageStop.stopReason };
  if (typeof event.content === 'string' && typeof event.stop === 'boolean')
    return {
      delta: { content: event.content },
      finish_reason: event.stop ? whyOfLlama(event) : '',
    };
  return null;
}

/** Anthropic's `text_delta` and `thinking_delta`. */
function partOfDelta({ type, text, thinking }: Fields): Fields {
  return type === 'thinking_delta' ? { type: 'thinking', thinking } : { type: 'text', text };
}

function partOfCohere(content: unknown): unknown {
  return isObject(content) && typeof content.thinking === 'string'
    ? { type: 'thinking', thinking: content.thinking }
    : content;
}

/** All tokens, where beside them stand those that are paid for. */
const countsOfCohere = (usage: unknown): unknown =>
  isObject(usage) && isObject(usage.tokens) ? usage.tokens : usage;

/** A part of a message of Bedrock's, which has no type. */
export function partOfBedrock(part: Fields): Fields {
  const { reasoningContent: thought } = part;
  if (!isObject(thought)) return part;
  const inner = isObject(thought.reasoningText) ? thought.reasoningText : thought;
  return { type: 'thinking', thinking: inner.text };
}

function choiceOfResponse(type: string, { delta, response }: Fields): Fields | null {
  if (/^response\.(?:output_text|refusal)\.delta$/.test(type)) return { delta: { content: delta } };
  if (/^response\.reasoning\w*\.delta$/.test(type))
    return { delta: { content: [{ type: 'thinking', text: delta }] } };
  if (!/^response\.(?:completed|incomplete)$/.test(type) || !isObject(response)) return null;
  return { delta: {}, finish_reason: whyOfResponse(response) };
}

/** Why a response of OpenAI's ended: what made it incomplete says more than that it is so. */
export function whyOfResponse({ status, incomplete_details: details }: Fields): unknown {
  return (isObject(details) ? details.reason : undefined) ?? status;
}

function whyOfLlama({ stop_type: type, stopped_limit: limited, truncated }: Fields): unknown {
  if (limited === true || truncated === true) return 'length';
  return type === undefined || type === 'word' ? 'stop' : type;
}
