/**
 * Keys that the program has read, so that no message shows one, whatever brought it there. The one
 * list for the process: an error is explained far from where a key was read.
 */
const secrets = new Set<string>();

/** Shorter texts are not keys, and would blot out words. */
const shortest = 6;

/** From now on `withoutSecrets` hides it. */
export function rememberSecret(text: string): void {
  const trimmed = text.trim();
  if (trimmed.length >= shortest) secrets.add(trimmed);
}

/** The text with every known key as `[key]`. */
export function withoutSecrets(text: string): string {
  let shown = text;
  for (const secret of secrets)
    if (shown.includes(secret)) shown = shown.replaceAll(secret, '[key]');
  return shown;
}
