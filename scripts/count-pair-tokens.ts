/**
 * Counts the tokens of every reply of the shipped pairs under the tokenizers of the two default models, and writes
 * tests/instruments/opposing/token-counts.json. Reads the vocabularies alone; the models must have been fetched
 * (`valuelex models pull`). Run it after a reply is reworded: node scripts/count-pair-tokens.ts
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { getLlama } from 'node-llama-cpp';
import { hashOf } from '../src/asking/identity.ts';
import { loadPairs } from '../src/instruments/shared/pairs/pair-items.ts';
import { modelsFolder } from '../src/models/local/cache-folder.ts';
import { catalogue } from '../src/models/local/catalogue.ts';
import { promptFiles } from '../src/prompts/load.ts';

const llama = await getLlama({ gpu: false, build: 'never', skipDownload: true });
const tokenizers = await Promise.all(
  catalogue.map(({ file }) =>
    llama.loadModel({ modelPath: join(modelsFolder(), file), vocabOnly: true }),
  ),
);
const replies = loadPairs({ extent: 'thorough' }, promptFiles(), null).flatMap(({ items }) =>
  items.flatMap(({ serving, opposing }) => [...serving, ...opposing]),
);
const counts = Object.fromEntries(
  replies.map((reply) => [
    hashOf(reply),
    // Behind a space, as after the label of an answer.
    tokenizers.map((tokenizer) => tokenizer.tokenize(` ${reply}`).length),
  ]),
);
writeFileSync(
  'tests/instruments/opposing/token-counts.json',
  `${JSON.stringify({ tokenizers: catalogue.map(({ file }) => file), counts }, null, 1)}\n`,
);
await llama.dispose();
