/** A researcher's own items: what is read, and what is told of a file that does not fit. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { UserError } from '../../../src/errors.ts';
import { optionsProblem } from '../../../src/instruments/questionnaire/check-items.ts';
import { askedQuestions, textOf } from '../../../src/instruments/questionnaire/questions.ts';
import { ratingsOf } from '../../../src/instruments/questionnaire/ratings.ts';
import { importedAnswer } from '../../../src/instruments/shared/answer-round.ts';
import { itemsOf } from './support.ts';

const folder = mkdtempSync(join(tmpdir(), 'own-items-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

function read(name: string, text: string, settings: object = {}) {
  return itemsOf({ items: file(name, text), ...settings });
}

/** What is said of a file that does not fit, with its place without the folder. */
function refused(name: string, text: string, settings: object = {}): string {
  try {
    read(name, text, settings);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return `${error.where?.replace(`${folder}/`, '')}: ${error.message} ${error.hint ?? ''}`;
  }
  throw new Error('nothing was refused');
}

const yaml = `
system: schwartz
items:
  - { id: a, value: power, key: for, text: I lead. }
  - { id: b, value: power, key: against, text: I follow. }
`;

describe('own items', () => {
  it('are read from YAML, in place of those that ship', () => {
    const { sets } = read('own.yaml', yaml);
    expect(sets).toHaveLength(1);
    expect(sets[0]).toMatchObject({ id: 'own', system: 'schwartz', kind: 'portrait' });
    expect(sets[0]!.items).toEqual([
      { id: 'a', counts: [{ value: 'power', key: 'for' }], text: { en: 'I lead.' } },
      { id: 'b', counts: [{ value: 'power', key: 'against' }], text: { en: 'I follow.' } },
    ]);
    expect(read('own.yaml', yaml, { sets: ['valuelex'] }).sets).toHaveLength(2);
  });

  it.each([
    ['value,key,text', 'power,for', 'power,against'],
    ['trait,keyed,statement', 'Power,+1', 'Power,-1'],
    ['scale,reverse,Item text', 'power,no', 'power,yes'],
    ['dimension,reverse_coded,sentence', 'power,0', 'power,1'],
  ])('are read from a table with the headings item_id,%s', (heading, one, other) => {
    const rows = [`item_id,${heading}`, `a,${one},I lead.`];
    const { sets } = read('own.csv', [...rows, `b,${other},I follow.`].join('\n'));
    expect(sets[0]!.items).toEqual([
      { id: 'a', counts: [{ value: 'power', key: 'for' }], text: { en: 'I lead.' } },
      { id: 'b', counts: [{ value: 'power', key: 'against' }], text: { en: 'I follow.' } },
    ]);
  });

  it.each([
    ['a list of rows', (items: object[]) => items],
    ['an object as in YAML', (items: object[]) => ({ system: 'schwartz', items })],
  ])('are read from JSON: %s', (_, form) => {
    const items = [
      { id: 'a', value: 'power', key: 'for', text: 'I lead.' },
      { id: 'b', value: 'power', key: 'against', text: 'I follow.' },
    ];
    const json = (list: object[]) => JSON.stringify(form(list), null, 1);
    expect(read('own.json', json(items)).sets[0]!.items).toEqual(
      read('own.yaml', yaml).sets[0]!.items,
    );
    const [first] = items;
    const twice = refused('own.json', json([first!, { ...items[1]!, id: 'a' }]));
    expect(twice).toMatch(/^own\.json\b.*\d+: .*item 1 has the id a too/);
  });

  it.each([
    ['low', 'high', 'medium'],
    ['very low', 'low', 'very high', 'high'],
  ])('are refused with options that do not rise: %s, %s, %s', (...options) => {
    expect(optionsProblem(options)).toContain('do not rise');
    expect(optionsProblem(['very low', 'low', 'medium', 'high', 'very high'])).toBeNull();
  });

  it('may have values, options, and wordings of their own', () => {
    const items = read(
      'thrift.yaml',
      `
system: thrift
values: [{ id: saving, name: Saving }]
options: [never, sometimes, always]
wordings: ["{statement}? {options}"]
items:
  - { id: 1, value: Saving, key: +, text: I keep coins }
  - { id: 2, value: saving, key: "-", text: I buy at once }
`,
    );
    const [question, turned] = askedQuestions(items, 'thorough');
    expect(askedQuestions(items, 'thorough')).toHaveLength(4);
    expect(textOf(question!, items.languages[0]!)).toBe(
      'I keep coins? 1 = never\n2 = sometimes\n3 = always',
    );
    expect(textOf(turned!, items.languages[0]!)).toBe(
      'I keep coins? 1 = always\n2 = sometimes\n3 = never',
    );
  });

  it('are read from CSV, with texts in another language and correlations of a panel', () => {
    const csv =
      'id,value,key,text,text_es\na,power,for,I lead.,Mando.\nb,Power,against,I follow.,Sigo.\n';
    expect(read('own.csv', csv, { conditions: ['es'] }).sets[0]!.items[0]!.text).toEqual({
      en: 'I lead.',
      es: 'Mando.',
    });
    const panel = 'item,text,Self_Direction,Power\na,One.,.31,-.4\nb,Two.,.3,.5\nc,Three.,,\n';
    const counts = (settings: object) =>
      read('panel.csv', panel, settings).sets[0]!.items.map((item) => item.counts);
    expect(counts({})).toEqual([
      [{ value: 'self-direction', key: 'for' }],
      [{ value: 'power', key: 'for' }],
      [],
    ]);
    expect(counts({ rule: 'signed' })[0]).toEqual([
      { value: 'self-direction', key: 'for' },
      { value: 'power', key: 'against' },
    ]);
    expect(counts({ leaveOut: [{ item: 'b', value: 'Power' }] })[1]).toEqual([]);
    expect(counts({ least: 0.4 })).toEqual([[], [{ value: 'power', key: 'for' }], []]);
  });

  it('are read from JSON in the form of Value Portrait', () => {
    const json = JSON.stringify([
      {
        content: { title: 'A title', text: 'What now?' },
        outputs: [
          {
            content: 'This.',
            id: 1,
            correlations: [
              ['Self_Direction', 0.4],
              ['Power', 0.1],
            ],
          },
          { content: 'That.', id: 2, correlations: [['Power', -0.5]], bfi_correlations: [] },
        ],
        portrait_id: 1003,
      },
      {
        content: { title: null, text: 'And then?' },
        outputs: [{ content: 'Those.', id: 1, correlations: [['Security', 0.6]] }],
        portrait_id: 1004,
      },
    ]);
    const items = read('query-response-tagged.json', json);
    expect(items.sets[0]).toMatchObject({ title: 'Value Portrait', kind: 'everyday' });
    expect(items.sets[0]!.items).toEqual([
      {
        id: '1003.1',
        counts: [{ value: 'self-direction', key: 'for' }],
        text: { en: 'This.' },
        situation: { en: 'A title\n\nWhat now?' },
      },
      {
        ...{ id: '1003.2', counts: [], text: { en: 'That.' } },
        situation: { en: 'A title\n\nWhat now?' },
      },
      {
        ...{ id: '1004.1', counts: [{ value: 'security', key: 'for' }], text: { en: 'Those.' } },
        situation: { en: 'And then?' },
      },
    ]);
    // What counts for no value is not asked.
    expect(askedQuestions(items, 'default')).toHaveLength(4);
  });

  it('keep the words that were asked, however they are worded today', () => {
    const before = read('own.yaml', yaml);
    const path = file('own.yaml', yaml.replace('I lead.', 'I command.'));
    const now = itemsOf({ items: path }, before);
    expect(now.sets[0]!.items[0]!.text).toEqual({ en: 'I lead.' });
  });
});

describe('a run of old, with forty statements in one wording,', () => {
  it('keeps their words and its answers', () => {
    const before = { values: [{ id: 'power', name: 'Power', items: ['I rule.', 'I own.'] }] };
    const items = itemsOf({ sets: ['schwartz'] }, before as never);
    const texts = items.sets[0]!.items.flatMap(({ id, text }) =>
      id.startsWith('power-') ? [text!.en] : [],
    );
    expect(texts.slice(0, 3)).toEqual([
      'I rule.',
      'I own.',
      'I see to it that others look up to me.',
    ]);
    const line = importedAnswer(
      { id: 'x', at: '2026-11-30T00:00:00Z' },
      { model: 'm', item: 'power-1.reversed', text: '2' },
    );
    expect(ratingsOf({ items, lines: { answers: [line] } })).toMatchObject([
      { item: { id: 'power-1' }, wording: 1, order: 'reversed', rating: 5 },
    ]);
  });
});

describe('a file of items is refused, by line and with what is right,', () => {
  it('for a value that there is not', () => {
    expect(
      refused(
        'x.yaml',
        yaml.replace('key: for', 'key: for').replace('value: power', 'value: powr'),
      ),
    ).toMatch(/^x\.yaml:4: items\.0\.value: there is no value powr; nearest: power/);
    expect(refused('x.csv', 'id,value,key,text\na,power,for,A.\nb,kindness,against,B.\n')).toMatch(
      /^x\.csv:3: value: there is no value kindness; the values are self-direction, /,
    );
    expect(refused('y.csv', 'item,text,Power,Kindness\na,A.,.5,.5\n')).toMatch(
      /^y\.csv:1: The column Kindness is named after no value\. Values are self-direction, /,
    );
  });

  it('for what is not there, in words', () => {
    expect(refused('x.csv', 'id,value,key,text\na,power,for,A.\n,power,against,B.\n')).toMatch(
      /^x\.csv:3: id: item 2 has no id; give each an id of its own/,
    );
    expect(refused('x.csv', 'id,value,key,text,notes\na,power,for,A.,x\n')).toMatch(
      /^x\.csv:1: The column notes is named after no value\./,
    );
    expect(refused('x.yaml', yaml.replace('value: power', 'value:'))).toMatch(
      /^x\.yaml:4: items\.0\.value: nothing stands here/,
    );
    expect(refused('x.yaml', `options: [often]\n${yaml}`)).toMatch(
      /^x\.yaml:1: options: at least 2 of them must stand here/,
    );
    for (const text of ['', '\n \n'])
      expect(refused('x.csv', text)).toMatch(/^x\.csv: This table has no rows/);
  });

  it('for one key only', () => {
    expect(refused('x.yaml', yaml.replace('against', 'for'))).toMatch(
      /^x\.yaml:5: items\.1\.key: all items of Power are keyed for, .* add one keyed against, or, if this is meant, say keys: one in a \.yaml file/,
    );
    expect(refused('x.csv', 'id,value,key,text\na,power,against,A.\nb,power,against,B.\n')).toMatch(
      /^x\.csv:3: key: all items of Power are keyed against, .* add one keyed for/,
    );
    const meant = `keys: one\n${yaml.replace('against', 'for')}`;
    expect(read('x.yaml', meant).sets[0]!.items).toHaveLength(2);
  });

  it('for options that do not order', () => {
    const withOptions = (list: string) => `options: ${list}\n${yaml}`;
    expect(refused('x.yaml', withOptions('["1 = no", "3 = yes", "2 = perhaps"]'))).toMatch(
      /^x\.yaml:1: options: the options do not rise: 2 comes after 3; list them from the least to the most/,
    );
    expect(refused('x.yaml', withOptions('[no, yes, No]'))).toContain('"No" appears twice');
    expect(optionsProblem(['agree', 'neither', 'disagree'])).toContain('do not rise');
    expect(optionsProblem(['disagree', 'strongly disagree'])).toContain('do not rise');
    expect(optionsProblem(['1 = a', 'b'])).toContain('number all of them or none');
    expect(
      optionsProblem([
        ...['strongly disagree', 'disagree', 'somewhat disagree', 'neither', 'somewhat agree'],
        ...['agree', 'strongly agree'],
      ]),
    ).toBeNull();
    for (const kind of ['portrait', 'everyday'] as const)
      expect(optionsProblem(itemsOf().languages[0]!.options[kind])).toBeNull();
    expect(optionsProblem([...itemsOf().languages[0]!.options.portrait].reverse())).toContain(
      'do not rise',
    );
  });

  it('for an id that appears twice', () => {
    expect(refused('x.yaml', yaml.replace('id: b', 'id: a'))).toMatch(
      /^x\.yaml:5: items\.1\.id: item 1 has the id a too; give each an id of its own/,
    );
    expect(refused('x.csv', 'id,value,key,text\na,power,for,A.\na,power,against,B.\n')).toMatch(
      /^x\.csv:3: id: item 1 has the id a too/,
    );
    expect(
      refused('z.yaml', yaml.replace('id: a', 'id: power-1'), { sets: ['schwartz'] }),
    ).toContain('Two items have the id power-1: one of schwartz, one of z.');
  });

  it('for an empty text', () => {
    expect(refused('x.yaml', yaml.replace('I follow.', '" "'))).toMatch(
      /^x\.yaml:5: items\.1\.text: the text of b is empty; write what the model is to rate/,
    );
    expect(refused('x.csv', 'id,value,key,text\na,power,for,\nb,power,against,B.\n')).toMatch(
      /^x\.csv:2: text: the text of a is empty/,
    );
    const json = `[\n{"portrait_id": 7, "content": {"text": "Q?"}, "outputs": [\n{"id": 1, "content": "", "correlations": []}]}]`;
    expect(refused('x.json', json)).toMatch(/^x\.json:3: 0\.outputs\.0\.content: a reply is empty/);
  });

  it('for a key that is none, two texts alike, a text that lacks the language, and a file that is not there', () => {
    expect(refused('x.yaml', yaml.replace('key: for', 'key: yes'))).toContain(
      '"yes" is not a key; write for or against',
    );
    expect(refused('x.yaml', yaml.replace('I follow.', 'I lead.'))).toContain(
      'b says the same as a',
    );
    expect(refused('x.yaml', yaml, { conditions: ['es'] })).toContain(
      'The item a has no text in the language es',
    );
    expect(() => itemsOf({ items: join(folder, 'none.yaml') })).toThrow('cannot be read');
  });

  it('for a correlation that is none, and a pair to leave out that there is not', () => {
    const csv = 'item,text,Power\na,A.,.5\nb,B.,4\n';
    expect(refused('x.csv', csv)).toMatch(
      /^x\.csv:3: correlations: 4 is not a correlation with Power; it lies between −1 and 1/,
    );
    const leaving = (item: string, value: string) =>
      refused('x.csv', 'item,text,Power\na,A.,.5\n', { leaveOut: [{ item, value }] });
    expect(leaving('z', 'Power')).toContain('There is no item z to leave out.');
    expect(leaving('a', 'Powr')).toMatch(/There is no value Powr .* Nearest: power/);
  });

  it('for what is not JSON of that form', () => {
    expect(refused('x.json', '[\n{"portrait_id": 1,\n "outputs": [}]')).toMatch(/^x\.json:3: /);
    expect(refused('x.json', '[{"portrait_id": 1, "content": {"text": "Q?"}}]')).toMatch(
      /^x\.json:1: 0\.outputs: /,
    );
  });
});

describe('conditions', () => {
  it('are named where they ship, else told', () => {
    const told = { id: 'nurse', system: 'You are a nurse.' };
    expect(itemsOf({ conditions: ['none', 'best', told] }).conditions).toMatchObject([
      { id: 'none', language: 'en' },
      { id: 'best', language: 'en' },
      { id: 'nurse', system: 'You are a nurse.', language: 'en' },
    ]);
    expect(() => itemsOf({ conditions: ['bset'] })).toThrow('There is no condition bset');
    expect(() => itemsOf({ conditions: ['none', 'none'] })).toThrow('appears twice');
    expect(() => itemsOf({ conditions: [{ id: 'de', language: 'de' }] })).toThrow(
      'no wordings in the language de',
    );
  });
});

describe('norms', () => {
  it('are read, and refused for a value that is not asked, and for figures that are none', () => {
    const path = (text: string) => ({ norms: file('norms.csv', text) });
    const head = 'group,value,mean,SD,n\n';
    expect(itemsOf(path(`${head}Teachers,Power,2.5,1.1,80\n`)).norms).toEqual([
      { group: 'Teachers', value: 'power', mean: 2.5, sd: 1.1, n: 80 },
    ]);
    expect(() => itemsOf(path(`${head}Teachers,Wealth,2.5,1.1,80\n`))).toThrow(
      'There is no value Wealth',
    );
    expect(() => itemsOf(path(`${head}Teachers,Power,2.5,0,80\n`))).toThrow('SD: 0 is not above 0');
    expect(() => itemsOf(path(`${head}T,Power,1,1,8\nT,power,2,1,8\n`))).toThrow('a second row');
  });
});
