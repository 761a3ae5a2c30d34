import { expect, test } from 'vitest';
import { colourDepth, createTheme } from '../../src/ui/theme.ts';

const terminal = { isTTY: true } as unknown as NodeJS.WriteStream;

test('colours follow the terminal and the wishes of its user', () => {
  expect(colourDepth({} as NodeJS.WritableStream, { TERM: 'xterm-256color' })).toBe(0);
  expect(colourDepth(terminal, { TERM: 'xterm-256color' })).toBe(8);
  expect(colourDepth(terminal, { TERM: 'xterm-256color', NO_COLOR: '1' })).toBe(1);
  expect(colourDepth({} as NodeJS.WritableStream, { FORCE_COLOR: '2' })).toBe(8);
});

test('without colour a bar is made of blocks, with colour of spaces', () => {
  expect(createTheme(1).bar(3)).toBe('███');
  expect(createTheme(8).bar(3)).toBe('\u001b[48;5;67m   \u001b[49m');
  expect(createTheme(1).warning('▲ text')).toBe('▲ text');
});
