/**
 * Builds, then checks format, lint, types, and dead code, all at the same time. Prints what each found, in this order;
 * the exit code is 1 where one of them fails.
 *
 * Run: node scripts/check.mjs
 */
import { spawn } from 'node:child_process';

/** Runs a script of package.json to its end; gives what it said, and whether all is well. */
function run(script) {
  return new Promise((resolve, reject) => {
    const child = spawn('npm', ['run', '-s', script], {
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (data) => {
        said += data;
      });
    child.on('error', reject);
    child.on('close', (code) => resolve({ said, isWell: code === 0 }));
  });
}

// The kernels that the build makes are among the sources that the others read.
const built = await run('build');
const found = built.isWell ? await Promise.all(['lint', 'types', 'unused'].map(run)) : [];
for (const { said } of [built, ...found]) process.stdout.write(said);
process.exitCode = [built, ...found].every(({ isWell }) => isWell) ? 0 : 1;
