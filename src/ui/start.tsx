/** Starts the terminal interface, and gives the terminal back however it ends. */
import { setImmediate } from 'node:timers/promises';
import { render, type SuspendTerminal } from 'ink';
import { explainError } from '../errors.ts';
import type { RunState } from '../run/state.ts';
import { onlyStyledLines } from '../safe-text/only-styles.ts';
import { createActions } from './actions.ts';
import { App } from './app.tsx';
import { leaveSession } from './attached.ts';
import type { InterfaceOptions } from './interface-options.ts';
import { queueLayer } from './screens/clusters/queue-state.ts';
import { beginSettling } from './screens/clusters/settle-state.ts';
import { runCommandLine } from './screens/runs/run-actions.ts';
import { startAtLeftEdge, terminalInput } from './terminal-input.ts';
import { type ScreenNumber, startState } from './ui-state.ts';
import { createUiStore } from './ui-store.ts';

/**
 * Draws on the terminal's alternate screen and resolves when the researcher has left: the screen is
 * restored, and for an unfinished run the command that continues it is printed. Rejects with the error
 * that broke the drawing. A second Ctrl+C ends the process at once (exit code 130).
 */
export async function startInterface(options: InterfaceOptions): Promise<void> {
  const store = createUiStore(startState());
  let suspend: SuspendTerminal | null = null;
  /** Whether another program has the terminal. */
  let lent = false;
  const act = createActions(store, options, {
    write: (text) => process.stdout.write(text),
    copyNote: process.env.TMUX ? 'tmux passes it on after: tmux set -g set-clipboard on' : null,
    async lend(job) {
      lent = true;
      try {
        await suspend?.(async () => {
          await job();
          // Elsewhere than at the left edge, the first line would be too wide.
          process.stdout.write('\r');
        });
      } finally {
        // A Ctrl+C that ended that program may arrive after its end.
        await signalsDelivered();
        lent = false;
      }
    },
  });
  let leaving = false;
  let failed: unknown;

  startAtLeftEdge();
  const instance = render(
    <App
      store={store}
      act={act}
      options={options}
      onLeave={() => void leave()}
      onMount={(given) => {
        suspend = given;
      }}
    />,
    {
      stdin: terminalInput(process.stdin),
      alternateScreen: true,
      exitOnCtrlC: false,
      maxFps: 60,
      incrementalRendering: true,
    },
  );

  async function leave(): Promise<void> {
    if (leaving) {
      instance.unmount();
      process.exit(130);
    }
    leaving = true;
    const { session, fetch } = store.get();
    fetch?.stop();
    const busy = session?.getState().attached ? 'leaving' : 'pausing: once more leaves at once';
    store.update((ui) => ({ ...ui, overlay: null, busy }));
    try {
      await leaveSession(session);
    } catch (error) {
      failed ??= error;
    }
    instance.unmount();
  }

  // Without these the report of a crash would be printed on the alternate screen and vanish with it.
  const crash = (error: unknown) => {
    const { code } = error as { code?: unknown };
    if (code === 'EIO' || code === 'EPIPE') {
      // The terminal is gone: nothing can be shown, but the run is left in order.
      void leaveSession(store.get().session).finally(() => process.exit(129));
      return;
    }
    failed = error;
    instance.unmount();
    process.stderr.write(`${explainError(error).join('\n')}\n`);
    process.exit(1);
  };
  const ended = (signal: NodeJS.Signals) => {
    // A Ctrl+C in an editor is for the editor.
    if (signal === 'SIGINT' && lent) return;
    // The exit watcher of `conf` sends the first signal again, which is not a second Ctrl+C.
    if (!leaving) void leave();
  };
  const signals = ['SIGTERM', 'SIGHUP', 'SIGINT'] as const;
  process.on('uncaughtException', crash);
  process.on('unhandledRejection', crash);
  for (const signal of signals) process.on(signal, ended);

  void begin();
  async function begin(): Promise<void> {
    const { initial, warning } = options;
    if (warning) act.say(warning, 'warning');
    if (initial?.folder) {
      const folder = initial.folder;
      const session = await act.attempt('opening the run', () => options.openRun(folder));
      if (session) {
        act.openSession(session, initial.screen as ScreenNumber | undefined);
        if (initial.queue) act.push(queueLayer(options.now()));
        if (initial.settle) {
          const { second, by } = initial.settle;
          beginSettling(act, second, by, options.now());
        }
        if (session.getState().curator !== undefined) return;
        if (initial.work) act.work(session);
      }
    } else if (initial?.screen) act.go(initial.screen as ScreenNumber);
    await act.refreshRuns();
    await act.refreshModels();
  }

  try {
    await instance.waitUntilExit();
  } finally {
    process.off('uncaughtException', crash);
    process.off('unhandledRejection', crash);
    for (const signal of signals) process.off(signal, ended);
  }
  const state = store.get().session?.getState();
  if (state?.attached && !state.attached.gone)
    process.stdout.write(onlyStyledLines(leftText(state, state.attached.pid)));
  else if (
    state &&
    state.status !== 'finished' &&
    !state.readOnly &&
    // The command that began it for a second curator prints how to continue.
    state.curator === undefined &&
    failed === undefined
  )
    process.stdout.write(
      onlyStyledLines(
        `Paused; everything is on disk. To continue:\n  ${runCommandLine(state.folder)}\n`,
      ),
    );
  if (failed !== undefined) throw failed;
}

/**
 * Resolves when all signals sent so far have been delivered, and also those that the process then sent
 * to itself: the exit watcher of `conf` sends the first one again. Each takes one turn of the event
 * loop, however long that is.
 */
async function signalsDelivered(): Promise<void> {
  for (let turn = 0; turn < 4; turn++) await setImmediate();
}

/** Which process has the run that was only watched, and how to attach to it again. */
function leftText({ folder, status }: RunState, pid: number): string {
  const where = status === 'working' ? 'continues in' : 'stays open in';
  return [
    `The run ${where} process ${pid}. To see it again, or to pause it:`,
    `  ${runCommandLine(folder, 'attach')}`,
    `  ${runCommandLine(folder, 'ctl')} pause`,
    '',
  ].join('\n');
}
