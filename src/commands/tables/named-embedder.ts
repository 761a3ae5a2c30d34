import type { Embedder } from '../../embedding/embedder.ts';
import type { Outside } from '../../environment.ts';
import { sharedEmbedder } from '../../run/derive/shared-vectors.ts';
import { presetStudy } from '../../run/presets.ts';

/** The embedding that an option names, with the vectors that are kept for all runs; for texts that are in no run. */
export async function namedEmbedder(
  outside: Outside,
  named: string,
): Promise<{ embedder: Embedder; embedding: string; embeddingHash: string | undefined }> {
  const study = presetStudy('quick', outside.prompts, { name: 'words' });
  const { embedding, embeddingHash } = await outside.chooseEmbedding(named);
  const embedder = sharedEmbedder(
    await outside.openEmbedder(embedding, study),
    embeddingHash ?? embedding,
    outside.vectorsFolder,
  );
  return { embedder, embedding, embeddingHash };
}
