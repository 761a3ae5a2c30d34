/** What the user has set: a file in the home folder; where that cannot be kept, memory that ends with the process. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Conf from 'conf';
import envPaths from 'env-paths';
import { whyUnwritable } from './make-folder.ts';

type Store = { get(key: string): unknown; set(key: string, value: unknown): void };

export type SettingsFault = {
  /** The file that cannot be kept. */
  file: string;
  /** The code of the error, like EACCES. */
  code: string;
};

let fault: SettingsFault | null = null;
const memory = new Map<string, unknown>();

const fileOf = (folder: string) => join(folder, 'config.json');

/** The value of a setting; undefined where it was never set. */
export function readSetting(key: string): unknown {
  return store().get(key);
}

/** Sets it, for good or, where `settingsFault` tells why, for this process. */
export function writeSetting(key: string, value: unknown): void {
  try {
    store().set(key, value);
  } catch (error) {
    // A disk that fills up, a quota: from now on as without a home folder.
    fallBack(codeOf(error));
    memory.set(key, value);
  }
}

/** Why settings end with this process; null while they are kept. */
export function settingsFault(): SettingsFault | null {
  store();
  return fault;
}

function store(): Store {
  if (fault) return memoryStore;
  const { config } = envPaths('valuelex', { suffix: '' });
  const code = whyUnwritable(config);
  if (code !== null) return fallBack(code);
  try {
    return new Conf({ cwd: config });
  } catch (error) {
    // Unreadable, or not JSON any more: it is left for its owner to mend.
    return fallBack(codeOf(error));
  }
}

const memoryStore: Store = {
  get: (key) => memory.get(key),
  set: (key, value) => void memory.set(key, value),
};

/** What is on disk holds, as far as it can be read. */
function fallBack(code: string): Store {
  const file = fileOf(envPaths('valuelex', { suffix: '' }).config);
  fault = { file, code };
  try {
    const kept = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    for (const [key, value] of Object.entries(kept)) if (!memory.has(key)) memory.set(key, value);
  } catch {
    // Nothing was set yet, or nobody can read it.
  }
  return memoryStore;
}

function codeOf(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code !== undefined) return code;
  return error instanceof SyntaxError ? 'it is not JSON' : String(error);
}
