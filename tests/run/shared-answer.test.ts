/** Two identities with one request key share one answer: what it took is counted once, and not twice or never. */
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Spent } from '../../src/asking/items.ts';
import { noCondition } from '../../src/asking/respondents.ts';
import { shardOf } from '../../src/asking/shard.ts';
import { realOutside } from '../../src/environment.ts';
import { planRating } from '../../src/instruments/sentence-completion/rate.ts';
import { sentenceLogs } from '../../src/instruments/sentence-completion/run-logs.ts';
import {
  type SentenceItems,
  sentenceContext,
} from '../../src/instruments/sentence-completion/sentence-context.ts';
import type { Model } from '../../src/models/model.ts';
import { summariseRun } from '../../src/run/list-runs.ts';
import { openSession } from '../../src/run/open-session.ts';
import { openRunFolder, type RunFolder } from '../../src/run/run-folder.ts';
import { takenBy } from '../../src/run/taken-by.ts';
import { loadSystem } from '../../src/values/load-systems.ts';
import { withSharedVectors } from '../support/shared-vectors.ts';
import { writeSmallStudy } from '../support/small-study.ts';

const place = mkdtempSync(join(tmpdir(), 'valuelex-shared-'));
afterAll(() => rmSync(place, { recursive: true, force: true }));

/** Dollars a million tokens. */
const price = { prompt: 3, completion: 7 };
/** What was really sent, by stage. */
const sent = new Map<string, { requests: number; tokens: number; dollars: number }>();
let stage: string = 'elicit';

function count(answer: { promptTokens?: number | null; completionTokens?: number | null }): void {
  const [prompt, completion] = [answer.promptTokens ?? 0, answer.completionTokens ?? 0];
  const now = sent.get(stage) ?? { requests: 0, tokens: 0, dollars: 0 };
  sent.set(stage, {
    requests: now.requests + 1,
    tokens: now.tokens + prompt + completion,
    dollars: now.dollars + (prompt * price.prompt + completion * price.completion) / 1e6,
  });
}

const sum = (stages: readonly string[]) =>
  stages.reduce(
    (all, one) => {
      const { requests, tokens, dollars } = sent.get(one) ?? all;
      if (!sent.has(one)) return all;
      return {
        requests: all.requests + requests,
        tokens: all.tokens + tokens,
        dollars: all.dollars + dollars,
      };
    },
    { requests: 0, tokens: 0, dollars: 0 },
  );

const outside = withSharedVectors(
  realOutside({
    endpoints: () => ({}),
    env: { HOME: place, VALUELEX_CACHE: join(place, 'cache') },
  }),
);
const { socketFolder: _, ...unreached } = outside;
const environment = {
  ...unreached,
  /** Simulated models at a price; `sim:twin-8b` is `sim:beta-8b` by another name, as a file under two names is. */
  async openModel(name: string, study: Parameters<typeof outside.openModel>[1]): Promise<Model> {
    const real = name === 'sim:twin-8b' ? 'sim:beta-8b' : name;
    const model = await outside.openModel(real, study);
    return {
      ...model,
      info: { ...model.info, name, price },
      async ask(...request) {
        const answer = await model.ask(...request);
        count(answer);
        return answer;
      },
      async nextToken(...request) {
        const answer = { ...(await model.nextToken(...request)), promptTokens: 50 };
        count(answer);
        return answer;
      },
    };
  },
};

const asking: readonly string[] = ['elicit', 'extract', 'complete', 'exam', 'rate'];

const study = {
  models: ['sim:beta-8b', 'sim:twin-8b'],
  settings: [{ id: 't0.7', temperature: 0.7 }],
  prompts: ['01-describe', '02-principles', '03-what-matters', '09-ten-nouns'],
  stems: ['do-not-know', 'sad-person', 'own-faults'],
  judges: ['sim:judge'],
};
/** What the session said that was spent when all was asked. */
let live = 0;

describe('a study that names one model twice', () => {
  beforeAll(async () => {
    writeSmallStudy(place, { ...study, more: { extraction: { model: 'sim:judge' } } });
    const session = await openSession(place, environment);
    for (stage of asking) await session.work({ until: stage });
    live = session.getState().spend;
    await session.close();
  });

  it('asks once for each pair of answers, and writes what it took on one of the two lines', async () => {
    const run = openRunFolder(place, false, Date.now);
    const { completions, ratings } = sentenceLogs(run);
    for (const log of [run.responses, completions]) {
      expect(log.lines.length).toBeGreaterThan(0);
      for (const [key, lines] of Map.groupBy([...log.lines], (line) => line.key)) {
        expect(lines.map(({ model }) => model).sort(), key!).toEqual([
          'sim:beta-8b',
          'sim:twin-8b',
        ]);
        const [one, other] = lines.map(({ cost }) => cost!).sort();
        expect(one).toBe(0);
        expect(other).toBeGreaterThan(0);
      }
    }
    for (const { model, dollars } of run.responses.lines.counts())
      expect(dollars).toBeCloseTo(
        [...run.responses.lines.ofModel(model)].reduce((all, line) => all + line.cost!, 0),
        12,
      );
    expect(sent.get('elicit')!.requests).toBe(run.responses.lines.length / 2);
    expect(sent.get('complete')!.requests).toBe(completions.lines.length / 2);
    // Both twins' prose is the same text, and so are their completions.
    expect(run.extractions.lines.length).toBeGreaterThan(0);
    expect(sent.get('extract')!.requests).toBe(run.extractions.lines.length / 2);
    const shared = Map.groupBy(ratings.lines, (line) => line.key);
    expect(sent.get('rate')!.requests).toBe(shared.size);
    expect(
      [...shared.values()].some((lines) => new Set(lines.map((l) => l.completion)).size > 1),
    ).toBe(true);
    await run.close();
  });

  it('adds up to what was sent, from the stored lines', async () => {
    const run = openRunFolder(place, false, Date.now);
    const taken = takenBy(run);
    const { dollars, ...whole } = sum(asking);
    expect(taken).toMatchObject(whole);
    expect(taken.dollars).toBeCloseTo(dollars, 12);
    await run.close();
    expect(summariseRun(place).spend).toBeCloseTo(sum(['elicit', 'complete']).dollars, 12);
    const session = await openSession(place, environment, { readOnly: true });
    expect(session.getState().spend).toBeCloseTo(dollars, 12);
    await session.close();
  });

  it('adds up while it works, exams included', () => {
    expect(live).toBeCloseTo(sum(asking).dollars, 12);
  });

  it.each([
    ['one after another', 1],
    ['while the first of them is under way', 8],
  ])('takes no place in the budget for a shared answer, %s', async (_, concurrency) => {
    const needed = sum(['elicit', 'complete']).requests;
    for (const requests of [needed - 1, needed]) {
      const folder = mkdtempSync(join(place, 'bounded-'));
      writeSmallStudy(folder, { ...study, more: { budget: { requests } } });
      const session = await openSession(folder, {
        ...environment,
        openModel: async (...named) => ({
          ...(await environment.openModel(...named)),
          ...{ account: 'both', concurrency },
        }),
      });
      const ended = await session.work({ until: 'complete' }).then(
        () => 'done',
        (error) => error.message,
      );
      await session.close();
      if (requests === needed) expect(ended).toBe('done');
      else expect(ended).toContain(`could cross the budget of ${requests} requests`);
    }
  });
});

describe('a request that rates all subdimensions', () => {
  it('is counted on one line alone, whoever shares it', async () => {
    const folder = mkdtempSync(join(place, 'cares-'));
    writeSmallStudy(folder, study);
    copyFileSync(join(place, 'completions.jsonl'), join(folder, 'completions.jsonl'));
    const run = openRunFolder(folder, true, Date.now);
    const system = loadSystem('valuelex', () => undefined);
    const source = openRunFolder(place, false, Date.now);
    const exam = sentenceLogs(source).exams.lines[0]!.result;
    await source.close();
    /** What the test is given to rate in this folder. */
    const contextFor = (of: RunFolder) => {
      const { logs, settings, settleItems } = of.instruments()[0]!;
      const items = settleItems(environment.prompts, settings) as SentenceItems;
      return sentenceContext(
        {
          environment,
          openModel: (name) => environment.openModel(name, of.study),
          onLeftOut: () => {},
          onUnavailable(_, error) {
            throw error;
          },
          run: {
            items,
            lines: (log) => logs.get(log)!.lines,
            append: (log, line) => logs.get(log)!.append(line),
            texts: () => [],
            after: [],
          },
          respondents: [],
          raters: [
            { entry: { id: 'sim:judge' }, setting: of.study.test.setting, condition: noCondition },
          ],
          seed: of.study.seed,
          shard: shardOf(of.study),
          signal: new AbortController().signal,
          wants: () => true,
          derive: async () => ({ ownSystem: null }),
          note: () => {},
          openEmbedding: () => Promise.reject(new Error('no texts are embedded here')),
        },
        of.study.test,
      );
    };
    stage = 'name';
    const plan = (of: RunFolder) =>
      planRating(contextFor(of), system, [{ ...exam, protocol: 'cares-about' }]);
    const { items } = (await plan(run)).work[0]!;
    const asked = { signal: new AbortController().signal, onText: () => {}, reserve: () => {} };
    const spent: Spent[] = [];
    for (let i = 0; i < items.length; i++) spent.push((await items.at(i)!.ask(asked))!);

    const { requests, tokens, dollars } = sum(['name']);
    const byKey = Map.groupBy(sentenceLogs(run).ratings.lines, (line) => line.key);
    expect(requests).toBe(byKey.size);
    // Six subdimensions of two completions that are the same.
    expect(Math.max(...[...byKey.values()].map((lines) => lines.length))).toBe(12);
    for (const lines of byKey.values())
      expect(lines.filter((line) => line.tokens).map((line) => line.tokens)).toEqual([50]);
    expect(takenBy(run)).toMatchObject({
      requests: requests + sum(['complete']).requests,
      tokens: tokens + sum(['complete']).tokens,
    });
    expect(spent.filter((one) => one.requests === 0)).toHaveLength(items.length - requests);
    expect(spent.reduce((all, one) => all + one.dollars, 0)).toBeCloseTo(dollars, 12);

    // What a line of an earlier session holds is not asked again, and nothing is counted.
    const lines = sentenceLogs(run).ratings.lines.length;
    rmSync(join(folder, 'ratings.jsonl'));
    await run.close();
    const kept = [...byKey.values()].flatMap((all) => all.slice(0, 6));
    writeFileSync(
      join(folder, 'ratings.jsonl'),
      kept.map((line) => `${JSON.stringify(line)}\n`).join(''),
    );
    const again = openRunFolder(folder, true, Date.now);
    const rest = (await plan(again)).work[0]!.items;
    for (let i = 0; i < rest.length; i++)
      expect(await rest.at(i)!.ask(asked)).toEqual({ tokens: 0, dollars: 0, requests: 0 });
    expect(sentenceLogs(again).ratings.lines).toHaveLength(lines);
    expect(sum(['name']).requests).toBe(requests);
    expect(takenBy(again).tokens).toBe(tokens + sum(['complete']).tokens);
    await again.close();
  });
});
