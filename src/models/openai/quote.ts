/** The words of an endpoint, where they may be repeated. */
import type { Said } from './said.ts';

/** A router's words that say only that the provider behind it said something. */
const empty = /^(?:provider returned error|error|bad request|an error occurred|unknown error)\.?$/i;

const longest = 300;

/** What could be a key, or a part of one: a word with a mark of what was left out, or of letters and figures mixed. */
const keyLike =
  /\bsk-|\*{2,}|…\w|\w…|\bbearer \S{6}|(?<![\w/.-])(?=[\w-]*\d)(?=[\w-]*[a-z])[\w-]{8,}(?![\w-]|\.\w)/i;

/**
 * `: <words>` of what says most, or nothing where it holds a secret, or something of what was sent
 * (`texts`). No web page is repeated but its title.
 */
export function quoteOf(
  said: Said,
  secrets: readonly string[],
  texts: readonly string[] = [],
): string {
  const messages = said.messages.filter((one) => !empty.test(one.trim()));
  // The innermost is the provider's own.
  const words = (messages.at(-1) ?? said.messages.at(-1) ?? said.page ?? '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, longest);
  if (words === '' || /<[a-z!]/i.test(words)) return '';
  if (secrets.some((secret) => holdsPart(words, secret))) return '';
  if (/bearer|authorization|\bsk-|api[ _-]?key/i.test(words) && keyLike.test(words)) return '';
  const plain = (text: string): string => text.replace(/\\n|\s+/g, ' ').toLowerCase();
  const said16 = plain(words);
  for (const text of texts.map(plain)) {
    const whole = text.trim();
    if (whole.length >= 6 && whole.length <= 16 && said16.includes(whole)) return '';
    for (let i = 0; i + 16 <= said16.length; i++)
      if (text.includes(said16.slice(i, i + 16))) return '';
  }
  return `: ${words}`;
}

/** Whether a text holds twelve letters in a row of a secret, or the whole of a shorter one. */
function holdsPart(text: string, secret: string): boolean {
  const part = Math.min(12, secret.length);
  for (let i = 0; i + part <= secret.length; i++)
    if (text.includes(secret.slice(i, i + part))) return true;
  return false;
}
