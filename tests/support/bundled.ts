/** Programs that tests start again and again, bundled once: from source, each start would load a thousand files. */
import { symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { madeOnce } from './shared-place.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const programs = [
  new URL('../instruments/house/kill-child.ts', import.meta.url),
  new URL('../instruments/house/kill-list.ts', import.meta.url),
  new URL('../asking/batch/work-in-batches.ts', import.meta.url),
  new URL('../../src/run/derive/worker.ts', import.meta.url),
].map((url) => fileURLToPath(url));
/** Names by which the program looks for its files, where they differ. */
const named: Record<string, string> = { worker: 'compute-worker' };

/** CommonJS packages call require. */
const banner = {
  js: "import { createRequire as createRequireOfBundle } from 'node:module'; const require = createRequireOfBundle(import.meta.url);",
};

/** A folder with the programs, `kill-child.js` and so on, and what they find beside them. The program must have been built. */
export function bundledPrograms(): Promise<string> {
  return madeOnce('bundled-programs', async (draft) => {
    await build({
      entryPoints: Object.fromEntries(
        programs.map((file) => [named[basename(file, '.ts')] ?? basename(file, '.ts'), file]),
      ),
      outdir: draft,
      chunkNames: 'chunks/[name]-[hash]',
      ...{ bundle: true, splitting: true, format: 'esm', platform: 'node', banner },
      external: ['node-llama-cpp', 'react-devtools-core'],
      define: { 'process.env.NODE_ENV': '"production"' },
      logLevel: 'warning',
    });
    const beside = ['package.json', 'prompts', 'dist/data', 'dist/embedding-worker.cjs'];
    for (const path of beside) symlinkSync(join(root, path), join(draft, basename(path)));
  });
}
