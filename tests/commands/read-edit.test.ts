import { describe, expect, it } from 'vitest';
import type { Edit } from '../../src/clustering/edits.ts';
import { type EditName, readEdit, refuseUnknownEdit } from '../../src/commands/runs/read-edit.ts';
import type { UserError } from '../../src/errors.ts';
import { fixtureState } from '../support/fixture-state.ts';

function read(name: EditName, words: string[], edits: readonly Edit[] = []): Edit {
  const { results } = fixtureState({ edits });
  return readEdit(name, words, results, results.curated!);
}

function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    const { message, hint } = error as UserError;
    return `${message} ${hint ?? ''}`;
  }
  throw new Error('it was taken');
}

const accuracy = ['accuracy', 'precision', 'correctness', 'exactness', 'factuality', 'rigour'];
const honesty = ['honesty', 'truthfulness', 'sincerity', 'candor', 'plain speaking'];
const discard: Edit = { edit: 'discard', words: ['candor'] };

describe('readEdit', () => {
  it.each<[EditName, string[], Edit, Edit[]?]>([
    ['rename', ['truthfulness', 'Truth'], { edit: 'rename', cluster: honesty, name: 'Truth' }],
    ['merge', ['accuracy', 'HONESTY'], { edit: 'merge', clusters: [accuracy, honesty] }],
    ['split', ['candor'], { edit: 'split', cluster: honesty, out: ['candor'] }],
    ['move', ['candor', 'Accuracy'], { edit: 'move', word: 'candor', to: accuracy }],
    ['move', ['candor'], { edit: 'move', word: 'candor', to: null }],
    [
      'gather',
      ['candor', 'calm', 'Accuracy'],
      { edit: 'gather', words: ['candor', 'calm'], to: accuracy },
    ],
    ['apart', ['accuracy', 'HONESTY'], { edit: 'apart', clusters: [accuracy, honesty] }],
    ['approve', ['candor'], { edit: 'approve', cluster: honesty }],
    ['confirm', ['candor'], { edit: 'confirm', word: 'candor' }],
    ['discard', ['candor'], discard],
    ['discard', ['Patience'], { edit: 'discard', words: ['patience', 'calm', 'composure'] }],
    ['restore', ['candor'], { edit: 'restore', words: ['candor'] }, [discard]],
    ['clusters', ['12'], { edit: 'clusters', k: 12 }],
    ['factors', ['2'], { edit: 'factors', k: 2 }],
    ['rotation', ['varimax'], { edit: 'rotation', rotation: 'varimax' }],
    [
      'name-factor',
      ['2', 'Decency'],
      {
        edit: 'name-factor',
        factor: ['Honesty', 'Fairness', 'Curiosity', 'Clarity'],
        name: 'Decency',
      },
    ],
    [
      'flip',
      ['Character'],
      { edit: 'flip', factor: ['Honesty', 'Fairness', 'Curiosity', 'Clarity'] },
    ],
    ['undo', [], { edit: 'undo' }, [discard]],
  ])('reads %s %j', (name, words, edit, edits) => {
    expect(read(name, words, edits)).toEqual(edit);
  });

  it.each<[EditName, string[], string]>([
    ['rename', ['honestyx', 'X'], 'Nearest: honesty'],
    ['rename', ['accuracy', 'honesty'], 'another cluster is named Honesty'],
    ['rename', ['accuracy', ' '], 'a name has at least one letter'],
    ['rename', ['accuracy', 'x'.repeat(61)], 'a name has at most 60 letters'],
    ['clusters', ['abc'], 'The number of clusters is a whole number from 2 on, not abc.'],
    ['rename', ['honesty'], 'is written: valuelex curate <run> rename <cluster> <name>'],
    ['merge', ['honesty', 'candor'], 'are in one cluster already: Honesty'],
    ['split', ['candor', 'rigour'], 'a split takes words of one cluster'],
    ['split', honesty, 'nothing would stay'],
    ['move', ['candr', 'Accuracy'], 'candor'],
    ['gather', ['candor'], 'is written: valuelex curate <run> gather <word…> <cluster>'],
    ['gather', ['candr', 'calm', 'Accuracy'], 'candor'],
    ['apart', ['honesty', 'candor'], 'are in one cluster: Honesty'],
    ['approve', ['honestyx'], 'Nearest: honesty'],
    ['confirm', ['candr'], 'candor'],
    ['restore', ['candor'], 'candor'],
    ['factors', ['99'], 'whole number from 1 to 5'],
    ['factors', ['1.5'], 'whole number from 1 to 5'],
    ['rotation', ['promx'], 'oblimin'],
    ['flip', ['4'], 'There is no factor 4: 1 Competence, 2 Character, 3 Integrity'],
    ['undo', [], 'There is nothing to undo'],
    ['redo', [], 'There is nothing to redo'],
  ])('refuses %s %j', (name, words, says) => {
    expect(refusal(() => read(name, words))).toContain(says);
  });

  it('names the nearest edit', () => {
    expect(refusal(() => refuseUnknownEdit('mrge'))).toContain('Nearest: merge');
  });
});

describe('divide', () => {
  const { results } = fixtureState({});
  const [first, ...others] = results.lexicon!.descriptors;
  const mentions = ['r1', 'r2', 'r3'].map((answer) => ({ ...first!.mentions[0]!, answer }));
  const lexicon = { ...results.lexicon!, descriptors: [{ ...first!, mentions }, ...others] };
  const { word } = first!;
  const divide = (...words: string[]) =>
    readEdit('divide', words, { ...results, lexicon }, results.curated!);

  it('takes a word, a name, and answers that name the word', () => {
    expect(divide(word, 'other', 'r1', 'r3')).toEqual({
      ...{ edit: 'divide', word, as: 'other', answers: ['r1', 'r3'] },
    });
  });

  it('takes more answers for a word that was divided off', () => {
    const edit: Edit = { edit: 'divide', word, as: others[0]!.word, answers: ['r1'] };
    const curated = {
      ...results.curated!,
      applied: [{ edit, at: 0, text: '' }],
    };
    const again = readEdit('divide', [word, edit.as, 'r2'], { ...results, lexicon }, curated);
    expect(again).toEqual({ ...edit, answers: ['r2'] });
  });

  it('refuses what would not divide', () => {
    expect(refusal(() => divide('honetsy', 'other', 'r1'))).toContain('Nearest: honesty');
    expect(refusal(() => divide(word, others[0]!.word, 'r1'))).toContain('is a word already');
    expect(refusal(() => divide(word, 'other', 'r9'))).toContain(`r9 does not name ${word}`);
    expect(refusal(() => divide(word, 'other', 'r1', 'r2', 'r3'))).toContain('nothing would stay');
  });
});
