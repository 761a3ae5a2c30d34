/**
 * How well a trained reader reads dialogues of FULCRA (Yao et al. 2024; repository microsoft/ValueCompass, MIT), which are
 * labelled with Schwartz's values, beside words, the prompt alone, and the responder alone. Makes the table of
 * docs/instruments/reading.md; it has 95 % intervals over dialogues. The data (Value_FULCRA/data/trustworthy_data.jsonl)
 * are fetched by whoever runs this, and are not part of this repository.
 *
 *     valuelex reading train prompts/reading/training/*.jsonl --out model.json
 *     node validity/reading/fulcra.ts trustworthy_data.jsonl model.json
 */
import { readFileSync } from 'node:fs';
import { realOutside } from '../../src/environment.ts';
import { parseModel } from '../../src/instruments/reading/offline/model-file.ts';
import { openReader } from '../../src/instruments/reading/offline/reader.ts';
import { sharedEmbedder } from '../../src/run/derive/shared-vectors.ts';
import { tableText } from '../../src/tables/as-text.ts';
import { plainPaint } from '../../src/tables/paint.ts';
import { shippedSystems } from '../../src/values/load-systems.ts';
import { parseDialogues } from './dialogues.ts';
import { tellDialogues } from './figures.ts';

const [data, modelPath] = process.argv.slice(2);
if (data === undefined || modelPath === undefined)
  throw new Error('Give the path of trustworthy_data.jsonl, and of a trained reader.');
const model = parseModel(readFileSync(modelPath, 'utf8'), modelPath);
const system = shippedSystems.find(({ id }) => id === 'schwartz')!;
if (model.system !== system.id)
  throw new Error(`${modelPath} reads ${model.system}, not schwartz.`);
const dialogues = parseDialogues(readFileSync(data, 'utf8'), data);

const outside = realOutside({ endpoints: () => ({}) });
const { name, hash } = model.embedding;
const { embeddingHash } = await outside.chooseEmbedding(name);
if (hash !== null && embeddingHash !== hash)
  throw new Error(`${name} is not the file that this reader was trained with (${hash}).`);
const embedder = sharedEmbedder(
  await outside.openEmbedder(name, { endpoints: {} }),
  embeddingHash ?? name,
  outside.vectorsFolder,
);
try {
  const reader = await openReader(model, (texts) => embedder.embed(texts));
  const { tables, notes } = tellDialogues(dialogues, system, {
    answers: await reader.odds(dialogues.map(({ answer }) => answer)),
    prompts: await reader.odds(dialogues.map(({ prompt }) => prompt)),
  });
  const layout = { paint: plainPaint, width: 200 };
  for (const table of tables) console.log(`${tableText(table, layout).join('\n')}\n`);
  for (const note of notes) console.log(note);
} finally {
  await embedder.close();
}
