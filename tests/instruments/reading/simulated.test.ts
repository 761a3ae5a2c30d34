/** Simulated readers: what is planted in texts is recovered, in a run and over many studies. */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Facts, Line } from '../../../src/instruments/contract.ts';
import { loadItems, readingItem } from '../../../src/instruments/reading/items.ts';
import { itemIdOf } from '../../../src/instruments/reading/readings.ts';
import type { Result } from '../../../src/instruments/reading/result.ts';
import { scoreReadings } from '../../../src/instruments/reading/score.ts';
import { settingsSchema } from '../../../src/instruments/reading/settings.ts';
import { speaker } from '../../../src/instruments/reading/speaker.ts';
import { tellReadings } from '../../../src/instruments/reading/tell.ts';
import { traceReadings } from '../../../src/instruments/reading/trace.ts';
import { importedAnswer } from '../../../src/instruments/shared/answer-round.ts';
import { clauseFor } from '../../../src/models/simulated/expressions.ts';
import { subdimensions } from '../../../src/models/simulated/vocabulary.ts';
import { promptFiles } from '../../../src/prompts/load.ts';
import { createRandom, type Random } from '../../../src/statistics/random.ts';
import { type TestTerminal, testTerminal } from '../../commands/test-context.ts';
import { writeSmallStudy } from '../../support/small-study.ts';

const settings = settingsSchema.parse({ systems: ['valuelex'], compare: 'group' });
const items = loadItems(settings, promptFiles(), null);
const [system] = items.systems;
const at = '2026-11-30T00:00:00Z';

type Planted = { text: string; model: string; prompt: string; group?: string };

/** What a reader makes of texts, scored. */
function factsOf(texts: readonly Planted[], reader = 'sim:judge', seed = 1): Facts<typeof items> {
  const lines = texts.map(({ text, model, prompt, group }, i): Line => {
    const line = importedAnswer({ id: `text|${i}`, at }, { model, item: String(i), text });
    return { ...line, prompt, ...(group === undefined ? {} : { group }) } as Line;
  });
  const readings = texts.map(({ text, prompt }, i): Line => {
    const item = readingItem(
      { id: itemIdOf('valuelex', `text|${i}`), asked: prompt, text },
      system!,
      items.frame,
    );
    const request = item.request('chat', { temperature: 0, topP: 1, maxTokens: 900 }, {} as never);
    const said = speaker(request, { id: reader.slice(4), seed: 1 });
    return importedAnswer(
      { id: `${reader}|${i}`, at },
      { model: reader, item: item.id, text: said! },
    );
  });
  return {
    ...{ items, models: [], raters: [], seed, derived: { ownSystem: null }, texts: {} },
    lines: { texts: lines, readings },
  };
}

function read(...asked: Parameters<typeof factsOf>): Result {
  const result = scoreReadings(factsOf(...asked), settings);
  if ('unavailable' in result) throw new Error(result.unavailable);
  return result;
}

/** Whether a text expresses a value, and stands for it; prompts differ in how often texts to them do. */
const planted = { expressed: 0.4, for: 0.7, byPrompt: 0.6 };

function clauses(random: Random, lean: number): string {
  return subdimensions
    .flatMap((one) => {
      const logit = Math.log(planted.expressed / (1 - planted.expressed)) + lean;
      if (random.next() > 1 / (1 + Math.exp(-logit))) return [];
      const grade = random.next() < planted.for ? 1 + random.integer(6) : 0;
      return [`I ${clauseFor(one, grade, random.integer(9), random.integer(5))}.`];
    })
    .join(' ');
}

describe('planted profiles', () => {
  it('are covered by intervals over prompts', () => {
    const studies = 150;
    // What prompts that were never drawn would give, by a long simulation.
    const long = createRandom('truth');
    let truth = 0;
    for (let i = 0; i < 200_000; i++) {
      const logit =
        Math.log(planted.expressed / (1 - planted.expressed)) + planted.byPrompt * long.normal();
      truth += 1 / (1 + Math.exp(-logit)) / 200_000;
    }
    const inside = { expressed: 0, side: 0 };
    let cells = 0;
    for (let study = 0; study < studies; study++) {
      const random = createRandom(`study ${study}`);
      const texts = Array.from({ length: 24 }, (_, p) => {
        const lean = planted.byPrompt * random.normal();
        return Array.from({ length: 4 }, (__, m) => ({
          ...{ text: clauses(random, lean) || 'Nothing.', model: `m${m}`, prompt: `p${p}` },
        }));
      }).flat();
      const [{ profiles }] = read(texts).readings as [Result['readings'][number]];
      // One value a study: those of one text share its prompt.
      const value = profiles[0]!.values[study % 6]!;
      cells += 1;
      const { expressed, side } = value;
      if (expressed!.low! <= truth && truth <= expressed!.high!) inside.expressed += 1;
      const leaning = 2 * planted.for - 1;
      if (side!.low! <= leaning && leaning <= side!.high!) inside.side += 1;
    }
    // Within three binomial standard errors of .95.
    expect(inside.expressed / cells).toBeGreaterThan(0.95 - 3 * Math.sqrt((0.95 * 0.05) / cells));
    expect(inside.side / cells).toBeGreaterThan(0.95 - 3 * Math.sqrt((0.95 * 0.05) / cells));
  });
});

describe('groups', () => {
  /** Two groups to each of 30 prompts; the first expresses Social more often by `more`. */
  function study(more: number, seed: number): Result {
    const random = createRandom(`groups ${seed}`);
    const texts = Array.from({ length: 30 }, (_, p) =>
      ['a', 'b'].map((group) => {
        const social = random.next() < 0.3 + (group === 'a' ? more : 0);
        const ethical = random.next() < 0.4;
        const text = [
          ...(social ? [`I ${clauseFor('Social', 4, p, p)}.`] : []),
          ...(ethical ? [`I ${clauseFor('Ethical', 5, p, p)}.`] : []),
        ].join(' ');
        return { text: text || 'Nothing.', model: `m-${group}`, prompt: `p${p}`, group };
      }),
    ).flat();
    return read(texts, 'sim:judge', seed);
  }

  it('are told apart on the value that differs, and on no other', () => {
    const { groups } = study(0.6, 1).readings[0]!;
    expect(groups).toMatchObject({ by: 'group', prompts: 30 });
    const { differences } = groups!.contrasts[0]!;
    const apart = differences.filter(({ p }) => p !== null && p < 0.05);
    expect(apart.map(({ value, figure }) => [value, figure])).toEqual([['social', 'expressed']]);
    expect(apart[0]!.difference).toBeGreaterThan(0.3);
  });

  it('that do not differ are told apart in one of twenty studies', () => {
    const studies = 40;
    const found = Array.from({ length: studies }, (_, seed) =>
      study(0, seed).readings[0]!.groups!.contrasts[0]!.differences.some(
        ({ p }) => p !== null && p < 0.05,
      ),
    ).filter(Boolean).length;
    expect(found / studies).toBeLessThan(0.05 + 3 * Math.sqrt((0.05 * 0.95) / studies));
  });
});

it('a cell leads to the texts that it counts, with the words that show it', () => {
  const planted = (text: string, i: number) => ({ text, model: 'm', prompt: `p${i}` });
  const facts = factsOf(
    [
      `I ${clauseFor('Social', 5, 0, 0)}.`,
      `I ${clauseFor('Social', 0, 0, 1)}.`,
      `I ${clauseFor('Ethical', 5, 0, 0)}.`,
      'Nothing.',
    ].map(planted),
  );
  const at = (table: string, row: string, column: string | null) =>
    traceReadings(facts, settings, { table, row, column }).map(({ item }) => item.id);
  expect(at('reading-profile', 'social', 'expressed')).toEqual(['0', '1']);
  expect(at('reading-profile', 'social', 'against')).toEqual(['1']);
  expect(at('reading-silent', 'text|3', null)).toEqual(['3']);
  expect(at('reading-answers', 'm', 'silent')).toEqual(['3']);
  const [first] = traceReadings(facts, settings, {
    ...{ table: 'reading-profile', row: 'social', column: 'for' },
  });
  expect(first).toMatchObject({ figure: 'for', by: 'm' });
  expect(first!.notes.join(' ')).toContain('“');
});

describe('a run', () => {
  let terminal: TestTerminal;
  beforeEach(() => {
    terminal = testTerminal();
  });
  afterEach(() => rmSync(terminal.folder, { recursive: true, force: true }));
  const study = () =>
    writeSmallStudy(terminal.folder, {
      models: ['sim:alpha-7b', 'sim:beta-8b', 'sim:gamma-6b'],
      more: { clusters: { minCount: 1000 } },
    });

  it('has its completions read, by examined readers, and says so everywhere', async () => {
    await terminal.run('run', study());
    const { code, out, notes } = await terminal.run('read', 'small', '--system', 'valuelex');
    expect(code, notes).toBe(0);
    expect(out).toContain('What texts stand for (simulated)');
    const folder = join(terminal.runs, readdirSync(terminal.runs)[0]!);
    const lines = readFileSync(join(folder, 'reading/readings.jsonl'), 'utf8').trim().split('\n');
    const completions = readFileSync(join(folder, 'completions.jsonl'), 'utf8').trim().split('\n');
    expect(lines).toHaveLength(2 * completions.length);
    const told = JSON.parse((await terminal.run('report', 'small', '--json')).out);
    const { result } = told.instruments.find(({ id }: { id: string }) => id === 'reading')
      .found as { result: Result };
    // The one that errs does not beat words that deny, by which simulated models give themselves away.
    expect(result.readings.map(({ reader, proven }) => [reader, proven])).toEqual([
      ['sim:judge', true],
      ['sim:judge-b', false],
    ]);
    const [{ exam, answers, profiles }] = result.readings as [Result['readings'][number]];
    expect(exam).toMatchObject({ verdict: 'passes', sets: 48, side: { value: 1 } });
    expect(answers.every(({ absent, unread, refused }) => absent + unread + refused === 0)).toBe(
      true,
    );
    expect(profiles.map(({ who }) => who)).toEqual([
      'all texts',
      ...['sim:alpha-7b', 'sim:beta-8b', 'sim:gamma-6b'],
    ]);
    const page = readFileSync(join(folder, 'report.html'), 'utf8');
    expect(page).toContain('<section id="reading">');
    const facts = readFileSync(join(folder, 'reading-facts.csv'), 'utf8').trim().split('\n');
    expect(facts).toHaveLength(1 + lines.length * 6);

    const rows = JSON.parse((await terminal.run('instruments', 'small', '--json')).out);
    const forecast = rows.find(({ id }: { id: string }) => id === 'reading');
    const exams = readFileSync(join(folder, 'reading/exams.jsonl'), 'utf8').trim().split('\n');
    expect(forecast.requests).toBe(lines.length + exams.length);
    const taken = [...lines, ...exams].map((line) => JSON.parse(line));
    const tokens = taken.reduce((sum, one) => sum + one.promptTokens + one.completionTokens, 0);
    expect(forecast.tokens / tokens).toBeGreaterThan(1 / 1.5);
    expect(forecast.tokens / tokens).toBeLessThan(1.5);
    expect(tellReadings(result).tables.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['reading-profile', 'reading-profile-2', 'reading-exam']),
    );
  });

  it('is cut into parts, and read where they are put together', async () => {
    const file = writeSmallStudy(terminal.folder, {
      models: ['sim:alpha-7b', 'sim:beta-8b'],
      more: { clusters: { minCount: 1000 }, instruments: { reading: { systems: ['valuelex'] } } },
    });
    for (const part of ['1/2', '2/2'])
      expect((await terminal.run('run', file, '--shard', part)).code).toBe(0);
    const parts = readdirSync(terminal.runs).map((name) => join(terminal.runs, name));
    const merged = JSON.parse(
      (await terminal.run('merge', ...parts, '--name', 'whole', '--json')).out,
    );
    expect(merged.lines['reading/readings']).toBe(0);
    expect((await terminal.run('run', merged.folder)).code).toBe(0);
    const readings = readFileSync(join(merged.folder, 'reading/readings.jsonl'), 'utf8');
    const completions = readFileSync(join(merged.folder, 'completions.jsonl'), 'utf8');
    expect(readings.trim().split('\n')).toHaveLength(2 * completions.trim().split('\n').length);
  });
});
