/**
 * Compiles the numeric kernels (AssemblyScript, src/statistics/kernels/assembly) to WebAssembly, written as a
 * TypeScript module with the bytes in base64, so that no file is read at run time: not by the
 * program, its workers, or a library that bundles it. Does nothing when the sources have not changed.
 *
 * Run: node scripts/make-kernels.mjs
 */
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = 'src/statistics/kernels/assembly';
const target = `${root}src/statistics/kernels/compiled.ts`;
const options = ['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd'];

export async function makeKernels() {
  const files = globSync(`${folder}/*.ts`, { cwd: root }).sort();
  const sources = new Map(files.map((file) => [file, readFileSync(`${root}${file}`, 'utf8')]));
  const hash = createHash('sha256');
  for (const part of [...options, ...[...sources].flat()]) hash.update(`${part}\0`);
  const line = `// Made by scripts/make-kernels.mjs from assembly/, ${hash.digest('hex').slice(0, 16)}.`;
  if (existsSync(target) && readFileSync(target, 'utf8').startsWith(line)) return;
  // Loaded here, since the compiler is large and most builds do not need it.
  const { default: compiler } = await import('assemblyscript/asc');
  let bytes;
  const { error, stderr } = await compiler.main(
    [`${folder}/index.ts`, '--outFile', 'kernels.wasm', ...options],
    {
      readFile: (name) => sources.get(name) ?? null,
      writeFile: (_, contents) => {
        bytes = contents;
      },
      listFiles: () => [],
    },
  );
  if (error || !bytes) throw new Error(`the kernels do not compile:\n${stderr}`, { cause: error });
  const text = Buffer.from(bytes).toString('base64');
  // Whole or absent: others may be importing it.
  writeFileSync(`${target}.${process.pid}`, `${line}\nexport const wasm =\n  '${text}';\n`);
  renameSync(`${target}.${process.pid}`, target);
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url))
  await makeKernels();
