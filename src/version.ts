/** Which program this is: its version, from the nearest package.json that has one, and what it was built from. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Put in by scripts/build.mjs. */
declare const BUILT_FROM: string | undefined;

/** A hash of the sources and prompts that this was built from; nothing when it runs from them. */
export function programBuild(): string | undefined {
  return typeof BUILT_FROM === 'string' ? BUILT_FROM : undefined;
}

/** "0.1.0". Looks upward from this module, so it works built and from source. */
export function programVersion(from: string = import.meta.url): string {
  for (let folder = dirname(fileURLToPath(from)); ; folder = dirname(folder)) {
    const file = join(folder, 'package.json');
    if (existsSync(file)) {
      const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version?: unknown };
      if (typeof version === 'string') return version;
    }
    if (folder === dirname(folder))
      throw new Error('package.json is missing from this installation');
  }
}
