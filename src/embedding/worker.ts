/**
 * The worker thread of the built-in embedder; `use-lite.ts` starts it with the model's folder and
 * sends texts. Built into one file of its own.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { loadUseLite } from './use-lite-model.ts';

export type Ask = { id: number; texts: string[] };
export type Reply = { id: number; vectors: Float32Array[] } | { id: number; error: string };

const { folder } = workerData as { folder: string };
const loading = loadUseLite(folder);
// Reported to the first request instead of ending the thread.
loading.catch(() => {});

parentPort!.on('message', async ({ id, texts }: Ask) => {
  try {
    const embed = await loading;
    const reply: Reply = { id, vectors: await embed(texts) };
    parentPort!.postMessage(reply);
  } catch (error) {
    const reply: Reply = { id, error: error instanceof Error ? error.message : String(error) };
    parentPort!.postMessage(reply);
  }
});
