import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { loadWordNet } from '../../src/wordnet/load.ts';

const wordNet = await loadWordNet();

describe('senses', () => {
  it('gives the senses of a lemma in WordNet’s order, with class, definition, and frequency', () => {
    const [first] = wordNet.senses('honesty', 'noun');
    expect(first).toMatchObject({
      lexname: 'attribute',
      gloss: 'the quality of being honest',
      instance: false,
    });
    const love = wordNet.senses('love', 'noun');
    expect(love.length).toBe(6);
    expect(love[0]!.lexname).toBe('feeling');
    expect(love[0]!.frequency).toBeGreaterThan(love[2]!.frequency);
    expect(wordNet.frequency('love', 'noun')).toBe(love.reduce((sum, s) => sum + s.frequency, 0));
  });

  it('keeps no definition of things, and knows named individuals', () => {
    expect(wordNet.senses('lavender', 'noun')[0]!.gloss).toBeNull();
    expect(wordNet.senses('paris', 'noun').some((sense) => sense.instance)).toBe(true);
    expect(wordNet.senses('kindness', 'noun').some((sense) => sense.instance)).toBe(false);
  });

  it('tells the parts of speech, in any case and with underscores', () => {
    expect(wordNet.isNoun('Honesty')).toBe(true);
    expect(wordNet.isAdjective('honesty')).toBe(false);
    expect(wordNet.isAdjective('honest')).toBe(true);
    expect(wordNet.isAdverb('honestly')).toBe(true);
    expect(wordNet.isVerb('empathize')).toBe(true);
    expect(wordNet.isNoun('peace_of_mind')).toBe(true);
    expect(wordNet.isNoun('peace of mind')).toBe(true);
    expect(wordNet.isNoun('xyzzy')).toBe(false);
    expect(wordNet.senses('xyzzy', 'noun')).toEqual([]);
    expect(wordNet.senses('', 'noun')).toEqual([]);
  });
});

describe('relations', () => {
  it('derives nouns, most frequent first', () => {
    const first = (lemma: string, pos: 'adjective' | 'verb' | 'adverb') =>
      wordNet.derivedNouns(lemma, pos)[0]?.lemma;
    expect(first('honest', 'adjective')).toBe('honesty');
    expect(first('honestly', 'adverb')).toBe('honesty');
    expect(first('transparent', 'adjective')).toBe('transparency');
    expect(first('kind', 'adjective')).toBe('kindness');
    expect(first('respectful', 'adjective')).toBe('respect');
    expect(first('empathize', 'verb')).toBe('empathy');
    expect(wordNet.derivedNouns('musical', 'adjective').map((n) => n.lemma)).toContain('music');
    const ranked = wordNet.derivedNouns('care', 'verb');
    expect(ranked.map((noun) => noun.frequency)).toEqual(
      ranked.map((noun) => noun.frequency).sort((a, b) => b - a),
    );
    expect(wordNet.derived('kindness', 'noun', 'adjective').map((a) => a.lemma)).toEqual(['kind']);
  });

  it('knows antonyms, pertainyms, hypernyms, similar adjectives, attributes, members', () => {
    expect(wordNet.antonyms('honesty', 'noun')).toEqual(['dishonesty']);
    expect(wordNet.pertainyms('honestly', 'adverb').map((a) => a.lemma)).toEqual(['honest']);
    const honesty = wordNet.senses('honesty', 'noun')[0]!.synset;
    const above = wordNet.hypernyms(honesty).flatMap((synset) => wordNet.members(synset));
    expect(above).toContain('righteousness');
    expect(wordNet.members(honesty).sort()).toEqual(['honestness', 'honesty']);
    const brave = wordNet.senses('brave', 'adjective')[0]!.synset;
    expect(wordNet.similar(brave).flatMap((synset) => wordNet.members(synset))).toContain('heroic');
    const attribute = wordNet.attributes(honesty).flatMap((synset) => wordNet.members(synset));
    expect(attribute).toContain('straight');
    expect(wordNet.lexname(honesty)).toBe('attribute');
    expect(wordNet.gloss(honesty)).toBe('the quality of being honest');
  });

  it('carries WordNet’s notice', () => {
    expect(wordNet.licence).toContain('Princeton University');
    expect(wordNet.licence).toContain('Permission to use, copy, modify and distribute');
  });
});

describe('base forms', () => {
  it.each([
    ['values', 'noun', 'value'],
    ['children', 'noun', 'child'],
    ['abilities', 'noun', 'ability'],
    ['women', 'noun', 'woman'],
    ['perspectives', 'noun', 'perspective'],
    ['civil rights', 'noun', 'civil right'],
    ['caring', 'verb', 'care'],
    ['planned', 'verb', 'plan'],
    ['empathizes', 'verb', 'empathize'],
    ['understood', 'verb', 'understand'],
    ['kinder', 'adjective', 'kind'],
    ['happiest', 'adjective', 'happy'],
    ['bigger', 'adjective', 'big'],
    ['better', 'adverb', 'well'],
  ] as const)('%s (%s) → %s', (word, pos, lemma) => {
    expect(wordNet.baseForms(word, pos)).toContain(lemma);
  });

  it('puts the word itself first where it is a lemma, and invents nothing', () => {
    expect(wordNet.baseForms('honesty', 'noun')[0]).toBe('honesty');
    expect(wordNet.baseForms('kindness', 'noun')).toEqual(['kindness']);
    expect(wordNet.baseForms('xyzzies', 'noun')).toEqual([]);
  });
});

describe('loadWordNet', () => {
  it('reads once', async () => {
    expect(await loadWordNet()).toBe(wordNet);
  });

  it('says what is wrong with a missing, foreign, or cut file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'wordnet-'));
    await expect(loadWordNet(join(folder, 'none.gz'))).rejects.toThrow(UserError);
    const foreign = join(folder, 'foreign.gz');
    await writeFile(foreign, gzipSync('hello\n'));
    await expect(loadWordNet(foreign)).rejects.toThrow('not one of ours');
    const cut = join(folder, 'cut.gz');
    const layout = { lemmaText: { size: 1, length: 9, starts: false } };
    await writeFile(cut, gzipSync(`${JSON.stringify({ version: 1, layout })}\nabc`));
    await expect(loadWordNet(cut)).rejects.toThrow('cut short');
    await rm(folder, { recursive: true });
  });
});
