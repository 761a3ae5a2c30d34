/** Before the tests, which can run without a build: compiles the numeric kernels where they are absent or stale. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export default function kernelsForTests(): void {
  const script = fileURLToPath(new URL('../../scripts/make-kernels.mjs', import.meta.url));
  execFileSync(process.execPath, [script], { stdio: 'inherit' });
}
