/** Ids of stems that came with completions: made of their words, so that the same stem has the same id in every run. */
import { createHash } from 'node:crypto';

export function importedStemId(text: string): string {
  return `import-${createHash('sha256').update(text).digest('hex').slice(0, 8)}`;
}

export function isImportedStem(id: string): boolean {
  return /^import-[0-9a-f]{8}$/.test(id);
}
