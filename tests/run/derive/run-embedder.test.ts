import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { vectorKey } from '../../../src/embedding/cache.ts';
import type { Embedder } from '../../../src/embedding/embedder.ts';
import { EndpointError } from '../../../src/errors.ts';
import { runEmbedder } from '../../../src/run/derive/run-embedder.ts';
import { sharedEmbedder, sharedVectors } from '../../../src/run/derive/shared-vectors.ts';
import { type Study, studySchema } from '../../../src/run/study.ts';

let place = '';
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'valuelex-vectors-'));
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

const hash = 'a'.repeat(64);
const studyOf = (clusters: Partial<Study['clusters']>) =>
  studySchema.parse({
    name: 'small',
    models: [{ id: 'sim:a' }],
    settings: [{ id: 't1', temperature: 1 }],
    prompts: [{ id: '01-describe' }],
    test: { stems: ['do-not-know', 'sad-person'], judges: ['sim:judge'] },
    clusters,
  });

/** A run in `place`, and an outside whose embedder counts letters and remembers what it was asked. */
function runWith(clusters: Partial<Study['clusters']>, folder = 'run') {
  const asked: string[][] = [];
  const opened: string[] = [];
  const embedder: Embedder = {
    name: 'local:letters',
    hash,
    embed: async (texts) => {
      asked.push([...texts]);
      return texts.map((text) => Float32Array.of(text.length, 1));
    },
    close: async () => {},
  };
  const environment = {
    vectorsFolder: join(place, 'cache', 'vectors'),
    openEmbedder: async (name: string) => {
      opened.push(name);
      return embedder;
    },
  };
  const run = { folder: join(place, folder), readOnly: true, study: studyOf(clusters) };
  return { run, environment, asked, opened };
}

const letters = { embedding: 'local:letters', embeddingHash: hash };

describe('the embedder of a run', () => {
  it('asks the model for what no run has had, and opens it only then', async () => {
    const first = runWith(letters);
    const vectors = await runEmbedder(first.run, first.environment).embed(['honesty', 'care']);
    expect(vectors.map((vector) => vector[0])).toEqual([7, 4]);
    const other = runWith(letters, 'other');
    expect((await runEmbedder(other.run, other.environment).embed(['care']))[0]).toEqual(
      Float32Array.of(4, 1),
    );
    expect(other.opened).toEqual([]);
    await runEmbedder(other.run, other.environment).embed(['care', 'trust']);
    expect(other.asked).toEqual([['trust']]);
  });

  it('keeps vectors of other weights apart', async () => {
    const first = runWith(letters);
    await runEmbedder(first.run, first.environment).embed(['care']);
    const unknown = runWith({ embedding: 'local:letters' }, 'other');
    await runEmbedder(unknown.run, unknown.environment).embed(['care']);
    expect(unknown.asked).toEqual([['care']]);
  });

  it('refuses weights that are not those of the run', async () => {
    const { run, environment } = runWith({ ...letters, embeddingHash: 'b'.repeat(64) });
    await expect(runEmbedder(run, environment).embed(['care'])).rejects.toMatchObject({
      hint: expect.stringContaining('b'.repeat(64)),
    });
  });

  it('takes "auto" of old for the built-in one', async () => {
    const { run, environment, opened } = runWith({});
    const embedder = runEmbedder(run, environment);
    expect(embedder.name).toBe('use-lite');
    await embedder.embed(['care']);
    expect(opened).toEqual(['use-lite']);
  });

  it('works without the model where all is stored, and says how to get it where it is not', async () => {
    const { run, environment } = runWith(letters);
    await runEmbedder(run, environment).embed(['care']);
    const missing = {
      ...environment,
      openEmbedder: async () => {
        throw new EndpointError('missing', 'The model letters has not been fetched yet');
      },
    };
    expect((await runEmbedder(run, missing).embed(['care']))[0]).toEqual(Float32Array.of(4, 1));
    await expect(runEmbedder(run, missing).embed(['trust'])).rejects.toThrow('not been fetched');
  });
});

describe('vectors for all runs', () => {
  it('serve a file of words too, by the weights whatever the name', async () => {
    const first = runWith(letters);
    await runEmbedder(first.run, first.environment).embed(['care']);
    const { environment, asked } = runWith(letters);
    const model = { ...(await environment.openEmbedder('x')), name: 'local:renamed' };
    const shared = sharedEmbedder(model, hash, environment.vectorsFolder);
    expect(shared.name).toBe('local:renamed');
    expect(await shared.embed(['care', 'trust'])).toHaveLength(2);
    expect(asked).toEqual([['trust']]);
  });

  const keyOf = (text: string) => vectorKey('letters', text);

  it('are one file per embedding, and a broken one is made again', async () => {
    const folder = join(place, 'vectors');
    const store = () => sharedVectors(folder, 'letters');
    await store().write(new Map([[keyOf('a'), Float32Array.of(1, 2)]]));
    await store().write(new Map([[keyOf('b'), Float32Array.of(3, 4)]]));
    expect(await store().read([keyOf('a'), keyOf('b'), keyOf('c')])).toEqual(
      new Map([
        [keyOf('a'), Float32Array.of(1, 2)],
        [keyOf('b'), Float32Array.of(3, 4)],
      ]),
    );
    expect(await sharedVectors(folder, 'others').read([keyOf('a')])).toEqual(new Map());
    const names = readdirSync(folder);
    expect(names.length).toBe(1);
    const file = join(folder, names[0]!);
    const bytes = readFileSync(file);
    // A record that ends early is none.
    writeFileSync(file, bytes.subarray(0, bytes.length - 1));
    expect([...(await store().read([keyOf('a'), keyOf('b')])).keys()]).toEqual([keyOf('a')]);
    writeFileSync(file, 'no vectors');
    expect(await store().read([keyOf('a')])).toEqual(new Map());
    // Vectors of another length take the place of the old ones.
    await store().write(new Map([[keyOf('a'), Float32Array.of(5)]]));
    expect(await store().read([keyOf('a'), keyOf('b')])).toEqual(
      new Map([[keyOf('a'), Float32Array.of(5)]]),
    );
  });

  it('lose nothing where the folder cannot be written', async () => {
    const file = join(place, 'file');
    writeFileSync(file, '');
    await sharedVectors(file, 'letters').write(new Map([[keyOf('a'), Float32Array.of(1)]]));
  });
});
