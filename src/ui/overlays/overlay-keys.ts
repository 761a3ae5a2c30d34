/** What the keys do in the help, the palette, a prompt, a question, a download. */
import fuzzysort from 'fuzzysort';
import { textField } from '../components/text-field.ts';
import { type PaletteEntry, paletteOf } from '../keymap-views.ts';
import { moveInList } from '../list-position.ts';
import type { View } from '../scene.ts';
import { contextUnder } from '../ui-state.ts';

/** Entries that fit what is typed, best first; all of them when nothing is. */
export function searchPalette(entries: readonly PaletteEntry[], typed: string): PaletteEntry[] {
  if (typed.trim() === '') return [...entries];
  return fuzzysort
    .go(typed, entries, { keys: ['text', 'line', (entry) => entry.command.label], threshold: 0.3 })
    .map((found) => found.obj);
}

/** `run` takes the position of the chosen palette entry. */
export function performOverlay(id: string, view: View, run: (position: string) => void) {
  const { act } = view;
  const overlay = view.ui.overlay;
  if (!overlay) return;
  switch (overlay.kind) {
    case 'help':
      if (id === 'close') return act.overlay(null);
      // How far down it can go is the drawing's to say.
      return act.overlay({ ...overlay, top: scrolled(overlay.top, id) });
    case 'palette': {
      if (id === 'close') return act.overlay(null);
      if (id === 'accept') return run(String(overlay.selected));
      const entries = paletteOf(contextUnder(view.ui), null);
      const count = searchPalette(entries, overlay.field.value).length;
      return act.overlay({ ...overlay, selected: moveInList(overlay.selected, id, count) });
    }
    case 'prompt': {
      const suggestions = overlay.suggest?.(overlay.field.value) ?? [];
      if (id === 'close') {
        overlay.change?.('');
        return act.overlay(null);
      }
      if (id === 'accept') {
        act.overlay(null);
        const chosen = overlay.selected >= 0 ? suggestions[overlay.selected] : undefined;
        return overlay.accept(chosen ?? overlay.field.value);
      }
      if (id === 'complete') {
        const taken = suggestions[Math.max(0, overlay.selected)];
        if (taken) act.overlay({ ...overlay, field: textField(taken), selected: -1 });
        return;
      }
      const selected = moveInList(Math.max(0, overlay.selected), id, suggestions.length);
      return act.overlay({ ...overlay, selected: suggestions.length > 0 ? selected : -1 });
    }
    case 'confirm':
      act.overlay(null);
      if (id === 'accept') overlay.accept();
      return;
    case 'progress':
      if (id === 'close') return act.overlay(null);
      if (id === 'stop') view.ui.fetch?.stop();
      return;
  }
}

function scrolled(top: number, id: string): number {
  const step = { up: -1, down: 1, 'page-up': -10, 'page-down': 10 }[id] ?? 0;
  return Math.max(0, top + step);
}
