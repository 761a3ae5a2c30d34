/** Which columns of a table of ratings hold them, and which names, remarks, or what raters say of their ratings. */
import { isLabelGap } from '../../table-files/gaps.ts';
import type { NumberStyle } from '../../table-files/number-style.ts';

export type Cell = { text: string; line: number; column: string };
export type ColumnKind = 'numbers' | 'labels' | 'names' | 'other' | 'empty';

/**
 * Words that never repeat and that no other column uses name things; a rater whose labels never repeat
 * shares them with the others. Where other columns share their labels and one shares none, it holds something else (remarks, a
 * topic). One number makes a column numeric, so that a stray word is an error.
 */
export function kindsOf(
  columns: readonly (readonly Cell[])[],
  style: NumberStyle,
  gaps: readonly string[] | undefined,
): ColumnKind[] {
  const known = columns.map((cells) => cells.filter(({ text }) => !isLabelGap(text, gaps)));
  return known.map((cells, c): ColumnKind => {
    if (cells.length === 0) return 'empty';
    if (cells.some(({ text, column }) => Number.isFinite(style.numberOf(text, column))))
      return 'numbers';
    const own = new Set(cells.map(folded));
    const shared = known.some((other, o) => o !== c && other.some((cell) => own.has(folded(cell))));
    if (shared) return 'labels';
    if (cells.length > 2 && own.size === cells.length) return 'names';
    return othersShare(known, c) ? 'other' : 'labels';
  });
}

const folded = ({ text }: Cell) => text.trim().toLowerCase();

/** Whether two other columns have a label in common. */
function othersShare(known: readonly (readonly Cell[])[], c: number): boolean {
  const seen = new Set<string>();
  return known.some((cells, o) => {
    if (o === c) return false;
    const own = new Set(cells.map(folded));
    const shares = [...own].some((text) => seen.has(text));
    for (const text of own) seen.add(text);
    return shares;
  });
}

const said =
  '(?:conf(?:idence)?|certainty|sure(?:ness)?|time|seconds|duration|timestamp|date|comments?|notes?|remarks?|reason(?:ing)?|rationale|explanation|justification|konfidenz|sicherheit|kommentare?|begründung)';

/** Columns that say how sure a rater is, how long it took, or why (ann_conf beside ann), with the name of the rater's column. */
export function besideRaters(names: readonly string[]): Map<string, string> {
  const found = names.flatMap((name): [string, string][] => {
    const rater = names.find(
      (one) =>
        one.trim() !== '' &&
        one !== name &&
        (name.toLowerCase().startsWith(one.toLowerCase())
          ? new RegExp(`^[ _.(:-]+${said}\\)?$`, 'i').test(name.slice(one.length))
          : name.toLowerCase().endsWith(one.toLowerCase()) &&
            new RegExp(`^${said}[ _.:-]+(?:of )?$`, 'i').test(
              name.slice(0, name.length - one.length),
            )),
    );
    return rater === undefined ? [] : [[name, rater]];
  });
  return new Map(found);
}

/** Columns that compare two others before them: how far they lie apart, or whether they agree (1 and 0). */
export function comparisons(
  columns: readonly (readonly number[])[],
  names: readonly string[],
): { column: number; text: string }[] {
  return columns.flatMap((column, c) => {
    const rows = [...column.keys()].filter((i) => Number.isFinite(column[i]!));
    if (rows.length < leastCompared || new Set(column).size < 2) return [];
    for (let a = 0; a < c; a++)
      for (let b = a + 1; b < c; b++) {
        const apart = (i: number) => Math.abs(columns[a]![i]! - columns[b]![i]!);
        const [one, two] = [names[a], names[b]];
        if (rows.every((i) => Math.abs(column[i]! - apart(i)) < 1e-9))
          return [{ column: c, text: `${names[c]} is how far ${one} and ${two} lie apart` }];
        if (rows.every((i) => column[i] === (apart(i) === 0 ? 1 : 0)))
          return [{ column: c, text: `${names[c]} says where ${one} and ${two} agree` }];
      }
    return [];
  });
}

/** With fewer rows a rater may hold such numbers by chance. */
const leastCompared = 8;
