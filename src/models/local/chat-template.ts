/** A conversation as the text that a model was trained on, by the Jinja template in its file. */
import type { Message } from '../model.ts';

/** The only part of `@huggingface/jinja` that is used; node-llama-cpp depends on it. */
export type JinjaLibrary = {
  Template: new (text: string) => { render(values: Record<string, unknown>): string };
};

export type SpecialTexts = { bos: string; eos: string };

/**
 * Compiles a chat template. The function gives the prompt up to where the assistant's turn begins,
 * and after that `prefill`, the start of the turn, if any. A template that refuses system messages
 * gets their text at the start of the first user message. Dates are fixed, so that a prompt is the
 * same on every day. Throws what the template throws.
 */
export function compileChatTemplate(
  jinja: JinjaLibrary,
  source: string,
  special: SpecialTexts,
): (messages: readonly Message[], prefill?: string) => string {
  const template = new jinja.Template(source.replaceAll('strftime_now', 'fixed_date'));
  const render = (messages: readonly Message[]) =>
    template.render({
      messages,
      add_generation_prompt: true,
      bos_token: special.bos,
      eos_token: special.eos,
      date_string: '26 Jul 2024',
      fixed_date: () => '26 Jul 2024',
    });
  return (messages, prefill = '') => {
    let text: string;
    try {
      text = render(messages);
      if (
        messages.some(
          (message) => message.role === 'system' && !text.includes(message.content.trim()),
        )
      ) {
        text = render(systemIntoUser(messages));
      }
    } catch (cause) {
      if (!messages.some((message) => message.role === 'system')) throw cause;
      text = render(systemIntoUser(messages));
    }
    return text + prefill;
  };
}

/** The same conversation without system messages: their text opens the first user message. */
function systemIntoUser(messages: readonly Message[]): Message[] {
  const system = messages.filter((message) => message.role === 'system');
  const rest = messages.filter((message) => message.role !== 'system');
  const opening = system.map((message) => message.content).join('\n\n');
  const first = rest.findIndex((message) => message.role === 'user');
  if (first < 0) return [{ role: 'user', content: opening }, ...rest];
  return rest.map((message, index) =>
    index === first ? { ...message, content: `${opening}\n\n${message.content}` } : message,
  );
}

/** Plain rendering for a model without a template: `Role: text` lines that end at the assistant's turn. */
export function plainConversation(messages: readonly Message[], prefill = ''): string {
  const names = { system: 'System', user: 'User', assistant: 'Assistant' };
  const turns = messages.map((message) => `${names[message.role]}: ${message.content}`);
  return `${[...turns, 'Assistant:'].join('\n')}${prefill ? ` ${prefill}` : ''}`;
}
