/** The command line from a clone: builds when a source is newer than the build, then runs it. */
import { isStale } from './is-stale.ts';

if (isStale()) await import('./build.mjs');
process.env.NODE_ENV ??= 'production';
const program = await import('../dist/main.js');
await program.main(process.argv.slice(2));
