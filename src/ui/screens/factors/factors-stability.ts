/** Whether factors replicate in other models, and how many models that takes, as layers of tables. */
import { replicationWords } from '../../../factor-analysis/congruence-verdict.ts';
import { powerTable, stabilityPart } from '../../../report/factor-tables.ts';
import { foundIn } from '../../../run/found-in-check.ts';
import { gridOf } from '../../../tables/grid.ts';
import { computingText } from '../../computing.ts';
import type { Layer } from '../../layer.ts';
import type { View } from '../../scene.ts';
import { plural } from '../../text.ts';
import { liveLayer } from './live-layer.ts';

/** Whether the factors replicate in other models, how stable the loadings are, and whether the other half confirms them. */
export function stabilityLayer(): Layer {
  return liveLayer('stability', (factors, view) => {
    const { replication } = factors.checks;
    const found = foundIn(replication);
    const { tables, notes } = stabilityPart(factors);
    const computing = computingText(view);
    return {
      so: found
        ? `${replicationWords(found.factors.map((one) => one.verdict))}`
        : `Do the factors come back in other models? ${waitingFor(view, replication)}`,
      tables: tables.map(gridOf),
      notes: [...notes, ...(computing ? [computing] : [])],
    };
  });
}

type Part = { withheld: string } | object | null;

function waitingFor(view: View, part: Part): string {
  if (part && 'withheld' in part) return 'Withheld';
  return view.run?.computing ? 'Being computed' : 'Not computed: c on the factors screen does it';
}

/** How many models the factors need; simulated when the layer is first opened. */
export function powerLayer(): Layer {
  return liveLayer('power', (factors, view) => {
    const { power } = factors.checks;
    if (!power || 'withheld' in power)
      return {
        so: 'How many models would a study need for these factors to come back?',
        tables: [],
        notes: [
          power
            ? `${power.withheld}.`
            : computingText(view) || 'Not simulated: p on the factors screen does it.',
        ],
      };
    return {
      so: power.words,
      tables: [gridOf(powerTable(power))],
      notes: [
        `Tucker’s congruence with the planted factors: mean, and the value that 95 of 100 studies exceed; ${power.sizes[0]?.draws ?? 0} simulated studies for each size, with rows per model, likeness of rows, and shapes of columns as in this run.`,
        ...(factors.models < 25
          ? [
              `The loadings come from ${plural(factors.models, 'model')}: a guess, too high rather than too low. Plan with more.`,
            ]
          : []),
      ],
    };
  });
}
