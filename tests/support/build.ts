/** Before the tests that run the program: builds dist/ when it is older than its sources. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { isStale } from '../../scripts/is-stale.ts';

export default function buildForTests(): void {
  if (!isStale()) return;
  const script = fileURLToPath(new URL('../../scripts/build.mjs', import.meta.url));
  execFileSync(process.execPath, [script], { stdio: 'inherit' });
}
