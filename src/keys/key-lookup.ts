/** Where the key of an environment variable's name comes from when the environment does not hold it. */
import type { Keyring } from './keyring.ts';

/** Null where there is none. Throws UserError where the keyring cannot be reached. */
export type KeyLookup = (name: string) => Promise<string | null>;

/**
 * Asks the keyring for those of `names` that the user has put there, each once for the whole
 * program; others are not asked for, so that nobody without a keyring is bothered by it.
 */
export function keyLookup(keyring: Keyring, names: () => readonly string[]): KeyLookup {
  const asked = new Map<string, Promise<string | null>>();
  return (name) => {
    const earlier = asked.get(name);
    if (earlier) return earlier;
    if (!names().includes(name)) return Promise.resolve(null);
    const answer = keyring.get(name);
    asked.set(name, answer);
    // What could not be reached may be unlocked by then.
    answer.catch(() => asked.delete(name));
    return answer;
  };
}
