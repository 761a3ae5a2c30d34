/** A table of rows in models: factors and what is a column's own vary between models and within them. */
import type { Draw } from './independent.ts';

export type NestedTable = {
  models: number;
  rowsEach: number;
  columns: number;
  /** Each column loads .6 on one of them; 0: columns have nothing in common. */
  factors: number;
  /** Share of each variance that lies between models. */
  between: number;
};

export function nestedTable(
  draw: Draw,
  { models, rowsEach, columns, factors, between }: NestedTable,
): { rows: number[][]; groups: string[] } {
  const rows: number[][] = [];
  const groups: string[] = [];
  const vector = (length: number, size: number) =>
    Array.from({ length }, () => size * draw.normal());
  const [a, b] = [Math.sqrt(between), Math.sqrt(1 - between)];
  for (let m = 0; m < models; m++) {
    const ofModel = vector(factors, a);
    const own = vector(columns, a);
    for (let r = 0; r < rowsEach; r++) {
      const f = vector(factors, b).map((x, k) => x + ofModel[k]!);
      rows.push(
        own.map((x, j) => {
          const unique = x + b * draw.normal();
          return factors === 0 ? unique : 0.6 * f[j % factors]! + 0.8 * unique;
        }),
      );
      groups.push(`m${m}`);
    }
  }
  return { rows, groups };
}
