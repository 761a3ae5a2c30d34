/** Finds and runs the command of a key. */
import { editField, insertText, type TextField } from './components/text-field.ts';
import { offNow } from './keymap/command.ts';
import { commandFor, commandsOf } from './keymap/keymap-views.ts';
import { foundIn, homeOf } from './keymap/palette.ts';
import type { Overlay } from './layer.ts';
import { foldPasted } from './pasted-text.ts';
import type { Actions, AppView, View } from './scene.ts';
import { sceneOf } from './scenes.ts';
import { situationOf } from './situation.ts';
import { contextOf, contextUnder, screenNames, type UiState } from './ui-state.ts';

/** Carries out a key, given by its name (`keyName`), in the present place. */
export function pressKey(key: string, view: View, onLeave: () => void) {
  const { ui, act } = view;
  const readMessage = view.run?.message ?? '';
  act.update((now) => ({ ...now, message: null, readMessage, presses: now.presses + 1 }));
  const command = commandFor(contextOf(ui), key);
  const { overlay } = ui;
  if (!command) {
    if (overlay && hasField(overlay)) typeInto(overlay, editField(overlay.field, key), act);
    return;
  }
  const off = offNow(command, situationOf(view));
  if (off) act.say(`${key === 'Space' ? '␣' : key}: ${off}`, 'warning');
  else command.act(appView(view, onLeave), key);
}

function appView(view: View, leave: () => void): AppView {
  const { ui, run } = view;
  return {
    ...view,
    scene: sceneOf(ui),
    leave,
    found: () => foundIn(ui, run?.folder ?? null).length,
    choose: (at) => runFound(at, view, leave),
  };
}

/** Pasted text goes into the open field, in one line. Without a field it is dropped, since it would act as keys. */
export function pasteText(text: string, { ui, act }: View) {
  const { overlay } = ui;
  if (overlay && hasField(overlay))
    return typeInto(overlay, insertText(overlay.field, foldPasted(text)), act);
  act.say(
    'pasted text is ignored outside a field (several keys at once count as pasted)',
    'warning',
  );
}

/** A key while the terminal is too small to show anything: only those that leave have an effect. */
export function pressUnseen(key: string, { ui }: View, onLeave: () => void) {
  if (leavingKeys(ui).includes(key)) onLeave();
}

/** The keys that pause the run and leave. */
export function leavingKeys(ui: UiState): readonly string[] {
  return commandsOf(contextOf(ui))
    .filter(({ id }) => id === 'quit' || id === 'interrupt')
    .flatMap(({ keys }) => keys);
}

type FieldOverlay = Extract<Overlay, { field: TextField }>;

function hasField(overlay: Overlay): overlay is FieldOverlay {
  return 'field' in overlay;
}

function typeInto(overlay: FieldOverlay, field: TextField, act: Actions): void {
  if (field === overlay.field) return;
  act.overlay({ ...overlay, field, selected: overlay.kind === 'palette' ? 0 : -1 });
  if (overlay.kind === 'prompt') overlay.change?.(field.value);
}

/** Runs a command from the palette, on its own screen if that is another one. */
function runFound(at: number, view: View, leave: () => void) {
  const { ui, act, run } = view;
  const entry = foundIn(ui, run?.folder ?? null)[at];
  act.overlay(null);
  if (!entry) return;
  const home = entry.place === contextUnder(ui) ? null : homeOf(entry.place);
  if (home && !act.go(home)) return;
  const screen = home ?? ui.screen;
  const after: View = { ...view, ui: { ...ui, overlay: null, screen } };
  const { id, help } = entry.command;
  const command = commandsOf(contextUnder(after.ui)).find(
    (one) => one.id === id && one.help === help,
  );
  if (!command)
    return act.say(
      `${screen} ${screenNames[screen - 1]} shows something else now: "${entry.text}" does nothing there`,
      'warning',
    );
  const off = offNow(command, situationOf(after));
  if (off) act.say(off, 'warning');
  else command.act(appView(after, leave));
}
