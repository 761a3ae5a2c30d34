/** Whether what is shown fits into the terminal. */
import stringWidth from 'string-width';
import { expect } from 'vitest';
import type { InterfaceScreen } from './interface-screen.tsx';

/** Columns of the lines measured so far: most of a frame stands in the one before. */
const widths = new Map<string, number>();

/** Expects that no line of the frame is wider than the terminal; gives the lines. */
export function expectLinesToFit(
  shown: InterfaceScreen,
  columns: number,
  what: string,
): readonly string[] {
  const lines = shown.lines();
  for (const line of lines) {
    let width = widths.get(line);
    if (width === undefined) {
      width = stringWidth(line);
      widths.set(line, width);
    }
    if (width > columns) expect(width, `${what}: ${line}`).toBeLessThanOrEqual(columns);
  }
  return lines;
}
