/** The verdict of a check: per dimension the new model's place, with interval and ranks, and what cannot be said. */

import type { Placement, Verdict } from '../../../instruments/shared/place-model.ts';
import { verdictTable } from '../../../instruments/shared/tell/tell-pairs.ts';
import { toldTable } from '../../../run/rated-results.ts';
import { safeLine } from '../../../safe-text/safe-line.ts';
import { gridOf } from '../../../tables/grid.ts';
import { plusMinus, shortName } from '../../../tables/numbers.ts';
import { linesBody, pointed } from '../../components/body.tsx';
import { emptyLines } from '../../components/chrome.ts';
import { nextLine } from '../../components/table.tsx';
import { copying, writing } from '../../keymap/shared-commands.ts';
import { moving, words } from '../../keymap/shared-words.ts';
import { moveInList } from '../../list-position.ts';
import { defineScene, type View } from '../../scene.ts';
import { fill, signed, wrap } from '../../text.ts';
import { theme } from '../../theme.ts';
import { topLayerOf } from '../../ui-state.ts';
import { laneLines } from '../elicit/lane-lines.ts';
import { scoreEvidence } from './scores-layers.ts';

function verdictOf(view: View): Verdict | null {
  return view.run?.results.check?.verdict ?? null;
}

/** Shares of the resamples per rank: ▁▂█▃, rank 1 first. */
export function rankSketch(distribution: readonly number[]): string {
  const levels = ' ▁▂▃▄▅▆▇█';
  return distribution
    .map((part) => levels[part > 0 ? Math.max(1, Math.round(part * 8)) : 0])
    .join('');
}

const next = 'the scores of this check: 6 Scores';

function checkLines(view: View, width: number, height: number): string[] {
  const layer = topLayerOf(view.ui, 'check');
  if (!layer) return [];
  const verdict = verdictOf(view);
  if (verdict === null) return withoutVerdict(view, width, height);
  const names = Math.max(16, ...verdict.columns.map(({ column }) => column.name.length + 2));
  const head = `   ${fill('', names)} ${fill('score', 9)} ${fill('profile', 11)} ${fill('rank', 10)} ${fill('1 … last', 10)} nearest`;
  const rows = verdict.columns.map((place, at) => placeLine(place, names, at === layer.selected));
  const notes = verdict.notes
    .flatMap((note) => wrap(safeLine(note), width - 6))
    .map((line) => `   ${line}`);
  const lost = verdict.columns
    .filter((place) => !place.placed)
    .map(({ column }) => safeLine(column.name));
  const mark = verdict.mark
    ? [theme.warning(`   ▲ ${safeLine(verdict.mark)}: read these scores with that in mind`)]
    : [];
  return [
    theme.dim(fill(head, width)),
    ...rows,
    nextLine(next, layer.selected >= verdict.columns.length),
    '',
    ...(lost.length > 0
      ? wrap(`cannot be placed: ${lost.join(', ')}`, width - 6).map((line) => `   ${line}`)
      : []),
    ...mark,
    ...wordLines(view, width),
    ...notes,
  ].slice(0, height);
}

/** Why there is no verdict: a judge has moved too far, or the ratings are still to come. */
function withoutVerdict(view: View, width: number, height: number): string[] {
  const { run } = view;
  const check = run?.results.check;
  const reasons = check?.notes ?? [];
  if (check?.drift.some((one) => one.stops))
    return [
      '',
      ...reasons.flatMap((note) => wrap(safeLine(note), width - 6)).map((line) => `   ${line}`),
      '',
      ...wordLines(view, width),
    ].slice(0, height);
  const lanes = run?.lanes ?? [];
  if (lanes.length > 0) return ['', ...laneLines(lanes, 0, width, height - 2, view.options.now())];
  return emptyLines(
    'The verdict follows from the ratings of the new model.',
    'Esc, then P lets the check go on',
    width,
  );
}

/** The words that set the new model apart from the run, and how far the judges have moved since. */
function wordLines(view: View, width: number): string[] {
  const check = view.run?.results.check;
  if (!check) return [];
  const line = (label: string, items: readonly string[]) =>
    items.length > 0
      ? [fill(`   ${fill(label, 27)}${items.map(safeLine).join(' · ')}`, width - 2)]
      : [];
  return [
    ...line(
      'words that the run lacks',
      check.words.lacking.map(({ word, count }) => `${word} ×${count}`),
    ),
    ...line('words that it does not say', check.words.silent),
    ...check.drift.flatMap((one) =>
      line('control', [
        `${shortName(one.judge)} rates ${signed(one.shift, 2)} of 6 higher than then`,
      ]),
    ),
  ];
}

function placeLine(place: Placement, names: number, selected: boolean): string {
  const { column, score, profile, rank, nearest } = place;
  const title = fill(
    column.kind === 'dimension' ? safeLine(column.name) : `  ${safeLine(column.name)}`,
    names,
  );
  const where = rank.low === rank.high ? `${rank.low}` : `${rank.low}–${rank.high}`;
  const near = place.placed ? safeLine(shortName(nearest?.model ?? '–')) : 'not placed';
  const figures = `${fill(`${score.value.toFixed(0)} ${plusMinus(score)}`, 9)} ${fill(`${signed(profile.value, 0)} ${plusMinus(profile)}${place.standsOut ? ' ✓' : ''}`, 11)} ${fill(`${where} of ${rank.of}`, 10)} ${fill(rankSketch(rank.distribution), 10)} ${near}`;
  return pointed(`${title} ${figures}`, selected);
}

/** The completions and ratings that a place stands on; from the line after the last to the scores. */
function openPlace(view: View) {
  const layer = topLayerOf(view.ui, 'check');
  const verdict = verdictOf(view);
  if (!layer || !verdict) return;
  const place = verdict.columns[layer.selected];
  if (!place) return view.act.pop();
  const table = view.run && toldTable(view.run.results, `raw-${verdict.system}`);
  const below = table && scoreEvidence(view, table, verdict.model, place.column.id);
  if (below) view.act.push(below);
}

const tableNow = (view: View) => {
  const verdict = verdictOf(view);
  return (
    verdict && { ...gridOf(verdictTable(verdict)), title: `check ${shortName(verdict.model)}` }
  );
};

export const checkScene = defineScene({
  crumbs: () => ['check'],
  right: (view) => {
    const against = view.run?.study.against;
    return against ? `against ${safeLine(against.split('/').filter(Boolean).at(-1) ?? '')}` : '';
  },
  so: (view) => {
    const verdict = verdictOf(view);
    if (verdict === null)
      return 'The new model is being asked and rated; the finished run stays as it is';
    const out = verdict.columns.filter(
      ({ column, standsOut }) => column.kind === 'dimension' && standsOut,
    );
    const what = out.map(
      ({ column, profile }) =>
        `${column.name} ${profile.value > 0 ? 'above' : 'below'} its own mean`,
    );
    const near = verdict.nearest ? `; near ${shortName(verdict.nearest.model)}` : '';
    const name = safeLine(shortName(verdict.model));
    return `${name}: ${what.length > 0 ? what.join(', ') : 'no dimension stands out from its own mean'}${near}`;
  },
  Body: linesBody(checkLines),
  commands: {
    ...moving((move, view) => {
      const layer = topLayerOf(view.ui, 'check');
      const verdict = verdictOf(view);
      if (!layer || !verdict) return;
      const selected = moveInList(layer.selected, move, verdict.columns.length + 1);
      view.act.replace({ ...layer, selected });
    }),
    open: { ...words.open, act: openPlace },
    ...copying(tableNow, 'the verdict as Markdown'),
    ...writing(tableNow),
  },
  footer: [['open', 'evidence'], 'write-table', 'back', 'help', 'quit'],
});
