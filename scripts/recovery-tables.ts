/** The tables of docs/factor-recovery.md that stand in docs/factor-analysis.md too. */

const begin =
  '<!-- From docs/factor-recovery.md, which `valuelex validity --factors` makes; put here by scripts/make-docs.ts. -->\n';
const end = '<!-- The end of what is put here. -->\n';

/** Headings of docs/factor-recovery.md; the first table below each is taken. */
const taken: readonly [heading: string, caption: string][] = [
  [
    '## Planted factors come back',
    'Three planted factors, 24 columns with loadings of .6: mean congruence (5 % quantile) · what theory expects, 50 data sets a cell; bold where theory promises more than .95.',
  ],
  [
    '## Factors that are not there',
    '525 rows of 25 models, 40 unrelated columns, rows of one model alike (intraclass correlation .1 to .5): factors that each rule keeps on average; right is 0.',
  ],
];

/** `page` with the tables as they are in `recovery` now. Throws where either has no place for them. */
export function withRecoveryTables(page: string, recovery: string): string {
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from < 0 || to < from) throw new Error('docs/factor-analysis.md has no place for the tables');
  const made = taken.map(
    ([heading, caption]) => `${caption}\n\n${firstTable(recovery, heading)}\n`,
  );
  return `${page.slice(0, from)}${begin}\n${made.join('\n')}\n${page.slice(to)}`;
}

function firstTable(recovery: string, heading: string): string {
  const lines = recovery.split('\n');
  const at = lines.indexOf(heading);
  const first = at < 0 ? -1 : lines.findIndex((line, i) => i > at && line.startsWith('|'));
  if (first < 0) throw new Error(`docs/factor-recovery.md has no table below ${heading}`);
  const rest = lines.slice(first);
  const length = rest.findIndex((line) => !line.startsWith('|'));
  return rest.slice(0, length < 0 ? undefined : length).join('\n');
}
