/** The parts that a screen, or a layer over one, has for the app. */

import type { ComponentType } from 'react';
import type { Edit } from '../clustering/edits.ts';
import type { Session } from '../run/session.ts';
import type { RunState } from '../run/state.ts';
import type { InterfaceOptions } from './interface-options.ts';
import type { Command, Commands, FooterEntry } from './keymap/command.ts';
import type { EverywhereId } from './keymap/everywhere.ts';
import type { Accept, Layer, Overlay } from './layer.ts';
import type { ScreenNumber, UiState } from './ui-state.ts';

export type Actions = {
  /** The present state, for work that continues after a wait. */
  now(): UiState;
  update(change: (ui: UiState) => UiState): void;
  /** The line above the keys. */
  say(text: string, tone?: 'plain' | 'warning'): void;
  push(layer: Layer): void;
  replace(layer: Layer): void;
  pop(): void;
  /** False, with a message, if a second curator must not see that screen. */
  go(screen: ScreenNumber): boolean;
  overlay(overlay: Overlay | null): void;
  /** Asks for a line of text that begins as `start`; while it is refused, the field stays open. */
  ask(
    label: string,
    start: string,
    accept: Accept,
    more?: {
      suggest?: (value: string) => readonly string[];
      about?: (completion: string) => string;
      change?: (value: string) => void;
      /** Stands above the field. */
      refused?: string | undefined;
    },
  ): void;
  confirm(title: string, lines: readonly string[], accept: () => void): void;
  /** Runs a job; shows `doing` meanwhile, and the error if it fails. */
  attempt<T>(doing: string, job: () => Promise<T>): Promise<T | undefined>;
  /** Shows a run on `screen`; a finished run opens on its findings. */
  openSession(session: Session, screen?: ScreenNumber): void;
  /** Sends an edit to the open run; true once it is on disk, false if it was refused. Shows a message for either. */
  edit(edit: Edit): Promise<boolean>;
  /** The edit that is being written, if any. */
  pendingEdit(): Promise<unknown> | null;
  /** Shows the reply of the run's owner when it comes. */
  showReply(reply: Promise<string>): Promise<void>;
  /** Asks where to write a run whose folder is gone or full, writes it there, and continues with that copy. */
  saveElsewhere(session: Session): void;
  /** Continues the work on the run. */
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

/** A figure as shown on the screen, and its meaning in a sentence. */
export type Figure = readonly [written: string, says: string];

export type Scene = {
  /** After the screen's name in the header. */
  crumbs(view: View): string[];
  /** Text at the right of the header while nothing runs in the background. */
  right(view: View): string;
  /** The one-line answer to "so what?". */
  so(view: View): string;
  Body: ComponentType<BodyProps>;
  /** Its commands by their ids, in addition to those of everywhere. */
  commands: Commands;
  /** The five to seven most important commands; a narrow terminal leaves out the last ones. */
  footer: readonly FooterEntry[];
  /** The meaning of its figures; the help shows them first. */
  figures?: readonly Figure[];
  /** The commands that can do nothing now, by their ids, each with the reason. */
  off?: (view: View) => Off;
  /** Digits have their own use here: they do not change the screen. */
  digits?: true;
  /** The effect of `back` if nothing is maximised and no layer is open. */
  back?: (view: View) => void;
};

/** Commands that can do nothing now, each with the reason. */
export type Off<Id extends string = string> = Readonly<{ [one in Id]?: string | undefined }>;

/** These commands, all for one reason; none without a reason. */
export const allOff = <Id extends string>(ids: readonly Id[], why: string | null): Off<Id> =>
  Object.fromEntries(ids.map((id) => [id, why ?? undefined])) as Off<Id>;

/** A scene whose footer can name only its own commands and those of everywhere. */
export function defineScene<Id extends string>(
  scene: Omit<Scene, 'commands' | 'footer' | 'off'> & {
    commands: Readonly<Record<Id, Command>>;
    footer: readonly FooterEntry<NoInfer<Id> | EverywhereId>[];
    off?: (view: View) => Off<NoInfer<Id>>;
  },
): Scene {
  return scene;
}

/** The view of the commands of everywhere and of the overlays. */
export type AppView = View & {
  /** The present scene, also while an overlay covers it. */
  scene: Scene;
  /** Pauses the run and leaves; a second call leaves at once. */
  leave(): void;
  /** How many commands the palette has found. */
  found(): number;
  /** Runs the command at this position among them. */
  choose(at: number): void;
};
