import { createRequire } from 'node:module';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compileChatTemplate,
  type JinjaLibrary,
  plainConversation,
} from '../../../src/models/local/chat-template.ts';
import { splitReasoning } from '../../../src/models/local/reasoning.ts';
import { stopFilter } from '../../../src/models/local/stop-filter.ts';

const library = createRequire(import.meta.url).resolve('node-llama-cpp');
const jinja = createRequire(library)('@huggingface/jinja') as JinjaLibrary;
const special = { bos: '<s>', eos: '</s>' };

describe('the stop filter', () => {
  it('shows what stands before the first stop string, however the text is cut', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '\n'), maxLength: 30 });
    const stops = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '\n'), maxLength: 3 }), {
      maxLength: 3,
    });
    fc.assert(
      fc.property(letters, stops, fc.array(fc.nat(4)), (text, stop, cuts) => {
        const filter = stopFilter(stop);
        let shown = '';
        let stopped = false;
        let at = 0;
        for (const length of [...cuts, text.length]) {
          if (stopped || at >= text.length) break;
          const step = filter.push(text.slice(at, at + length));
          at += length;
          shown += step.text;
          stopped = step.stopped;
        }
        if (!stopped) shown += filter.rest();
        const ends = stop.filter((one) => one !== '').map((one) => text.indexOf(one));
        const found = ends.filter((end) => end >= 0);
        if (!stopped) {
          expect(found).toEqual([]);
          expect(shown).toBe(text);
          return;
        }
        // The stop string that was complete first ends the text.
        expect(text.startsWith(shown)).toBe(true);
        expect(stop.some((one) => one !== '' && text.startsWith(one, shown.length))).toBe(true);
      }),
    );
  });

  it('holds back only what could become a stop string', () => {
    const filter = stopFilter(['\n\n', 'END']);
    expect(filter.push('one\n')).toEqual({ text: 'one', stopped: false });
    expect(filter.push('two E')).toEqual({ text: '\ntwo ', stopped: false });
    expect(filter.push('ND three')).toEqual({ text: '', stopped: true });
  });
});

describe('chat templates', () => {
  const messages = [
    { role: 'system' as const, content: 'Be brief.' },
    { role: 'user' as const, content: 'Hello' },
  ];

  it('render as they are written and end where the assistant begins', () => {
    const render = compileChatTemplate(
      jinja,
      "{{ bos_token }}{% for m in messages %}<|{{ m['role'] }}|>{{ m['content'] }}{% endfor %}{% if add_generation_prompt %}<|assistant|>{% endif %}",
      special,
    );
    expect(render(messages, 'I')).toBe('<s><|system|>Be brief.<|user|>Hello<|assistant|>I');
  });

  it('that refuse or lose a system message get it within the first user message', () => {
    const body =
      "{% for m in messages %}{% if m['role'] == 'user' %}[{{ m['content'] }}]{% endif %}";
    const loses = compileChatTemplate(jinja, `${body}{% endfor %}`, special);
    const refuses = compileChatTemplate(
      jinja,
      `${body}{% if m['role'] == 'system' %}{{ raise_exception('no system') }}{% endif %}{% endfor %}`,
      special,
    );
    expect(loses(messages)).toBe('[Be brief.\n\nHello]');
    expect(refuses(messages)).toBe('[Be brief.\n\nHello]');
  });

  it('render the same on every day', () => {
    const render = compileChatTemplate(jinja, "{{ strftime_now('%d %b %Y') }}", special);
    expect(render([])).toBe('26 Jul 2024');
  });

  it('are done without by a plain conversation', () => {
    expect(plainConversation(messages, 'I')).toBe('System: Be brief.\nUser: Hello\nAssistant: I');
  });
});

describe('reasoning', () => {
  it('is kept apart from the answer', () => {
    expect(splitReasoning('<think>\nHm.\n</think>\n\nCare', 'Hi')).toEqual({
      text: 'Care',
      reasoning: 'Hm.',
    });
    expect(splitReasoning('Hm.</think>Care', 'Hi <think>\n')).toEqual({
      text: 'Care',
      reasoning: 'Hm.',
    });
    expect(splitReasoning('<think>without end', 'Hi')).toEqual({
      text: '',
      reasoning: 'without end',
    });
    expect(splitReasoning('I think so', 'Hi')).toEqual({ text: 'I think so' });
    expect(splitReasoning('Hm.\n</think>\nCare', 'Hi')).toEqual({ text: 'Care', reasoning: 'Hm.' });
  });
});
