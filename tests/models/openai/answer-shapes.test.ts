/** Bodies as endpoints send them, from their bytes to the answer. */
import { expect, test } from 'vitest';
import { chunksOf } from '../../../src/models/openai/chunks.ts';
import type { FaultContext } from '../../../src/models/openai/faults.ts';
import { endingOf } from '../../../src/models/openai/finish-reason.ts';
import { createHearing } from '../../../src/models/openai/hearing.ts';
import { kindOfFault } from '../../../src/models/openai/kind-of-fault.ts';
import { readSaid } from '../../../src/models/openai/said.ts';

const context = {
  connection: { config: { name: 'lab', url: 'http://lab/v1' }, host: 'lab' },
} as FaultContext;

/** `text|reasoning|ending|tokens`, where the ending is `-` for an answer that is called done without a reason, or `ERR kind`. */
async function heardIn(body: string, type = 'text/event-stream'): Promise<string> {
  const { heard, hear, end } = createHearing({
    ...{ stop: [], maxTokens: 100, secrets: [], onText: undefined },
  });
  const seen = { end: false };
  const response = new Response(body, { headers: { 'content-type': type } });
  try {
    for await (const piece of chunksOf(response, context, () => {}, seen)) hear(piece);
    end();
  } catch (error) {
    return `ERR ${kindOfFault(readSaid((error as { error: unknown }).error), null)}`;
  }
  const ending = endingOf(heard.finish) ?? (seen.end ? '-' : 'CUT');
  return `${heard.text}|${heard.reasoning}|${ending}|${heard.promptTokens},${heard.completionTokens}`;
}

const J = 'application/json';
const U = { usage: { prompt_tokens: 3, completion_tokens: 2 } };
const j = (value: unknown): string => JSON.stringify(value);
const ev = (...all: unknown[]): string =>
  all.map((one) => `data: ${typeof one === 'string' ? one : j(one)}\n\n`).join('');
const d = (delta: unknown, finish: unknown = null) => ({
  choices: [{ index: 0, delta, finish_reason: finish }],
});

const table: [who: string, body: string, heard: string, type?: string][] = [
  [
    'choices as object keyed 0',
    j({ choices: { '0': { message: { content: 'I care' }, finish_reason: 'stop' } } }),
    'I care||stop|null,null',
    J,
  ],
  [
    'choices keyed 0 stream',
    ev(
      { choices: { '0': { index: 0, delta: { content: 'I care' } } } },
      { choices: { '0': { delta: {}, finish_reason: 'stop' } } },
      '[DONE]',
    ),
    'I care||stop|null,null',
  ],
  [
    'choices keyed 1 and 0',
    j({
      choices: {
        '1': { message: { content: 'no' } },
        '0': { message: { content: 'yes' }, finish_reason: 'stop' },
      },
    }),
    'yes||stop|null,null',
    J,
  ],
  [
    'content keyed 0',
    j({
      choices: [
        { message: { content: { '0': { type: 'text', text: 'I care' } } }, finish_reason: 'stop' },
      ],
    }),
    'I care||stop|null,null',
    J,
  ],
  [
    'choices as JSON string',
    j({ choices: j([{ message: { content: 'I care' }, finish_reason: 'stop' }]) }),
    'I care||stop|null,null',
    J,
  ],
  [
    'body twice encoded',
    j(j({ choices: [{ message: { content: 'I care' }, finish_reason: 'stop' }] })),
    'I care||stop|null,null',
    J,
  ],
  [
    'choice single "choice"',
    j({ choice: { message: { content: 'I care' }, finish_reason: 'stop' } }),
    'I care||stop|null,null',
    J,
  ],
  [
    'Cohere native',
    j({
      id: 'x',
      message: { role: 'assistant', content: [{ type: 'text', text: 'I care' }] },
      finish_reason: 'COMPLETE',
      usage: { tokens: { input_tokens: 3, output_tokens: 2 } },
    }),
    'I care||stop|3,2',
    J,
  ],
  [
    'Anthropic native',
    j({
      type: 'message',
      role: 'assistant',
      content: [{ type: 'text', text: 'I care' }],
      stop_reason: 'end_turn',
      usage: { input_tokens: 3, output_tokens: 2 },
    }),
    'I care||stop|3,2',
    J,
  ],
  [
    'Google native',
    j({
      candidates: [
        { content: { parts: [{ text: 'I care' }], role: 'model' }, finishReason: 'STOP' },
      ],
      usageMetadata: { promptTokenCount: 3, candidatesTokenCount: 2 },
    }),
    'I care||stop|3,2',
    J,
  ],
  ['Google native blocked', j({ promptFeedback: { blockReason: 'SAFETY' } }), 'ERR filter', J],
  [
    'Ollama native',
    j({
      model: 'x',
      message: { role: 'assistant', content: 'I care' },
      done: true,
      done_reason: 'stop',
      prompt_eval_count: 3,
      eval_count: 2,
    }),
    'I care||stop|3,2',
    J,
  ],
  [
    'Ollama generate',
    j({ model: 'x', response: 'I care', done: true, done_reason: 'stop' }),
    'I care||stop|null,null',
    J,
  ],
  [
    'DashScope native',
    j({
      output: { text: 'I care', finish_reason: 'stop' },
      usage: { input_tokens: 3, output_tokens: 2 },
      request_id: 'x',
    }),
    'I care||stop|3,2',
    J,
  ],
  [
    'DashScope choices',
    j({
      output: { choices: [{ message: { content: [{ text: 'I care' }] }, finish_reason: 'stop' }] },
      usage: { input_tokens: 3, output_tokens: 2 },
    }),
    'I care||stop|3,2',
    J,
  ],
  [
    'Tencent',
    j({
      Response: {
        Choices: [{ Message: { Role: 'assistant', Content: 'I care' }, FinishReason: 'stop' }],
        Usage: { PromptTokens: 3, CompletionTokens: 2 },
      },
    }),
    'I care||stop|3,2',
    J,
  ],
  [
    'Tencent stream',
    ev(
      { Choices: [{ Delta: { Role: 'assistant', Content: 'I care' }, FinishReason: '' }] },
      {
        Choices: [{ Delta: { Content: '' }, FinishReason: 'stop' }],
        Usage: { PromptTokens: 3, CompletionTokens: 2 },
      },
    ),
    'I care||stop|3,2',
  ],
  [
    'Baidu native',
    j({
      id: 'x',
      object: 'chat.completion',
      result: 'I care',
      is_truncated: false,
      finish_reason: 'normal',
      usage: { prompt_tokens: 3, completion_tokens: 2 },
    }),
    'I care||stop|3,2',
    J,
  ],
  [
    'Responses native',
    j({
      object: 'response',
      status: 'completed',
      output: [
        { type: 'reasoning', summary: [] },
        { type: 'message', content: [{ type: 'output_text', text: 'I care' }] },
      ],
      usage: { input_tokens: 3, output_tokens: 2 },
    }),
    'I care||stop|3,2',
    J,
  ],
  [
    'data list wraps',
    j({
      code: 200,
      data: [{ choices: [{ message: { content: 'I care' }, finish_reason: 'stop' }] }],
    }),
    'I care||stop|null,null',
    J,
  ],
  [
    'data string wraps',
    j({
      code: 200,
      data: j({ choices: [{ message: { content: 'I care' }, finish_reason: 'stop' }] }),
    }),
    'I care||stop|null,null',
    J,
  ],
  [
    'wrapped twice',
    j({
      data: { response: { choices: [{ message: { content: 'I care' }, finish_reason: 'stop' }] } },
    }),
    'I care||stop|null,null',
    J,
  ],
  [
    'finish in message',
    j({ choices: [{ message: { content: 'I care', finish_reason: 'length' } }] }),
    'I care||length|null,null',
    J,
  ],
  [
    'finish at top',
    j({ choices: [{ message: { content: 'I care' } }], finish_reason: 'length' }),
    'I care||length|null,null',
    J,
  ],
  [
    'finish_reason null stop_reason',
    j({
      choices: [{ message: { content: 'I care' }, finish_reason: null, stop_reason: 'max_tokens' }],
    }),
    'I care||length|null,null',
    J,
  ],
  [
    'native_finish_reason filter',
    j({
      choices: [
        { message: { content: '' }, finish_reason: 'stop', native_finish_reason: 'SAFETY' },
      ],
    }),
    '||filter|null,null',
    J,
  ],
  [
    'native MAX_TOKENS',
    j({
      choices: [
        {
          message: { content: 'I care' },
          finish_reason: 'stop',
          native_finish_reason: 'MAX_TOKENS',
        },
      ],
    }),
    'I care||length|null,null',
    J,
  ],
  [
    'finish list',
    j({ choices: [{ message: { content: 'I care' }, finish_reason: ['length'] }] }),
    'I care||length|null,null',
    J,
  ],
  [
    'finish_details',
    j({ choices: [{ message: { content: 'I care' }, finish_details: { type: 'max_tokens' } }] }),
    'I care||length|null,null',
    J,
  ],
  [
    'index string',
    ev({ choices: [{ index: '0', delta: { content: 'I care' }, finish_reason: 'stop' }] }),
    'I care||stop|null,null',
  ],
  [
    'two choices',
    ev({
      choices: [
        { index: 1, delta: { content: 'no' } },
        { index: 0, delta: { content: 'yes' }, finish_reason: 'stop' },
      ],
    }),
    'yes||stop|null,null',
  ],
  [
    'refusal list',
    j({
      choices: [
        { message: { content: null, refusal: [{ text: 'I cannot' }] }, finish_reason: 'stop' },
      ],
    }),
    'I cannot||stop|null,null',
    J,
  ],
  [
    'content null reasoning only',
    j({
      choices: [{ message: { content: null, reasoning_content: 'hm' }, finish_reason: 'length' }],
    }),
    '|hm|length|null,null',
    J,
  ],
  [
    'answer field',
    j({ choices: [{ message: { role: 'assistant', text: 'I care' }, finish_reason: 'stop' }] }),
    'I care||stop|null,null',
    J,
  ],
  [
    'delta text',
    ev({ choices: [{ delta: { text: 'I care' }, finish_reason: 'stop' }] }),
    'I care||stop|null,null',
  ],
  [
    'choice content',
    j({ choices: [{ content: 'I care', finish_reason: 'stop' }] }),
    'I care||stop|null,null',
    J,
  ],
  [
    'choice text list',
    j({ choices: [{ text: ['I ', 'care'], finish_reason: 'stop' }] }),
    'I care||stop|null,null',
    J,
  ],
  [
    'Mistral thinking',
    ev(
      d([{ x: 1 }]),
      d({ content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'hm' }] }] }),
      d({ content: 'I care' }, 'stop'),
    ),
    'I care|hm|stop|null,null',
  ],
  [
    'ndjson',
    '{"choices":[{"delta":{"content":"I "}}]}\n{"choices":[{"delta":{"content":"care"},"finish_reason":"stop"}]}\n',
    'I care||stop|null,null',
    'application/x-ndjson',
  ],
  [
    'data no space',
    'data:{"choices":[{"delta":{"content":"I care"},"finish_reason":"stop"}]}\n\ndata:[DONE]\n\n',
    'I care||stop|null,null',
  ],
  [
    'Data capital',
    'Data: {"choices":[{"delta":{"content":"I care"},"finish_reason":"stop"}]}\n\n',
    'I care||stop|null,null',
  ],
  [
    'indented data',
    ' data: {"choices":[{"delta":{"content":"I care"},"finish_reason":"stop"}]}\n\n',
    'I care||stop|null,null',
  ],
  [
    'double data',
    'data: data: {"choices":[{"delta":{"content":"I care"},"finish_reason":"stop"}]}\n\n',
    'I care||stop|null,null',
  ],
  [
    'no blank lines',
    'data: {"choices":[{"delta":{"content":"I "}}]}\ndata: {"choices":[{"delta":{"content":"care"},"finish_reason":"stop"}]}\ndata: [DONE]\n',
    'I care||stop|null,null',
  ],
  ['data null', ev('null', d({ content: 'I care' }, 'stop'), '[DONE]'), 'I care||stop|null,null'],
  ['data {}', ev({}, d({ content: 'I care' }, 'stop'), '[DONE]'), 'I care||stop|null,null'],
  ['data true', ev('true', d({ content: 'I care' }, 'stop')), 'I care||stop|null,null'],
  [
    'heartbeat json',
    ev({ type: 'heartbeat' }, { status: 'processing' }, d({ content: 'I care' }, 'stop')),
    'I care||stop|null,null',
  ],
  [
    'queue json',
    ev({ message: 'queued', queue_position: 3 }, d({ content: 'I care' }, 'stop')),
    'I care||stop|null,null',
  ],
  [
    'openrouter processing',
    `: OPENROUTER PROCESSING\n\n${ev(d({ content: 'I care' }, 'stop'))}`,
    'I care||stop|null,null',
  ],
  [
    'async filter',
    ev(
      {
        choices: [],
        prompt_filter_results: [
          { prompt_index: 0, content_filter_results: { hate: { filtered: false } } },
        ],
      },
      d({ content: 'I care' }),
      {
        choices: [
          { index: 0, finish_reason: null, content_filter_results: {}, content_filter_offsets: {} },
        ],
      },
      d({}, 'stop'),
    ),
    'I care||stop|null,null',
  ],
  [
    'azure prompt filter err',
    ev({ choices: [{ index: 0, finish_reason: 'content_filter', delta: {} }] }),
    '||filter|null,null',
  ],
  [
    'usage chunk after',
    ev(d({ content: 'I care' }, 'stop'), { choices: [], ...U }, '[DONE]'),
    'I care||stop|3,2',
  ],
  [
    'usage null',
    ev({ ...d({ content: 'I care' }, 'stop'), usage: null }),
    'I care||stop|null,null',
  ],
  [
    'usage camel',
    j({
      choices: [{ message: { content: 'I care' }, finish_reason: 'stop' }],
      usage: { promptTokens: 3, completionTokens: 2 },
    }),
    'I care||stop|3,2',
    J,
  ],
  [
    'usage nested tokens',
    j({
      choices: [{ message: { content: 'I care' }, finish_reason: 'stop' }],
      meta: { billed_units: { input_tokens: 3, output_tokens: 2 } },
    }),
    'I care||stop|3,2',
    J,
  ],
  [
    'timings llama',
    ev(d({ content: 'I care' }), { ...d({}, 'stop'), timings: { prompt_n: 3, predicted_n: 2 } }),
    'I care||stop|3,2',
  ],
  [
    'an error in the middle',
    ev(d({ content: 'I ' }), {
      error: { message: 'Service overloaded', type: 'overloaded_error' },
    }),
    'ERR server',
  ],
  [
    'an error event',
    `event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}\n\n`,
    'ERR server',
  ],
  ['an error in words', 'data: error: Rate limit exceeded\n\n', 'ERR rate'],
  ['an error as a field', 'error: {"message":"Rate limit exceeded"}\n\n', 'ERR rate'],
  [
    'an error without a field',
    `${ev(d({ content: 'I ' }))}{"error":{"message":"Rate limit exceeded"}}\n\n`,
    'ERR rate',
  ],
  [
    'Baidu, a filter',
    j({ error_code: 336503, error_msg: 'the content of message is sensitive' }),
    'ERR filter',
    J,
  ],
  [
    'Baidu, a filter in a stream',
    ev({ error_code: 336503, error_msg: 'the content of message is sensitive' }),
    'ERR filter',
  ],
  [
    'a list of errors',
    j([{ error: { code: 429, message: 'Resource exhausted', status: 'RESOURCE_EXHAUSTED' } }]),
    'ERR rate',
    J,
  ],
  ['errors list', j({ errors: [{ message: 'Invalid API key' }] }), 'ERR auth', J],
  ['success false', j({ success: false, code: 1113, msg: '余额不足' }), 'ERR credit', J],
  ['code msg', j({ code: 1301, msg: '内容违规', data: null }), 'ERR filter', J],
  [
    'choice error obj',
    j({ choices: [{ error: { code: 502, message: 'Upstream idle timeout' } }] }),
    'ERR server',
    J,
  ],
  [
    'finish error w msg',
    j({
      choices: [
        {
          finish_reason: 'error',
          message: { content: '' },
          error: { message: 'content was flagged' },
        },
      ],
    }),
    'ERR filter',
    J,
  ],
  ['status in body', j({ status: 'error', message: 'Invalid token' }), 'ERR auth', J],
  [
    'Tencent err stream',
    ev({ ErrorMsg: { Msg: 'content risk: 内容违规', Code: 4001 } }),
    'ERR filter',
  ],
  ['detail 200', j({ detail: 'Not authenticated' }), 'ERR auth', J],
  [
    'anthropic stream',
    'event: message_start\ndata: {"type":"message_start","message":{"role":"assistant","content":[],"usage":{"input_tokens":3,"output_tokens":1}}}\n\nevent: content_block_start\ndata: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}\n\nevent: ping\ndata: {"type":"ping"}\n\nevent: content_block_delta\ndata: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"I care"}}\n\nevent: message_delta\ndata: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":2}}\n\nevent: message_stop\ndata: {"type":"message_stop"}\n\n',
    'I care||stop|3,2',
  ],
  ['a byte order mark', `\ufeff${ev(d({ content: 'I care' }, 'stop'))}`, 'I care||stop|null,null'],
  [
    'trailing garbage json',
    `${j({ choices: [{ message: { content: 'I care' }, finish_reason: 'stop' }] })}\n\n<!-- x -->`,
    'I care||stop|null,null',
    J,
  ],
  [
    'NaN',
    '{"choices":[{"message":{"content":"I care"},"logprobs":NaN,"finish_reason":"stop"}]}',
    'I care||stop|null,null',
    J,
  ],
  [
    'content false',
    j({ choices: [{ message: { content: false, reasoning: 'x' }, finish_reason: 'stop' }] }),
    '|x|stop|null,null',
    J,
  ],
  [
    'whole repeated last',
    ev(d({ content: 'I ' }), d({ content: 'care' }), {
      choices: [{ index: 0, message: { content: 'I care' }, finish_reason: 'stop' }],
    }),
    'I care||stop|null,null',
  ],
  [
    'cumulative deltas not',
    ev(d({ content: 'ha' }), d({ content: 'ha' }, 'stop')),
    'haha||stop|null,null',
  ],
  ['a stream without an end', ev(d({ content: 'I ' })), 'I ||CUT|null,null'],
  [
    'event completion stop',
    'event: completion\ndata: {"choices":[{"delta":{"content":"I care"}}]}\n\nevent: done\ndata: {}\n\n',
    'I care||-|null,null',
  ],
  ['DONE quoted', `${ev(d({ content: 'I care' }))}data: "[DONE]"\n\n`, 'I care||-|null,null'],
  ['DONE object', `${ev(d({ content: 'I care' }))}data: {"done": true}\n\n`, 'I care||-|null,null'],
  [
    'Cohere’s stream',
    'event: content-delta\ndata: {"type":"content-delta","delta":{"message":{"content":{"thinking":"Hm"}}}}\n\nevent: content-delta\ndata: {"type":"content-delta","delta":{"message":{"content":{"text":"I care"}}}}\n\nevent: message-end\ndata: {"type":"message-end","delta":{"finish_reason":"COMPLETE","usage":{"billed_units":{"input_tokens":1,"output_tokens":1},"tokens":{"input_tokens":3,"output_tokens":2}}}}\n\n',
    'I care|Hm|stop|3,2',
  ],
  [
    'Cohere’s older stream',
    '{"event_type":"text-generation","text":"I care"}\n{"event_type":"stream-end","finish_reason":"COMPLETE"}\n',
    'I care||stop|null,null',
    J,
  ],
  [
    'OpenAI’s stream of a response',
    ev(
      { type: 'response.created', response: { status: 'in_progress', error: null, output: [] } },
      { type: 'response.reasoning_summary_text.delta', delta: 'Hm' },
      { type: 'response.output_text.delta', delta: 'I ' },
      { type: 'response.output_text.delta', delta: 'care' },
      { type: 'response.output_text.done', text: 'I care' },
      {
        type: 'response.completed',
        response: { status: 'completed', usage: { input_tokens: 3, output_tokens: 2 } },
      },
    ),
    'I care|Hm|stop|3,2',
  ],
  [
    'OpenAI’s stream of a response that was cut',
    ev(
      { type: 'response.output_text.delta', delta: 'I care' },
      {
        type: 'response.incomplete',
        response: { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } },
      },
    ),
    'I care||length|null,null',
  ],
  [
    'Bedrock’s answer',
    j({
      output: {
        message: {
          content: [{ reasoningContent: { reasoningText: { text: 'Hm' } } }, { text: 'I care' }],
        },
      },
      stopReason: 'end_turn',
      usage: { inputTokens: 3, outputTokens: 2 },
    }),
    'I care|Hm|stop|3,2',
    J,
  ],
  [
    'Bedrock’s stream',
    [
      { contentBlockDelta: { delta: { reasoningContent: { text: 'Hm' } } } },
      { contentBlockDelta: { delta: { text: 'I care' } } },
      { messageStop: { stopReason: 'end_turn' } },
      { metadata: { usage: { inputTokens: 3, outputTokens: 2 } } },
    ]
      .map(j)
      .join('\n'),
    'I care|Hm|stop|3,2',
    J,
  ],
  [
    'Bedrock’s exception, named in the event',
    `${ev(d({ content: 'I ' }))}event: throttlingException\ndata: {"message":"Wait before trying again"}\n\n`,
    'ERR rate',
  ],
  [
    'llama.cpp’s own stream',
    ev(
      { content: 'I ', stop: false },
      { content: 'care', stop: false },
      { content: '', stop: true, stop_type: 'eos', tokens_evaluated: 3, tokens_predicted: 2 },
    ),
    'I care||stop|3,2',
  ],
  [
    'llama.cpp’s own stream at its limit',
    ev({ content: 'I care', stop: false }, { content: '', stop: true, stop_type: 'limit' }),
    'I care||length|null,null',
  ],
  [
    'Kobold’s stream',
    ev({ token: 'I ', finish_reason: null }, { token: 'care', finish_reason: 'stop' }),
    'I care||stop|null,null',
  ],
  [
    'Cloudflare’s own answer',
    j({ result: { response: 'I care', ...U }, success: true, errors: [], messages: [] }),
    'I care||-|3,2',
    J,
  ],
  [
    'Cloudflare’s own stream',
    ev(
      { response: 'I ', p: 'ab' },
      { response: 'care', p: 'abc' },
      { response: '', ...U },
      '[DONE]',
    ),
    'I care||-|3,2',
  ],
  [
    'watsonx’s answer',
    j({ results: [{ generated_text: 'I care', stop_reason: 'eos_token' }] }),
    'I care||stop|null,null',
    J,
  ],
  [
    'Yandex’s answer',
    j({
      result: {
        alternatives: [
          { message: { role: 'assistant', text: 'I care' }, status: 'ALTERNATIVE_STATUS_FINAL' },
        ],
        usage: { inputTextTokens: '3', completionTokens: '2' },
      },
    }),
    'I care||stop|3,2',
    J,
  ],
  [
    'Naver’s stream',
    'event: token\ndata: {"message":{"content":"I "},"finishReason":null}\n\nevent: token\ndata: {"message":{"content":"care"},"finishReason":null}\n\nevent: result\ndata: {"message":{"content":"I care"},"finishReason":"stop","usage":{"promptTokens":3,"completionTokens":2}}\n\n',
    'I care||stop|3,2',
  ],
  ['a text with its tokens', j({ output: 'I care', ...U }), 'I care||-|3,2', J],
  [
    'a text and its end',
    j({ output_text: 'I care', status: 'completed', ...U }),
    'I care||-|3,2',
    J,
  ],
  [
    'a provider’s reason alone',
    ev(d({ content: 'I care' }), {
      choices: [{ index: 0, delta: {}, finish_reason: null, native_finish_reason: 'MAX_TOKENS' }],
    }),
    'I care||length|null,null',
  ],
  [
    'an error that says that there is none',
    ev({ ...d({ content: 'I care' }, 'stop'), error: { code: 0, message: '' } }),
    'I care||stop|null,null',
  ],
  [
    'chunks without anything between them',
    `${j(d({ content: 'I ' }))}${j(d({ content: 'care' }, 'stop'))}`,
    'I care||stop|null,null',
    J,
  ],
  [
    'Python’s values for JSON',
    "data: {'choices': [{'delta': {'content': 'I care'}, 'finish_reason': None}]}\n\ndata: {'choices': [{'delta': {}, 'finish_reason': 'stop'}]}\n\n",
    'I care||stop|null,null',
  ],
  [
    'an error after the first pieces, before [DONE]',
    ev(d({ content: 'I ' }), { object: 'error', message: 'engine failure', code: 500 }, '[DONE]'),
    'ERR server',
  ],
  [
    'MiniMax’s limit after the first pieces',
    ev(d({ content: 'I ' }), { choices: null, base_resp: { status_code: 1002, status_msg: 'x' } }),
    'ERR rate',
  ],
  [
    'credit that ends in the middle',
    ev(d({ content: 'I ' }), { code: 'Arrearage', message: 'overdue' }, '[DONE]'),
    'ERR credit',
  ],
  [
    'Replicate, a list of pieces',
    j({
      ...{ id: 'x', model: 'meta/llama', version: 'v', input: { prompt: 'p' }, logs: '' },
      ...{ output: ['I', ' care'], error: null, status: 'succeeded' },
      metrics: { input_token_count: 3, output_token_count: 2, predict_time: 1.2 },
    }),
    'I care||stop|3,2',
    J,
  ],
  [
    'Replicate, one text',
    j({ id: 'x', output: 'I care', error: null, status: 'succeeded', input: {} }),
    'I care||stop|null,null',
    J,
  ],
  [
    'Replicate, cancelled in the middle',
    j({ id: 'x', output: ['I', ' care'], error: null, status: 'canceled', input: {} }),
    'I care||again|null,null',
    J,
  ],
  [
    'Replicate, failed',
    j({ id: 'x', output: null, error: 'Prediction failed: internal error', status: 'failed' }),
    'ERR server',
    J,
  ],
  [
    'AI21, completions',
    j({
      id: 'x',
      prompt: { text: 'Hi', tokens: [] },
      completions: [
        { data: { text: 'I care', tokens: [] }, finishReason: { reason: 'endoftext' } },
      ],
    }),
    'I care||stop|null,null',
    J,
  ],
  [
    'AI21, completions cut',
    j({
      prompt: { text: 'Hi', tokens: [] },
      completions: [{ data: { text: 'I care' }, finishReason: { reason: 'length', length: 16 } }],
    }),
    'I care||length|null,null',
    J,
  ],
  [
    'AI21, chat',
    j({
      outputs: [{ text: 'I care', role: 'assistant', finishReason: { reason: 'endoftext' } }],
    }),
    'I care||stop|null,null',
    J,
  ],
  [
    'Anthropic, text completion',
    j({ type: 'completion', completion: ' I care', stop_reason: 'stop_sequence', model: 'c' }),
    ' I care||stop|null,null',
    J,
  ],
  [
    'Anthropic, text completion cut',
    j({ completion: ' I care', stop_reason: 'max_tokens', stop: null }),
    ' I care||length|null,null',
    J,
  ],
  [
    'Cohere, generations',
    j({ id: 'x', generations: [{ id: 'y', text: 'I care', finish_reason: 'COMPLETE' }] }),
    'I care||stop|null,null',
    J,
  ],
  [
    'Titan on Bedrock',
    j({
      inputTextTokenCount: 3,
      results: [{ tokenCount: 2, outputText: 'I care', completionReason: 'FINISH' }],
    }),
    'I care||stop|null,null',
    J,
  ],
  [
    'Llama on Bedrock',
    j({
      generation: 'I care',
      prompt_token_count: 3,
      generation_token_count: 2,
      stop_reason: 'stop',
    }),
    'I care||stop|3,2',
    J,
  ],
  [
    'Mistral on Bedrock',
    j({ outputs: [{ text: 'I care', stop_reason: 'length' }] }),
    'I care||length|null,null',
    J,
  ],
  [
    'Aleph Alpha',
    j({
      completions: [{ completion: 'I care', finish_reason: 'maximum_tokens' }],
      model_version: 'v',
    }),
    'I care||length|null,null',
    J,
  ],
  ['PaLM', j({ candidates: [{ output: 'I care', safetyRatings: [] }] }), 'I care||-|null,null', J],
  [
    'PaLM on Vertex',
    j({ predictions: [{ content: 'I care', safetyAttributes: { blocked: false } }] }),
    'I care||-|null,null',
    J,
  ],
  ['predictions of texts', j({ predictions: ['I care'] }), 'I care||-|null,null', J],
  // Text in another place.
  ['a choice that is its text', j({ choices: ['I care'] }), 'I care||-|null,null', J],
  [
    'a choice in a list of its own',
    j({ choices: [[{ message: { content: 'I care' }, finish_reason: 'stop' }]] }),
    'I care||stop|null,null',
    J,
  ],
  ['messages as text', j({ choices: [{ messages: 'I care' }], ...U }), 'I care||-|3,2', J],
  ['vLLM’s own form', j({ text: ['I care'] }), 'I care||-|null,null', J],
  [
    'Cohere’s first form',
    j({
      text: 'I care',
      finish_reason: 'COMPLETE',
      meta: { tokens: { input_tokens: 3, output_tokens: 2 } },
    }),
    'I care||stop|3,2',
    J,
  ],
  [
    'an answer by name',
    j({ answer: 'I care', finish_reason: 'stop' }),
    'I care||stop|null,null',
    J,
  ],
  ['a message alone', j({ role: 'assistant', content: 'I care' }), 'I care||-|null,null', J],
  [
    'a message in a field',
    j({ message: { role: 'assistant', content: 'I care' } }),
    'I care||-|null,null',
    J,
  ],
  [
    'the whole conversation',
    j({
      messages: [
        { role: 'user', content: 'no' },
        { role: 'assistant', content: 'I care' },
      ],
    }),
    'I care||-|null,null',
    J,
  ],
  [
    'a conversation that ends with the question',
    j({ messages: [{ role: 'user', content: 'no' }] }),
    '||-|null,null',
    J,
  ],
  ...[42, 0].map((content): [string, string, string, string] => [
    `content ${content}`,
    j({ choices: [{ message: { content }, finish_reason: 'stop' }] }),
    `${content}||stop|null,null`,
    J,
  ]),
  [
    'a part with output_text',
    j({ choices: [{ message: { content: [{ type: 'output_text', output_text: 'I care' }] } }] }),
    'I care||-|null,null',
    J,
  ],
  [
    'Anthropic with its content as text',
    j({ type: 'message', role: 'assistant', content: 'I care', stop_reason: 'max_tokens' }),
    'I care||length|null,null',
    J,
  ],
  ['a reply', j({ reply: 'I care' }), 'I care||-|null,null', J],
  ['content beside tokens', j({ content: 'I care', ...U }), 'I care||-|3,2', J],
  ['content that may be anything', j({ content: 'I care' }), '||-|null,null', J],
  [
    'a text one level deeper, its reason beside it',
    j({ response: { text: 'I ca' }, finish_reason: 'length' }),
    'I ca||length|null,null',
    J,
  ],
  [
    'a message two levels deeper',
    j({ success: true, data: { result: { message: { role: 'assistant', content: 'I care' } } } }),
    'I care||-|null,null',
    J,
  ],
  [
    'generations of each prompt',
    j({ generations: [[{ text: 'I care' }]] }),
    'I care||-|null,null',
    J,
  ],
  // Thoughts in another place.
  [
    'thoughts of a response',
    j({
      ...{ object: 'response', status: 'completed' },
      output: [
        { type: 'reasoning', summary: [{ type: 'summary_text', text: 'hm' }] },
        { type: 'message', content: [{ type: 'output_text', text: 'I care' }] },
      ],
    }),
    'I care|hm|stop|null,null',
    J,
  ],
  [
    'thoughts at the choice',
    j({ choices: [{ message: { content: 'I care' }, reasoning: 'hm', finish_reason: 'stop' }] }),
    'I care|hm|stop|null,null',
    J,
  ],
  ...['thinking_content', 'reasoningContent'].map((name): [string, string, string, string] => [
    `thoughts as ${name}`,
    j({ choices: [{ message: { content: 'I care', [name]: 'hm' }, finish_reason: 'stop' }] }),
    'I care|hm|stop|null,null',
    J,
  ]),
  // The end.
  ['Baidu’s cut', j({ result: 'I ca', is_truncated: true }), 'I ca||length|null,null', J],
  [
    'Google’s reason as a number, its first candidate second',
    j({
      candidates: [
        { index: 1, content: { parts: [{ text: 'no' }] } },
        { index: 0, content: { parts: [{ text: 'I ca' }] }, finishReason: 2 },
      ],
    }),
    'I ca||length|null,null',
    J,
  ],
  ...['length', 'content_filter', 'error'].map((reason): [string, string, string] => [
    `a plain end behind ${reason}`,
    ev(d({ content: 'I ca' }), d({}, reason), d({}, 'stop'), '[DONE]'),
    `I ca||${endingOf(reason)}|null,null`,
  ]),
  [
    'a reason behind a plain end',
    ev(d({ content: 'I ca' }, 'stop'), d({}, 'length'), '[DONE]'),
    'I ca||length|null,null',
  ],
  [
    'an unknown reason before a plain end',
    ev(d({ content: 'I care' }, 'odd'), d({}, 'stop'), '[DONE]'),
    'I care||stop|null,null',
  ],
  [
    'a whole answer and the sign of a stream’s end',
    `${j({ choices: [{ message: { content: 'I care' }, finish_reason: 'stop' }] })}\n\ndata: [DONE]\n`,
    'I care||stop|null,null',
    J,
  ],
  // An error in the middle.
  [
    'a response that fails',
    ev(
      { type: 'response.output_text.delta', delta: 'I ca' },
      {
        type: 'response.failed',
        response: { error: { code: 'rate_limit_exceeded', message: 'm' } },
      },
    ),
    'ERR rate',
  ],
  ...[
    'Internal Server Error',
    { detail: 'the engine died' },
    { msg: 'upstream reset', request_id: 'r' },
  ].flatMap((said): [string, string, string][] => [
    [`${j(said)} before the end`, ev(d({ content: 'I ca' }), said, '[DONE]'), 'ERR server'],
    [
      `${j(said)} before more of the answer and its reason`,
      ev(d({ content: 'I ca' }), said, d({ content: 're' }, 'stop'), '[DONE]'),
      'I care||stop|null,null',
    ],
  ]),
  [
    'a word before the answer',
    ev('queued', d({ content: 'I care' }), '[DONE]'),
    'I care||-|null,null',
  ],
  [
    'a remark of another kind before the end',
    ev(d({ content: 'I care' }), { warning: 'temperature was lowered' }, '[DONE]'),
    'I care||-|null,null',
  ],
];

test.each(table)('%s', async (_, body, heard, type) => {
  expect(await heardIn(body, type)).toBe(heard);
});
