/** Scenes whose body is lines alone. */
import type { ComponentType } from 'react';
import type { BodyProps, View } from '../scene.ts';
import { fill } from '../text.ts';
import { theme } from '../theme.ts';
import { Lines } from './lines.tsx';

/** A body component made from a function that returns its lines. */
export function linesBody(
  make: (view: View, width: number, height: number) => readonly string[],
): ComponentType<BodyProps> {
  return function Body({ view, width, height }: BodyProps) {
    return <Lines lines={make(view, width, height)} width={width} height={height} />;
  };
}

/** From this width on, list, detail, and evidence stand side by side. */
export const columnsFrom = 150;

/** Columns of lines with a rule between each two; each comes with its width. */
export function sideBySide(
  columns: readonly (readonly [lines: readonly string[], width: number])[],
  height: number,
): string[] {
  return Array.from({ length: height }, (_, row) =>
    columns.map(([lines, width]) => fill(lines[row] ?? '', width)).join(theme.dim('│')),
  );
}

/** Two columns; `left` columns of the screen go to the first. */
export function beside(
  first: readonly string[],
  second: readonly string[],
  left: number,
  width: number,
  height: number,
): string[] {
  return sideBySide(
    [
      [first, left],
      [second, width - left - 1],
    ],
    height,
  );
}

/** A line of a list with its pointer. */
export function pointed(text: string, selected: boolean): string {
  return selected ? `${theme.accent(' ▸ ')}${theme.accent(text)}` : `   ${text}`;
}

/** A title in a rule: "── preview ─────". */
export function ruled(title: string, columns: number): string {
  const text = title ? ` ${title} ` : '';
  return theme.dim(fill(`──${text}${'─'.repeat(Math.max(0, columns))}`, columns).replace('…', '─'));
}
