/** An endpoint with readers that go by key words: a value's own word stands for it, "no" before it against it. */
import { json, listOf, scriptedServer, streamChat } from '../../models/openai/scripted-server.ts';

const words: Readonly<Record<string, string>> = {
  kindness: 'benevolence',
  safety: 'security',
  pleasure: 'hedonism',
  power: 'power',
};

/** What it answers to a text; undefined where it answers nothing that can be read. */
export function answerTo(text: string): string {
  if (text.includes('REFUSE')) return "I'm sorry, but I cannot help with that.";
  if (text.includes('BABBLE')) return 'A fine text, all in all.';
  const values = Object.entries(words).flatMap(([word, value]) => {
    const found = new RegExp(`(no )?${word}`).exec(text);
    if (!found) return [];
    const side = found[1] ? 'against' : 'for';
    return [
      { words: [text.includes('INVENT') ? 'never said' : found[0]], value, side, strength: 2 },
    ];
  });
  return JSON.stringify({ concept: 'what it says', values });
}

/** The text that a request asks about. */
export function textIn(content: string): string {
  return /"""\n([\s\S]*)\n"""/.exec(content)?.[1] ?? '';
}

export async function readerEndpoint(...models: string[]) {
  const texts: string[] = [];
  const server = await scriptedServer(({ path, body }, response) => {
    if (path.endsWith('/models')) return json(response, 200, listOf(...models));
    if (body.stream !== true || body.seed === undefined)
      return json(response, 400, { error: { message: 'not here' } });
    const messages = body.messages as { content: string }[];
    const text = textIn(messages.at(-1)!.content);
    texts.push(text);
    streamChat(response, [answerTo(text)], {
      usage: { prompt_tokens: 500, completion_tokens: 40 },
    });
  });
  return { url: server.url, texts, close: server.close };
}
