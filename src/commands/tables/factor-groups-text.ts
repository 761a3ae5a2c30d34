/** What the grouping of rows does to an analysis: how few independent rows there are, and what comes back in other groups. */

import { capital } from '../../safe-text/capital.ts';
import { fixed, listOf, percent, plural, share } from '../../tables/numbers.ts';
import { type Layout, type TextColumn, tableLines, wrapText } from '../../tables/text-lines.ts';
import type { FactorsJson } from './factors-json.ts';

const right = (title: string): TextColumn => ({ title, align: 'right' });

/** Nothing where rows are not grouped. */
export function groupLines(result: FactorsJson, layout: Layout): string[] {
  const { nesting, replication, bootstrap } = result;
  const lines: string[] = [];
  const head = (text: string) => lines.push('', layout.paint.bold(text));
  const say = (text: string) => lines.push(...wrapText(text, layout.width, '  '));
  if (nesting) {
    head('Rows in groups');
    const known = nesting.columns.filter((column) => column.icc !== null);
    const top = known.toSorted((a, b) => b.icc! - a.icc!).slice(0, 5);
    for (const words of nesting.words) say(words);
    if (known.length > 0)
      say(
        `Intraclass correlation: mean ${share(nesting.icc)}, design effect ${fixed(nesting.designEffect, 1)}; most in ${top.map((column) => `${column.variable} ${share(column.icc)}`).join(', ')}`,
      );
  }
  if (replication?.withheld) {
    head('Stability over groups');
    say(capital(`${replication.reason}.`));
  } else if (replication) {
    head('Stability over groups (Tucker’s congruence)');
    const wander = bootstrap && !bootstrap.withheld ? bootstrap.factors : null;
    lines.push(
      ...tableLines(
        [
          'factor',
          right('split halves'),
          right('5–95 %'),
          right('all'),
          right('without one'),
          ...(wander ? [right('bootstrap')] : []),
          'verdict',
        ].map((column) => (typeof column === 'string' ? { title: column } : column)),
        replication.factors.map((factor, f) => [
          `F${factor.factor}`,
          share(factor.splitHalf.median),
          `${share(factor.splitHalf.lower)}–${share(factor.splitHalf.upper)}`,
          share(factor.steppedUp),
          share(factor.leaveOneOut.least),
          ...(wander ? [share(wander[f]!.median)] : []),
          {
            text: factor.verdict,
            paint: factor.verdict === 'replicates' ? layout.paint.good : layout.paint.warning,
          },
        ]),
        layout,
      ),
    );
    const hanging = replication.factors.filter((factor) => factor.leaveOneOut.hangs);
    if (hanging.length > 0)
      say(
        `Hanging on one group, without which they come to less than .95: ${listOf(hanging.map(({ factor, leaveOneOut }) => `F${factor} (${leaveOneOut.model})`))}.`,
      );
    if (replication.chance)
      say(
        `Halves without any structure reach ${share(replication.chance.criterion)} (95 % of ${plural(replication.chance.draws, 'draw')}).`,
      );
    say(
      `${plural(replication.splits, 'random split')} of ${replication.models} groups${replication.failed > 0 ? ` (${replication.failed} more left a column without variance)` : ''}; “all” is the congruence of the whole solution with the truth, expected from the halves: .95 counts as equal, .85 as fair (Lorenzo-Seva and ten Berge 2006).`,
    );
  }
  if (bootstrap?.withheld) say(`Bootstrap: ${bootstrap.reason}.`);
  else if (bootstrap) {
    say(
      `${plural(bootstrap.draws, 'resample')} of the groups; ${percent(bootstrap.level)} intervals of every loading are in --json.${bootstrap.note ? ` ${capital(bootstrap.note)}.` : ''}`,
    );
  }
  return lines;
}
