import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { exitTable } from '../../src/commands/exit-table.ts';
import { exitCodes } from '../../src/errors.ts';
import { programVersion } from '../../src/version.ts';
import { testTerminal } from './test-context.ts';

describe('command line', () => {
  it('explains itself with every exit code', async () => {
    const { code, out } = await testTerminal().run('--help');
    expect(code).toBe(0);
    for (const one of exitTable) expect(out).toContain(one.meaning);
    expect(exitTable.map((one) => one.code)).toEqual(
      Object.values(exitCodes).toSorted((a, b) => a - b),
    );
  });

  it('names the nearest command, option, and choice', async () => {
    const { run } = testTerminal();
    const command = await run('clustres');
    expect(command.code).toBe(2);
    expect(command.notes).toContain('Nearest: clusters');
    const option = await run('run', '--presett', 'quick');
    expect(option.code).toBe(2);
    expect(option.notes).toContain('--preset');
    const choice = await run('run', '--preset', 'quik');
    expect(choice.code).toBe(2);
    expect(choice.notes).toContain('quick, default');
    const missing = await run('check', 'sim:alpha-7b');
    expect(missing.code).toBe(2);
    expect(missing.notes).toContain('--against');
    const number = await run('run', '--budget', 'much');
    expect(number.code).toBe(2);
  });

  it('explains every command', async () => {
    const { run } = testTerminal();
    for (const name of ['run', 'curate', 'factors', 'check', 'import', 'serve']) {
      const { code, out } = await run(name, '--help');
      expect(code).toBe(0);
      expect(out).toContain(`Usage: valuelex ${name}`);
    }
  });
});

describe('the built program', () => {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const spawn = (...argv: string[]) =>
    spawnSync(process.execPath, [`${root}dist/valuelex.cjs`, ...argv], { encoding: 'utf8' });

  it('prints its version, and exits 2 for what it does not know', () => {
    const version = spawn('--version');
    expect(version.stdout).toBe(`${programVersion()}\n`);
    expect(version.status).toBe(0);
    const unknown = spawn('rnu');
    expect(unknown.status).toBe(2);
    expect(unknown.stdout).toBe('');
    expect(unknown.stderr).toContain('Nearest: run');
  });

  it('ends quietly when its reader has seen enough', () => {
    const { status, stderr } = spawnSync(
      'sh',
      ['-c', `"${process.execPath}" "${root}dist/valuelex.cjs" models list --json | head -c 1`],
      { encoding: 'utf8', env: { ...process.env, VALUELEX_CACHE: '/nonexistent' } },
    );
    expect(status).toBe(0);
    expect(stderr).not.toContain('EPIPE');
  });
});
