import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLocalEndpoint } from '../../../src/models/local/endpoint.ts';
import type { LocalModel } from '../../../src/models/local/local-model.ts';
import type { Context } from '../../../src/models/model.ts';
import { tinyChatTemplate, writeTinyGguf } from '../../support/tiny-gguf.ts';

let folder: string;
let base: LocalModel;
let chat: LocalModel;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'valuelex-likelihood-'));
  await writeTinyGguf(path.join(folder, 'tiny-base.gguf'));
  await writeTinyGguf(path.join(folder, 'tiny-instruct.gguf'), {
    chatTemplate: tinyChatTemplate,
    seed: 2,
  });
  const endpoint = createLocalEndpoint({
    ...{ cache: path.join(folder, 'cache'), folders: [folder], home: folder },
    env: { VALUELEX_CONTEXTS: '2' },
  });
  base = await endpoint.open('tiny-base');
  chat = await endpoint.open('tiny-instruct');
});

afterAll(async () => {
  await Promise.all([base.close(), chat.close()]);
  await rm(folder, { recursive: true });
});

const plain = (prompt: string): Context => ({ kind: 'completion', prompt });
const talk = (content: string): Context => ({
  kind: 'chat',
  messages: [{ role: 'user', content }],
});
const sampling = { temperature: 0, topP: 1, maxTokens: 1 };
const start = 'the user is honest, the user is a care. '.repeat(3);

describe('the likelihood of continuations', () => {
  it('is that of the next tokens, one after another', async () => {
    for (const context of [plain(`${start}I value`), plain('I'), talk('the user')]) {
      const model = context.kind === 'chat' ? chat : base;
      const { continuations } = await model.likelihood(context, [' the user is a care']);
      const { tokens, logProbability } = continuations[0]!;
      expect(tokens.map((one) => one.token).join('')).toBe(' the user is a care');
      let text = '';
      let sum = 0;
      for (const { token, logProbability: told } of tokens) {
        const so =
          context.kind === 'chat' ? { ...context, prefill: text } : plain(context.prompt + text);
        const { probabilities } = await model.nextToken({ ...so, sampling }, [token]);
        expect(told).toBeCloseTo(Math.log(probabilities[0]!), 4);
        sum += told;
        text += token;
      }
      expect(logProbability).toBeCloseTo(sum, 6);
    }
  });

  it('adds up to one over all tokens that can come next', async () => {
    const request = { ...plain(`${start}I value`), sampling };
    const answer = await base.ask(request, { topTokens: 400 });
    const left = [...answer.tokens![0]!.top];
    const texts = [...new Set(left.map((one) => one.token))].filter(
      (one) => one !== '' && !one.includes('\uFFFD'),
    );
    const { continuations } = await base.likelihood(request, texts);
    let sum = 0;
    let single = 0;
    for (const [i, { tokens, logProbability }] of continuations.entries()) {
      if (tokens.length > 1 || tokens[0]!.token !== texts[i]) continue;
      // Two tokens may be written alike.
      const [best] = left
        .filter(({ token }) => token === tokens[0]!.token)
        .sort((a, b) => far(a.probability) - far(b.probability));
      function far(probability: number) {
        return Math.abs(probability - Math.exp(logProbability));
      }
      expect(best).toBeDefined();
      left.splice(left.indexOf(best!), 1);
      sum += Math.exp(logProbability);
      single += 1;
    }
    expect(single).toBeGreaterThan(40);
    const rest = left.reduce((total, one) => total + one.probability, 0);
    expect(rest).toBeLessThan(0.3);
    expect(sum + rest).toBeCloseTo(1, 4);
  });

  it('depends on nothing else that was asked', async () => {
    const context = plain(`${start}I value`);
    const ask = async (...texts: string[]) => (await base.likelihood(context, texts)).continuations;
    const [first] = await ask(' the user');
    await base.ask({ ...plain(`${start}I`), sampling: { ...sampling, maxTokens: 9 } });
    const [, , third] = await ask(' a care is honest', ' values', ' the user');
    await Promise.all([ask(' is'), ask(' the user is it the user is it'), ask('s')]);
    expect(third!.logProbability).toBeCloseTo(first!.logProbability, 5);
    expect((await ask(' the user'))[0]).toEqual(first);
  });

  it('is the same wherever the border lies', async () => {
    const text = `${start}I value the user is a care is it honest the user is a care`;
    const whole = await base.likelihood(plain('the'), [text.slice(3)]);
    const figures = whole.continuations[0]!.tokens.map((one) => one.logProbability);
    for (const end of [24, 60, 100, text.length - 5]) {
      const border = text.indexOf(' ', end);
      const { continuations } = await base.likelihood(plain(text.slice(0, border)), [
        text.slice(border),
      ]);
      const told = continuations[0]!.tokens.map((one) => one.logProbability);
      for (const [i, figure] of figures.slice(-told.length).entries())
        expect(told[i]).toBeCloseTo(figure, 5);
    }
  });

  it('counts a token that straddles the border to the continuation', async () => {
    const [whole, broken] = await Promise.all([
      base.likelihood(plain('I'), [' values']),
      base.likelihood(plain('I val'), ['ues']),
    ]);
    expect(broken.continuations).toEqual(whole.continuations);
  });

  it('tells a text that the model finds absurd as finite, and lower', async () => {
    const { continuations } = await base.likelihood(plain('I value'), [' the', ' ☃ü\u0000']);
    expect(continuations[1]!.logProbability).toBeLessThan(continuations[0]!.logProbability);
    expect(Number.isFinite(continuations[1]!.logProbability)).toBe(true);
    expect(continuations[1]!.tokens.map((one) => one.token).join('')).toBe(' ☃ü\u0000');
  });

  it('reaches to the end of what the model sees, and is refused beyond', async () => {
    const long = `${'I value the user. '.repeat(300)}`;
    const tokens = (text: string) =>
      base.likelihood(plain('the'), [text]).then((one) => one.promptTokens!);
    const each = ((await tokens(long.slice(0, 540))) - (await tokens(long.slice(0, 180)))) / 20;
    const most = Math.floor(505 / each);
    const { continuations, promptTokens } = await base.likelihood(plain('the'), [
      long.slice(0, 18 * most),
    ]);
    expect(promptTokens).toBeGreaterThan(490);
    expect(Number.isFinite(continuations[0]!.logProbability)).toBe(true);
    await expect(base.likelihood(plain('the'), [long])).rejects.toMatchObject({
      fault: 'malformed',
      message: expect.stringMatching(/too long: \d+ tokens, and this model sees 512/),
    });
    const { continuations: after } = await base.likelihood(plain('the'), [
      long.slice(0, 18 * most),
    ]);
    expect(after).toEqual(continuations);
  });

  it('refuses an empty continuation', async () => {
    await expect(base.likelihood(plain('I'), [''])).rejects.toMatchObject({ fault: 'malformed' });
  });

  it('stops when it is aborted', async () => {
    const controller = new AbortController();
    const asked = base.likelihood(plain('I'), [' value'], { signal: controller.signal });
    controller.abort();
    await expect(asked).rejects.toThrow();
  });
});

describe('an echoed text', () => {
  it('tells every token but the first, with figures as of a continuation', async () => {
    const text = `${start}I value the user`;
    const echoed = await base.echo!(text, { topTokens: 3 });
    expect(echoed.map((one) => one.token).join('')).toBe(text);
    expect(echoed.map((one) => one.logProbability === null)).toEqual(echoed.map((_, i) => i === 0));
    const { continuations } = await base.likelihood(plain(`${start}I value`), [' the user']);
    const { tokens } = continuations[0]!;
    for (const [i, one] of tokens.entries())
      expect(echoed.at(i - tokens.length)!.logProbability).toBeCloseTo(one.logProbability, 5);
    for (const { top, logProbability } of echoed.slice(1)) {
      expect(top).toHaveLength(3);
      expect(top[0]!.logProbability).toBeGreaterThanOrEqual(logProbability!);
    }
    const again = await base.echo!(`${text} is honest`, { topTokens: 3 });
    expect(again.slice(0, echoed.length)).toEqual(echoed);
  });
});
