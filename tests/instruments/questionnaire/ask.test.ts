/** What is asked of whom: texts, once more where a number is not an option, and probabilities of those that tell them. */
import { describe, expect, it } from 'vitest';
import { askQuestionnaire } from '../../../src/instruments/questionnaire/ask.ts';
import { ratingsOf } from '../../../src/instruments/questionnaire/ratings.ts';
import { settingsSchema } from '../../../src/instruments/questionnaire/settings.ts';
import type { AnswerLine } from '../../../src/instruments/shared/answer-round.ts';
import type { Model, Request, Training } from '../../../src/models/model.ts';
import { itemsOf } from './support.ts';

type Fake = {
  training?: Training;
  tells?: 'full' | 'none';
  prefill?: boolean;
  form?: 'chat' | 'completion';
  /** To a request, and how often it was asked anything. */
  says(request: Request, times: number): string;
};

function modelOf(name: string, fake: Fake, heard: Request[]): Model {
  const info = {
    ...{ name, form: fake.form ?? 'chat', contextLength: null, price: null, bytes: null },
    ...{ licence: null, place: 'test', ready: true },
    tags: { family: '', size: null, training: fake.training ?? ('instruct' as const) },
  };
  let times = 0;
  return {
    info,
    capabilities: {
      ...{ chat: true, completion: true, prefill: fake.prefill ?? false, seed: true },
      ...{ tokenProbabilities: fake.tells ?? 'none', embed: false, likelihood: 'none' },
    },
    requestName: name,
    concurrency: 1,
    async ask(request) {
      heard.push(request);
      times += 1;
      const counts = { promptTokens: 9, completionTokens: 1, milliseconds: 1 };
      return { text: fake.says(request, times), finishReason: 'stop', ...counts };
    },
    async nextToken(request, candidates) {
      heard.push(request);
      return { probabilities: candidates.map((one) => (one === '4' ? 0.9 : 0)), milliseconds: 1 };
    },
    embed: async () => [],
    likelihood: () => Promise.reject(new Error('not asked for here')),
    close: async () => {},
  };
}

async function ask(fakes: Record<string, Fake>, told: object = {}, lines: AnswerLine[] = []) {
  const settings = settingsSchema.parse({ extent: 'quick', ...told });
  const items = itemsOf(settings);
  const heard = new Map(Object.keys(fakes).map((name) => [name, [] as Request[]]));
  const models = new Map(
    Object.entries(fakes).map(([name, fake]) => [name, modelOf(name, fake, heard.get(name)!)]),
  );
  const leftOut: string[] = [];
  const titles: string[] = [];
  const never = () => {
    throw new Error('not asked for here');
  };
  const rounds = askQuestionnaire(
    {
      environment: { now: () => 0 } as never,
      run: {
        ...{ items, lines: () => lines, texts: () => [], after: [] },
        append: (_, line) => void lines.push(line as AnswerLine),
      },
      openModel: async (name) => models.get(name)!,
      onUnavailable: never,
      onLeftOut: (model, why) => void leftOut.push(`${model}: ${why}`),
      respondents: Object.keys(fakes).map((id) => ({
        entry: { id },
        setting: { id: 't', temperature: 0.7, topP: 1 },
        condition: { id: 'none' },
      })),
      ...{ raters: [], seed: 1, shard: { has: () => true, hasModel: () => true } },
      ...{
        signal: new AbortController().signal,
        wants: () => true,
        derive: never,
        note: never,
        openEmbedding: never,
      },
    },
    settings,
  );
  for await (const { title, work } of rounds) {
    if (work.length > 0) titles.push(title);
    for (const { items: asked } of work)
      for (let i = 0; i < asked.length; i++)
        await asked.at(i)!.ask({ signal: new AbortController().signal, onText() {}, reserve() {} });
  }
  return { items, lines, heard, leftOut, titles };
}

const four = () => '4';

describe('the rounds', () => {
  it('ask by text, and for probabilities where a model tells them and does not think first', async () => {
    const { lines, titles, heard } = await ask({
      plain: { says: four },
      tells: { says: four, tells: 'full', prefill: true },
      thinks: { says: four, tells: 'full', training: 'reasoning' },
    });
    expect(titles).toEqual(['asking the questionnaire', 'reading probabilities']);
    const by = (model: string) => lines.filter((line) => line.model === model);
    expect(by('plain')).toHaveLength(60);
    expect(by('thinks')).toHaveLength(60);
    expect(by('tells')).toHaveLength(120);
    expect(by('tells').at(-1)!.probabilities).toEqual([0, 0, 0, 0.9, 0, 0]);
    expect(by('tells').at(-1)).toMatchObject({ text: '', item: 'universalism-6.1.reversed.p' });
    // The answer is begun where it can be; a reasoning model has room for its thoughts.
    expect(heard.get('tells')!.at(-1)).toMatchObject({ prefill: 'I answer with the number ' });
    expect(heard.get('plain')![0]).not.toHaveProperty('prefill');
    expect(heard.get('plain')![0]!.sampling.maxTokens).toBe(16);
    expect(heard.get('thinks')![0]!.sampling.maxTokens).toBe(2000);
  });

  it('continue with what is stored, and ask nothing twice', async () => {
    const first = await ask({ tells: { says: four, tells: 'full' } });
    const stored = first.lines.slice(0, 70);
    const second = await ask({ tells: { says: four, tells: 'full' } }, {}, stored);
    expect(second.heard.get('tells')).toHaveLength(50);
    expect(second.lines).toHaveLength(120);
  });

  it('ask once more, in other words, where a number is not an option; then it is missing', async () => {
    const { lines, heard, items } = await ask({
      mends: { says: (_, times) => (times === 1 ? '9' : '4') },
      stays: { says: (_, times) => (times === 1 || times > 60 ? '9' : '4') },
      refuses: { says: () => 'I do not have personal values.' },
    });
    expect(heard.get('mends')).toHaveLength(61);
    expect(heard.get('refuses')).toHaveLength(60);
    const last = heard.get('mends')!.at(-1)!;
    expect(last.kind === 'chat' && last.messages.at(-1)!.content).toMatch(/and nothing else\.$/);
    const rated = ratingsOf({ items, lines: { answers: lines } });
    const missing = (model: string) =>
      rated.flatMap((one) => (one.model === model && one.missing ? [one.missing] : []));
    expect(missing('mends')).toEqual([]);
    expect(missing('stays')).toEqual(['outside']);
    expect(missing('refuses')).toHaveLength(60);
    // Asked again, it would ask the same once more.
    const again = await ask({ stays: { says: four } }, {}, lines.slice());
    expect(again.heard.get('stays')).toEqual([]);
  });

  it('leave out, by name, a model without probabilities where these alone are wanted', async () => {
    const { lines, leftOut } = await ask(
      { plain: { says: four }, tells: { says: four, tells: 'full' } },
      { read: 'probabilities' },
    );
    expect(leftOut).toEqual(['plain: it tells no token probabilities']);
    expect(new Set(lines.map(({ model }) => model))).toEqual(new Set(['tells']));
    const text = await ask({ tells: { says: four, tells: 'full' } }, { read: 'text' });
    expect(text.lines.every(({ probabilities }) => probabilities === undefined)).toBe(true);
  });

  it('put a condition before the question, and ask in its language', async () => {
    const { heard, lines } = await ask(
      { base: { says: four, form: 'completion' }, chat: { says: four } },
      { conditions: ['best', 'es'], read: 'text' },
    );
    expect(lines).toHaveLength(2 * 2 * 60);
    const [best] = heard.get('chat')!;
    expect(best!.kind === 'chat' && best!.messages.map(({ role }) => role)).toEqual([
      'system',
      'user',
    ]);
    const [base] = heard.get('base')!;
    expect(base!.kind === 'completion' && base!.prompt).toMatch(
      /^Answer so that you make the best impression[\s\S]*I answer with the number $/,
    );
    const spanish = heard.get('base')!.at(-1)!;
    expect(spanish.kind === 'completion' && spanish.prompt).toMatch(
      /^¿Cuánto se parece[\s\S]*Respondo con el número $/,
    );
    expect(base!.sampling.stop).toEqual(['\n']);
  });
});
