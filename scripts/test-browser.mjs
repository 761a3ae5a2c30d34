// Looks at the report in an installed Chromium; fails where there is none. Run: npm run test:browser
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const { status } = spawnSync('vitest', ['run', 'tests/report/browser.test.ts'], {
  cwd: fileURLToPath(new URL('..', import.meta.url)),
  env: { ...process.env, VALUELEX_BROWSER: 'required' },
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
