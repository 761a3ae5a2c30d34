/** Actions on whole runs, from the start screen and from the list. */
import { basename } from 'node:path';
import { hasNoAnswers } from '../../../run/has-no-answers.ts';
import { safeLine } from '../../../safe-text/safe-line.ts';
import type { Accept } from '../../layer.ts';
import type { View } from '../../scene.ts';
import { askableModels } from '../models/draft.ts';

/** True for a run that comes with the program; an incomplete one is run when it is opened. */
export const isExample = ({ options }: View, folder: string): boolean =>
  options.examples.some((one) => one.folder === folder);

/** Opens a run folder and shows it; asks whether to continue a run that stopped before its end (at `unfinished`). */
export async function openFolder(
  view: View,
  folder: string,
  unfinished: string | null = null,
): Promise<void> {
  const { act, options, session } = view;
  if (session && session.getState().folder === options.placeOf(folder))
    return act.openSession(session);
  const opened = await act.attempt('opening the run', () => options.openRun(folder));
  if (!opened) return;
  act.openSession(opened);
  const { name, readOnly, attached } = opened.getState();
  if (unfinished === null || readOnly || attached || isExample(view, folder)) return;
  act.confirm(
    `Continue ${safeLine(name)} where it stopped?`,
    [
      `It stopped at this stage: ${safeLine(unfinished)}.`,
      '',
      'Only missing answers are asked for. Esc shows what is there; P continues later.',
    ],
    () => {
      act.go(hasNoAnswers(opened.getState()) ? 6 : 3);
      act.work(opened);
    },
  );
}

/** Asks for a file and its content; a file that was `refused` stands in the field, below the reason. */
export function askImport(view: View, refused?: { file: string; reason: string }): void {
  const { act, options } = view;
  const takeFile: Accept = (typed) => {
    const file = typed.trim();
    if (!file) return;
    const kinds = ['responses', 'completions'] as const;
    const takeKind = async (chosen: string) => {
      const as = kinds.find((kind) => kind.startsWith(chosen.trim().toLowerCase()));
      if (!as) return `"${chosen}" is neither responses nor completions`;
      const imported = await act.attempt('importing', () => options.importAnswers(file, as));
      if (!imported) {
        askImport(view, { file, reason: act.now().message?.text ?? '' });
        return;
      }
      act.openSession(imported.session, as === 'responses' ? 4 : 6);
      if (imported.notes.length > 0) act.say(safeLine(imported.notes.join('; ')), 'warning');
    };
    act.ask('these are (responses to prompts, or completions of stems)', 'responses', takeKind, {
      suggest: (value) => kinds.filter((kind) => kind.startsWith(value.trim().toLowerCase())),
    });
  };
  act.ask('file of answers (CSV, JSONL, Excel, SPSS)', refused?.file ?? '', takeFile, {
    refused: refused?.reason,
  });
}

/** Asks which model to check: against the selected finished run, else the open one, else the newest, else the example of real models. */
export function askCheck(view: View) {
  const { act, options, run, ui } = view;
  const finished = (ui.runs.list ?? []).filter((one) => one.finished);
  const examples = options.examples.map(({ folder, simulated }) => ({
    ...{ folder, simulated },
    name: basename(folder),
  }));
  const against =
    finished.find((one) => one.folder === ui.runs.list?.[ui.runs.selected]?.folder) ??
    [...finished, ...examples].find((one) => options.placeOf(one.folder) === run?.folder) ??
    finished[0] ??
    examples.find(({ simulated }) => !simulated);
  if (!against) return act.say('a check needs a finished run: do the quick study first', 'warning');
  if (ui.models.list === null) void act.refreshModels();
  act.ask(
    `model to check against ${safeLine(against.name)}`,
    '',
    async (typed) => {
      const model = typed.trim();
      if (!model) return 'type the name of a model; Esc leaves';
      const session = await act.attempt('preparing the check', () =>
        options.checkModel(model, against.folder),
      );
      if (!session) return false;
      act.openSession(session);
      act.work(session);
    },
    { suggest: (value) => suggestModels(view, value) },
  );
}

/** Names of known models that contain the typed text, at most nine. */
export function suggestModels(view: View, typed: string): string[] {
  const wanted = typed.trim().toLowerCase();
  // The list of models may arrive after the question is shown.
  const names = askableModels(view.ui.models).map((model) => model.name);
  return names.filter((name) => name.toLowerCase().includes(wanted)).slice(0, 9);
}

/** The command that continues or repeats a run, or another command on it. */
export function runCommandLine(folder: string, command = 'run'): string {
  return /[^\w./-]/.test(folder)
    ? `valuelex ${command} '${folder.replaceAll("'", "'\\''")}'`
    : `valuelex ${command} ${folder}`;
}
