import fc from 'fast-check';
import { expect, test } from 'vitest';
import { editField, insertText, textField } from '../../../src/ui/components/text-field.ts';
import { textFieldLine } from '../../../src/ui/components/text-field-line.ts';
import { columnsOf } from '../../../src/ui/text.ts';

const type = (start: string, ...keys: string[]) => keys.reduce(editField, textField(start));

test('typing, deleting, and moving the cursor', () => {
  expect(type('', 'a', 'b', 'Space', 'c').value).toBe('ab c');
  expect(type('abc', 'Backspace').value).toBe('ab');
  expect(type('abc', '←', '←', 'X').value).toBe('aXbc');
  expect(type('abc', 'Home', 'Delete').value).toBe('bc');
  expect(type('one two', 'Ctrl+W').value).toBe('one');
  expect(type('one two', '←', 'Ctrl+U').value).toBe('o');
  expect(type('one', 'Ctrl+A', 'Ctrl+K').value).toBe('');
});

test('characters of two units are one step', () => {
  expect(type('a🙂b', '←', 'Backspace').value).toBe('ab');
  expect(type('値', '←', '🙂')).toEqual({ value: '🙂値', cursor: 1 });
});

test('text is inserted as it is, also where it is the name of a key', () => {
  expect(insertText({ value: 'ab', cursor: 1 }, 'Home')).toEqual({ value: 'aHomeb', cursor: 5 });
});

test('keys that mean nothing to it leave it as it is', () => {
  const field = textField('a');
  for (const key of ['↑', 'Enter', 'Tab', 'Ctrl+X', 'Esc'])
    expect(editField(field, key)).toBe(field);
});

test('a long value shows the part around its cursor in the room there is', () => {
  const line = textFieldLine('name', textField('x'.repeat(100)), 30);
  expect(columnsOf(line.text)).toBe(30);
  expect(line).toEqual({ text: `name …${'x'.repeat(23)} `, column: 29 });
  const begin = textFieldLine('name', { value: 'x'.repeat(100), cursor: 0 }, 30);
  expect(begin).toEqual({ text: `name ${'x'.repeat(24)}…`, column: 5 });
});

test('the cursor stands before the character that it is on, also beside wide ones', () => {
  expect(textFieldLine('', { value: '価値観', cursor: 2 }, 10)).toEqual({
    text: '価値観    ',
    column: 4,
  });
  expect(textFieldLine(' :', textField('é🙂'), 20).column).toBe(6);
});

test('wherever the cursor is in whatever text, it is inside the line', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.nat(60),
      fc.string({ unit: 'grapheme', maxLength: 30 }),
      fc.integer({ min: 20, max: 60 }),
      (value, at, label, columns) => {
        const cursor = Math.min(at, [...value].length);
        const { text, column } = textFieldLine(label, { value, cursor }, columns);
        expect(columnsOf(text)).toBe(columns);
        expect(column).toBeGreaterThanOrEqual(0);
        expect(column).toBeLessThan(columns);
      },
    ),
  );
});
