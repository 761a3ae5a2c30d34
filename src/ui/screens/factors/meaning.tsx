/** Similarity of meaning against use together, and the pairs on which they disagree. */

import { meaningWords } from '../../../report/factor-tables.ts';
import type { FactorView } from '../../../run/factor-view.ts';
import { safeLine } from '../../../safe-text/safe-line.ts';
import { linesBody, pointed, ruled } from '../../components/body.tsx';
import { interval } from '../../components/marks.ts';
import { shownOf, windowAround } from '../../components/table-layout.ts';
import { moving, words } from '../../keymap/shared-words.ts';
import { concordanceLayer } from '../../layers/concordance.tsx';
import { moveInList } from '../../list-position.ts';
import { defineScene, type View } from '../../scene.ts';
import { fill, plural, signed } from '../../text.ts';
import { theme } from '../../theme.ts';
import { topLayerOf } from '../../ui-state.ts';

function meaningOf(view: View): FactorView['meaning'] {
  const factors = view.run?.results.factors;
  return factors && 'loadings' in factors ? factors.meaning : null;
}

function meaningLines(view: View, width: number, height: number): string[] {
  const layer = topLayerOf(view.ui, 'meaning');
  const meaning = meaningOf(view);
  if (!layer || !meaning) return ['', '   not computed yet'];
  const axis = { low: -1, high: 1 };
  const point = (value: number) => interval({ value, low: null, high: null }, axis, 13);
  const names = Math.max(14, Math.min(24, Math.floor((width - 50) / 2)));
  const head = `   ${fill('word', names)} ${fill('word', names)}  ${fill('meaning −1 … 1', 20)} together −1 … 1`;
  const room = height - 4;
  const shown = windowAround(layer.selected, meaning.disagree.length, room);
  const rows = meaning.disagree.slice(shown.first, shown.end).map((pair, at) => {
    const words = `${fill(safeLine(pair.a), names)} ${fill(safeLine(pair.b), names)}`;
    const figures = `${signed(pair.meaning)} ${point(pair.meaning)}  ${signed(pair.together)} ${point(pair.together)}`;
    return `${pointed(words, shown.first + at === layer.selected)}  ${figures}`;
  });
  const pair = meaning.disagree[layer.selected];
  const why = pair
    ? pair.meaning > pair.together
      ? `${safeLine(pair.a)} and ${safeLine(pair.b)} mean nearly the same, but models name one or the other`
      : `${safeLine(pair.a)} and ${safeLine(pair.b)} mean different things, but are named together`
    : '';
  return [
    theme.dim(fill(head, width)),
    ...rows,
    theme.dim(`   ${shownOf(shown, meaning.disagree.length)}`),
    ruled('', width),
    `   ${why}`,
  ];
}

export const meaningScene = defineScene({
  crumbs: () => ['meaning'],
  right: (view) => plural(meaningOf(view)?.disagree.length ?? 0, 'pair'),
  so: (view) => {
    const meaning = meaningOf(view);
    if (!meaning) return 'Meaning and use are compared once the factors are computed';
    return `${meaningWords(meaning)}. The pairs below fit it least`;
  },
  Body: linesBody(meaningLines),
  commands: {
    ...moving((move, view) => {
      const layer = topLayerOf(view.ui, 'meaning');
      if (!layer) return;
      const count = meaningOf(view)?.disagree.length ?? 0;
      view.act.replace({ ...layer, selected: moveInList(layer.selected, move, count) });
    }),
    open: {
      ...words.open,
      act: (view) => {
        const layer = topLayerOf(view.ui, 'meaning');
        const pair = layer && meaningOf(view)?.disagree[layer.selected];
        if (pair) view.act.push(concordanceLayer(pair.a));
      },
    },
  },
  footer: [['open', 'answers'], 'back', 'help', 'quit'],
});
