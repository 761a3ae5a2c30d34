import { defineConfig } from 'vitest/config';
import { closingLine } from './scripts/closing-line.ts';

const wholeProgram = [
  'tests/index.test.ts',
  'tests/{terminal,hostile/program}/**/*.test.ts',
  'tests/faults/{folder,local}.test.ts',
];

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 60_000,
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
        test: { name: 'program', include: wholeProgram, globalSetup: ['tests/support/build.ts'] },
      },
    ],
  },
});
