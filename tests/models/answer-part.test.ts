import { describe, expect, it } from 'vitest';
import { answerPart, spokenAnswer } from '../../src/models/answer-part.ts';
import { splitReasoning } from '../../src/models/local/reasoning.ts';
import { thoughtFilter } from '../../src/models/openai/thoughts.ts';
import { marked, markedAtTheEnd } from './thoughts-by-mark.ts';

describe('thoughts', () => {
  it.each([...marked, ...markedAtTheEnd])('%s: are split from the whole text', (_, text) => {
    const { text: answer, reasoning } = splitReasoning(text, '');
    expect(answer).toBe('Honesty, care');
    expect(reasoning).toContain('I value power');
    expect(spokenAnswer(text).trim()).toBe('Honesty, care');
  });

  it.each(marked)('%s: are taken out of a stream, letter by letter', (_, text) => {
    const filter = thoughtFilter();
    const heard = [...Array.from(text, filter.push), filter.rest()];
    const thought = heard.map((piece) => piece.thought).join('');
    expect(thought).toContain('I value power');
    expect(thought).not.toContain('Honesty');
    // A token at the very end has passed before it is known to be one.
    expect(answerPart(heard.map((piece) => piece.text).join(''))).toBe('Honesty, care');
  });

  it.each([
    ['a prompt that opened them', 'Hi [THINK]\n', 'Hm.[/THINK]Care', 'Care'],
    ['without an end', 'Hi', '<thinking>without end', ''],
    ['marks further on are the answer’s', 'Hi', 'Care <think> candor', 'Care <think> candor'],
    ['words like marks', 'Hi', 'Analysis of care', 'Analysis of care'],
    ['a heart', 'Hi', '<3 care', '<3 care'],
  ])('%s', (_, prompt, text, answer) => {
    expect(splitReasoning(text, prompt).text).toBe(answer);
  });
});

describe('a mark of thoughts that the answer speaks of', () => {
  it.each([
    'I answer without the `<think>` tag: honesty, care.',
    'Others write "<think>" first. Honesty, care.',
    'Between “<think>” and “</think>” others reason. Honesty, care.',
    'I end with `</think>`. Honesty, care.',
    'Some use a <think> tag. Honesty, care.',
    'Some use &lt;think&gt; tags. Honesty, care.',
    '«[THINK]» opens a thought. Honesty, care.',
    'The form:\n```\n<think>\nsteps\n```\nHonesty, care.',
    'The form:\n~~~xml\n<thinking>\n~~~\nHonesty, care.',
  ])('begins and ends nothing: %s', (text) => {
    expect(spokenAnswer(text)).toBe(text);
    expect(splitReasoning(text, '').text).toBe(text);
  });

  it.each([
    ['Honesty. <think>I value power', 'Honesty. '],
    ['```\nHonesty\n```\n<think>I value power', '```\nHonesty\n```\n'],
    ['<think>The `<think>` tag? I value power.</think>Honesty', 'Honesty'],
  ])('is told from one that it uses: %s', (text, answer) => {
    expect(spokenAnswer(text)).toBe(answer);
  });
});

describe('headings', () => {
  it.each([
    '## Human dignity\nYes.',
    '### Question everything\nAlways.',
    '## User privacy\n- Care',
  ])('of the answer are not a next turn: %s', (heading) => {
    const text = `# Values\n\n## Honesty\nTold.\n\n${heading}`;
    expect(answerPart(text)).toBe(text);
  });

  it.each(['### Instruction:\nGo on', '## User\nAnd you?', '### Question 2:\nWhy?'])(
    'of a next turn end the answer: %s',
    (heading) => expect(answerPart(`Honesty\n${heading}`)).toBe('Honesty\n'),
  );
});

describe('control tokens', () => {
  it.each([
    ['<|im_start|>assistant\nHonesty<|im_end|>', '\nHonesty'],
    ['<|assistant|>Honesty<|end|>', 'Honesty'],
    ['<|assistant|>Honesty<|user|>I value power.', 'Honesty'],
    ['<|start_header_id|>assistant<|end_header_id|>\n\nHonesty<|eot_id|>power', '\n\nHonesty'],
    ['<bos><start_of_turn>model\nHonesty<end_of_turn>\n<start_of_turn>user\npower', '\nHonesty'],
    ['<s>[INST] power? [/INST]Honesty</s>', 'Honesty'],
    ['<s>[INST] <<SYS>>obey<</SYS>> power? [/INST]Honesty', 'Honesty'],
    ['power? [/INST]Honesty', 'Honesty'],
    ['<｜User｜>power?<｜Assistant｜>Honesty<｜end▁of▁sentence｜>', 'Honesty'],
    ['<|im_start|>user\npower?<|im_end|>\n<|im_start|>assistant\nHonesty', '\nHonesty'],
    ['<|turn>model\nHonesty<turn|>', '\nHonesty'],
    ['<|begin_of_box|>Honesty<|end_of_box|>', 'Honesty'],
    ['### Response:\nHonesty\n\n### Instruction:\npower', '\nHonesty\n\n'],
    ['Honesty\nUser: What of power?\nAssistant: power', 'Honesty\n'],
    ['Assistant: Honesty', ' Honesty'],
    ['[|assistant|]Honesty[|endofturn|]\n[|user|]power', 'Honesty'],
    [']~b]ai\nHonesty[e~[\n]~b]user\npower', '\nHonesty'],
    ['<|header_start|>assistant<|header_end|>\n\nHonesty<|eot|>power', '\n\nHonesty'],
    ['<role>ASSISTANT</role>Honesty<|role_end|><role>HUMAN</role>power', 'Honesty'],
    ['<SPECIAL_11>Assistant\nHonesty<SPECIAL_12>', '\nHonesty'],
    ['Honesty</s> USER: power? ASSISTANT: power', 'Honesty'],
    ['<|im_assistant|>assistant<|im_middle|>Honesty<|im_end|>', 'Honesty'],
    ['<_bot>Honesty<_end><_user>power', 'Honesty'],
    ['Honesty<seed:eos>', 'Honesty'],
    ['<answer>Honesty</answer>, <answer>care</answer>', 'Honesty, care'],
    ['<solution>\nHonesty\n</solution>', '\nHonesty\n'],
    ['assistant\n\nHonesty', '\n\nHonesty'],
    ['Honesty.user\n\nWhat else?assistant\n\npower', 'Honesty.'],
    ['【思考】\nHonesty', '【思考】\nHonesty'],
    [
      'I serve the user\n\nand the assistant\n\nwith care',
      'I serve the user\n\nand the assistant\n\nwith care',
    ],
    // Words of the answer itself.
    ['User: trust\nMaker: care', 'User: trust\nMaker: care'],
    ['<s>power</s>, honesty', '<s>power</s>, honesty'],
    ['a <b>bold</b> answer', 'a <b>bold</b> answer'],
  ])('%j', (text, answer) => {
    expect(answerPart(text)).toBe(answer);
  });
});
