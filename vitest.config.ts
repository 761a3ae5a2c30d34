import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { closingLine } from './scripts/closing-line.ts';
import { patience } from './tests/support/patience.ts';

// Worker threads and child processes load the program from source: what Node made of it is kept.
process.env.NODE_COMPILE_CACHE ??= join(tmpdir(), 'node-compile-cache');

const wholeProgram = [
  'tests/{index,starts}.test.ts',
  'tests/{terminal,hostile/program}/**/*.test.ts',
  'tests/faults/{folder,local}.test.ts',
  'tests/commands/program.test.ts',
  'tests/run/shard.test.ts',
  'tests/asking/batch/batch-run.test.ts',
  'tests/instruments/house/kill.test.ts',
];

export default defineConfig({
  // React as users run it, not with the checks of its development build, which take twice the time.
  oxc: { jsx: { development: false } },
  test: {
    // What a test waits for is given up before the test is, and named. Each test has the same limit: none measures time.
    testTimeout: 3 * patience,
    hookTimeout: 3 * patience,
    expect: { poll: { timeout: patience } },
    pool: 'forks',
    // More than two cores take: a test of the whole program waits for it most of its time.
    maxWorkers: 5,
    // Each file writes into folders of its own and undoes what it changes of the process: a worker loads the program once.
    isolate: false,
    reporters: ['dot', closingLine],
    env: { NODE_ENV: 'production' },
    projects: [
      {
        extends: true,
        test: {
          name: 'parts',
          include: ['tests/**/*.test.{ts,tsx}'],
          exclude: wholeProgram,
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
        },
      },
    ],
  },
});
