/** From a key to what it does. */
import { editField, insertText, type TextField } from './components/text-field.ts';
import { commandFor, commandsOf, homeOf, paletteOf } from './keymap-views.ts';
import { performOverlay, searchPalette } from './overlays/overlay-keys.ts';
import { foldPasted } from './pasted-text.ts';
import { type Actions, situationOf, type View } from './scene.ts';
import { sceneOf } from './scenes.ts';
import {
  contextOf,
  contextUnder,
  type Overlay,
  type ScreenNumber,
  type UiState,
} from './ui-state.ts';

/** Does what a key (by its name, `keyName`) means where the researcher is. */
export function pressKey(key: string, view: View, onLeave: () => void) {
  const { ui, act } = view;
  if (ui.message) act.update((now) => ({ ...now, message: null }));
  const command = commandFor(contextOf(ui), key);
  if (command?.id === 'interrupt') return onLeave();
  const overlay = ui.overlay;
  if (overlay) {
    if (command) return performOverlay(command.id, view, (id) => runCommand(id, view, onLeave));
    if (hasField(overlay)) typeInto(overlay, editField(overlay.field, key), act);
    return;
  }
  if (!command) return;
  const off = command.disabled(situationOf(view));
  if (off) return act.say(`${key === 'Space' ? '␣' : key}: ${off}`, 'warning');
  perform(command.id, view, onLeave);
}

/** Pasted text goes into the field that is open, in one line. Elsewhere it would run as keys: it is dropped. */
export function pasteText(text: string, { ui, act }: View) {
  const { overlay } = ui;
  if (overlay && hasField(overlay))
    return typeInto(overlay, insertText(overlay.field, foldPasted(text)), act);
  act.say(
    'pasted text is ignored outside a field (several keys at once count as pasted)',
    'warning',
  );
}

/** A key where nothing can be seen: only leaving is left. */
export function pressUnseen(key: string, { ui }: View, onLeave: () => void) {
  if (leavingKeys(ui).includes(key)) onLeave();
}

/** The keys that pause what works and leave. */
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

/** Commands that mean the same everywhere; the others are the scene's. */
function perform(id: string, view: View, onLeave: () => void) {
  const { ui, act } = view;
  if (id.startsWith('screen-')) return act.go(Number(id.slice(7)) as ScreenNumber);
  switch (id) {
    case 'next-screen':
      return act.go(Math.min(7, ui.screen + 1) as ScreenNumber);
    case 'previous-screen':
      return act.go(Math.max(1, ui.screen - 1) as ScreenNumber);
    case 'help':
      return act.overlay({ kind: 'help', top: 0 });
    case 'palette':
      return act.overlay({ kind: 'palette', field: { value: '', cursor: 0 }, selected: 0 });
    case 'quit':
    case 'interrupt':
      return onLeave();
    case 'maximise':
      return act.update((now) => ({ ...now, maximised: !now.maximised }));
    case 'back':
      if (ui.maximised) return act.update((now) => ({ ...now, maximised: false }));
      if (ui.layers[ui.screen].length > 0) return act.pop();
      return sceneOf(ui).perform('back', view);
    case 'stop':
      return stopBackground(view);
    case 'undo':
    case 'redo':
      void act.edit({ edit: id });
      return;
    case 'save-run':
      return view.session ? act.saveElsewhere(view.session) : undefined;
    default:
      return sceneOf(ui).perform(id, view);
  }
}

/** Ends what the header shows: a computation; without one, a download. */
function stopBackground({ run, session, ui, act }: View): void {
  if (run?.computing) {
    session?.stopComputing();
    act.say('stopped; on 5 Factors c takes it up again, p a power simulation');
  } else ui.fetch?.stop();
}

/** A command called by name from the palette: on its own screen, if it is of another one. */
function runCommand(position: string, view: View, onLeave: () => void) {
  const { ui, act, options } = view;
  const context = contextUnder(ui);
  const value = ui.overlay?.kind === 'palette' ? ui.overlay.field.value : '';
  const entry = searchPalette(paletteOf(context, view.run?.folder ?? null), value)[
    Number(position)
  ];
  act.overlay(null);
  if (!entry) return;
  const home = entry.context === context ? null : homeOf(entry.context);
  if (home) act.go(home as ScreenNumber);
  const now = { ...ui, overlay: null, screen: (home ?? ui.screen) as ScreenNumber };
  const after: View = { ...view, ui: home ? { ...now, layers: { ...ui.layers } } : now };
  const off = entry.command.disabled(situationOf(after));
  if (off) return act.say(off, 'warning');
  perform(entry.command.id, { ...after, options }, onLeave);
}
