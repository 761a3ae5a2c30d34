/** What a finished run found: sentences with their certainty; Enter opens the evidence. */

import { ratedIn, resultTable } from '../../../run/rated-results.ts';
import type { Finding } from '../../../run/state.ts';
import { safeLine } from '../../../safe-text/safe-line.ts';
import { linesBody, ruled } from '../../components/body.tsx';
import { nextLine } from '../../components/table.tsx';
import { moving, words } from '../../keymap/shared-words.ts';
import { moveInList } from '../../list-position.ts';
import { defineScene, type View } from '../../scene.ts';
import { fill, plural, wrap } from '../../text.ts';
import { theme } from '../../theme.ts';
import { type ScreenNumber, topLayerOf, type UiState } from '../../ui-state.ts';
import { rowOf } from '../scores/scores-shown.ts';
import { scoreColumns } from '../scores/scores-view.ts';
import { ofOpenRun } from './run-commands.ts';

const signs = { firm: '✓ firm  ', likely: '~ likely', sketch: '▲ sketch' } as const;
const next = 'go through the run, screen by screen: 4 Clusters';

function findingsLines(view: View, width: number, height: number): string[] {
  const { ui, run } = view;
  const selected = topLayerOf(ui, 'findings')?.selected ?? 0;
  const findings = run?.results.findings ?? [];
  const chosen = findings[selected];
  const blocks = findings.map((finding, at) => {
    const lines = wrap(safeLine(finding.text), width - 16);
    const pointer = at === selected ? theme.accent(' ▸ ') : '   ';
    return lines.map((line, row) => {
      const text = at === selected ? theme.accent(line) : line;
      return row === 0
        ? `${pointer}${certaintySign(finding)}  ${text}`
        : `${' '.repeat(13)}${text}`;
    });
  });
  const detail = chosen ? evidenceLines(chosen, width) : [];
  const room = height - detail.length - 2;
  const gap = blocks.flat().length + blocks.length <= room ? [''] : [];
  const above = blocks.slice(0, selected + 1).flatMap((block) => [...block, ...gap]).length;
  const all = [
    ...blocks.flatMap((block) => [...block, ...gap]),
    nextLine(next, selected >= findings.length),
  ];
  const first = Math.max(0, Math.min(above - room + 2, all.length - room));
  const top = all.slice(first, first + room);
  while (top.length < room) top.push('');
  return [...top, ...detail].map((line) => fill(line, width));
}

function certaintySign(finding: Finding): string {
  const sign = signs[finding.certainty];
  if (finding.certainty === 'firm') return theme.good(sign);
  return finding.certainty === 'sketch' ? theme.warning(sign) : sign;
}

function evidenceLines(finding: Finding, width: number): string[] {
  const tests = finding.overturn.length > 0 ? finding.overturn : ['nothing that was tried'];
  return [
    ruled('what could change it', width),
    ...tests.slice(0, 5).map((test) => `   ${safeLine(test)}`),
  ];
}

/** The screens' state with the evidence of a finding selected: its model, column, and factor. */
function turnedTo(ui: UiState, finding: Finding, view: View): UiState {
  const { screen, model, subdimension, factor } = finding.evidence;
  const to = Math.max(1, Math.min(7, screen)) as ScreenNumber;
  let turned: UiState = { ...ui, screen: to };
  if (to === 6) {
    const scores = view.run ? ratedIn(view.run.results).scores : [];
    const system =
      scores.find((one) => one.columns.some((column) => column.id === subdimension)) ?? scores[0];
    const raw = system && view.run && resultTable(view.run.results, `raw-${system.system}`);
    const columns = raw ? scoreColumns(raw, null, false) : [];
    const column = columns.findIndex((one) => one.id === subdimension);
    const table = { ...turned.scores.table, sort: null, keep: '', hidden: [] };
    turned = {
      ...turned,
      scores: {
        ...turned.scores,
        byGroup: false,
        system: system?.system ?? turned.scores.system,
        table: { ...table, column: column >= 0 ? column : table.column },
      },
    };
    const row = system && model ? rowOf({ ...view, ui: turned }, system, model) : 0;
    const { scores: now } = turned;
    turned = { ...turned, scores: { ...now, table: { ...now.table, row } } };
  }
  if (to === 5 && factor !== undefined)
    turned = {
      ...turned,
      factors: { ...turned.factors, table: { ...turned.factors.table, column: factor + 1 } },
    };
  return {
    ...turned,
    layers: { ...turned.layers, [to]: to === ui.screen ? turned.layers[to] : [] },
  };
}

function openEvidence(view: View) {
  const { ui, act, run } = view;
  const layer = topLayerOf(ui, 'findings');
  if (!layer) return;
  const finding = run?.results.findings[layer.selected];
  if (!finding) return act.go(4);
  if (finding.evidence.screen === 1) return act.say('this finding is about the run as a whole');
  act.update((now) => turnedTo(now, finding, view));
}

export const findingsScene = defineScene({
  crumbs: () => ['findings'],
  right: (view) => {
    if (!view.run) return '';
    const { study, discovery } = view.run;
    // Imported answers are of models that the study does not name.
    const asked = study.models.length;
    return `${asked > 0 ? `${plural(asked, 'model')} · ` : ''}${plural(discovery.answers, 'answer')}`;
  },
  so: (view) => {
    const findings = view.run?.results.findings ?? [];
    if (findings.length === 0) return 'Nothing was found yet: the findings follow from the scores';
    const firm = findings.filter((finding) => finding.certainty === 'firm').length;
    return `${plural(findings.length, 'finding')}, ${firm} of them firm; Enter shows the evidence`;
  },
  Body: linesBody(findingsLines),
  commands: {
    ...moving((move, view) => {
      const layer = topLayerOf(view.ui, 'findings');
      if (!layer) return;
      const count = (view.run?.results.findings.length ?? 0) + 1;
      view.act.replace({ ...layer, selected: moveInList(layer.selected, move, count) });
    }),
    open: { ...words.open, act: openEvidence },
    ...ofOpenRun,
  },
  footer: [['open', 'evidence'], 'next-screen', 'browser', 'back', 'help', 'quit'],
});
