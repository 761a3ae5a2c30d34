/** Scenes whose body is lines alone. */
import type { ComponentType } from 'react';
import type { BodyProps, View } from '../scene.ts';
import { fill } from '../text.ts';
import { theme } from '../theme.ts';
import { Lines } from './lines.tsx';

/** A body component of a function that makes its lines. */
export function linesBody(
  make: (view: View, width: number, height: number) => readonly string[],
): ComponentType<BodyProps> {
  return function Body({ view, width, height }: BodyProps) {
    return <Lines lines={make(view, width, height)} width={width} height={height} />;
  };
}

/** Two columns of lines with a rule between them; `left` columns go to the first. */
export function beside(
  first: readonly string[],
  second: readonly string[],
  left: number,
  width: number,
  height: number,
): string[] {
  const rule = theme.dim('│');
  return Array.from(
    { length: height },
    (_, row) =>
      `${fill(first[row] ?? '', left)}${rule}${fill(second[row] ?? '', width - left - 1)}`,
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
