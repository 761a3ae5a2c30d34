/** Builds dist/: the bundled program, its worker and child, the library, and the data files. */
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { makeUseLite } from './make-use-lite.mjs';
import { makeWordNet } from './make-wordnet.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = `${root}dist`;

/** CommonJS packages inside an ES module bundle call require. */
const banner = {
  js: "import { createRequire as createRequireOfBundle } from 'node:module'; const require = createRequireOfBundle(import.meta.url);",
};

/** React's developer tools are asked for by Ink only when DEV is set. */
const withoutDevtools = {
  name: 'without-devtools',
  setup(builder) {
    builder.onResolve({ filter: /^react-devtools-core$/ }, () => ({
      path: 'react-devtools-core',
      namespace: 'empty',
    }));
    builder.onLoad({ filter: /.*/, namespace: 'empty' }, () => ({
      contents: 'export default { initialize() {}, connectToDevTools() {} };',
    }));
  },
};

const shared = {
  bundle: true,
  platform: 'node',
  target: 'node22',
  absWorkingDir: root,
  define: { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"' },
  external: ['node-llama-cpp'],
  logLevel: 'warning',
  legalComments: 'none',
};

export async function buildAll() {
  await mkdir(`${dist}/data`, { recursive: true });
  await Promise.all(
    (await readdir(dist))
      .filter((name) => /\.(c?js)$/.test(name) || name === 'chunks')
      .map((name) => rm(`${dist}/${name}`, { recursive: true, force: true })),
  );
  await Promise.all([
    build({
      ...shared,
      entryPoints: {
        main: 'src/cli.tsx',
        index: 'src/index.ts',
        'local-child': 'src/models/local/child.ts',
        'compute-worker': 'src/run/derive/worker.ts',
      },
      outdir: dist,
      format: 'esm',
      splitting: true,
      chunkNames: 'chunks/[name]-[hash]',
      banner,
      plugins: [withoutDevtools],
      minifySyntax: true,
    }),
    build({
      ...shared,
      entryPoints: ['src/embedding/worker.ts'],
      outfile: `${dist}/embedding-worker.cjs`,
      format: 'cjs',
    }),
    // Plain old JavaScript, so that an older Node can run it far enough to say what is wrong.
    cp(`${root}scripts/launcher.cjs`, `${dist}/valuelex.cjs`),
    existsSync(`${dist}/data/wordnet.bin.gz`) || makeWordNet(`${dist}/data/wordnet.bin.gz`),
    existsSync(`${dist}/data/use-lite/model.json`) || makeUseLite(`${dist}/data/use-lite`),
  ]);
  await writeFile(`${dist}/package.json`, '{ "type": "module" }\n');
}

await buildAll();
