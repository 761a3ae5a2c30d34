/**
 * Builds dist/: the numeric kernels, the bundled program, its worker and child, the library, the data
 * files, and the licences of what is bundled.
 *
 * Run: node scripts/build.mjs [--types]; `--types` adds the library's declarations, for a package.
 */
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { copyFile, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { entriesTogether } from './entries-together.mjs';
import { makeKernels } from './make-kernels.mjs';
import { makeUseLite } from './make-use-lite.mjs';
import { makeWordNet } from './make-wordnet.mjs';
import { thirdPartyText } from './third-party.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = `${root}dist`;

/** Data of the repository (vendor/ says where each comes from), by its name in dist/data. */
const vendored = {
  'thesaurus.bin.gz': 'moby/thesaurus.bin.gz',
  'word-vectors.bin.gz': 'glove/vectors.bin.gz',
  'Apache-2.0.txt': 'licences/Apache-2.0.txt',
};

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

/** A plugin that changes a file of a package; throws where the file no longer holds what is to be changed. */
function changed(name, filter, ...changes) {
  return {
    name,
    setup(builder) {
      builder.onLoad({ filter }, ({ path }) => {
        let contents = readFileSync(path, 'utf8');
        for (const [from, to] of changes) {
          if (!contents.includes(from)) throw new Error(`${path} has changed: see ${name}`);
          contents = contents.replaceAll(from, to);
        }
        return { contents, loader: 'js' };
      });
    },
  };
}

/** Yoga reads its WebAssembly, which stands in its file, through `fetch` where there is one: that takes Node 30 ms to load. */
const yogaWithoutFetch = changed('yoga-without-fetch', /yoga-wasm-base64-esm\.js$/, [
  '"function"!=typeof fetch',
  'true',
]);

/** What string-width divides texts by, and its list of emoji, take Node 40 ms to make: they are made by the first text that needs them. */
const lazyStringWidth = changed(
  'lazy-string-width',
  /[\\/]string-width[\\/]index\.js$/,
  [
    'const segmenter = new Intl.Segmenter();',
    'const segmenter = { segment: (text) => (segmenter.made ??= new Intl.Segmenter()).segment(text) };',
  ],
  ['const emojiPrefixRegex =', 'const emojiPrefix = () =>'],
  ['emojiPrefixRegex.', 'emojiPrefix().'],
);

/** Ink and its packages bring an older string-width each: one measures all, so that a text is as wide wherever it is measured. */
const oneStringWidth = { 'string-width': `${root}node_modules/string-width/index.js` };

const shared = {
  bundle: true,
  platform: 'node',
  target: 'node22',
  // Node 22 knows the flag v; written out, such an expression is made again at each call.
  supported: { 'regexp-set-notation': true },
  absWorkingDir: root,
  define: {
    'process.env.NODE_ENV': '"production"',
    'process.env.DEV': '"false"',
    BUILT_FROM: JSON.stringify(hashOfSources()),
  },
  external: ['node-llama-cpp'],
  logLevel: 'warning',
  legalComments: 'none',
  metafile: true,
};

/** Over all that results follow from beside the facts of a run. */
function hashOfSources() {
  const hash = createHash('sha256');
  const files = globSync(['src/**/*.{ts,tsx}', 'prompts/**/*.*', 'vendor/*/*.gz', 'package.json'], {
    cwd: root,
  });
  for (const file of files.filter((name) => !name.endsWith('kernels/compiled.ts')).sort())
    hash.update(`${file}\n`).update(readFileSync(`${root}${file}`));
  return hash.digest('hex').slice(0, 16);
}

/** Builds everything; what is already in dist/ keeps working until the new files take its place. */
export async function buildAll({ types = false } = {}) {
  const made = `${dist}/.new-${process.pid}`;
  await Promise.all([makeKernels(), mkdir(`${dist}/data`, { recursive: true })]);
  try {
    const [modules, worker] = await Promise.all([
      build({
        ...shared,
        entryPoints: {
          main: 'src/cli.tsx',
          index: 'src/index.ts',
          'local-child': 'src/models/local/child.ts',
          'compute-worker': 'src/run/derive/worker.ts',
          'replicate-worker': 'src/run/derive/replicate-worker.ts',
        },
        outdir: made,
        format: 'esm',
        splitting: true,
        chunkNames: 'chunks/[name]-[hash]',
        banner,
        plugins: [entriesTogether(root), withoutDevtools, yogaWithoutFetch, lazyStringWidth],
        alias: oneStringWidth,
        minifySyntax: true,
      }),
      build({
        ...shared,
        entryPoints: ['src/embedding/worker.ts'],
        outfile: `${made}/embedding-worker.cjs`,
        format: 'cjs',
      }),
      ...Object.entries(vendored).map(([name, source]) =>
        copyFile(`${root}vendor/${source}`, `${dist}/data/${name}`),
      ),
      existsSync(`${dist}/data/wordnet.bin.gz`) || makeWordNet(`${dist}/data/wordnet.bin.gz`),
      existsSync(`${dist}/data/use-lite/model.json`) || makeUseLite(`${dist}/data/use-lite`),
    ]);
    const bundled = [modules, worker].flatMap(({ metafile }) =>
      Object.values(metafile.outputs).flatMap(({ inputs }) => Object.keys(inputs)),
    );
    await Promise.all([
      // Plain old JavaScript, so that an older Node can run it far enough to say what is wrong.
      copyFile(`${root}scripts/launcher.cjs`, `${made}/valuelex.cjs`),
      writeFile(`${made}/package.json`, '{ "type": "module" }\n'),
      writeFile(`${made}/THIRD-PARTY.txt`, await thirdPartyText(root, bundled)),
    ]);
    await moveIn(made);
  } finally {
    await rm(made, { recursive: true, force: true });
  }
  await rm(`${dist}/types`, { recursive: true, force: true });
  if (types) {
    const { makeTypes } = await import('./make-types.mjs');
    await makeTypes(root, `${dist}/types`);
  }
}

/** Chunks first, so that no entry point ever names one that is not there; then what is stale goes. */
async function moveIn(made) {
  const chunks = await readdir(`${made}/chunks`);
  const files = (await readdir(made)).filter((name) => name !== 'chunks');
  await mkdir(`${dist}/chunks`, { recursive: true });
  for (const name of [...chunks.map((chunk) => join('chunks', chunk)), ...files])
    await rename(join(made, name), join(dist, name));
  const stale = (await readdir(`${dist}/chunks`)).filter((name) => !chunks.includes(name));
  await Promise.all(stale.map((name) => rm(join(dist, 'chunks', name), { force: true })));
}

await buildAll({ types: process.argv.includes('--types') });
