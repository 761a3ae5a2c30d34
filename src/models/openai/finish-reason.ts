/** Why an answer ended, in the words of any endpoint. */

/**
 * `again`: the endpoint failed and the request is to be made again. `unknown`: not known here; the answer is
 * kept, and a person is told. Null: no reason was given.
 */
export type Ending = 'stop' | 'length' | 'filter' | 'again' | 'unknown';

/** By how a reason begins, in lower case with `_` between words. The first that matches counts. */
const endings: readonly [RegExp, Ending][] = [
  [/^(?:error_)?(?:toxic|safety|sensitive)/, 'filter'],
  [/^(?:error|stopped)_(?:limit|length|max)/, 'length'],
  [/^(?:max|length|model_(?:length|context)|output_length|tokens?$|token_budget)/, 'length'],
  [
    /^(?:context|token_limit|tokens?_exceeded|too_long|truncat|incomplete|(?:output|token)\w*_limit|hit_max|reached_max|limit|cut_?off|partial|overflow|exhausted)/,
    'length',
  ],
  [
    /^(?:content_?filter|content_(?:polic|block|safety|risk|moderat|violat)|filter|moderat|safety|sensitive)/,
    'filter',
  ],
  [
    /^(?:prohibited|block|blacklist|recitation|spii|refus|guardrail|image_\w*(?:safety|prohibited|recitation)|model_armor)/,
    'filter',
  ],
  [
    /^(?:risk|censor|unsafe|flagged|harm|violat|polic|inappropriate|copyright|pii|dlp|jailbreak|responsible_ai)/,
    'filter',
  ],
  [/^(?:abnormal|exception|oom|killed|shutdown|preempt|evict|rate_limit|deadline)/, 'again'],
  [/^(?:user_stopped|model_unloaded)/, 'again'],
  [/^(?:abort|cancel|user_cancel|error|fail|internal|server|network|timeout|timed_out)/, 'again'],
  [/^(?:insufficient_system|overload|unavailable|interrupt|disconnect|connection)/, 'again'],
  [/^(?:malformed_response|missing_thought)/, 'again'],
  [/filter|safety|moderat|guard|sensitiv|prohibit|polic|security|threat/, 'filter'],
  [
    /^(?:stop|eos|eot|end|complete|finish|done|normal|natural|im_end|success|final|ok$|turn_end|conversation_end)/,
    'stop',
  ],
  [/^[<[]/, 'stop'],
  // By any word in it, where the first one tells nothing.
  [/exceed|max_|context|limit|truncat|(?:too|over)_?(?:long|length)|tokens/, 'length'],
  [/error|fail|crash|abort|cancel|time_?out|timed_out|disconnect|closed/, 'again'],
  [/(?:^|_)(?:stop|eos|end)$/, 'stop'],
];

/** Null where no reason is given: nothing, "null", "none", an empty text. */
export function endingOf(reason: string): Ending | null {
  if (reason === '') return null;
  const word = reason
    .trim()
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[\s.:-]+/g, '_')
    .replace(/^(?:finish_?reason_?|finish_|stop_?reason_|alternative_status_)(?=.)/, '');
  if (/^(?:|null|none|undefined|unspecified)$/.test(word)) return null;
  return endings.find(([begins]) => begins.test(word))?.[1] ?? 'unknown';
}
