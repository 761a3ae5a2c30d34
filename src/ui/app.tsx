/** The whole screen: header, the answer to "so what?", the scene, messages, keys. */
import {
  Box,
  type SuspendTerminal,
  useApp,
  useCursor,
  useInput,
  usePaste,
  useWindowSize,
} from 'ink';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { RunState } from '../run/state.ts';
import {
  headerLine,
  isTooSmall,
  messageLines,
  soLines,
  tooSmallLines,
  warningLines,
} from './components/chrome.ts';
import { Lines, TextLine } from './components/lines.tsx';
import { type FieldLine, textFieldLine } from './components/text-field-line.ts';
import type { InterfaceOptions } from './interface-options.ts';
import { createKeyLine } from './key-line.ts';
import { footer } from './keymap/keymap-views.ts';
import { keysOf } from './keys.ts';
import type { Overlay } from './layer.ts';
import { useContextGroups } from './layers/word-contexts.ts';
import { OverlayBody, paletteField } from './overlays/overlay-body.tsx';
import { leavingKeys, pasteText, pressKey, pressUnseen } from './press-key.ts';
import type { Actions, View } from './scene.ts';
import { sceneOf } from './scenes.ts';
import { useComparison } from './screens/scores/comparisons.ts';
import { situationOf } from './situation.ts';
import { cut, fill } from './text.ts';
import { contextOf, type UiState } from './ui-state.ts';
import type { UiStore } from './ui-store.ts';

export type AppProps = {
  store: UiStore;
  act: Actions;
  options: InterfaceOptions;
  /** Ctrl+C or `q`. */
  onLeave(): void;
  /** Called with the function that lends the terminal to another program until the job is done. */
  onMount?(suspend: SuspendTerminal): void;
  /** How long a message is shown if no key is pressed. */
  messageMilliseconds?: number;
};

/** Long enough to read two lines twice. */
const messageStands = 20_000;

const noRun = () => null;
const nothing = () => () => {};

export function App({
  store,
  act,
  options,
  onLeave,
  onMount,
  messageMilliseconds = messageStands,
}: AppProps) {
  const { columns, rows } = useWindowSize();
  const ui = useSyncExternalStore(store.subscribe, store.get, store.get);
  const session = ui.session;
  const run = useSyncExternalStore<RunState | null>(
    session?.subscribe ?? nothing,
    session?.getState ?? noRun,
    session?.getState ?? noRun,
  );
  useCountdown(run, options.now);
  useMessageEnd(store, ui.message, run?.message ?? '', messageMilliseconds);
  const view = useMemo<View>(
    () => ({ ui, run, session, options, act }),
    [ui, run, session, options, act],
  );

  const line = useMemo(() => createKeyLine(act.pendingEdit), [act]);
  const tooSmall = isTooSmall(columns, rows);
  useComparison(view);
  useContextGroups(view);
  useInput((input, key) => {
    for (const name of keysOf(input, key)) {
      const press = () => {
        const now = viewOf(store.get(), options, act);
        if (tooSmall) pressUnseen(name, now, onLeave);
        else pressKey(name, now, onLeave);
      };
      // Leaving does not wait for a disk or another process.
      if (name === 'Ctrl+C') press();
      else line.add(press);
    }
  });
  // Asks the terminal to mark pasted text; Ink ends that when it leaves or lends the terminal.
  usePaste((text) => {
    if (!tooSmall) line.add(() => pasteText(text, viewOf(store.get(), options, act)));
  });
  const { suspendTerminal } = useApp();
  useEffect(() => onMount?.(suspendTerminal), [onMount, suspendTerminal]);
  const { setCursorPosition } = useCursor();
  const field = tooSmall ? null : fieldOf(ui, columns, rows);
  setCursorPosition(field ? { x: field.line.column, y: field.row } : undefined);

  if (tooSmall) {
    const so = sceneOf(ui).so(view);
    const lines = tooSmallLines(so, columns, rows, leavingKeys(ui), ui.busy);
    return <Lines lines={lines} width={columns} height={rows} />;
  }

  const scene = sceneOf(ui);
  const [so, more] = soLines(scene.so(view), columns);
  const message =
    ui.overlay?.kind === 'prompt' ? promptLines(ui.overlay, columns) : messageLines(view, columns);
  const height = rows - 4 - message.length;
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <TextLine text={headerLine(view, scene.crumbs(view), scene.right(view), columns)} />
      <TextLine text={so} />
      <TextLine text={more} />
      {ui.overlay && ui.overlay.kind !== 'prompt' ? (
        <OverlayBody view={view} overlay={ui.overlay} width={columns} height={height} />
      ) : (
        <scene.Body view={view} width={columns} height={height} />
      )}
      <Lines lines={message} width={columns} height={message.length} />
      <TextLine text={fill(footer(contextOf(ui), columns, situationOf(view)), columns)} />
    </Box>
  );
}

/** The view that a key acts on: the present state, not that of the last frame. */
function viewOf(ui: UiState, options: InterfaceOptions, act: Actions): View {
  return { ui, run: ui.session?.getState() ?? null, session: ui.session, options, act };
}

/** The open field and the row that it is drawn in. */
function fieldOf(ui: UiState, columns: number, rows: number) {
  const { overlay } = ui;
  if (overlay?.kind === 'palette') return { line: paletteField(overlay.field, columns), row: 3 };
  if (overlay?.kind === 'prompt') return { line: promptLine(overlay, columns), row: rows - 2 };
  return null;
}

type Prompt = Extract<Overlay, { kind: 'prompt' }>;

/** The field, which takes the place of messages, below the reason why its line was refused. */
function promptLines(overlay: Prompt, columns: number): string[] {
  const reason = overlay.refused ? warningLines(overlay.refused, columns) : [];
  const offered = completionOf(overlay);
  const about = offered && overlay.about ? [cut(` ${overlay.about(offered)}`, columns)] : [];
  return [...reason, ...about, promptLine(overlay, columns).text];
}

const completionsOf = (overlay: Prompt) => overlay.suggest?.(overlay.field.value) ?? [];
const completionOf = (overlay: Prompt) => completionsOf(overlay)[Math.max(0, overlay.selected)];

function promptLine(overlay: Prompt, columns: number): FieldLine {
  const suggestions = completionsOf(overlay);
  const hint = completionOf(overlay);
  const label = ` ${overlay.label}:`;
  if (!hint) return textFieldLine(label, overlay.field, columns);
  const more = suggestions.length > 1 ? `  ↑↓ ${suggestions.length}` : '';
  const room = Math.floor(columns / 3);
  const { text, column } = textFieldLine(label, overlay.field, columns - room);
  return { text: `${text}${fill(` → ${hint}${more}`, room)}`, column };
}

/** Removes a message after some time: the screen's own, and the run's. */
function useMessageEnd(
  store: UiStore,
  message: UiState['message'],
  said: string,
  milliseconds: number,
): void {
  useEffect(() => {
    if (message === null && said === '') return;
    const timer = setTimeout(
      () =>
        store.update((now) => ({
          ...now,
          message: now.message === message ? null : now.message,
          readMessage: said,
        })),
      milliseconds,
    );
    timer.unref();
    return () => clearTimeout(timer);
  }, [store, message, said, milliseconds]);
}

/** Draws once a second while a lane waits, so that its countdown moves. */
function useCountdown(run: RunState | null, now: () => number): void {
  const [, setTick] = useState(0);
  const waits = run?.lanes.some((lane) => (lane.waiting?.until ?? 0) > now()) ?? false;
  useEffect(() => {
    if (!waits) return;
    const timer = setInterval(() => setTick((tick) => tick + 1), 1000);
    return () => clearInterval(timer);
  }, [waits]);
}
