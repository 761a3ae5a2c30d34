import { expect, test } from 'vitest';
import { editField, textField } from '../../../src/ui/components/text-field.ts';
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

test('keys that mean nothing to it leave it as it is', () => {
  const field = textField('a');
  for (const key of ['↑', 'Enter', 'Tab', 'Ctrl+X', 'Esc'])
    expect(editField(field, key)).toBe(field);
});

test('a long value shows the part around its cursor in the room there is', () => {
  const line = textFieldLine('name', textField('x'.repeat(100)), 30);
  expect(columnsOf(line)).toBe(30);
  expect(line).toContain('▏');
});
