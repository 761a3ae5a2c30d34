import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { openUseLite } from '../../src/embedding/use-lite.ts';
import { UserError } from '../../src/errors.ts';

const embedder = openUseLite();
afterAll(() => embedder.close());

const file = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const cosine = (a: Float32Array, b: Float32Array) => {
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    ab += a[i]! * b[i]!;
    aa += a[i]! ** 2;
    bb += b[i]! ** 2;
  }
  return ab / Math.sqrt(aa * bb);
};

describe('the built-in embedder', () => {
  it('puts words of one meaning near each other, to the last digit in any order and company', async () => {
    const texts = ['honesty', 'lavender', 'truthfulness', 'respect for privacy', ''];
    const [honesty, lavender, truthfulness, privacy, empty] = await embedder.embed(texts);
    expect(honesty!.length).toBe(512);
    expect(cosine(honesty!, truthfulness!)).toBeGreaterThan(cosine(honesty!, lavender!) + 0.2);
    expect(privacy!.every(Number.isFinite)).toBe(true);
    expect(empty!.every((value) => value === 0)).toBe(true);
    const [alone] = await embedder.embed(['honesty']);
    expect(alone).toEqual(honesty);
    const long = await embedder.embed(['being honest with those who ask', ...texts].toReversed());
    expect(long[4]).toEqual(honesty);
    expect(long[1]).toEqual(privacy);
  });

  it('agrees with the vectors of the full weights', async () => {
    // First five of 512 numbers of the package's own 32-bit model.
    const expected = [0.052416, -0.05113, 0.043987, 0.002507, 0.004253];
    const [honesty] = await embedder.embed(['honesty']);
    for (const [i, value] of expected.entries()) expect(honesty![i]).toBeCloseTo(value, 4);
  });

  it('waits for WebAssembly where a busy machine is slow to compile it', async () => {
    // By now the weights are there.
    await embedder.embed(['honesty']);
    const slow = `
      const { instantiate } = WebAssembly;
      WebAssembly.instantiate = async (...given) => {
        await new Promise((wake) => setTimeout(wake, 1000));
        return instantiate(...given);
      };
      const { loadUseLite } = await import(${JSON.stringify(file('../../src/embedding/use-lite-model.ts'))});
      const embed = await loadUseLite(${JSON.stringify(file('../../dist/data/use-lite'))});
      console.log((await embed(['honesty']))[0].length);`;
    const out = execFileSync(process.execPath, ['--input-type=module', '--eval', slow], {
      encoding: 'utf8',
      stdio: 'pipe',
    });
    expect(out).toBe('512\n');
  });

  it('takes many texts, tells progress, and answers requests at once', async () => {
    const texts = Array.from({ length: 70 }, (_, i) => `value number ${i}`);
    const seen: number[] = [];
    const [many, one] = await Promise.all([
      embedder.embed(texts, { onProgress: (done, of) => seen.push(done / of) }),
      embedder.embed(['kindness']),
    ]);
    expect(many.length).toBe(70);
    expect(one.length).toBe(1);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen.at(-1)).toBe(1);
    expect(await embedder.embed([])).toEqual([]);
  });

  it('stops at an abort and can be asked again', async () => {
    const abort = new AbortController();
    const texts = Array.from({ length: 200 }, (_, i) => `word ${i}`);
    const asked = embedder.embed(texts, {
      signal: abort.signal,
      onProgress: () => abort.abort(new Error('enough')),
    });
    await expect(asked).rejects.toThrow('enough');
    expect((await embedder.embed(['honesty'])).length).toBe(1);
  });

  it('says where the weights are missing', async () => {
    const lost = openUseLite('/no/such/folder');
    await expect(lost.embed(['honesty'])).rejects.toThrow(UserError);
    await expect(lost.embed(['honesty'])).rejects.toMatchObject({ where: '/no/such/folder' });
  });

  it('starts again after it was closed', async () => {
    const other = openUseLite();
    await other.embed(['honesty']);
    const asked = other.embed(['care']);
    const closing = other.close();
    const again = other.embed(['honesty']);
    await Promise.allSettled([asked, closing]);
    expect((await again).length).toBe(1);
    await other.close();
    expect((await other.embed(['honesty'])).length).toBe(1);
    await other.close();
  });
});
