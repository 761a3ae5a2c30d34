import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { newestRecipe } from '../../src/clustering/recipe-numbers.ts';
import { loadStems } from '../../src/instruments/sentence-completion/load-items.ts';
import { sentenceLogs } from '../../src/instruments/sentence-completion/run-logs.ts';
import { loadElicitationPrompts, promptFiles } from '../../src/prompts/load.ts';
import { type ImportOptions, importAnswers } from '../../src/run/import-answers.ts';
import { presetStudy } from '../../src/run/presets.ts';
import { createRunFolder, openRunFolder } from '../../src/run/run-folder.ts';

const best = { embedding: 'local:encoder', embeddingHash: '0'.repeat(64) };
const environment = {
  now: () => 1_700_000_000_000,
  prompts: promptFiles(),
  version: '0.0.0',
  chooseEmbedding: async () => best,
};
const folder = mkdtempSync(join(tmpdir(), 'valuelex-import-'));
const runs = join(folder, 'runs');
const prompt = loadElicitationPrompts(environment.prompts)[0]!;
const [stem, other] = loadStems(environment.prompts).stems;

function take(name: string, text: string, options: Partial<ImportOptions> = {}) {
  const file = join(folder, name);
  writeFileSync(file, text);
  return importAnswers(file, { as: 'responses', runs, name: 'taken', ...options }, environment);
}

const read = (path: string) => openRunFolder(path, false, environment.now);
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

describe('importAnswers', () => {
  it('finds prompts that ship by id or text, keeps others with their text, and adds a file once', async () => {
    const rows = [
      'model,prompt,answer',
      `gpt-x,${prompt.id},honesty`,
      `gpt-x,${quoted(`  ${prompt.body.toUpperCase()} `)},care`,
      'lab:y,What do you hold dear?,"kindness, and\nfairness"',
    ].join('\n');
    const first = await take('a.csv', rows);
    expect(first).toMatchObject({ added: 3, known: 0, otherPrompts: 1 });
    expect(first.models).toEqual(['import:gpt-x', 'lab:y']);
    expect(read(first.folder).study.clusters).toMatchObject({
      ...best,
      recipe: newestRecipe(best.embedding),
    });
    const { lines } = read(first.folder).responses;
    expect(lines.map((line) => line.prompt)).toEqual([
      prompt.id,
      prompt.id,
      expect.stringMatching(/^import-[0-9a-f]{8}$/),
    ]);
    expect(lines.map((line) => line.repeat)).toEqual([1, 2, 1]);
    expect(lines.at(2)).toMatchObject({
      source: 'import',
      promptText: 'What do you hold dear?',
      text: 'kindness, and\nfairness',
      origin: 'a.csv:4',
      key: null,
    });
    const again = await take('copy.csv', rows, { into: first.folder });
    expect(again).toMatchObject({ folder: first.folder, added: 0, known: 3 });
    const more = await take('b.csv', `${rows}\nlab:y,${prompt.id},courage`, { into: first.folder });
    expect(more.added).toBe(4);
  });

  it('maps columns, reads JSON Lines, and matches stems by id or text', async () => {
    const rows = [
      JSON.stringify({ LLM: 'gpt-x', item: stem!.id, text: 'be honest', temp: 't1' }),
      JSON.stringify({ LLM: 'gpt-x', item: other!.text, text: 'say so', temp: 't1' }),
    ].join('\n');
    const map = { model: 'LLM', stem: 'item', answer: 'text', setting: 'temp' };
    const { folder: made, added } = await take('c.jsonl', rows, { as: 'completions', map });
    expect(added).toBe(2);
    const { study } = read(made);
    const { completions } = sentenceLogs(read(made));
    expect(completions.lines.map((line) => [line.stem, line.setting])).toEqual([
      [stem!.id, 't1'],
      [other!.id, 't1'],
    ]);
    expect(study.models).toEqual([]);
  });

  it('adds nothing where a row does not fit, and says which', async () => {
    const before = readFileSync(join(folder, 'c.jsonl'), 'utf8');
    expect(before).toContain('gpt-x');
    await expect(
      take('d.csv', `model,stem,answer\nm,${stem!.id},x\nm,${stem!.id}x,y\n`, {
        as: 'completions',
      }),
    ).rejects.toMatchObject({
      where: expect.stringMatching(/d\.csv:3$/),
      hint: expect.stringContaining(stem!.id),
    });
    await expect(take('e.csv', 'model,prompt,anser\nm,p,x\n')).rejects.toMatchObject({
      message: 'The column answer is missing.',
      hint: expect.stringContaining('--map answer=anser'),
    });
    await expect(take('f.csv', 'model,prompt,answer\n,p,x\n')).rejects.toMatchObject({
      message: 'model: a model needs a name',
      where: expect.stringMatching(/f\.csv:2$/),
    });
  });

  it('refuses to mix real answers with simulated ones', async () => {
    const study = presetStudy('quick', environment.prompts, {
      name: 'simulated',
      models: [{ id: 'sim:alpha-7b' }],
      judges: ['sim:judge'],
    });
    const into = createRunFolder(runs, { ...study, extraction: { model: null } }, environment.now);
    const rows = `model,prompt,answer\nm,${prompt.id},x\n`;
    await expect(take('g.csv', rows, { into })).rejects.toThrow('takes no imported answers');
    expect([...read(into).responses.lines]).toEqual([]);
    await expect(take('g.csv', rows, { judges: ['sim:judge'] })).rejects.toThrow('cannot judge');
  });
});
