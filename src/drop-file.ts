/** Removes what is no loss. */
import { rmSync } from 'node:fs';

/** Removes a file of a cache, or a draft of one; where it cannot, it stays. Never throws. */
export function dropFile(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // A folder that cannot be written to keeps what it has.
  }
}
