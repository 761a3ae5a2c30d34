/** Screen 5: loadings that follow the number of factors and the rotation at once. */

import { Box } from 'ink';
import { useMemo } from 'react';
import type { Edit } from '../../../clustering/edits.ts';
import { kmoWord } from '../../../factor-analysis/adequacy.ts';
import type { FactorView } from '../../../run/state.ts';
import { safeLine } from '../../../safe-text/safe-line.ts';
import { modelsOf } from '../../../tables/numbers.ts';
import { emptyLines } from '../../components/chrome.ts';
import { Lines, SideBySide } from '../../components/lines.tsx';
import { markdownOf, textTable } from '../../components/markdown.ts';
import { Table } from '../../components/table.tsx';
import { arrange, findRow, moveTable } from '../../components/table-state.ts';
import type { BodyProps, Scene, View } from '../../scene.ts';
import { cut, fill, plural, share } from '../../text.ts';
import { theme } from '../../theme.ts';
import type { UiState } from '../../ui-state.ts';
import { togglePause } from '../elicit/elicit.tsx';
import { modelScoresLayer, rowLines, whyLayer } from './factors-layers.ts';
import {
  computingText,
  fitLayer,
  howManyLayer,
  powerLayer,
  stabilityLayer,
} from './factors-tables.ts';
import {
  groupsOf,
  type LoadingRow,
  loadingColumns,
  loadingRows,
  movedClusters,
  pText,
  replicationText,
  screeText,
} from './factors-view.ts';

const next = '6 Scores';

function factorsOf(view: View): FactorView | null {
  const factors = view.run?.results.factors;
  return factors && 'loadings' in factors ? factors : null;
}

function shownOf(view: View, factors: FactorView) {
  const { table, structure } = view.ui.factors;
  return arrange(loadingRows(factors, structure), loadingColumns(factors), table);
}

function FactorsBody({ view, width, height }: BodyProps) {
  const factors = factorsOf(view);
  const state = view.ui.factors;
  const shown = useMemo(
    () =>
      factors &&
      arrange(loadingRows(factors, state.structure), loadingColumns(factors), state.table),
    [factors, state],
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
  const wide = width >= 140 && !view.ui.maximised;
  const left = wide ? Math.min(width - 50, 110) : width;
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
  return (
    <Box flexDirection="column">
      {wide ? (
        <SideBySide
          height={tableHeight}
          left={table}
          right={
            <Lines
              lines={row ? rowLines(view, factors, row, width - left - 1) : []}
              width={width - left - 1}
              height={tableHeight}
            />
          }
        />
      ) : (
        table
      )}
      <Lines lines={below} width={width} height={below.length} />
    </Box>
  );
}

function byFactor(
  view: FactorView,
  text: (factor: FactorView['factors'][number], at: number) => string,
): Record<string, string> {
  return Object.fromEntries(view.factors.map((factor, at) => [`F${at + 1}`, text(factor, at)]));
}

function whyNone(view: View, width: number): string[] {
  const factors = view.run?.results.factors;
  if (!view.run) return emptyLines('No run is open.', '1 opens one, 2 starts one', width);
  if (factors && 'unavailable' in factors)
    return emptyLines(factors.unavailable, factors.hint ?? '4 Clusters', width);
  return emptyLines(
    'Factors follow from the clusters of what the models said.',
    '3 shows how far the answers are',
    width,
  );
}

/** What a psychometrician asks before believing it. */
function noteLines(view: FactorView, scene: View, width: number, height: number): string[] {
  const correlations = view.factors
    .flatMap((_, a) =>
      view.factors.slice(a + 1).map((__, more) => {
        const b = a + 1 + more;
        return `F${a + 1}·F${b + 1} ${share(view.phi[a]?.[b] ?? null)}`;
      }),
    )
    .join('  ');
  const adequacy = [
    view.kmo ? `KMO ${share(view.kmo.overall)} ${kmoWord(view.kmo.overall)}` : 'KMO –',
    view.bartlett ? `Bartlett ${pText(view.bartlett.p)}` : 'Bartlett –',
    `RMSR ${share(view.rmsr)}`,
    ...(view.fit.rmsea === null
      ? []
      : [
          `RMSEA ${share(view.fit.rmsea)}${width >= 120 ? ` [${share(view.fit.rmseaLow)}–${share(view.fit.rmseaHigh)}]` : ''}`,
        ]),
    ...(view.fit.cfi === null ? [] : [`CFI ${share(view.fit.cfi)}`]),
    ...(view.fit.tli === null || width < 120 ? [] : [`TLI ${share(view.fit.tli)}`]),
    ...(view.fit.rmsea === null && view.fit.withheld ? ['fit withheld: a says why'] : []),
  ].join(' · ');
  const wordy = view.factors.flatMap((factor, at) =>
    factor.wordiness
      ? [`F${at + 1} follows wordiness (r ${share(factor.wordinessCorrelation)})`]
      : [],
  );
  const like = view.factors.flatMap((factor, at) =>
    factor.like && !factor.named ? [`F${at + 1} ~ ${safeLine(factor.like)}`] : [],
  );
  const without = view.suggestedKWithoutTotal;
  const suggested = `suggested ${view.suggestedK}${without === null || without === view.suggestedK ? '' : ` (${without} without wordiness)`}`;
  const lost = view.checks.replication;
  const warnings = [
    ...(lost && 'factors' in lost
      ? lost.factors
          .filter((one) => one.verdict === 'does not replicate')
          .map((one) => `${one.words} (i)`)
      : []),
    ...wordy,
    ...view.warnings.slice(1),
  ];
  const computing = computingText(scene);
  const lines = [
    ` ${suggested} · ${screeText(view, width >= 120 ? 12 : view.k + 1, width < 120)}`,
    ` ${adequacy}`,
    ...(computing
      ? [theme.accent(fill(` ● ${computing}`, width))]
      : [cut(` ${countText(view)}`, width)]),
    ...(correlations && height >= 18
      ? [` correlations  ${correlations}${like.length > 0 ? `   like  ${like.join('  ')}` : ''}`]
      : []),
    ...warnings
      .slice(0, height >= 30 ? 6 : height >= 20 ? 1 : 0)
      .map((warning) => theme.warning(fill(` ▲ ${safeLine(warning)}`, width))),
  ];
  if (height >= 30 && view.dropped.length > 0)
    lines.push(
      theme.dim(
        ` left out: ${view.dropped.map(({ cluster, why }) => `${safeLine(cluster)} (${safeLine(why)})`).join(', ')}`,
      ),
    );
  return lines;
}

/** What the rows count like, and what the rules agree on, as far as a line goes. */
function countText(view: FactorView): string {
  const rows = `${view.n} ${view.rows} of ${modelsOf(view)}`;
  const like = view.nesting?.effectiveRows ?? null;
  const count = like === null || like >= view.n ? '' : ` count like ${Math.round(like)}`;
  return `${rows}${count} · ${view.numberOfFactors.summary}`;
}

const rotations = ['oblimin', 'varimax', 'promax', 'none'];

/** The value after the present one in a ring. */
function nextOf(ring: readonly string[], now: string): string {
  return ring[(ring.indexOf(now) + 1) % ring.length]!;
}

export const factorsScene: Scene = {
  crumbs: () => [],
  right: (view) => {
    const factors = factorsOf(view);
    if (!factors) return '';
    const kind = view.ui.factors.structure ? 'structure · ' : '';
    return `${kind}${factors.extraction} · ${factors.rotation} · ◂ ${factors.k} ▸`;
  },
  so: (view) => {
    const factors = factorsOf(view);
    if (!factors) return 'Which values are named together';
    if (factors.warnings[0]) return `▲ ${factors.warnings[0]}`;
    const total = factors.factors.reduce((sum, factor) => sum + factor.variance, 0);
    return `${plural(factors.k, 'factor')} explain ${Math.round(total * 100)} % of what ${modelsOf(factors)} named together`;
  },
  Body: FactorsBody,
  perform: (command, view) => {
    const { act, ui, session } = view;
    const factors = factorsOf(view);
    const state = ui.factors;
    const set = (change: Partial<UiState['factors']>) =>
      act.update((now) => ({ ...now, factors: { ...now.factors, ...change } }));
    if (!factors || !session) {
      if (command === 'open') act.go(view.run ? 4 : 2);
      if (command === 'pause-all') togglePause(view);
      if (command === 'compute') session?.resumeComputing();
      return;
    }
    const shown = shownOf(view, factors);
    const row = shown.rows[state.table.row];
    const at = Number(shown.columns[state.table.column]?.id.match(/^F(\d+)$/)?.[1] ?? 0) - 1;
    const factor = factors.factors[at];
    const change = (edit: Edit) => {
      set({ before: groupsOf(factors) });
      void act.edit(edit);
    };
    const noFactor = () => act.say('go to the column of a factor with h and l', 'warning');
    switch (command) {
      case 'open':
        return row ? act.push(whyLayer(view, factors, row)) : act.go(6);
      case 'fewer-factors':
      case 'more-factors': {
        const k = factors.k + (command === 'more-factors' ? 1 : -1);
        if (k < 1) return act.say('one factor is the fewest', 'warning');
        if (k > factors.maxK)
          return act.say(
            `${plural(factors.columns.length, 'column')} carry at most ${plural(factors.maxK, 'factor')}`,
            'warning',
          );
        return change({ edit: 'factors', k });
      }
      case 'rotation':
        if (factors.k === 1) return act.say('one factor cannot be rotated', 'warning');
        return change({ edit: 'rotation', rotation: nextOf(rotations, factors.rotation) });
      case 'extraction':
        return change({
          edit: 'extraction',
          extraction: factors.extraction === 'pca' ? 'minres' : 'pca',
        });
      case 'name-factor':
        if (!factor) return noFactor();
        return act.ask(
          `name of F${at + 1}`,
          factor.named ? factor.name : (factor.like ?? factor.name),
          (name) => {
            if (name.trim())
              void act.edit({
                edit: 'name-factor',
                factor: [...factor.clusters],
                name: name.trim(),
              });
          },
        );
      case 'flip':
        if (!factor) return noFactor();
        return void act.edit({ edit: 'flip', factor: [...factor.clusters] });
      case 'meaning':
        if (!factors.meaning) return act.say('meaning and company are not compared yet', 'warning');
        return act.push({ kind: 'meaning', selected: 0 });
      case 'model-scores':
        return act.push(modelScoresLayer(factors));
      case 'how-many':
        return act.push(howManyLayer());
      case 'stability':
        return act.push(stabilityLayer());
      case 'fit':
        return act.push(fitLayer());
      case 'power':
        if (!factors.checks.power) session.computePower();
        return act.push(powerLayer());
      case 'compute':
        return session.resumeComputing();
      case 'by-size':
        return set({ structure: !state.structure });
      case 'pause-all':
        return togglePause(view);
      case 'find':
        return act.ask('find', state.table.find, (find) =>
          set({
            table: { ...state.table, find, row: findRow(shown, state.table.row - 1, find, 1) },
          }),
        );
      case 'keep':
        return act.ask('keep rows with', state.table.keep, () => {}, {
          change: (keep) => set({ table: { ...state.table, keep, row: 0 } }),
        });
      case 'copy-table':
        return act.copy(
          markdownOf(textTable('loadings', shown.rows, shown.columns)),
          'the table as Markdown',
        );
      case 'write-table':
        return void act
          .attempt('writing', () =>
            view.options.writeTable(session, textTable('loadings', shown.rows, shown.columns)),
          )
          .then((files) => files && act.say(`written: ${files.join(', ')}`));
      default:
        set({ table: moveTable(state.table, command, shown, 1) });
    }
  },
};
