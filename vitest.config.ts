import { defineConfig } from 'vitest/config';
import { closingLine } from './scripts/closing-line.ts';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.{ts,tsx}'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
    reporters: ['dot', closingLine],
    env: { NODE_ENV: 'test' },
  },
});
