/** Whatever an error quotes, what is told of it acts on nothing and holds no key. */
import { describe, expect, it } from 'vitest';
import { CorruptRunError, EndpointError, explainError, UserError } from '../../src/errors.ts';
import { packError, unpackError } from '../../src/run/derive/thread-errors.ts';
import { rememberSecret } from '../../src/secrets.ts';
import { acting, everything, payloads } from './payloads.ts';

const key = 'canary-key-9876543210';
rememberSecret(key);
const text = `${Object.values(payloads).join(' ')} ${everything} Bearer ${key}`;

const errors: Record<string, unknown> = {
  'a mistake of the user': new UserError(text, { where: text, hint: text }),
  'an endpoint': new EndpointError('server', text, { where: text, hint: text }),
  'a broken log': new CorruptRunError(text, 3, text),
  'a bug': new TypeError(text),
  'a bug without a stack': Object.assign(new Error(text), { stack: undefined }),
  'a text that was thrown': text,
  'a bug in a thread': unpackError(packError(new TypeError(text))),
  'a mistake in a thread': unpackError(packError(new UserError(text))),
  'an object that was thrown': { toString: () => text },
};

describe('an error report', () => {
  it.each(Object.keys(errors))('of %s obeys nothing of an answer and shows no key', (what) => {
    const told = explainError(errors[what]).join('\n');
    expect(told).toContain('kindness');
    expect(told).not.toContain(key);
    expect(told).toContain('[key]');
    // Stacks have lines of their own; tabs, emoji, and joiners stay as they are in text.
    expect(acting(told, ['a tab', 'something that is not seen', 'a flood of marks'])).toEqual([]);
  });
});
