/** Before the tests: a folder that all their processes share, for what is costly and comes out the same each time. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

const variable = 'VALUELEX_SHARED_BY_TESTS';

export default function sharedPlaceForTests(project: TestProject): (() => void) | undefined {
  // Each project of the configuration calls this; the first one makes it.
  if (process.env[variable] !== undefined) return;
  const folder = mkdtempSync(join(tmpdir(), 'valuelex-shared-'));
  process.env[variable] = folder;
  const leave = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  // While vitest watches, sources change: what was made by the old ones goes.
  project.onTestsRerun(leave);
  return leave;
}

/** A folder in the shared place; null outside the tests, as where a test's helper is run by hand. */
export function sharedPlace(name: string): string | null {
  const folder = process.env[variable];
  return folder === undefined ? null : join(folder, name);
}
