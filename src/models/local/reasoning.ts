/**
 * Splits what a reasoning model thinks (`<think>…</think>` at the start) from its answer. A prompt
 * that ends with `<think>` means that the text begins inside; so does a closing tag without an
 * opening one, which a server's template has put into the prompt. Thoughts that never end leave an
 * empty answer.
 */
export function splitReasoning(text: string, prompt: string): { text: string; reasoning?: string } {
  const closed = text.indexOf('</think>');
  const begun = text.indexOf('<think>');
  const inside = /<think>\s*$/.test(prompt) || (closed >= 0 && (begun < 0 || begun > closed));
  const opened = inside ? text : /^\s*<think>([\s\S]*)$/.exec(text)?.[1];
  if (opened === undefined) return { text };
  const end = opened.indexOf('</think>');
  if (end < 0) return { text: '', reasoning: opened.trim() };
  return {
    text: opened.slice(end + '</think>'.length).trimStart(),
    reasoning: opened.slice(0, end).trim(),
  };
}
