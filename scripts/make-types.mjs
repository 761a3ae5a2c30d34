/**
 * The library's type declarations. Types of studies are inferred from zod schemas, so that zod's own
 * declarations go along: an installed valuelex depends on nothing.
 */
import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { execa } from 'execa';

const require = createRequire(import.meta.url);

/**
 * @param {string} root the repository
 * @param {string} outFolder written again
 */
export async function makeTypes(root, outFolder) {
  const config = join(root, `tsconfig.types-${process.pid}.json`);
  const compilerOptions = {
    noEmit: false,
    declaration: true,
    emitDeclarationOnly: true,
    stripInternal: true,
    // `npm run types` checks.
    noCheck: true,
    rootDir: 'src',
    outDir: outFolder,
  };
  const settings = { extends: './tsconfig.json', compilerOptions, include: [] };
  await writeFile(config, JSON.stringify({ ...settings, files: ['src/index.ts'] }));
  try {
    await execa('tsc', ['-p', config], { cwd: root, preferLocal: true, stdio: 'inherit' });
  } finally {
    await rm(config);
  }
  await prune(outFolder);
  const zod = dirname(require.resolve('zod'));
  for (const part of ['index.d.ts', 'v4/classic', 'v4/core', 'v4/locales'])
    await cp(join(zod, part), join(outFolder, 'zod', part), {
      recursive: true,
      filter: (file) => !/\.[a-z]+$/.test(file) || file.endsWith('.d.ts'),
    });
  for (const name of await readdir(outFolder, { recursive: true })) {
    if (!name.endsWith('.d.ts') || name.startsWith('zod')) continue;
    const file = join(outFolder, name);
    const text = await readFile(file, 'utf8');
    const up = relative(dirname(file), join(outFolder, 'zod', 'index.js')).replaceAll('\\', '/');
    const place = up.startsWith('.') ? up : `./${up}`;
    const own = text.replaceAll(/(from |import\()(['"])zod\2/g, `$1$2${place}$2`);
    if (own !== text) await writeFile(file, own);
  }
}

/** Deletes the declarations that the library's do not lead to. */
async function prune(outFolder) {
  const reached = new Set();
  const reach = async (file) => {
    if (reached.has(file)) return;
    reached.add(file);
    const text = await readFile(file, 'utf8');
    for (const [, name] of text.matchAll(/(?:from |import\()['"](\.[^'"]+)\.tsx?['"]/g))
      await reach(`${resolve(dirname(file), name)}.d.ts`);
  };
  await reach(join(outFolder, 'index.d.ts'));
  for (const name of await readdir(outFolder, { recursive: true })) {
    const file = join(outFolder, name);
    if (name.endsWith('.d.ts') && !reached.has(file)) await rm(file);
  }
}
