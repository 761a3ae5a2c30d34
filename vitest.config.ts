import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { closingLine } from './scripts/closing-line.ts';

// Worker threads and child processes load the program from source: what Node made of it is kept.
process.env.NODE_COMPILE_CACHE ??= join(tmpdir(), 'node-compile-cache');

const wholeProgram = [
  'tests/{index,starts}.test.ts',
  'tests/{terminal,hostile/program}/**/*.test.ts',
  'tests/faults/{folder,local}.test.ts',
  'tests/commands/program.test.ts',
  'tests/run/shard.test.ts',
];

export default defineConfig({
  test: {
    // For machines that are slow or busy; what a test waits for has a shorter limit, and names it.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    // One more than two cores take: a test of the whole program waits for it most of its time.
    maxWorkers: 3,
    reporters: ['dot', closingLine],
    env: { NODE_ENV: 'test' },
    projects: [
      {
        extends: true,
        test: {
          name: 'parts',
          include: ['tests/**/*.test.{ts,tsx}'],
          exclude: wholeProgram,
          // Each file writes into folders of its own and undoes what it changes of the process: a worker loads the program once.
          isolate: false,
          globalSetup: ['tests/support/kernels.ts', 'tests/support/shared-place.ts'],
        },
      },
      {
        extends: true,
        test: {
          // Projects go by their names: the longest files first, so that at the end neither worker waits for the other.
          name: 'built',
          include: wholeProgram,
          globalSetup: ['tests/support/build.ts', 'tests/support/shared-place.ts'],
          // Each starts the program many times.
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
});
