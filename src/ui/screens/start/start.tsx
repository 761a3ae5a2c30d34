/** Screen 1 without a run: the ways to begin, and the models found on this machine. */

import { safeLine } from '../../../safe-text/safe-line.ts';
import { linesBody, pointed } from '../../components/body.tsx';
import { moving, words } from '../../keymap/shared-words.ts';
import { moveInList } from '../../list-position.ts';
import { defineScene, type View } from '../../scene.ts';
import { columnsOf, ends, fill, plural } from '../../text.ts';
import { theme } from '../../theme.ts';
import { choosePreset, fetchDefaults } from '../models/models-actions.ts';
import { listedModels } from '../models/models-view.ts';
import { askCheck, askImport, openFolder } from '../runs/run-actions.ts';
import { beginning } from '../runs/run-commands.ts';

type Choice = { title: string; note: string; hint?: string; choose(): void };

function choicesOf(view: View): Choice[] {
  const { options, act, ui } = view;
  const examples = options.examples.map(({ folder, title, note }) => ({
    title,
    note,
    choose: () => openFolder(view, folder),
  }));
  const mends = ui.models.endpoints.filter((endpoint) => endpoint.mend);
  return [
    ...examples,
    {
      title: 'Quick study',
      note: 'two local models · some five minutes · free',
      choose: () => choosePreset(view, 'quick'),
    },
    {
      title: 'Guided study',
      note: 'choose models, settings, prompts, judges',
      choose: () => {
        choosePreset(view, 'default');
        view.act.say(
          'mark models with ␣; t chooses what the study asks; Enter starts, and asks first',
        );
      },
    },
    {
      title: 'Check a new model',
      note: 'against a finished run',
      choose: () => askCheck(view),
    },
    {
      title: 'Import answers',
      note: 'CSV or JSONL collected elsewhere',
      choose: () => askImport(view),
    },
    ...mends.map((endpoint) => ({
      title: `○ ${endpoint.title}`,
      note: endpoint.detail,
      hint: 'Enter: how',
      choose: () => act.say(endpoint.mend ?? ''),
    })),
  ];
}

function startLines(view: View, width: number, height: number): string[] {
  const { ui } = view;
  const choices = choicesOf(view);
  const mends = ui.models.endpoints.filter((endpoint) => endpoint.mend).length;
  const titles = Math.min(30, Math.max(...choices.map(({ title }) => columnsOf(title))));
  const row = (choice: Choice, at: number) =>
    pointed(
      ends(
        `${fill(safeLine(choice.title), titles)}  ${safeLine(choice.note)}`,
        choice.hint ?? '',
        width - 4,
      ),
      at === ui.runs.selected,
    );
  const first = choices.slice(0, choices.length - mends).map(row);
  const ready = ui.models.endpoints
    .filter((endpoint) => !endpoint.mend)
    .map(
      ({ title, detail, ready: is }) =>
        `   ${is ? '●' : '○'} ${fill(safeLine(title), titles - 2)}  ${safeLine(detail)}`,
    );
  const rest = choices
    .slice(choices.length - mends)
    .map((choice, at) => row(choice, choices.length - mends + at));
  const looking = ui.models.list === null ? ['   looking for models …'] : [];
  return [...first, '', `   ${theme.bold('Found on this machine')}`, ...looking, ...ready, ...rest]
    .slice(0, height)
    .map((line) => fill(line, width));
}

export const startScene = defineScene({
  crumbs: () => [],
  right: (view) =>
    view.ui.models.list ? plural(listedModels(view.ui.models).length, 'model') : '',
  so: () => 'Which values do language models hold? Ask them, and see.',
  Body: linesBody(startLines),
  commands: {
    ...moving((move, view) => {
      const selected = moveInList(view.ui.runs.selected, move, choicesOf(view).length);
      view.act.update((now) => ({ ...now, runs: { ...now.runs, selected } }));
    }),
    open: { ...words.open, act: (view) => choicesOf(view)[view.ui.runs.selected]?.choose() },
    'new-run': { ...words['new-run'], act: (view) => choosePreset(view, 'default') },
    ...beginning,
    download: { ...words.download, act: fetchDefaults },
    rescan: { ...words.rescan, act: ({ act }) => void act.refreshModels() },
  },
  footer: [
    ['open', 'choose'],
    'download',
    'rescan',
    ['screen-2', 'models'],
    'palette',
    'help',
    'quit',
  ],
});
