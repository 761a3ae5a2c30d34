/** Tells a key from the name of a variable. */

/** Whether a text can be a key: printable ASCII without spaces. */
export function isKey(text: string): boolean {
  return /^[\x21-\x7e]+$/.test(text);
}

/** The name of an environment variable. */
export function isVariableName(text: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(text);
}

/**
 * Whether a text in the place of a variable's name looks like the key itself (gsk_Ab12…, AIza…):
 * a provider's prefix, or twenty or more characters in one piece with digits among them.
 */
export function looksLikeKey(text: string): boolean {
  if (/^(?:(?:sk|gsk|hf|xai|nvapi|pplx|r8|rk|pk)[-_]|AIza)[\w-]{8,}/.test(text)) return true;
  const digits = text.replace(/\D/g, '').length;
  if (text.length < 20 || text.includes('_')) return false;
  return digits >= 6 || (/[a-z]/.test(text) && digits >= 3);
}
