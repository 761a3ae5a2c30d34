/** What `validity/reading/fulcra.ts` prints, on dialogues of which is known how well they are told. */
import { describe, expect, it } from 'vitest';
import type { Odds } from '../../src/instruments/reading/offline/reader.ts';
import type { Table } from '../../src/tables/table.ts';
import { shippedSystems } from '../../src/values/load-systems.ts';
import { type Dialogue, parseDialogues } from '../../validity/reading/dialogues.ts';
import { tellDialogues } from '../../validity/reading/figures.ts';

const system = shippedSystems.find(({ id }) => id === 'schwartz')!;

/** 200 answers, every other one about security; of these 30 stand against it, all by one responder. */
const dialogues = Array.from({ length: 200 }, (_, i): Dialogue => {
  const isAgainst = i % 2 === 0 && i < 60;
  return {
    ...{ prompt: `question ${i}`, answer: isAgainst ? 'Go ahead.' : "I'm sorry, but I cannot." },
    responder: isAgainst ? 'careless' : 'careful',
    labels: i % 2 === 0 ? { security: isAgainst ? -1 : 1, ...(i === 0 && { power: 1 }) } : {},
  };
});

const odds = (of: (one: Dialogue) => Odds) => dialogues.map((one) => ({ security: of(one) }));
const right = odds(({ labels: { security } }) => ({
  presence: security === undefined ? -1 : 1,
  side: security ?? 0,
}));
const blind = odds(() => ({ presence: -1, side: 1 }));

const cell = ({ columns, rows }: Table, row: number, column: string) =>
  rows[row]!.cells[columns.findIndex(({ title }) => title === column)];

describe('the check on FULCRA', () => {
  const { tables, notes } = tellDialogues(dialogues, system, { answers: right, prompts: blind });
  const table = (id: string) => tables.find((one) => one.id === id)!;

  it('tells how well presence and sides are told, beside simpler things', () => {
    expect(cell(table('answer'), 0, 'F1')).toMatchObject({ value: 1, low: 1, high: 1 });
    expect(cell(table('answer'), 0, 'Average precision')).toMatchObject({ value: 1 });
    expect(cell(table('prompt'), 0, 'F1')).toMatchObject({ value: 0 });
    // Half of the answers express it.
    expect(cell(table('prompt'), 0, 'Average precision')).toMatchObject({ value: 0.5 });
    expect(cell(table('always'), 0, 'F1')).toMatchObject({ value: 2 / 3 });
    const side = table('side');
    const balanced = (way: string) =>
      cell(
        side,
        side.rows.findIndex(({ cells }) => cells[0] === way),
        'Balanced accuracy',
      );
    for (const way of ['the answer', 'words of refusal', 'the responder alone'])
      expect([way, balanced(way)]).toMatchObject([way, { value: 1, low: 1, high: 1 }]);
    for (const way of ['the more frequent side', 'the prompt alone'])
      expect([way, balanced(way)]).toMatchObject([way, { value: 0.5 }]);
    expect(cell(side, 0, 'Against')).toBe(30);
  });

  it('lists what cannot be tested', () => {
    expect(notes.join('\n')).toContain('200 dialogues, 2 responders.');
    expect(notes[1]).toMatch(/power 1[,.]/);
    expect(notes[1]).not.toContain('security');
    expect(notes[2]).toMatch(/power 1\/0/);
    expect(notes[2]).not.toContain('security');
  });
});

describe('a line of FULCRA', () => {
  const line = (part: object) =>
    JSON.stringify({
      ...{ dialogue: 'Human: May I?\nBob: No.\nNever.', response_source: 'm' },
      ...{ value_types: ['Security: +1', 'power:-1', 'humility: =1', 'conformity: 1+'], ...part },
    });

  it('is read with its signs, however they are written', () => {
    expect(parseDialogues(`${line({})}\n\n`, 'data.jsonl')).toEqual([
      {
        ...{ prompt: 'May I?', answer: 'No.\nNever.', responder: 'm' },
        labels: { security: 1, power: -1, humility: 1, conformity: 1 },
      },
    ]);
  });

  it('is refused with its place', () => {
    for (const bad of ['{', line({ dialogue: 'May I?' }), line({ value_types: ['security: 2'] })])
      expect(() => parseDialogues(`${line({})}\n${bad}`, 'data.jsonl')).toThrow(
        expect.objectContaining({ where: 'data.jsonl:2' }),
      );
  });
});
