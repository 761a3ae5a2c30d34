/** Whether dist/ is older than what it is built from. */
import { globSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** True when there is no build, or a source has changed since. */
export function isStale(): boolean {
  const built = statSync(`${root}dist/main.js`, { throwIfNoEntry: false });
  if (!built) return true;
  const sources = globSync(['src/**/*', 'scripts/*', 'vendor/*/*.gz', 'package.json'], {
    cwd: root,
  });
  return sources.some((file) => statSync(`${root}${file}`).mtimeMs > built.mtimeMs);
}
