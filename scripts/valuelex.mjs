/** The command line from a clone: builds when a source is newer than the build, then runs it. */
import { existsSync, globSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const built = `${root}dist/main.js`;
const newest = Math.max(
  ...globSync(['src/**/*', 'scripts/*', 'package.json'], { cwd: root }).map(
    (file) => statSync(`${root}${file}`).mtimeMs,
  ),
);
if (!existsSync(built) || statSync(built).mtimeMs < newest) await import('./build.mjs');
process.env.NODE_ENV ??= 'production';
const program = await import('../dist/main.js');
await program.main(process.argv.slice(2));
