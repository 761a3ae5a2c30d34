/** The commands of screen 5. */
import type { Edit } from '../../../clustering/edits.ts';
import type { FactorView } from '../../../run/factor-view.ts';
import { textTable } from '../../components/markdown.ts';
import { arrange } from '../../components/table-state.ts';
import { type Commands, needs } from '../../keymap/command.ts';
import { copying, editing, pausing, writing } from '../../keymap/shared-commands.ts';
import { words } from '../../keymap/shared-words.ts';
import { type ShownTable, tableMovesByLetters, tableSearch } from '../../keymap/table-commands.ts';
import type { View } from '../../scene.ts';
import { plural } from '../../text.ts';
import type { UiState } from '../../ui-state.ts';
import { lensLayer } from '../lens/lens.tsx';
import { fitLayer, howManyLayer } from './factors-fit.ts';
import { modelScoresLayer, whyLayer } from './factors-layers.ts';
import { powerLayer, stabilityLayer } from './factors-stability.ts';
import { groupsOf, type LoadingRow, loadingColumns, loadingRows } from './factors-view.ts';

export function factorsOf(view: View): FactorView | null {
  const factors = view.run?.results.factors;
  return factors && 'loadings' in factors ? factors : null;
}

export function shownOf(view: View, factors: FactorView) {
  const { table, structure } = view.ui.factors;
  return arrange(loadingRows(factors, structure), loadingColumns(factors), table);
}

function set({ act }: View, change: Partial<UiState['factors']>): void {
  act.update((now) => ({ ...now, factors: { ...now.factors, ...change } }));
}

const onFactors =
  (job: (view: View, factors: FactorView) => void) =>
  (view: View): void => {
    const factors = factorsOf(view);
    if (factors) job(view, factors);
  };

/** Acts on the factor in the selected column; `at` counts from 0. */
const onFactor = (job: (view: View, factor: FactorView['factors'][number], at: number) => void) =>
  onFactors((view, factors) => {
    const { columns } = shownOf(view, factors);
    const id = columns[view.ui.factors.table.column]?.id;
    const at = Number(id?.match(/^F(\d+)$/)?.[1] ?? 0) - 1;
    const factor = factors.factors[at];
    if (factor) job(view, factor, at);
    else view.act.say('go to the column of a factor with h and l', 'warning');
  });

/** Sends the edit, and marks the clusters that it moves. */
function change(view: View, factors: FactorView, edit: Edit): void {
  set(view, { before: groupsOf(factors) });
  void view.act.edit(edit);
}

const shownTable = (view: View): ShownTable<LoadingRow> | null => {
  const factors = factorsOf(view);
  return (
    factors && {
      state: view.ui.factors.table,
      shown: shownOf(view, factors),
      tail: 1,
      set: (table) => set(view, { table }),
    }
  );
};

const asTable = (view: View) => {
  const table = shownTable(view);
  return table && textTable('loadings', table.shown.rows, table.shown.columns);
};

/** Edits of the factor solution. */
const solutionCommands = {
  'fewer-factors': {
    keys: ['←'],
    label: 'fewer',
    help: 'One factor fewer.',
    group: 'factors',
    needs: needs.factors,
    line: 'valuelex curate <run> factors <k>',
    act: (view) => changeNumber(view, -1),
  },
  'more-factors': {
    keys: ['→'],
    label: 'more',
    help: 'One factor more.',
    group: 'factors',
    needs: needs.factors,
    act: (view) => changeNumber(view, 1),
  },
  rotation: {
    keys: ['t'],
    label: 'rotation',
    help: 'Next rotation: oblimin, varimax, promax, none.',
    group: 'factors',
    needs: needs.factors,
    line: 'valuelex curate <run> rotation <name>',
    act: onFactors((view, factors) => {
      if (factors.k === 1) return view.act.say('one factor cannot be rotated', 'warning');
      change(view, factors, { edit: 'rotation', rotation: nextOf(rotations, factors.rotation) });
    }),
  },
  extraction: {
    keys: ['E'],
    label: 'extraction',
    help: 'Minimum residual or principal components.',
    group: 'factors',
    needs: needs.factors,
    line: 'valuelex curate <run> extraction <name>',
    act: onFactors((view, factors) => {
      const extraction = factors.extraction === 'pca' ? 'minres' : 'pca';
      change(view, factors, { edit: 'extraction', extraction });
    }),
  },
  'name-factor': {
    keys: ['e'],
    label: 'name',
    help: 'Name the factor in the selected column.',
    group: 'factors',
    needs: needs.factors,
    line: 'valuelex curate <run> name-factor <number> <name>',
    act: onFactor(({ act }, factor, at) => {
      const start = factor.named ? factor.name : (factor.like ?? factor.name);
      act.ask(`name of F${at + 1}`, start, (typed) => {
        const name = typed.trim();
        if (name) void act.edit({ edit: 'name-factor', factor: [...factor.clusters], name });
      });
    }),
  },
  flip: {
    keys: ['f'],
    label: 'flip',
    help: 'Turn the selected factor round.',
    group: 'factors',
    needs: needs.factors,
    line: 'valuelex curate <run> flip <number>',
    act: onFactor(
      ({ act }, factor) => void act.edit({ edit: 'flip', factor: [...factor.clusters] }),
    ),
  },
} satisfies Commands;

/** Layers with the evidence behind the solution. */
const evidenceCommands = {
  meaning: {
    keys: ['d'],
    label: 'meaning',
    help: 'Show where meaning and company disagree.',
    group: 'factors',
    needs: needs.factors,
    act: onFactors(({ act }, factors) => {
      if (factors.meaning) act.push({ kind: 'meaning', selected: 0 });
      else act.say('meaning and company are not compared yet', 'warning');
    }),
  },
  'model-scores': {
    keys: ['m'],
    label: 'models',
    help: 'Show where the models stand on the factors.',
    group: 'factors',
    needs: needs.factors,
    act: onFactors(({ act }, factors) => act.push(modelScoresLayer(factors))),
  },
  'how-many': {
    keys: ['K'],
    label: 'how many',
    help: 'Show what each rule says about the number of factors.',
    group: 'factors',
    needs: needs.factors,
    act: ({ act }) => act.push(howManyLayer()),
  },
  stability: {
    keys: ['i'],
    label: 'stability',
    help: 'Show intervals of the loadings, which factors come back in other models, and whether groups of models have the same structure.',
    group: 'factors',
    needs: needs.factors,
    act: ({ act }) => act.push(stabilityLayer()),
  },
  fit: {
    keys: ['a'],
    label: 'fit',
    help: 'Show adequacy and fit, and how few rows these count like.',
    group: 'factors',
    needs: needs.factors,
    act: ({ act }) => act.push(fitLayer()),
  },
  power: {
    keys: ['p'],
    label: 'power',
    help: 'Simulate how many models a study needs for these factors to come back.',
    group: 'factors',
    needs: needs.factors,
    line: 'valuelex power <run>',
    act: onFactors(({ act, session }, factors) => {
      if (!factors.checks.power) session?.computePower();
      act.push(powerLayer());
    }),
  },
} satisfies Commands;

export const factorsCommands = {
  open: {
    ...words.open,
    act: (view) => {
      const factors = factorsOf(view);
      if (!factors) return view.act.go(view.run ? 4 : 2);
      const row = shownOf(view, factors).rows[view.ui.factors.table.row];
      if (row) view.act.push(whyLayer(view, factors, row));
      else view.act.go(6);
    },
  },
  ...editing,
  ...pausing,
  ...solutionCommands,
  ...evidenceCommands,
  lens: { ...words.lens, act: ({ act }) => act.push(lensLayer) },
  compute: {
    keys: ['c'],
    label: 'compute',
    help: 'Take up again what Ctrl+X stopped.',
    group: 'factors',
    needs: needs.run,
    act: ({ session }) => session?.resumeComputing(),
  },
  'by-size': {
    keys: ['s'],
    label: 'pattern',
    help: 'Show the pattern or the structure.',
    group: 'factors',
    needs: needs.factors,
    act: (view) => set(view, { structure: !view.ui.factors.structure }),
  },
  ...tableSearch(shownTable),
  ...tableMovesByLetters(shownTable),
  ...copying(asTable),
  ...writing(asTable),
} satisfies Commands;

const rotations = ['oblimin', 'varimax', 'promax', 'none'];

/** The value after the present one; the first follows the last. */
function nextOf(ring: readonly string[], now: string): string {
  return ring[(ring.indexOf(now) + 1) % ring.length]!;
}

function changeNumber(view: View, by: 1 | -1) {
  const factors = factorsOf(view);
  if (!factors) return;
  const k = factors.k + by;
  if (k < 1) return view.act.say('one factor is the fewest', 'warning');
  if (k > factors.maxK)
    return view.act.say(
      `${plural(factors.columns.length, 'column')} carry at most ${plural(factors.maxK, 'factor')}`,
      'warning',
    );
  const onward = view.run?.results.curated?.applied.at(-1)?.edit.edit === 'factors';
  change(view, factors, { edit: 'factors', k, ...(onward && { onward }) });
}
