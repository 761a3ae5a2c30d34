/** All commands, found by typing. */
import { basename } from 'node:path';
import fuzzysort from 'fuzzysort';
import { contextUnder, type Place, type ScreenNumber, type UiState } from '../ui-state.ts';
import { commandsOf, type KnownCommand, keySigns, places } from './keymap-views.ts';

export type PaletteEntry = {
  command: KnownCommand;
  place: Place;
  text: string;
  keys: string;
  line: string;
};

/** The screen of a place whose commands can be called from elsewhere. */
const homes: Partial<Record<Place, ScreenNumber>> = {
  ...{ start: 1, runs: 1, shelf: 1, findings: 1, models: 2, elicit: 3 },
  ...{ clusters: 4, factors: 5, scores: 6, report: 7 },
};

/** The screen to go to before a command of this place; null when it only works where it is. */
export function homeOf(place: Place): ScreenNumber | null {
  return homes[place] ?? null;
}

/** Every command that can be reached from a place: its own first, then those of the other screens. */
export function paletteOf(place: Place, folder: string | null): PaletteEntry[] {
  const seen = new Set<string>();
  const reachable = [place, ...places.filter((other) => homes[other] && other !== place)];
  return reachable.flatMap((where) =>
    commandsOf(where).flatMap((command) => {
      // Commands that only move the cursor are of no use in a list.
      if (command.group === 'move' || command.id === 'palette' || command.id === 'back') return [];
      const name = `${command.id}:${command.help}`;
      if (seen.has(name)) return [];
      seen.add(name);
      // The name alone identifies the run, and leaves room for the rest of the command.
      const run = folder === null ? '<run>' : basename(folder);
      const line = (command.line ?? '').replace('<run>', () => run);
      const keys = keySigns(command.keys).join(' ');
      return [{ command, place: where, text: command.help.replace(/\.$/, ''), keys, line }];
    }),
  );
}

/** Entries that fit what is typed, best first; all of them when nothing is. */
export function foundIn(ui: UiState, folder: string | null): PaletteEntry[] {
  const entries = paletteOf(contextUnder(ui), folder);
  const typed = ui.overlay?.kind === 'palette' ? ui.overlay.field.value : '';
  if (typed.trim() === '') return entries;
  return fuzzysort
    .go(typed, entries, { keys: ['text', 'line', (entry) => entry.command.label], threshold: 0.3 })
    .map((found) => found.obj);
}
