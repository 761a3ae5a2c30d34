/** Signs that a text, or a word of it, is not English. */
import { plainText } from './tokens.ts';
import { foreignEndings, foreignFunctionWords, functionWords } from './word-lists.ts';

/** Whether most letters of the word are of another script than Latin. */
export function isOtherScript(word: string): boolean {
  const letters = word.match(/\p{L}/gu) ?? [];
  const latin = letters.filter((letter) => /\p{Script=Latin}/u.test(letter)).length;
  return letters.length > 0 && latin * 2 < letters.length;
}

/** Whether the function words of the text are those of another European language than English. */
export function isOtherLanguage(text: string): boolean {
  const words = plainText(text).match(/[\p{L}']+/gu) ?? [];
  if (words.length < 3) return false;
  const others = words.filter((word) => !functionWords.has(word));
  const english = words.length - others.length;
  return foreignFunctionWords.some((set) => {
    const foreign = others.filter((word) => set.has(word)).length;
    return foreign >= 2 ? foreign > english : foreign === 1 && english === 0 && words.length < 12;
  });
}

/** Whether a word that no English word list knows looks like one of another language. */
export function looksForeign(word: string): boolean {
  return (
    /[^\x00-\x7F]/.test(word.replace(/[‐‑–—’‘“”]/g, '')) ||
    foreignEndings.some((ending) => word.length > ending.length + 3 && word.endsWith(ending))
  );
}
