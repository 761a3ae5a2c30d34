/** The whole screen: header, the answer to "so what?", the scene, messages, keys. */
import { Box, useInput, useWindowSize } from 'ink';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { RunState } from '../run/state.ts';
import { headerLine, messageLine, smallest, soLine, tooSmallLines } from './components/chrome.ts';
import { Line, Lines } from './components/lines.tsx';
import { textFieldLine } from './components/text-field-line.ts';
import type { InterfaceOptions } from './interface-options.ts';
import { footer } from './keymap-views.ts';
import { keysOf } from './keys.ts';
import { useComparison } from './layers/compare.tsx';
import { OverlayBody } from './overlays/overlay-body.tsx';
import { pressKey } from './press-key.ts';
import type { Actions, View } from './scene.ts';
import { sceneOf } from './scenes.ts';
import { fill } from './text.ts';
import { contextOf, type UiState } from './ui-state.ts';
import type { UiStore } from './ui-store.ts';

export type AppProps = {
  store: UiStore;
  act: Actions;
  options: InterfaceOptions;
  /** Ctrl+C or `q`. */
  onLeave(): void;
};

const noRun = () => null;
const nothing = () => () => {};

export function App({ store, act, options, onLeave }: AppProps) {
  const { columns, rows } = useWindowSize();
  const ui = useSyncExternalStore(store.subscribe, store.get, store.get);
  const session = ui.session;
  const run = useSyncExternalStore<RunState | null>(
    session?.subscribe ?? nothing,
    session?.getState ?? noRun,
    session?.getState ?? noRun,
  );
  useCountdown(run, options.now);
  const view = useMemo<View>(
    () => ({ ui, run, session, options, act }),
    [ui, run, session, options, act],
  );

  useComparison(view);

  useInput((input, key) => {
    // Several keys may come at once: each sees what the one before has done.
    for (const name of keysOf(input, key)) {
      const now = store.get();
      pressKey(name, input, viewOf(now, options, act), onLeave);
    }
  });

  if (columns < smallest.columns || rows < smallest.rows)
    return <Lines lines={tooSmallLines(columns, rows)} width={columns} height={rows} />;

  const scene = sceneOf(ui);
  const height = rows - 5;
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <Line text={headerLine(view, scene.crumbs(view), scene.right(view), columns)} />
      <Line text={soLine(scene.so(view), columns)} />
      <Line text={' '.repeat(columns)} />
      {ui.overlay && ui.overlay.kind !== 'prompt' ? (
        <OverlayBody view={view} overlay={ui.overlay} width={columns} height={height} />
      ) : (
        <scene.Body view={view} width={columns} height={height} />
      )}
      <Line text={bottomLine(view, columns)} />
      <Line text={fill(footer(contextOf(ui), columns), columns)} />
    </Box>
  );
}

/** What a key sees: the state of now, not of the last frame. */
function viewOf(ui: UiState, options: InterfaceOptions, act: Actions): View {
  return { ui, run: ui.session?.getState() ?? null, session: ui.session, options, act };
}

/** The prompt stands where messages do. */
function bottomLine(view: View, columns: number): string {
  const overlay = view.ui.overlay;
  if (overlay?.kind !== 'prompt') return messageLine(view, columns);
  const suggestions = overlay.suggest?.(overlay.field.value) ?? [];
  const hint = suggestions[Math.max(0, overlay.selected)];
  const label = ` ${overlay.label}:`;
  if (!hint) return textFieldLine(label, overlay.field, columns);
  const more = suggestions.length > 1 ? `  ↑↓ ${suggestions.length}` : '';
  const room = Math.floor(columns / 3);
  return `${textFieldLine(label, overlay.field, columns - room)}${fill(` → ${hint}${more}`, room)}`;
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
