import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { movedWords } from '../../src/clustering/moved-words.ts';
import { readStudy } from '../../src/run/study-file.ts';
import { testTerminal } from './test-context.ts';

describe('a run that is done', () => {
  const terminal = testTerminal();
  const { run } = terminal;
  beforeAll(async () => {
    await terminal.addFinishedRun();
  });

  it('is listed', async () => {
    const { out } = await run('runs', '--json');
    expect(JSON.parse(out)).toMatchObject([
      { name: 'done', stage: 'scores', models: 6, answers: 137, finished: true, simulated: true },
    ]);
    expect((await run('runs')).out).toContain('simulated');
  });

  it('gives each stage as a table and as JSON', async () => {
    const elicit = JSON.parse((await run('elicit', 'done', '--json')).out);
    expect(elicit.models).toHaveLength(6);
    expect(elicit.models[0]).toMatchObject({ model: 'sim:alpha-7b', answers: 18 });
    const lexicon = JSON.parse((await run('lexicon', 'done', '--json')).out);
    expect(lexicon.descriptors.length).toBe(elicit.descriptors);
    const clusters = JSON.parse((await run('clusters', 'done', '--json')).out);
    expect(clusters.clusters.length).toBe(clusters.k);
    const factors = JSON.parse((await run('factors', 'done', '--json')).out);
    expect(factors.loadings).toHaveLength(factors.columns.length);
    const scores = JSON.parse((await run('scores', 'done', '--json')).out);
    expect(scores[0]).toMatchObject({ system: 'valuelex' });
    for (const stage of ['elicit', 'lexicon', 'clusters', 'factors', 'scores'])
      expect((await run(stage, 'done')).out.split('\n').length).toBeGreaterThan(5);
    const other = await run('scores', 'done', '--system', 'schwartz');
    expect(other.code).toBe(3);
    expect(other.notes).toContain('It has valuelex');
  });

  it('compares two models, by their names without the endpoint too', async () => {
    const { out } = await run('compare', 'done', '--models', 'alpha-1b,sim:alpha-7b', '--json');
    expect(JSON.parse(out)).toMatchObject({ a: 'sim:alpha-1b', b: 'sim:alpha-7b' });
    const unknown = await run('compare', 'done', '--models', 'alfa-1b,beta-8b');
    expect(unknown.code).toBe(2);
    expect(unknown.notes).toContain('sim:alpha-1b');
  });

  it('writes its report without asking anybody', async () => {
    const { code, out, notes } = await run('report', 'done', '--json');
    expect(code).toBe(0);
    expect(notes).toContain('report.html');
    expect(JSON.parse(out)).toMatchObject({ name: 'done', simulated: true, finished: true });
  });

  it('places a new model, asking for its answers alone', async () => {
    const terminal = testTerminal();
    const { run } = terminal;
    await terminal.addFinishedRun();
    const checked = await run('check', 'sim:eta-7b', '--against', 'done', '--json');
    expect(checked.code).toBe(0);
    const report = JSON.parse(checked.out);
    expect(report).toMatchObject({ model: 'sim:eta-7b', drift: [], notes: [] });
    expect(report.asked.completions).toBe(5);
    expect(report.verdict.columns[0].rank.of).toBe(7);
    const folder = readdirSync(terminal.runs).find((name) => name.includes('check-'))!;
    const completions = readFileSync(join(terminal.runs, folder, 'completions.jsonl'), 'utf8');
    expect(completions).not.toContain('sim:alpha-7b');

    const again = await run('check', 'sim:eta-7b', '--against', 'done', '--json');
    expect(again.out).toBe(checked.out);
    expect(readdirSync(terminal.runs)).toHaveLength(2);

    const both = JSON.parse((await run('compare', 'done', 'check-sim-eta-7b', '--json')).out);
    expect(both.onlyB).toEqual(['sim:eta-7b']);
    expect(both.words.length).toBeGreaterThan(0);
    const text = (await run('compare', 'done', 'check-sim-eta-7b')).out;
    expect(text).toMatch(/ −\d+ %/);
    expect(text).not.toMatch(/-\d+ %/);

    const real = await run('check', 'openai:gpt-x', '--against', 'done');
    expect(real.code).toBe(3);
    expect(real.notes).toContain('all simulated or not at all');
  });

  /** What follows from an edit is computed again: of few models in a moment. */
  async function fewModels(models = 2) {
    const terminal = testTerminal();
    const folder = await terminal.addFinishedRun({ models, judges: 1 });
    return { terminal, folder };
  }

  it('is clustered by another recipe at the researcher’s word, edits and all', async () => {
    const { terminal, folder } = await fewModels();
    const { run } = terminal;
    const clustersNow = async () =>
      JSON.parse((await run('clusters', 'done', '--json')).out).clusters as {
        name: string;
        words: string[];
      }[];
    const before = await clustersNow();
    const [first] = before.filter((one) => one.words.length > 1);
    expect((await run('curate', 'done', 'rename', first!.words[0]!, 'Manners')).code).toBe(0);
    const changed = await run('recluster', 'done', '--embedding', 'use-lite', '--json');
    expect(changed.code).toBe(0);
    const { moved, unplaced } = JSON.parse(changed.out);
    expect(unplaced).toEqual([]);
    const { clusters } = readStudy(join(folder, 'study.yaml'));
    expect(clusters).toMatchObject({ recipe: 2, embedding: 'use-lite' });
    expect(clusters.embeddingHash).toMatch(/^[0-9a-f]{64}$/);
    const after = await clustersNow();
    expect(after.map(({ name }) => name)).toContain('Manners');
    const named = before.map((one) => (one === first ? { ...one, name: 'Manners' } : one));
    expect(moved).toEqual(movedWords(named, after));
    expect(moved.length).toBeGreaterThan(0);
    // And back: the first recipe gives what it gave.
    const back = await run('recluster', 'done', '--recipe', '1');
    expect(back.notes).toContain('words are in another cluster than before');
    expect((await clustersNow()).map(({ words }) => words)).toEqual(
      named.map(({ words }) => words),
    );
    const none = await run('recluster', 'done', '--embedding', 'local:no-such-encoder');
    expect(none.code).not.toBe(0);
    expect(readStudy(join(folder, 'study.yaml')).clusters).toEqual({ ...clusters, recipe: 1 });
  });

  it('is curated with undo and redo, and refuses what does not fit', async () => {
    const { terminal, folder } = await fewModels();
    const { run } = terminal;
    const curation = () =>
      readFileSync(join(folder, 'curation.jsonl'), 'utf8').trimEnd().split('\n');
    const before = JSON.parse((await run('clusters', 'done', '--json')).out).clusters as {
      name: string;
      words: string[];
    }[];
    const [first, second] = before.filter((one) => one.words.length > 1);
    const renamed = await run('curate', 'done', 'rename', first!.words[1]!, 'Manners');
    expect(renamed).toMatchObject({ code: 0, out: `rename ${first!.name} → Manners` });
    const merged = await run('curate', 'done', 'merge', 'manners', second!.name);
    expect(merged.out).toBe(`merge Manners → ${second!.name}`);
    expect((await run('curate', 'done', 'undo')).out).toContain('undone: merge');
    expect((await run('curate', 'done', 'redo')).out).toContain('done again: merge');
    expect((await run('curate', 'done', 'undo')).code).toBe(0);
    const clusters = JSON.parse((await run('clusters', 'done', '--json')).out).clusters;
    expect(clusters.map((one: { name: string }) => one.name)).toContain('Manners');

    const lines = curation().length;
    const refused = await run('curate', 'done', 'merge', 'manners', first!.words[0]!);
    expect(refused.code).toBe(2);
    expect(refused.notes).toContain('one cluster already');
    expect(curation()).toHaveLength(lines);
  });

  it('takes a number of factors, their names, and a flip', async () => {
    const { run } = (await fewModels(4)).terminal;
    expect((await run('curate', 'done', 'factors', '3')).out).toBe('3 factors');
    expect((await run('curate', 'done', 'name-factor', '1', 'Warmth')).code).toBe(0);
    const view = JSON.parse((await run('factors', 'done', '--json')).out);
    expect(view.k).toBe(3);
    expect(view.factors[0].name).toBe('Warmth');
    expect((await run('curate', 'done', 'flip', 'Warmth')).code).toBe(0);
    const flipped = JSON.parse((await run('factors', 'done', '--json')).out);
    expect(flipped.loadings[0][0]).toBeCloseTo(-view.loadings[0][0], 10);
  });
});
