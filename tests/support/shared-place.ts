/** Before the tests: a folder that all their processes share, for what is costly and comes out the same each time. */
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { patience } from './patience.ts';

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

/**
 * A folder of the shared place, filled by `make`: the first test process that needs it makes it, the others wait for it.
 * Where there is no shared place it is made again.
 */
export async function madeOnce(
  name: string,
  make: (draft: string) => Promise<void>,
): Promise<string> {
  const shared = sharedPlace(name);
  if (shared === null) {
    const own = mkdtempSync(join(tmpdir(), 'valuelex-made-'));
    await make(own);
    return own;
  }
  mkdirSync(dirname(shared), { recursive: true });
  const deadline = performance.now() + patience;
  while (!existsSync(shared)) {
    if (performance.now() > deadline)
      throw new Error(`Waited ${patience / 1000} s for another test process to make ${name}`);
    const claim = `${shared}.claim`;
    if (!isClaimed(claim)) {
      await new Promise((wake) => setTimeout(wake, 50));
      continue;
    }
    try {
      // Whoever had the claim before may have made it meanwhile.
      if (existsSync(shared)) break;
      const draft = mkdtempSync(`${shared}-`);
      await make(draft);
      renameSync(draft, shared);
    } finally {
      rmdirSync(claim);
    }
  }
  return shared;
}

/** Whether this process is now the one that makes it. */
function isClaimed(claim: string): boolean {
  try {
    mkdirSync(claim);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
