import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
// @ts-expect-error: a build script without declarations
import { packThesaurus } from '../../scripts/make-thesaurus.mjs';
// @ts-expect-error: a build script without declarations
import { packWordVectors } from '../../scripts/make-word-vectors.mjs';
import { loadThesaurus, readThesaurus } from '../../src/thesaurus/load.ts';
import { thesaurusNearness } from '../../src/thesaurus/nearness.ts';
import { loadWordVectors, readWordVectors } from '../../src/word-vectors/load.ts';

const folder = mkdtempSync(join(tmpdir(), 'valuelex-packed-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function put(name: string, bytes: Buffer): string {
  const file = join(folder, name);
  writeFileSync(file, bytes);
  return file;
}

describe('the thesaurus', () => {
  const text = ['a,b,c', 'b,c', 'c,b,d', 'd,c', 'honor,a,b,c'].join('\n');
  const pack = () => packThesaurus(text, (word: string) => word !== 'd') as Buffer;

  it('comes back as it was packed: words of at least three lists, other spellings too', async () => {
    const thesaurus = await readThesaurus(put('thesaurus.gz', gzipSync(pack())));
    expect(thesaurus.lists).toBe(5);
    expect(Array.from(thesaurus.listsOf('b')!)).toEqual([0, 1, 2, 4]);
    expect(Array.from(thesaurus.listsOf('C')!)).toEqual([0, 1, 2, 3, 4]);
    expect(thesaurus.listsOf('a')).toBeNull();
    expect(thesaurus.listsOf('d')).toBeNull();
    expect(thesaurus.sizeOf(4)).toBe(4);
  });

  it('says which file is broken', async () => {
    const bytes = pack();
    const file = put('short.gz', gzipSync(bytes.subarray(0, bytes.length - 1)));
    await expect(readThesaurus(file)).rejects.toMatchObject({ where: file });
    await expect(readThesaurus(put('none.gz', Buffer.from('no gzip')))).rejects.toThrow(
      'The thesaurus cannot be read',
    );
  });

  it('that ships knows synonyms, and British spelling', async () => {
    const thesaurus = await loadThesaurus();
    expect(thesaurus.listsOf('honour')).toEqual(thesaurus.listsOf('honor'));
    const [, near, far] = thesaurusNearness(['honesty', 'probity', 'punctuality'], thesaurus);
    expect(near).toBeGreaterThan(0.5);
    expect(far).toBeLessThan(0.2);
    expect(thesaurusNearness(['honesty', 'xyzzy'], thesaurus)[1]).toBeNaN();
    expect(thesaurusNearness(['honesty', 'candor'], thesaurus)[0]).toBeCloseTo(1, 5);
  });
});

describe('the word vectors', () => {
  it('come back as they were packed, on a scale of their own', async () => {
    const packed = packWordVectors([
      { word: 'good', rank: 2, vector: [0.5, -1] },
      { word: 'work', rank: 7, vector: [3, 0] },
    ]) as Buffer;
    const vectors = await readWordVectors(put('vectors.gz', gzipSync(packed)));
    const [x, y] = vectors.vectorOf('good')!;
    expect(x! / y!).toBeCloseTo(-0.5, 1);
    expect(vectors.rankOf('Good')).toBe(2);
    expect(vectors.rankOf('good work')).toBe(7);
    expect(vectors.rankOf('good deed')).toBeNull();
    expect(vectors.vectorOf('deed')).toBeNull();
    const both = vectors.vectorOf('good work')!;
    expect(both[0]).toBeCloseTo(1 + x! / Math.hypot(x!, y!), 5);
    const file = put('short-vectors.gz', gzipSync(packed.subarray(0, packed.length - 1)));
    await expect(readWordVectors(file)).rejects.toThrow('The file of word vectors cannot be read');
  });

  it('that ship rank English words', async () => {
    const vectors = await loadWordVectors();
    expect(vectors.rankOf('honesty')).toBeLessThan(20_000);
    expect(vectors.rankOf('fealty')).toBeGreaterThan(30_000);
  });
});
