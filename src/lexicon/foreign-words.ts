/** Signs that a word is not English. */
import { foreignEndings } from './word-lists.ts';

/** Whether most letters of the word are of another script than Latin. */
export function isOtherScript(word: string): boolean {
  const letters = word.match(/\p{L}/gu) ?? [];
  const latin = letters.filter((letter) => /\p{Script=Latin}/u.test(letter)).length;
  return letters.length > 0 && latin * 2 < letters.length;
}

/** Whether a word that no English word list knows looks like one of another language. */
export function looksForeign(word: string): boolean {
  return (
    /[^\x00-\x7F]/.test(word.replace(/[‐‑–—’‘“”]/g, '')) ||
    foreignEndings.some((ending) => word.length > ending.length + 3 && word.endsWith(ending))
  );
}
