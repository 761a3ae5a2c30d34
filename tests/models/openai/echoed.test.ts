import { describe, expect, it } from 'vitest';
import { readEchoed } from '../../../src/models/openai/echoed.ts';

const text = 'Ärger 🙂 is good';
const tokens = ['Är', 'ger', ' 🙂', ' is', ' good'];
const logprobs = [null, -4, -9, -2, -3];
const inCharacters = [0, 2, 5, 7, 10];
const inUnits = [0, 2, 5, 8, 11];
const inBytes = [0, 3, 6, 11, 14];

const answer = (
  told: object,
  usage: object | null = { prompt_tokens: 5, completion_tokens: 0 },
) => ({
  choices: [{ index: 0, text, logprobs: told, finish_reason: 'length' }],
  ...(usage ? { usage } : {}),
});
const lists = (more: object = {}) => ({
  tokens,
  token_logprobs: logprobs,
  text_offset: inCharacters,
  top_logprobs: null,
  ...more,
});
const whole = tokens.map((token, i) => ({
  token,
  logProbability: logprobs[i],
  start: inUnits[i],
  end: inUnits[i + 1] ?? text.length,
}));

describe('the tokens of an echoed prompt', () => {
  it('stand where the endpoint says, in characters, UTF-16 units, or bytes', () => {
    for (const offsets of [inCharacters, inUnits, inBytes])
      expect(readEchoed(answer(lists({ text_offset: offsets })), text)).toEqual(whole);
  });

  it('stand one after another where it does not say', () => {
    const { text_offset: _, ...bare } = lists();
    expect(readEchoed(answer(bare), text)).toEqual(whole);
    expect(readEchoed(answer(lists({ text_offset: [0, null, null, null, null] })), text)).toEqual(
      whole,
    );
    expect(readEchoed(answer(bare, null), text)).toEqual(whole);
  });

  it('are read as their vocabulary writes them', () => {
    const told = lists({ tokens: ['▁Är', 'ger', 'Ġ🙂', '▁is', 'Ġgood'] });
    expect(readEchoed(answer(told), text)?.map((one) => one.start)).toEqual(inUnits);
  });

  it('are read in a list of objects, too', () => {
    const content = tokens.map((token, i) => ({
      token: '\uFFFD',
      bytes: [...Buffer.from(token)],
      logprob: logprobs[i],
    }));
    expect(readEchoed(answer({ content }), text)).toEqual(whole);
  });

  it('leave out what was made behind them', () => {
    const told = lists({
      tokens: [...tokens, ' and'],
      token_logprobs: [...logprobs, -1],
      text_offset: [...inCharacters, 15],
    });
    const usage = { prompt_tokens: 5, completion_tokens: 1 };
    expect(readEchoed(answer(told, usage), text)).toEqual(whole);
  });

  it('may begin with one that the text does not hold, and that is counted as if it did', () => {
    const told = lists({
      tokens: ['<bos>', ...tokens],
      token_logprobs: [null, -5, ...logprobs.slice(1)],
      text_offset: [0, ...inCharacters.map((one) => one + 5)],
    });
    const read = readEchoed(answer(told, { prompt_tokens: 6, completion_tokens: 0 }), text);
    expect(read?.map((one) => one.start)).toEqual([0, ...inUnits]);
    expect(read?.[0]).toMatchObject({ end: 0, logProbability: null });
    const own = { ...told, text_offset: [0, ...inCharacters] };
    const again = readEchoed(answer(own, { prompt_tokens: 6, completion_tokens: 0 }), text);
    expect(again).toEqual(read);
  });

  it('may be parts of characters', () => {
    const parts = {
      tokens: ['Är', 'ger', ' ', 'bytes:\\xf0\\x9f', '\uFFFD', ' is', ' good'],
      token_logprobs: [null, -4, -3, -3, -3, -2, -3],
      text_offset: [0, 2, 5, 6, 6, 7, 10],
    };
    const read = readEchoed(answer(parts, { prompt_tokens: 7, completion_tokens: 0 }), text);
    expect(read?.map((one) => one.start)).toEqual([0, 2, 5, 6, 6, 8, 11]);
  });

  it('keep a log-probability that is not told apart', () => {
    const told = lists({ token_logprobs: [null, -4, null, 'x', -3] });
    expect(readEchoed(answer(told), text)?.map((one) => one.logProbability)).toEqual([
      ...[null, -4, null, null, -3],
    ]);
  });
});

describe('nothing is read', () => {
  it.each([
    ['of the answer alone', lists({ tokens: [' and'], token_logprobs: [-1], text_offset: [0] })],
    ['without log-probabilities', null],
    ['where the first has one', lists({ token_logprobs: [-1, -4, -9, -2, -3] })],
    ['where some are above 0', lists({ token_logprobs: [null, 4, -9, -2, -3] })],
    ['where a list is short', lists({ token_logprobs: [null, -4] })],
    ['where the offsets meet another text', lists({ tokens: ['Ar', 'ger', ' :)', ' is', ' bad'] })],
  ])('%s', (_, told) => {
    expect(readEchoed(answer(told as object), text)).toBeNull();
  });

  it('where there are fewer than the prompt has', () => {
    expect(
      readEchoed(answer(lists(), { prompt_tokens: 9, completion_tokens: 0 }), text),
    ).toBeNull();
    expect(readEchoed({ choices: [] }, text)).toBeNull();
    expect(readEchoed(null, text)).toBeNull();
  });
});
