/** `valuelex read` with a trained reader: it reads and is examined as any other, sends nothing to a model that writes, and is never proven. */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { casesOf, labelRow } from '../../../../src/instruments/reading/offline/cases.ts';
import {
  hashOfModel,
  type ModelFile,
} from '../../../../src/instruments/reading/offline/model-file.ts';
import { trainReader } from '../../../../src/instruments/reading/offline/train.ts';
import { readAnswer, writeAnswer } from '../../../../src/instruments/reading/read-answer.ts';
import type { Result } from '../../../../src/instruments/reading/result.ts';
import { shippedSystems } from '../../../../src/values/load-systems.ts';
import { valueSystemSchema } from '../../../../src/values/value-system.ts';
import { type TestTerminal, testTerminal } from '../../../commands/test-context.ts';
import {
  json,
  listOf,
  type ScriptedServer,
  scriptedServer,
} from '../../../models/openai/scripted-server.ts';
import { embedWords } from './made-vectors.ts';

const embedding = 'lab:embed-words';
const schwartz = shippedSystems.find(({ id }) => id === 'schwartz')!;
/** Two of its values, in words that stand in the texts. */
const trainedOn = valueSystemSchema.parse({
  ...{ id: schwartz.id, title: 'Two values', source: 'this test' },
  dimensions: [
    {
      ...{ id: 'all', name: 'All', definition: 'Both.' },
      subdimensions: ['benevolence', 'power'].map((id) => ({
        ...{ id, name: id, definition: `${id} yes`, against: `${id} no`, words: [id] },
      })),
    },
  ],
});
const topics = { benevolence: 'broom', power: 'purse' } as const;

let model: ModelFile;
beforeAll(async () => {
  const rows = Array.from({ length: 120 }, (_, i) => {
    const value = i % 3 === 2 ? '' : i % 3 === 1 ? 'benevolence' : 'power';
    const side = value === '' ? '0' : i % 2 === 0 ? '1' : '-1';
    const words = value === '' ? 'weather' : `${topics[value]} ${side === '1' ? 'yes' : 'no'}`;
    return labelRow.parse({
      ...{ text: `Filler${i % 17} ${words} filler${i % 13}. ${i}`, value, side },
      ...{ writer: `w${i % 4}`, scene: `s${i}` },
    });
  });
  const cases = casesOf(rows, Object.keys(topics), ({ scene }) => scene);
  model = await trainReader(cases, trainedOn, {
    embedding: { name: embedding, hash: null },
    embed: embedWords,
  });
});

let server: ScriptedServer;
let terminal: TestTerminal;
beforeEach(async () => {
  server = await scriptedServer(async ({ path, body }, response) => {
    if (path.endsWith('/models')) return json(response, 200, listOf('embed-words'));
    if (!path.endsWith('/embeddings'))
      return json(response, 400, { error: { message: 'nothing writes here' } });
    const vectors = await embedWords(body.input as string[]);
    json(response, 200, {
      data: vectors.map((vector, index) => ({ index, embedding: [...vector] })),
    });
  });
  terminal = testTerminal({}, { endpoints: () => ({ lab: { url: server.url } }) });
});
afterEach(async () => {
  await server.close();
  rmSync(terminal.folder, { recursive: true, force: true });
});

const texts = [
  'a,The sun came out. My broom: yes! Weather again.,m1,p1',
  'b,The purse: no.,m2,p1',
  'c,Weather weather.,m1,p2',
];

function fileOf(rows: readonly string[]): string {
  const file = join(terminal.folder, 'texts.csv');
  writeFileSync(file, `id,text,model,prompt\n${rows.join('\n')}\n`);
  return file;
}

function readerOf(own: ModelFile): string {
  const file = join(terminal.folder, 'model.json');
  writeFileSync(file, JSON.stringify(own));
  return `offline:${file}`;
}

const runs = () => readdirSync(terminal.runs);

function linesOf(run: string, log: string): { item: string; at: string; text: string }[] {
  const text = readFileSync(join(terminal.runs, run, 'reading', `${log}.jsonl`), 'utf8').trim();
  return text.split('\n').map((line) => JSON.parse(line));
}

async function resultOf(run: string): Promise<Result> {
  const { instruments } = JSON.parse((await terminal.run('report', run, '--json')).out);
  return instruments.find(({ id }: { id: string }) => id === 'reading').found.result;
}

function tableOf(file: string): Record<string, string>[] {
  const [head, ...rows] = readFileSync(file, 'utf8').trim().split('\n');
  const columns = head!.split(',');
  return rows.map((row) =>
    Object.fromEntries(row.split(',').map((cell, i) => [columns[i]!, cell])),
  );
}

const why = 'offline: sides recognised no better than by words of refusal';

describe('a trained reader', () => {
  it('reads a file, sends nothing to a model that writes, costs nothing, and is unproven everywhere', async () => {
    const out = join(terminal.folder, 'vectors.csv');
    const {
      code,
      notes,
      out: told,
    } = await terminal.run(
      ...['read', fileOf(texts), '--readers', readerOf(model), '--no-exam', '--out', out],
    );
    expect(code, notes).toBe(0);
    expect(notes).not.toContain('Fetching');
    expect(told).toContain('▲ Unproven: readers that were trained on vectors of sentences');
    expect(told).toContain('It does not read Self-Direction');
    const rows = tableOf(out);
    expect(rows).toHaveLength(3);
    expect(rows[0]).toMatchObject({
      ...{ exam: 'unproven', why_unproven: why, missing: '' },
      ...{ 'benevolence.present': '1', 'benevolence.side': '1', 'benevolence.strength': '' },
      ...{ 'benevolence.words': 'My broom: yes!', 'power.present': '0' },
      // It was trained on no text that expresses hedonism.
      ...{ 'hedonism.present': '', 'hedonism.side': '' },
    });
    expect(rows[1]).toMatchObject({ 'power.present': '1', 'power.side': '-1' });
    expect(rows[2]).toMatchObject({ 'benevolence.present': '0', 'power.present': '0' });

    const [run] = runs();
    const name = rows[0]!.reader!;
    expect(name).toBe(`offline:trained-${hashOfModel(model).slice(0, 12)}`);
    const [reading] = (await resultOf(run!)).readings;
    expect(reading).toMatchObject({
      ...{ reader: name, proven: false, exam: null },
      trained: { hash: hashOfModel(model), embedding, embeddingHash: null },
    });
    expect(reading!.trained!.values.toSorted()).toEqual(['benevolence', 'power']);
    const value = (id: string) => reading!.profiles[0]!.values.find((one) => one.id === id)!;
    expect(value('benevolence')).toMatchObject({ for: 1, against: 0, strength: null });
    expect(value('hedonism')).toMatchObject({ expressed: null, side: null, product: null });
    const facts = tableOf(join(terminal.runs, run!, 'reading-facts.csv'));
    expect(facts).toHaveLength(3 * 10);
    for (const fact of facts)
      expect(fact).toMatchObject({ exam: 'unproven', why_unproven: why, strength: '' });

    const study = parse(readFileSync(join(terminal.runs, run!, 'study.yaml'), 'utf8'));
    expect(study.test.judges).toEqual([]);
    expect(study.instruments.reading.readers).toEqual([name]);
    for (const line of linesOf(run!, 'readings'))
      expect(line).toMatchObject({
        ...{ model: name, key: null, cost: 0, promptTokens: 0, completionTokens: 0 },
      });
    expect(server.asked.map(({ path }) => path).filter((one) => /complet/.test(one))).toEqual([]);
  });

  it('continues without its file, and asks for no text twice', async () => {
    const reader = readerOf(model);
    const read = (rows: readonly string[], ...more: string[]) =>
      terminal.run('read', fileOf(rows), '--no-exam', ...more);
    await read(texts.slice(0, 2), '--readers', reader);
    rmSync(join(terminal.folder, 'model.json'));
    const before = server.asked.length;
    const again = await read(texts.slice(0, 2));
    expect(again.code, again.notes).toBe(0);
    expect(server.asked).toHaveLength(before);
    const { code, notes } = await read(texts);
    expect(code, notes).toBe(0);
    const [run] = runs();
    expect(linesOf(run!, 'readings')).toHaveLength(3);
    const [{ reader: name }] = (await resultOf(run!)).readings as [Result['readings'][number]];
    expect((await read([...texts, 'd,A broom: no.,m1,p2'], '--readers', name)).code).toBe(0);
    expect(linesOf(run!, 'readings')).toHaveLength(4);
    expect(runs()).toHaveLength(1);
    const lost = await read(texts, '--readers', reader);
    expect(lost.code).not.toBe(0);
    expect(lost.notes).toContain('The trained reader cannot be read');
    expect(lost.notes).toContain('model.json');
  });

  it('is examined like any reader, once for all runs', async () => {
    const read = () => terminal.run('read', fileOf(texts), '--readers', readerOf(model), '--new');
    const { code, out, notes } = await read();
    expect(code, notes).toBe(0);
    expect(out).toContain('The reader’s exam');
    const [first] = runs();
    const exams = linesOf(first!, 'exams');
    expect(exams).toHaveLength(240);
    expect((await read()).code).toBe(0);
    const second = runs().find((name) => name !== first)!;
    expect(linesOf(second, 'exams')).toEqual(exams);
    const [reading] = (await resultOf(second)).readings;
    expect(reading).toMatchObject({ proven: false, exam: { sets: 80, missing: 0 } });
  });

  it('says which embedding it needs, and which one is here', async () => {
    const read = (own: ModelFile['embedding']) =>
      terminal.run(
        ...['read', fileOf(texts), '--no-exam', '--new'],
        ...['--readers', readerOf({ ...model, embedding: own })],
      );
    const missing = await read({
      ...{ name: 'local:all-MiniLM-L6-v2.q8_0', hash: 'b'.repeat(64), size: 32 },
    });
    expect(missing.code).not.toBe(0);
    expect(missing.notes).toContain('valuelex models pull embedding');
    const other = await read({ name: 'use-lite', hash: 'b'.repeat(64), size: 32 });
    expect(other.code).not.toBe(0);
    expect(other.notes).toContain('use-lite is not the embedding that this reader was trained');
    expect(other.notes).toContain('b'.repeat(64));
  });

  it('is refused where it does not fit, and no run is made', async () => {
    const read = (...more: string[]) => terminal.run('read', fileOf(texts), ...more);
    const file = join(terminal.folder, 'none.json');
    const none = await read('--readers', `offline:${file}`);
    expect(none.notes).toContain('The trained reader cannot be read');
    writeFileSync(file, '{}');
    const broken = await read('--readers', `offline:${file}`);
    expect(broken.notes).toContain('This is not a trained reader');
    const system = await read('--readers', readerOf(model), '--system', 'mft');
    expect(system.notes).toContain('reads schwartz, which is not asked for');
    expect(system.notes).toContain('--system schwartz');
    expect([none.code, broken.code, system.code]).not.toContain(0);
    expect(readdirSync(terminal.folder)).not.toContain('runs');
  });
});

describe('an answer', () => {
  it('keeps a strength that was not told', () => {
    const verdicts = {
      power: { expressed: true, side: -1, strength: null, words: ['a', 'b'] },
      benevolence: { expressed: true, side: 0, strength: 3, words: [] },
    } as const;
    const text = writeAnswer({
      ...{ power: { ...verdicts.power, words: ['a', 'b'] } },
      ...{ benevolence: { ...verdicts.benevolence, words: [] } },
      ...{ hedonism: { expressed: false, side: 0, strength: null, words: [] } },
    });
    expect(readAnswer(text, schwartz)).toEqual({ concept: '', verdicts });
  });
});
