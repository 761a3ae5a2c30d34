import { defineConfig } from 'vitest/config';
import { closingLine } from './scripts/closing-line.ts';

const wholeProgram = [
  'tests/{terminal,hostile/program}/**/*.test.ts',
  'tests/faults/{folder,local}.test.ts',
];

export default defineConfig({
  test: {
    // For machines that are slow or busy; what a test waits for has a shorter limit, and names it.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 2,
    reporters: ['dot', closingLine],
    env: { NODE_ENV: 'test' },
    projects: [
      {
        extends: true,
        test: {
          name: 'parts',
          include: ['tests/**/*.test.{ts,tsx}'],
          exclude: wholeProgram,
          globalSetup: ['tests/support/kernels.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'program',
          include: wholeProgram,
          globalSetup: ['tests/support/build.ts'],
          // Each starts the program many times.
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
});
