import { refusalPatterns } from './word-lists.ts';

/** Whether the text has the words of a refusal. An answer is refused when it also names no descriptor. */
export function soundsRefused(text: string): boolean {
  return refusalPatterns.some((pattern) => pattern.test(text));
}
