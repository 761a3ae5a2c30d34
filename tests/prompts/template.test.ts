import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { fillPrompt, hashText, parsePrompt, requestOf } from '../../src/prompts/template.ts';

const sampling = { temperature: 0.7, topP: 1, maxTokens: 100 };

function file(front: string, body: string): string {
  return `---\n${front}\n---\n${body}`;
}

describe('parsePrompt', () => {
  it('reads front matter and text, and hashes the file', () => {
    const text = file(
      'id: greet\npurpose: Greets.\nvariables: [name]\nkind: open',
      'Hello {name}.\n\n',
    );
    const prompt = parsePrompt(text, 'greet.md');
    expect(prompt).toMatchObject({ id: 'greet', kind: 'open', body: 'Hello {name}.' });
    expect(prompt.hash).toBe(hashText(text));
    expect(hashText('abc')).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });

  it('names file and line of a variable that is not declared, or not used', () => {
    const missing = file('id: greet\npurpose: Greets.\nvariables: []', 'Hello {name}.');
    expect(() => parsePrompt(missing, 'greet.md')).toThrow(
      expect.objectContaining({ where: 'greet.md:4' }),
    );
    const unused = file('id: greet\npurpose: Greets.\nvariables: [name]', 'Hello.');
    expect(() => parsePrompt(unused, 'greet.md')).toThrow(/does not contain the variable name/);
  });

  it('names field and line of a wrong or unknown field', () => {
    const wrong = file('id: greet\npurpose: Greets.\nvariables: []\nkind: poem', 'Hello.');
    expect(() => parsePrompt(wrong, 'greet.md')).toThrow(
      expect.objectContaining({
        where: 'greet.md:5',
        message: expect.stringContaining('kind') as string,
      }),
    );
    const unknown = file('id: greet\npurpose: Greets.\nvariables: []\nkidn: open', 'Hello.');
    expect(() => parsePrompt(unknown, 'greet.md')).toThrow(/kidn: no such field/);
  });

  it('refuses a file without front matter, without text, or with broken YAML', () => {
    expect(() => parsePrompt('Hello.', 'greet.md')).toThrow(/no front matter/);
    expect(() => parsePrompt(file('id: a\npurpose: b\nvariables: []', ' \n'), 'greet.md')).toThrow(
      /no text/,
    );
    expect(() => parsePrompt(file('id: "a\npurpose: b\nvariables: []', 'x'), 'greet.md')).toThrow(
      /not valid YAML/,
    );
  });
});

describe('fillPrompt', () => {
  const prompt = parsePrompt(
    file('id: two\npurpose: p\nvariables: [a, b]', '{a} and {b}, {not a name}'),
    'two.md',
  );
  it('fills in one pass, so that braces in a value stay', () => {
    expect(fillPrompt(prompt, { a: '{b}', b: '$&' })).toBe('{b} and $&, {not a name}');
  });
  it('refuses a missing and an unknown variable', () => {
    expect(() => fillPrompt(prompt, { a: 'x' })).toThrow(/needs a value for b/);
    expect(() => fillPrompt(prompt, { a: 'x', b: 'y', c: 'z' })).toThrow(UserError);
  });
});

describe('requestOf', () => {
  const prompt = parsePrompt(
    file(
      'id: two\npurpose: p\nvariables: [stem]\nsystem: Be brief.\nprefill: "{stem}"\nmaxTokens: 40\nstop: ["\\n"]',
      'Continue: {stem}',
    ),
    'two.md',
  );
  it('is plain text for a base model, with the file’s limit and stop', () => {
    expect(requestOf(prompt, 'completion', { stem: 'I' }, sampling)).toEqual({
      kind: 'completion',
      prompt: 'Continue: I',
      sampling: { ...sampling, maxTokens: 40, stop: ['\n'] },
    });
  });
  it('prefills only in chat-prefill', () => {
    const chat = requestOf(prompt, 'chat', { stem: 'I' }, sampling);
    expect(chat).toMatchObject({
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Continue: I' },
      ],
    });
    expect('prefill' in chat).toBe(false);
    expect(requestOf(prompt, 'chat-prefill', { stem: 'I' }, sampling)).toMatchObject({
      prefill: 'I',
    });
  });
});
