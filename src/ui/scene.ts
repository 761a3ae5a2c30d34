/** What a screen, or a layer over one, is to the app. */

import type { ComponentType } from 'react';
import { suggestionsOf } from '../clustering/decisions.ts';
import type { Edit } from '../clustering/edits.ts';
import { disputesIn } from '../run/disputes-in.ts';
import { ratedIn } from '../run/rated-results.ts';
import type { Session } from '../run/session.ts';
import type { RunState } from '../run/state.ts';
import type { InterfaceOptions } from './interface-options.ts';
import type { Command, Commands, FooterEntry, Situation } from './keymap/command.ts';
import type { EverywhereId } from './keymap/everywhere.ts';
import type { Layer, Overlay } from './layer.ts';
import { type ScreenNumber, topLayerOf, type UiState } from './ui-state.ts';

export type Actions = {
  /** The present state, for work that continues after a wait. */
  now(): UiState;
  update(change: (ui: UiState) => UiState): void;
  /** The line above the keys. */
  say(text: string, tone?: 'plain' | 'warning'): void;
  push(layer: Layer): void;
  replace(layer: Layer): void;
  pop(): void;
  /** False, and says why, where a second curator must not see that screen. */
  go(screen: ScreenNumber): boolean;
  overlay(overlay: Overlay | null): void;
  /** A line of text; `start` is in it at first. */
  ask(
    label: string,
    start: string,
    accept: (value: string) => void,
    more?: {
      suggest?: (value: string) => readonly string[];
      change?: (value: string) => void;
    },
  ): void;
  confirm(title: string, lines: readonly string[], accept: () => void): void;
  /** Shows what is being done, and the error if it fails. */
  attempt<T>(doing: string, job: () => Promise<T>): Promise<T | undefined>;
  /** Shows a run; `screen` unless it is finished, which opens on its findings. */
  openSession(session: Session, screen?: ScreenNumber): void;
  /** Sends an edit of the researcher's to the open run; true once it is on disk, false when it could not be taken. Says which. */
  edit(edit: Edit): Promise<boolean>;
  /** The edit that is on its way to the disk, if any. */
  pendingEdit(): Promise<unknown> | null;
  /** Shows the reply of the run's owner when it comes. */
  tell(reply: Promise<string>): Promise<void>;
  /** Asks where to write a run whose folder is gone or full, writes it there, and continues with that copy. */
  saveElsewhere(session: Session): void;
  /** Asks for what is missing. */
  work(session: Session): void;
  refreshRuns(): Promise<void>;
  refreshModels(): Promise<void>;
  copy(text: string, what: string): void;
  /** The raw line of a fact, in the editor. */
  openSource(fact: string): void;
};

export type View = {
  ui: UiState;
  run: RunState | null;
  session: Session | null;
  options: InterfaceOptions;
  act: Actions;
};

export type BodyProps = { view: View; width: number; height: number };

/** A figure as the screen writes it, and its meaning in a sentence. */
export type Figure = readonly [written: string, says: string];

export type Scene = {
  /** After the screen's name in the header. */
  crumbs(view: View): string[];
  /** At the right of the header while nothing runs in the background. */
  right(view: View): string;
  /** The one-line answer to "so what?". */
  so(view: View): string;
  Body: ComponentType<BodyProps>;
  /** What its keys do, by the ids of its commands; those of everywhere come on top. */
  commands: Commands;
  /** The five to seven commands that matter here; in a narrow terminal the last ones fall out. */
  footer: readonly FooterEntry[];
  /** What its figures say; the help shows them first. */
  figures?: readonly Figure[];
  /** Digits mean something of its own here: they lead to no screen. */
  digits?: true;
  /** What `back` does here where nothing is maximised and no layer is open. */
  back?: (view: View) => void;
};

/** A scene whose footer names nothing but its own commands and those of everywhere. */
export function defineScene<Id extends string>(
  scene: Omit<Scene, 'commands' | 'footer'> & {
    commands: Readonly<Record<Id, Command>>;
    footer: readonly FooterEntry<NoInfer<Id> | EverywhereId>[];
  },
): Scene {
  return scene;
}

/** What the commands of everywhere and those of the overlays know beside. */
export type AppView = View & {
  /** The scene that is shown, also below an overlay. */
  scene: Scene;
  /** Pauses the run and leaves; a second call leaves at once. */
  leave(): void;
  /** How many commands the palette has found. */
  found(): number;
  /** Does the command at this place among them. */
  choose(at: number): void;
};

/** What commands look at to say why they can do nothing. */
export function situationOf(view: View): Situation {
  const results = view.run?.results;
  const { factors, clustering } = results ?? {};
  return {
    open: view.run !== null,
    working: view.run?.status === 'working',
    elicited: (view.run?.discovery.answers ?? 0) > 0,
    clustered: clustering != null && 'clusters' in clustering && results?.curated != null,
    factored: factors != null && 'loadings' in factors,
    scored: results !== undefined && ratedIn(results).scores.length > 0,
    undoable: (results?.curated?.applied.length ?? 0) > 0,
    redoable: (results?.curated?.undone.length ?? 0) > 0,
    suggestions: suggestionsOf(results?.decisions).length,
    curators: results?.curators != null,
    disputed: disputesIn(results).reduce((sum, { open }) => sum + open, 0),
    blind: view.run?.curator !== undefined,
    decisions: (results?.decisions?.open.length ?? 0) + (results?.decisions?.unseen.length ?? 0),
    sourced: topLayerOf(view.ui, 'list')?.computed !== true,
    stoppable: (view.run?.computing ?? null) !== null || view.ui.fetch !== null,
  };
}
