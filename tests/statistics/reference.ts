import { readFileSync } from 'node:fs';

/** One of the files in tests/reference, parsed. */
export function readReference(name: string) {
  return JSON.parse(readFileSync(new URL(`../reference/${name}.json`, import.meta.url), 'utf8'));
}
