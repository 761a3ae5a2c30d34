/** Screen 5: loadings, updated at once with the number of factors and the rotation. */

import { Box } from 'ink';
import { useMemo } from 'react';
import { screeOf } from '../../../report/factor-tables.ts';
import type { FactorView } from '../../../run/factor-view.ts';
import { hasNoAnswers } from '../../../run/has-no-answers.ts';
import { modelsOf } from '../../../tables/numbers.ts';
import { screeLines } from '../../../tables/scree.ts';
import { columnsFrom, ruled, sideBySide } from '../../components/body.tsx';
import { emptyLines, noRunLines } from '../../components/chrome.ts';
import { Lines, SideBySide } from '../../components/lines.tsx';
import { Table } from '../../components/table.tsx';
import { arrange } from '../../components/table-state.ts';
import { computingText } from '../../computing.ts';
import { quoteColumn } from '../../layers/quotes.ts';
import { type BodyProps, defineScene, type View } from '../../scene.ts';
import { plural } from '../../text.ts';
import { factorsCommands, factorsOf, shownOf } from './factors-commands.ts';
import { factorFigures } from './factors-figures.ts';
import { rowLines } from './factors-layers.ts';
import { noteLines } from './factors-notes.ts';
import {
  groupsOf,
  type LoadingRow,
  loadingColumns,
  loadingRows,
  movedClusters,
  replicationText,
  wholeLoadings,
} from './factors-view.ts';

const next = '6 Scores';
/** Eigenvalues beyond the factors that a scree beside the table shows. */
const mostBeyond = 5;
/** The least number of lines for sentences below a row. */
const leastSaid = 5;

function FactorsBody({ view, width, height }: BodyProps) {
  const factors = factorsOf(view);
  const state = view.ui.factors;
  const wide = width >= 140 && !view.ui.maximised;
  const narrow = Math.min(width - 76, 110);
  // Evidence gets a column of its own only if all factors and their names stay in view.
  const three =
    wide && width >= columnsFrom && factors !== null && narrow >= wholeLoadings(factors);
  const least = factors ? Math.max(110, wholeLoadings(factors)) : 110;
  const left = three ? narrow : wide ? Math.min(width - 42, least) : width;
  const shown = useMemo(
    () =>
      factors &&
      arrange(loadingRows(factors, state.structure), loadingColumns(factors, left), state.table),
    [factors, state, left],
  );
  const moved = useMemo(
    () => (factors && state.before ? movedClusters(state.before, groupsOf(factors)) : new Set()),
    [factors, state.before],
  );
  if (!factors || !shown)
    return <Lines lines={whyNone(view, width)} width={width} height={height} />;
  const below = view.ui.maximised ? [] : noteLines(factors, view, width, height);
  const foot = [
    {
      label: 'variance',
      cells: byFactor(factors, ({ variance }) => `${Math.round(variance * 100)} %`),
    },
    {
      label: 'replicates',
      cells: byFactor(factors, (_, at) =>
        replicationText(factors, at, (view.run?.computing ?? null) !== null),
      ),
    },
  ];
  const tableHeight = height - below.length;
  const table = (
    <Table
      {...shown}
      state={state.table}
      width={left}
      height={tableHeight}
      columnCursor
      mark={(row: LoadingRow) => (moved.has(row.cluster) ? '≠ ' : '  ')}
      ruleBefore={(row, above) => state.table.sort === null && row.factor !== above.factor}
      foot={foot}
      next={next}
    />
  );
  const row = shown.rows[state.table.row];
  const beside = (columns: number) => {
    if (!three) {
      const about = sideLines(view, factors, row, columns, tableHeight);
      const room = tableHeight - about.length - 1;
      const said = room < leastSaid ? [] : quoteColumn(view, row?.words[0], columns, room);
      return said.length > 1 ? [...about, ruled('', columns), ...said] : about;
    }
    const detail = Math.floor(columns / 2);
    const rest = columns - detail - 1;
    return sideBySide(
      [
        [sideLines(view, factors, row, detail, tableHeight), detail],
        [quoteColumn(view, row?.words[0], rest, tableHeight), rest],
      ],
      tableHeight,
    );
  };
  return (
    <Box flexDirection="column">
      {wide ? (
        <SideBySide
          height={tableHeight}
          left={table}
          right={
            <Lines lines={beside(width - left - 1)} width={width - left - 1} height={tableHeight} />
          }
        />
      ) : (
        table
      )}
      <Lines lines={below} width={width} height={below.length} />
    </Box>
  );
}

/** The row under the pointer and, if there is room, the scree below it. */
function sideLines(
  view: View,
  factors: FactorView,
  row: LoadingRow | undefined,
  width: number,
  height: number,
): string[] {
  const detail = row ? rowLines(view, factors, row, width) : [];
  // The scree shows the factors and a few more; the remaining lines go to sentences.
  const room = Math.min(height - detail.length - 1, factors.k + mostBeyond);
  const scree = room < factors.k + 4 ? [] : screeLines(screeOf(factors), width - 2, room);
  return scree.length > 0 ? [...detail, '', ...scree.map((line) => ` ${line}`)] : detail;
}

/** The factor of the selected column with its full name, which a head may cut. */
function selectedFactor(view: View): string[] {
  const factors = factorsOf(view);
  const shown = factors && shownOf(view, factors);
  const id = shown?.columns[view.ui.factors.table.column]?.id;
  const at = factors?.factors.findIndex((_, f) => `F${f + 1}` === id) ?? -1;
  return at < 0 ? [] : [`${id} ${factors!.factors[at]!.name}`];
}

function byFactor(
  view: FactorView,
  text: (factor: FactorView['factors'][number], at: number) => string,
): Record<string, string> {
  return Object.fromEntries(view.factors.map((factor, at) => [`F${at + 1}`, text(factor, at)]));
}

function whyNone(view: View, width: number): string[] {
  const factors = view.run?.results.factors;
  if (!view.run) return noRunLines(view, width);
  if (hasNoAnswers(view.run))
    return emptyLines(
      'This run has no answers, so there are no factors.',
      '6 shows what it holds',
      width,
    );
  if (factors && 'unavailable' in factors)
    return emptyLines(factors.unavailable, factors.hint ?? '4 Clusters', width);
  const computing = computingText(view);
  if (computing) return emptyLines('Factors follow from what is being computed.', computing, width);
  return emptyLines(
    'Factors follow from the clusters of what the models said.',
    view.run.status === 'working'
      ? '3 shows how far the answers are'
      : view.run.discovery.answers > 0
        ? 'the words are being put together: 4 shows them'
        : 'they come in on 3 Elicit',
    width,
  );
}

export const factorsScene = defineScene({
  figures: factorFigures,
  crumbs: () => [],
  right: (view) => {
    const factors = factorsOf(view);
    if (!factors) return '';
    const kind = view.ui.factors.structure ? 'structure · ' : '';
    // The number comes first: a narrow terminal then cuts the parts that seldom change.
    return [
      `◂ ${factors.k} ▸`,
      ...selectedFactor(view),
      `${kind}${factors.rotation}`,
      factors.extraction,
    ].join(' · ');
  },
  so: (view) => {
    const factors = factorsOf(view);
    if (!factors) return 'Which values are named together';
    if (factors.warnings[0]) return `▲ ${factors.warnings[0]}`;
    const total = factors.factors.reduce((sum, factor) => sum + factor.variance, 0);
    return `${plural(factors.k, 'factor')} explain ${Math.round(total * 100)} % of what ${modelsOf(factors)} named together`;
  },
  Body: FactorsBody,
  commands: factorsCommands,
  footer: [
    [['fewer-factors', 'more-factors'], 'factors'],
    'how-many',
    'rotation',
    'stability',
    'name-factor',
    ['open', 'why'],
    'fit',
    'power',
    'flip',
    'meaning',
    'help',
  ],
});
