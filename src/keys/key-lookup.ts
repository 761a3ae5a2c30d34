/** Finds the key for the name of an environment variable that is not set. */
import type { Keyring } from './keyring.ts';

/** Null where there is none. Throws UserError where the keyring cannot be reached. */
export type KeyLookup = (name: string) => Promise<string | null>;

/**
 * Asks the keyring only for those of `names` that the user has put there, each once per
 * program, so that users without a keyring never see its errors.
 */
export function keyLookup(keyring: Keyring, names: () => readonly string[]): KeyLookup {
  const asked = new Map<string, Promise<string | null>>();
  return (name) => {
    const earlier = asked.get(name);
    if (earlier) return earlier;
    if (!names().includes(name)) return Promise.resolve(null);
    const answer = keyring.get(name);
    asked.set(name, answer);
    // A locked keyring may be unlocked by the next call.
    answer.catch(() => asked.delete(name));
    return answer;
  };
}
