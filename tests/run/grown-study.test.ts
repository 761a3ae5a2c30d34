import { describe, expect, it } from 'vitest';
import { grownBy } from '../../src/run/grown-study.ts';
import { type Study, studySchema } from '../../src/run/study.ts';

const old = studySchema.parse({
  name: 'grow',
  endpoints: { lab: { url: 'http://127.0.0.1:1/v1' } },
  models: [{ id: 'lab:a' }, { id: 'lab:b' }],
  settings: [{ id: 't0.7', temperature: 0.7 }],
  prompts: [{ id: '01-describe', hash: 'x' }],
  test: { stems: ['do-not-know', 'sad-person'], judges: ['lab:a'] },
});
const change = (part: Partial<Study>): Study => ({ ...old, ...part });
const test = (part: Partial<Study['test']>) => change({ test: { ...old.test, ...part } });

describe('grownBy', () => {
  it.each<[string, Study, string[]]>([
    ['a model, in any order', change({ models: [{ id: 'lab:c' }, ...old.models] }), ['1 model']],
    [
      'prompts and stems',
      {
        ...test({ stems: [...old.test.stems, 'own-faults'] }),
        prompts: [{ id: '02-principles', hash: 'z' }, ...old.prompts, { id: '03-what-matters' }],
      },
      ['2 prompts', '1 stem'],
    ],
    ['repeats', change({ repeats: 3 }), ['2 repeats']],
    [
      'what is only computed',
      change({ factors: { ...old.factors, cell: 'binary' } }),
      ['other settings of factors'],
    ],
    ['judges', test({ judges: ['lab:b'] }), ['other judges']],
    ['limits', change({ budget: { dollars: 1 }, version: '9' }), []],
    [
      'another endpoint, another key',
      change({
        endpoints: {
          lab: { url: 'http://127.0.0.1:1/v1', keyEnv: 'LAB_KEY' },
          more: { url: 'http://127.0.0.1:2/v1' },
        },
      }),
      [],
    ],
  ])('takes %s', (_, next, more) => {
    expect(grownBy(old, next)).toEqual(more);
  });

  it.each<[string, Study]>([
    ['another name', change({ name: 'other' })],
    ['a model less', change({ models: [{ id: 'lab:a' }] })],
    [
      'a model asked otherwise',
      change({ models: [{ id: 'lab:a', form: 'chat' }, { id: 'lab:b' }] }),
    ],
    ['a prompt that was changed', change({ prompts: [{ id: '01-describe', hash: 'y' }] })],
    ['another temperature', change({ settings: [{ id: 't0.7', temperature: 0.8, topP: 1 }] })],
    ['another seed', change({ seed: 2 })],
    ['fewer repeats', { ...change({ repeats: 1 }), test: { ...old.test, repeats: 0 } }],
    ['another length', change({ maxTokens: { chat: 200, completion: 60 } })],
    ['another address', change({ endpoints: { lab: { url: 'http://127.0.0.1:9/v1' } } })],
    ['a part of it', change({ shard: '1/2' })],
  ])('refuses %s', (_, next) => {
    expect(grownBy(old, next)).toBeNull();
  });
});
