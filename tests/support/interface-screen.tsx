/** The whole interface on a terminal of a given size that exists only in memory: press keys, read the frame. */
import { EventEmitter } from 'node:events';
import { render } from 'ink';
import { createActions } from '../../src/ui/actions.ts';
import { App } from '../../src/ui/app.tsx';
import type { InterfaceOptions } from '../../src/ui/interface-options.ts';
import type { View } from '../../src/ui/scene.ts';
import { terminalInput } from '../../src/ui/terminal-input.ts';
import { startState, type UiState } from '../../src/ui/ui-state.ts';
import { createUiStore } from '../../src/ui/ui-store.ts';

class Output extends EventEmitter {
  columns: number;
  rows: number;
  frame = '';
  isTTY = true;
  constructor(columns: number, rows: number) {
    super();
    this.columns = columns;
    this.rows = rows;
  }
  write = (text: string): boolean => {
    this.frame = text;
    return true;
  };
}

class Input extends EventEmitter {
  isTTY = true;
  type(text: string): void {
    this.emit('data', text);
  }
  setEncoding = () => this;
  setRawMode = () => this;
  resume = () => this;
  pause = () => this;
  ref = () => this;
  unref = () => this;
}

const codes: Readonly<Record<string, string>> = {
  ...{ Enter: '\r', Tab: '\t', Space: ' ', Backspace: '\u007f' },
  ...{ '↑': '\u001b[A', '↓': '\u001b[B', '→': '\u001b[C', '←': '\u001b[D' },
  ...{
    'Ctrl+R': '\u0012',
    'Ctrl+D': '\u0004',
    'Ctrl+U': '\u0015',
    'Ctrl+C': '\u0003',
    'Ctrl+X': '\u0018',
  },
};

export const settled = () => new Promise<void>((done) => setTimeout(done, 0));

export async function interfaceScreen(
  options: InterfaceOptions,
  {
    columns = 80,
    rows = 24,
    folder = 'runs/x',
    copyNote = null,
    messageMilliseconds,
  }: {
    columns?: number;
    rows?: number;
    folder?: string | null;
    copyNote?: string | null;
    messageMilliseconds?: number;
  } = {},
) {
  const output = new Output(columns, rows);
  const input = new Input();
  const store = createUiStore(startState());
  const written: string[] = [];
  const act = createActions(store, options, {
    write: (text) => written.push(text),
    lend: (job) => job(),
    copyNote,
  });
  let left = 0;
  const instance = render(
    <App
      store={store}
      act={act}
      options={options}
      onLeave={() => left++}
      {...(messageMilliseconds !== undefined && { messageMilliseconds })}
    />,
    {
      stdout: output as unknown as NodeJS.WriteStream,
      stdin: terminalInput(input as unknown as NodeJS.ReadStream),
      debug: true,
      exitOnCtrlC: false,
      patchConsole: false,
    },
  );
  if (folder !== null) act.openSession(await options.openRun(folder));
  await act.refreshRuns();
  await act.refreshModels();
  await settled();
  return {
    written,
    act,
    /** What the scenes see now. */
    view(): View {
      const { session } = store.get();
      return { ui: store.get(), run: session?.getState() ?? null, session, options, act };
    },
    get ui(): UiState {
      return store.get();
    },
    get left(): number {
      return left;
    },
    /** The frame's lines as drawn. */
    lines: () => output.frame.split('\n'),
    text: () => output.frame,
    async press(...keys: string[]): Promise<void> {
      for (const key of keys) {
        input.type(key === 'Esc' ? '\u001b' : (codes[key] ?? key));
        // A lone escape is told from the start of a sequence by waiting.
        if (key === 'Esc') await new Promise((done) => setTimeout(done, 40));
        await settled();
      }
      await settled();
    },
    /** Several reads of what a terminal sends, as they are. */
    async send(...reads: string[]): Promise<void> {
      for (const read of reads) {
        input.type(read);
        await settled();
      }
      await settled();
    },
    async resize(toColumns: number, toRows: number): Promise<void> {
      output.columns = toColumns;
      output.rows = toRows;
      output.emit('resize');
      await settled();
    },
    close: () => instance.unmount(),
  };
}

export type InterfaceScreen = Awaited<ReturnType<typeof interfaceScreen>>;
