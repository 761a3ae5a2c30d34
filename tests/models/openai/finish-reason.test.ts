import { describe, expect, test } from 'vitest';
import { type Ending, endingOf } from '../../../src/models/openai/finish-reason.ts';

/** The reasons that endpoints give, and what they mean. */
const table: [Ending | null, string[]][] = [
  [
    'stop',
    [
      'stop',
      'STOP',
      'eos',
      'eos_token',
      'end',
      'end_turn',
      'endoftext',
      'stop_sequence',
      'COMPLETE',
      'completed',
      'finished',
      'done',
      'normal',
      '<|eot_id|>',
      'FINISH_REASON_STOP',
    ],
  ],
  [
    'length',
    [
      'length',
      'LENGTH',
      'max_tokens',
      'MAX_TOKENS',
      'MaxTokens',
      'max_output_tokens',
      'max_new_tokens',
      'max_length',
      'model_length',
      'model_context_window_exceeded',
      'context_length_exceeded',
      'token_limit',
      'ERROR_LIMIT',
      'truncated',
      'finish_reason_length',
    ],
  ],
  [
    'filter',
    [
      'content_filter',
      'contentFilter',
      'Content-Filter',
      'content_filter: PROHIBITED_CONTENT',
      'content_filtered',
      'SAFETY',
      'IMAGE_SAFETY',
      'PROHIBITED_CONTENT',
      'BLOCKLIST',
      'blocked',
      'RECITATION',
      'SPII',
      'sensitive',
      'refusal',
      'ERROR_TOXIC',
      'guardrail_intervened',
      'moderation',
      'model_armor',
      'risk',
      'unsafe',
    ],
  ],
  [
    'again',
    [
      'error',
      'ERROR',
      'abort',
      'aborted',
      'cancelled',
      'USER_CANCEL',
      'network_error',
      'insufficient_system_resource',
      'timeout',
      'server_error',
      'internal_error',
      'failed',
      'MALFORMED_RESPONSE',
      'overloaded',
      'error: upstream is gone',
    ],
  ],
  [
    'unknown',
    ['tool_calls', 'function_call', 'OTHER', 'LANGUAGE', 'repetition', 'pause_turn', 'x'],
  ],
  [null, ['', ' ', 'null', 'None', 'FINISH_REASON_UNSPECIFIED']],
];

for (const [ending, reasons] of table)
  describe(String(ending), () => {
    for (const reason of reasons) test(`"${reason}"`, () => expect(endingOf(reason)).toBe(ending));
  });
