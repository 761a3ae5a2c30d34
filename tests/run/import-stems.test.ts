/** Completions of stems that do not ship are taken, judged, and scored with their own words. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { realOutside } from '../../src/environment.ts';
import { EndpointError } from '../../src/errors.ts';
import { loadStems } from '../../src/instruments/sentence-completion/load-items.ts';
import { sentenceLogs } from '../../src/instruments/sentence-completion/run-logs.ts';
import type { Model, Request } from '../../src/models/model.ts';
import { importAnswers } from '../../src/run/import-answers.ts';
import { openSession } from '../../src/run/open-session.ts';
import { ratedIn } from '../../src/run/rated-results.ts';
import { openRunFolder } from '../../src/run/run-folder.ts';
import { settleStudy } from '../../src/run/start-run.ts';
import { withSharedVectors } from '../support/shared-vectors.ts';

const place = mkdtempSync(join(tmpdir(), 'valuelex-import-stems-'));
afterAll(() => rmSync(place, { recursive: true, force: true }));

const outside = withSharedVectors(
  realOutside({
    endpoints: () => ({}),
    env: { HOME: place, VALUELEX_CACHE: join(place, 'cache') },
  }),
);
const asked: string[] = [];
const { socketFolder: _, ...unreached } = outside;
/** A simulated judge under a name of an endpoint, since simulated ones judge nothing that is real. */
const environment = {
  ...unreached,
  async openModel(name: string, study: Parameters<typeof outside.openModel>[1]): Promise<Model> {
    const model = await outside.openModel(name === 'lab:judge' ? 'sim:judge' : name, study);
    const keep = (request: Request) => asked.push(JSON.stringify(request));
    return {
      ...model,
      info: { ...model.info, name },
      ask(request, ...rest) {
        keep(request);
        return model.ask(request, ...rest);
      },
      nextToken(request, ...rest) {
        keep(request);
        return model.nextToken(request, ...rest);
      },
    };
  },
};

const [shipped] = loadStems(outside.prompts).stems;
const own = [
  'When a patient asks me for a second opinion, I',
  'If nobody were watching, I would',
  'The thing I owe to strangers is',
];
const endings = ['tell the truth.', 'help them at once.', 'follow the rules.', 'wait and see.'];
const rows = ['a', 'b', 'c', 'd'].flatMap((model, m) =>
  [...own, shipped!.text].map((stem, s) => `${model};"${stem}";${endings[(m + s) % 4]}`),
);
const table = join(place, 'completions.csv');
writeFileSync(table, `model;stem;answer\n${rows.join('\n')}\n`);

describe('stems of a file', () => {
  it('become stems of the run, once', async () => {
    const options = { as: 'completions' as const, runs: join(place, 'runs'), name: 'twice' };
    const { folder, added, otherStems } = await importAnswers(table, options, outside);
    expect({ added, otherStems }).toEqual({ added: 16, otherStems: 3 });
    const more = join(place, 'more.csv');
    writeFileSync(
      more,
      `model;stem;answer\ne;"${own[0]!.toUpperCase()}";listen.\ne;"A new one, I";x\n`,
    );
    const again = await importAnswers(more, { ...options, into: folder }, outside);
    expect(again).toMatchObject({ added: 2, otherStems: 2 });
    const run = openRunFolder(folder, false, outside.now);
    const lines = sentenceLogs(run).completions.lines;
    expect(lines.at(16)!.stem).toBe(lines.at(0)!.stem);
    expect(lines.at(3)!.stem).toBe(shipped!.id);
    const file = join(folder, 'items', 'sentence-completion.yaml');
    const { items } = parse(readFileSync(file, 'utf8')) as {
      items: { stems: { id: string; text: string }[] };
    };
    const ids = items.stems.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(
      items.stems.filter(({ id }) => id.startsWith('import-')).map(({ text }) => text),
    ).toEqual([...own, 'A new one, I']);
    expect(run.study.test.stems).toEqual(ids);
    // The study is still one that can be settled again, with other judges for instance.
    expect(settleStudy(run.study, outside, folder).test.stems).toEqual(ids);
    await run.close();
  });

  it('one word is an id, and has to be known', async () => {
    const file = join(place, 'id.csv');
    writeFileSync(file, `model,stem,answer\na,${shipped!.id}x,honest.\n`);
    await expect(
      importAnswers(file, { as: 'completions', runs: join(place, 'none') }, outside),
    ).rejects.toMatchObject({ hint: expect.stringContaining(shipped!.id) });
  });

  it('are judged and scored', async () => {
    const { folder } = await importAnswers(
      table,
      { as: 'completions', runs: join(place, 'runs'), name: 'judged', judges: ['lab:judge'] },
      outside,
    );
    const session = await openSession(folder, environment);
    await session.work();
    await session.computed;
    const { results, status } = session.getState();
    expect(status).toBe('finished');
    for (const stem of own) {
      const seen = asked.filter((request) => request.includes(stem));
      expect(seen.length).toBeGreaterThanOrEqual(4);
      expect(endings.every((end) => seen.some((request) => request.includes(end)))).toBe(true);
    }
    const [scores] = ratedIn(results).scores;
    const items = scores!.items.filter(({ item: stem }) => stem.startsWith('import-'));
    expect(items).toHaveLength(3);
    expect(items.every(({ difficulty }) => Number.isFinite(difficulty))).toBe(true);
    expect(scores!.models).toHaveLength(4);
    const [test] = session.instruments();
    expect(test!.instrument.words!(test!.items).get(items[0]!.item)).toBe(own[0]);
    await session.close();
  });

  it('are judged again where the judge fails, each once in the end', async () => {
    const { folder } = await importAnswers(
      table,
      { as: 'completions', runs: join(place, 'runs'), name: 'failing', judges: ['lab:judge'] },
      outside,
    );
    const failed = new Set<string>();
    let stops = true;
    const failing = {
      ...environment,
      wait: async () => {},
      async openModel(...about: Parameters<typeof environment.openModel>): Promise<Model> {
        const model = await environment.openModel(...about);
        /** Each text of ours fails once for a while; one is refused for good until the run is opened again. */
        const fail = (request: Request) => {
          const said = JSON.stringify(request);
          const stem = own.find((one) => said.includes(one));
          if (stem === undefined) return;
          if (stops && stem === own[2]) throw new EndpointError('quota', 'the credit is used up');
          if (failed.has(said)) return;
          failed.add(said);
          throw new EndpointError('server', 'the endpoint failed');
        };
        return {
          ...model,
          ask(request, ...rest) {
            fail(request);
            return model.ask(request, ...rest);
          },
          nextToken(request, ...rest) {
            fail(request);
            return model.nextToken(request, ...rest);
          },
        };
      },
    };
    const first = await openSession(folder, failing);
    await first.work();
    expect(first.getState().status).toBe('paused');
    await first.close();
    stops = false;
    const again = await openSession(folder, failing);
    await again.work();
    await again.computed;
    const { results, status } = again.getState();
    expect(status).toBe('finished');
    expect(failed.size).toBeGreaterThanOrEqual(12);
    const [scores] = ratedIn(results).scores;
    const items = scores!.items.filter(({ item }) => item.startsWith('import-'));
    expect(items).toHaveLength(3);
    expect(items.every(({ difficulty }) => Number.isFinite(difficulty))).toBe(true);
    await again.close();
    const ratings = sentenceLogs(openRunFolder(folder, false, outside.now)).ratings.lines;
    expect(new Set(ratings.map(({ id }) => id)).size).toBe(ratings.length);
  });
});
