/** The words on a plane: words of similar meaning are near each other. */

import type { Cluster } from '../../../clustering/clusters.ts';
import { safeLine } from '../../../safe-text/safe-line.ts';
import { linesBody } from '../../components/body.tsx';
import { editing } from '../../keymap/shared-commands.ts';
import { moving, words } from '../../keymap/shared-words.ts';
import { moveInList } from '../../list-position.ts';
import { defineScene, type View } from '../../scene.ts';
import { columnsOf, plural } from '../../text.ts';
import { theme } from '../../theme.ts';
import { topLayerOf } from '../../ui-state.ts';
import { clusterRows } from './clusters-state.ts';

type Point = { word: string; x: number; y: number; mine: boolean };

/**
 * The plane as lines: words of the selected cluster are ●, with their name if there is room, others ·.
 * `zoom` 0 shows all; each step halves the area, centred on the selected cluster.
 */
export function planeLines(
  points: readonly Point[],
  zoom: number,
  width: number,
  height: number,
): string[] {
  const mine = points.filter((point) => point.mine);
  const middle = (pick: (point: Point) => number) =>
    mine.length > 0 && zoom > 0
      ? mine.reduce((sum, point) => sum + pick(point), 0) / mine.length
      : 0;
  const centre = { x: middle((point) => point.x), y: middle((point) => point.y) };
  const reach = 1.05 / 2 ** zoom;
  const grid = Array.from({ length: height }, () => Array.from({ length: width }, () => ' '));
  const place = ({ x, y }: Point) => ({
    column: Math.round(((x - centre.x) / reach / 2 + 0.5) * (width - 1)),
    row: Math.round((0.5 - (y - centre.y) / reach / 2) * (height - 1)),
  });
  const free = (row: number, column: number, length: number) =>
    column + length <= width &&
    grid[row]!.slice(column, column + length).every((cell) => cell === ' ');
  const dots = points.map((point) => ({ point, ...place(point) }));
  const inside = dots.filter(
    ({ row, column }) => row >= 0 && row < height && column >= 0 && column < width,
  );
  for (const { point, row, column } of inside)
    if (!point.mine && grid[row]![column] === ' ') grid[row]![column] = '·';
  for (const { point, row, column } of inside) if (point.mine) grid[row]![column] = '●';
  // A label must cover nothing: the selected cluster's come first, then, when zoomed in, the others.
  const labelled = [...inside].sort((a, b) => Number(b.point.mine) - Number(a.point.mine));
  for (const { point, row, column } of labelled) {
    const label = safeLine(point.word);
    if (!point.mine && zoom < 1) continue;
    // A label of wide characters would shift the cells after it.
    if (columnsOf(label) !== label.length || !free(row, column + 1, label.length + 1)) continue;
    for (let i = 0; i < label.length; i++) grid[row]![column + 2 + i] = label[i]!;
    if (grid[row]!.length > width) grid[row]!.length = width;
  }
  return grid.map((cells) => cells.slice(0, width).join(''));
}

function clustersOf(view: View): Cluster[] {
  if (!view.run) return [];
  return clusterRows(view.run.results, view.ui.clusters).flatMap((row) =>
    row.kind === 'cluster' ? [row.cluster] : [],
  );
}

function mapLines(view: View, width: number, height: number): string[] {
  const layer = topLayerOf(view.ui, 'map');
  const clustering = view.run?.results.clustering;
  if (!layer || !clustering || 'unavailable' in clustering) return [];
  const chosen = clustersOf(view)[layer.cluster];
  const points = clustering.words.map(({ word }, at) => ({
    word,
    x: clustering.map[at]?.x ?? 0,
    y: clustering.map[at]?.y ?? 0,
    mine: chosen?.words.includes(word) ?? false,
  }));
  return planeLines(points, layer.zoom, width - 2, height).map(
    (line) => ` ${line.replaceAll('●', theme.accent('●'))}`,
  );
}

function changeZoom({ ui, act }: View, by: 1 | -1): void {
  const layer = topLayerOf(ui, 'map');
  if (layer) act.replace({ ...layer, zoom: Math.max(0, Math.min(4, layer.zoom + by)) });
}

export const mapScene = defineScene({
  crumbs: () => ['map'],
  right: (view) => {
    const layer = topLayerOf(view.ui, 'map');
    const cluster = layer ? clustersOf(view)[layer.cluster] : undefined;
    return cluster ? `${safeLine(cluster.name)} · ${plural(cluster.words.length, 'word')}` : '';
  },
  so: () => 'Near means alike, as far as a plane can show it; ↑ ↓ go from cluster to cluster',
  Body: linesBody(mapLines),
  commands: {
    ...moving((move, view) => {
      const layer = topLayerOf(view.ui, 'map');
      if (!layer) return;
      const cluster = moveInList(layer.cluster, move, clustersOf(view).length);
      view.act.replace({ ...layer, cluster });
    }),
    'pan-left': {
      keys: ['←', 'h'],
      label: 'narrower',
      help: 'Show more of the map.',
      group: 'move',
      act: (view) => changeZoom(view, -1),
    },
    'pan-right': {
      keys: ['→', 'l'],
      label: 'closer',
      help: 'Look closer at the selected cluster.',
      group: 'move',
      act: (view) => changeZoom(view, 1),
    },
    open: {
      ...words.open,
      act: ({ ui, act }) => {
        const layer = topLayerOf(ui, 'map');
        if (!layer) return;
        act.pop();
        act.update((now) => ({
          ...now,
          clusters: { ...now.clusters, selected: layer.cluster, pane: 'words', word: 0 },
        }));
      },
    },
    ...editing,
  },
  footer: ['up', 'down', 'pan-right', 'pan-left', ['open', 'cluster'], 'back'],
});
