/**
 * Builds, then checks format, lint, types, and dead code, all at the same time, beside the scripts of package.json that are
 * named: these write as they go, the checks when they end. The exit code is 1 where one of them fails.
 *
 * Run: node scripts/check.mjs [script …]
 */
import { spawn } from 'node:child_process';

/** Runs a script of package.json to its end; gives what it said where it does not say it itself, and whether all is well. */
function run(script, output = 'pipe') {
  return new Promise((resolve, reject) => {
    const child = spawn('npm', ['run', '-s', script], {
      stdio: ['ignore', output, output],
      shell: process.platform === 'win32',
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (data) => {
        said += data;
      });
    child.on('error', reject);
    child.on('close', (code) => resolve({ said, isWell: code === 0 }));
  });
}

/** Runs a check, and writes what it said. */
async function check(script) {
  const { said, isWell } = await run(script);
  process.stdout.write(said);
  return isWell;
}

/** Runs a script whose output is shown as it comes. */
const show = async (script) => (await run(script, 'inherit')).isWell;

// The kernels that the build makes are among the sources that the others read.
const isWell =
  (await check('build')) &&
  (
    await Promise.all([
      ...['lint', 'types', 'unused'].map(check),
      ...process.argv.slice(2).map(show),
    ])
  ).every((one) => one);
process.exitCode = isWell ? 0 : 1;
