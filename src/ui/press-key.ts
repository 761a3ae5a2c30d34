/** From a key to what it does. */
import { editField } from './components/text-field.ts';
import { commandFor, homeOf, paletteOf } from './keymap-views.ts';
import { performOverlay, searchPalette } from './overlays/overlay-keys.ts';
import { situationOf, type View } from './scene.ts';
import { sceneOf } from './scenes.ts';
import { contextOf, contextUnder, type ScreenNumber } from './ui-state.ts';

/** Does what a key (by its name, `keyName`) means where the researcher is. `typed` is the raw input, for text. */
export function pressKey(key: string, typed: string, view: View, onLeave: () => void) {
  const { ui, act } = view;
  if (ui.message) act.update((now) => ({ ...now, message: null }));
  const context = contextOf(ui);
  const command = commandFor(context, key);
  if (command?.id === 'interrupt') return onLeave();
  const overlay = ui.overlay;
  if (overlay?.kind === 'palette' || overlay?.kind === 'prompt') {
    if (command) return performOverlay(command.id, view, (id) => runCommand(id, view, onLeave));
    const field = editField(overlay.field, key === 'Space' ? ' ' : key);
    // A piece of pasted text comes key by key, so nothing else is needed of `typed`.
    if (field === overlay.field && typed === '') return;
    act.overlay({ ...overlay, field, selected: overlay.kind === 'palette' ? 0 : -1 });
    if (overlay.kind === 'prompt') overlay.change?.(field.value);
    return;
  }
  if (overlay) {
    if (command) performOverlay(command.id, view, () => {});
    return;
  }
  if (!command) return;
  const off = command.disabled(situationOf(view));
  if (off) return act.say(`${key === 'Space' ? '␣' : key}: ${off}`, 'warning');
  perform(command.id, view, onLeave);
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
      act.edit({ edit: id });
      return;
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
