/**
 * Keys in the keyring of the operating system, through its own tools: secret-tool (Linux), security
 * (macOS), PowerShell's PasswordVault (Windows). A key travels on standard input and output alone,
 * never on a command line, which every program of the machine can read.
 */
import { UserError } from '../errors.ts';

export type Keyring = {
  /** Name on screen. */
  title: string;
  /** Null where it has no key of that name. Throws UserError where the keyring cannot be reached. */
  get(name: string): Promise<string | null>;
  set(name: string, key: string): Promise<void>;
  /** Whether there was such a key. */
  remove(name: string): Promise<boolean>;
};

export type KeyringOptions = {
  platform: NodeJS.Platform;
  env: Readonly<Record<string, string | undefined>>;
  /** Seconds that a tool may take, including a dialog for unlocking; default 60. */
  timeout?: number;
};

/** The service name of the entries. */
const service = 'valuelex';

/** The keyring of this machine. Runs no tool before the first call. */
export function systemKeyring(options: KeyringOptions): Keyring {
  if (options.platform === 'darwin') return macKeychain(options);
  if (options.platform === 'win32') return windowsVault(options);
  return secretService(options);
}

function secretService(options: KeyringOptions): Keyring {
  const title = 'the Secret Service keyring (secret-tool)';
  const run = runner(
    'secret-tool',
    title,
    'Install it (Debian, Ubuntu: apt install libsecret-tools; Fedora: dnf install libsecret) in a desktop session, or export the variable instead.',
    options,
  );
  const attributes = (name: string) => ['service', service, 'name', name];
  return {
    title,
    async get(name) {
      const { code, out, err } = await run(['lookup', ...attributes(name)]);
      if (code === 0) return out.replace(/\n$/, '') || null;
      // The tool says why where it cannot look.
      if (err.trim() !== '') throw unreachable(title, err);
      // The tool is silent both without such an entry and with a locked keyring; a search distinguishes the two.
      const found = await run(['search', ...attributes(name)]);
      if (found.out.trim() === '') return null;
      throw unreachable(title, 'it is locked');
    },
    async set(name, key) {
      const label = `--label=${service} ${name}`;
      const { code, err } = await run(['store', label, ...attributes(name)], key);
      if (code !== 0) throw unreachable(title, err);
    },
    async remove(name) {
      const there = (await this.get(name)) !== null;
      if (!there) return false;
      const { code, err } = await run(['clear', ...attributes(name)]);
      if (code !== 0) throw unreachable(title, err);
      return true;
    },
  };
}

/** The exit code of security(1) and of our PowerShell scripts for a missing entry. */
const noEntry = 44;

function macKeychain(options: KeyringOptions): Keyring {
  const title = 'the login keychain (security)';
  const run = runner(
    'security',
    title,
    'It comes with macOS in /usr/bin; or export the variable instead.',
    options,
  );
  const entry = (name: string) => ['-s', service, '-a', name];
  return {
    title,
    async get(name) {
      const { code, out, err } = await run(['find-generic-password', ...entry(name), '-w']);
      if (code === 0) return out.replace(/\n$/, '') || null;
      if (code === noEntry) return null;
      throw unreachable(title, err);
    },
    async set(name, key) {
      // Commands on standard input (-i); in hexadecimal (-X) no character needs quoting.
      const hex = Buffer.from(key).toString('hex');
      const line = `add-generic-password -U ${entry(name).join(' ')} -X ${hex}\n`;
      const { code, err } = await run(['-i'], line);
      // Interactive mode may exit with 0 after a failed command.
      if (code !== 0 || (await this.get(name)) !== key)
        throw unreachable(title, err.replaceAll(hex, ''));
    },
    async remove(name) {
      const { code, err } = await run(['delete-generic-password', ...entry(name)]);
      if (code === noEntry) return false;
      if (code !== 0) throw unreachable(title, err);
      return true;
    },
  };
}

function windowsVault(options: KeyringOptions): Keyring {
  const title = 'the Windows password vault (PowerShell)';
  const run = runner(
    'powershell.exe',
    title,
    'It comes with Windows; or set the variable instead.',
    options,
  );
  const open = `$ErrorActionPreference = 'Stop'
[void][Windows.Security.Credentials.PasswordVault,Windows.Security.Credentials,ContentType=WindowsRuntime]
$vault = New-Object Windows.Security.Credentials.PasswordVault
$name = [Console]::In.ReadLine()
`;
  const retrieve = `try { $found = $vault.Retrieve('${service}', $name) } catch { exit ${noEntry} }
`;
  const script = (text: string) => ['-NoProfile', '-NonInteractive', '-Command', open + text];
  return {
    title,
    async get(name) {
      const text = `${retrieve}$found.RetrievePassword(); [Console]::Out.Write($found.Password)`;
      const { code, out, err } = await run(script(text), `${name}\n`);
      if (code === 0) return out || null;
      if (code === noEntry) return null;
      throw unreachable(title, err);
    },
    async set(name, key) {
      const text = `$key = [Console]::In.ReadLine()
$vault.Add((New-Object Windows.Security.Credentials.PasswordCredential('${service}', $name, $key)))`;
      const { code, err } = await run(script(text), `${name}\n${key}\n`);
      if (code !== 0) throw unreachable(title, err.replaceAll(key, ''));
    },
    async remove(name) {
      const { code, err } = await run(script(`${retrieve}$vault.Remove($found)`), `${name}\n`);
      if (code === noEntry) return false;
      if (code !== 0) throw unreachable(title, err);
      return true;
    },
  };
}

type Ran = { code: number; out: string; err: string };

/** Runs one tool with text on its standard input. Throws UserError where there is no such tool, or it takes too long. */
function runner(
  tool: string,
  title: string,
  hint: string,
  { env, timeout = 60 }: KeyringOptions,
): (args: readonly string[], input?: string) => Promise<Ran> {
  return async (args, input = '') => {
    // Loaded when needed: it is large, and the first frame waits for this file.
    const { execa } = await import('execa');
    const result = await execa(tool, args, {
      input,
      env: Object.fromEntries(
        Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
      ),
      extendEnv: false,
      reject: false,
      stripFinalNewline: false,
      timeout: 1000 * timeout,
      windowsHide: true,
    });
    if (result.code === 'ENOENT')
      throw new UserError(`There is no keyring here: the program ${tool} is missing`, { hint });
    if (result.timedOut)
      throw new UserError(`${title} did not answer within ${timeout} s`, {
        hint: 'Is a dialog open that asks to unlock it? Or export the variable instead.',
      });
    return { code: result.exitCode ?? 1, out: result.stdout, err: result.stderr };
  };
}

/** `said`: the tool's output, which never contains a key. */
function unreachable(title: string, said: string): UserError {
  const words = said.replace(/\s+/g, ' ').trim().slice(0, 200);
  return new UserError(`${title} cannot be used${words === '' ? '' : `: ${words}`}`, {
    hint: 'Unlock it or log in to a desktop session, or export the variable instead.',
  });
}
