import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const child = fileURLToPath(new URL('close-child.ts', import.meta.url));

it.each(['computer', 'embedder'])(
  'the process stays until the thread of the %s is closed, also where a reply comes in meanwhile',
  async (what) => {
    const { stdout } = await promisify(execFile)(process.execPath, [child, what], {
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    expect(stdout).toBe('closed');
  },
);
