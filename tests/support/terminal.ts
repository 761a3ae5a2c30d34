/** Runs the built program in a pseudo terminal; a terminal emulator reads its screen. */
import { spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { patience } from './patience.ts';
import { type Place, programFile, stateOf } from './program.ts';

export const keys = {
  enter: '\r',
  esc: '\u001b',
  tab: '\t',
  space: ' ',
  backspace: '\u007f',
  up: '\u001b[A',
  down: '\u001b[B',
  right: '\u001b[C',
  left: '\u001b[D',
  ctrlC: '\u0003',
  ctrlR: '\u0012',
  ctrlX: '\u0018',
} as const;

/** For `waitFor`: there is a screen, and it looks for nothing any more. */
export function settled(screen: readonly string[]): boolean {
  return screen[0]!.startsWith(' valuelex') && !screen.join('\n').includes('looking for');
}

export type TerminalCell = {
  text: string;
  /** Palette number or 0xRRGGBB; null is the terminal's own. */
  foreground: number | null;
  background: number | null;
  bold: boolean;
  dim: boolean;
  inverse: boolean;
};

export type Terminal = {
  pid: number;
  /** Types text, or keys out of `keys`. */
  press(...typed: string[]): void;
  /** The screen's lines, without the spaces at their ends. */
  screen(): string[];
  text(): string;
  cell(row: number, column: number): TerminalCell;
  /** Resolves with the screen once it shows the text or the predicate holds; rejects with the screen in the message where it never does, or when the program has ended. Throws when a line was too wide for the terminal. */
  waitFor(
    what: string | RegExp | ((screen: string[]) => boolean),
    /** Of a benchmark, what takes longer than any test. */
    limit?: number,
  ): Promise<string[]>;
  /** Resolves with the screen once the program has read what was typed and done what it does about it, also where that draws nothing. Rejects where it never rests. */
  rest(): Promise<string[]>;
  /** Presses ↓ until the selected line (▸) shows the text. */
  moveTo(text: string): Promise<void>;
  resize(columns: number, rows: number): void;
  /** Whether the program draws on the terminal's other screen. */
  onOtherScreen(): boolean;
  /** Whether the cursor is shown. */
  cursorShown(): boolean;
  /** Where the cursor is, from 0. */
  cursor(): { row: number; column: number };
  /** Whether the program wants pasted text to be marked (mode 2004). */
  marksPastes(): boolean;
  /** Pastes as a terminal does: between marks where the program wants them, line breaks as Enter. */
  paste(text: string): void;
  /** All that came, with escape sequences. */
  raw(): string;
  /** Called with each piece of output. */
  onData(listener: (data: string) => void): void;
  exitCode: Promise<number>;
  kill(signal?: NodeJS.Signals): void;
};

/** Starts `valuelex <args>` in a terminal of so many columns and rows. */
export function startTerminal(
  args: readonly string[],
  place: Place,
  options: {
    columns?: number;
    rows?: number;
    env?: Record<string, string>;
    /** Arguments for Node itself. */
    node?: readonly string[];
    program?: string;
  } = {},
): Terminal {
  const { columns = 80, rows = 24 } = options;
  const emulator = new xterm.Terminal({
    cols: columns,
    rows,
    allowProposedApi: true,
    scrollback: 200,
  });
  const child = spawn(
    process.execPath,
    [...(options.node ?? []), options.program ?? programFile, ...args],
    {
      name: 'xterm-256color',
      cols: columns,
      rows,
      cwd: place.folder,
      env: { ...place.env, ...options.env },
    },
  );
  let raw = '';
  let held = '';
  let ended: number | null = null;
  let cursor = true;
  const looks = new Set<() => void>();
  const look = () => {
    for (const one of [...looks]) one();
  };
  child.onData((data) => {
    raw += data;
    for (const [mode] of data.matchAll(/\u001b\[\?25[hl]/g)) cursor = mode.endsWith('h');
    held += data;
    const whole = wholeFrames(held);
    held = held.slice(whole.length);
    if (whole !== '') emulator.write(whole, look);
  });
  const exitCode = new Promise<number>((resolve) => {
    child.onExit(({ exitCode: code, signal }) => {
      // What was written last is parsed before the end is told.
      emulator.write(held, () => {
        ended = signal ? 128 + signal : code;
        look();
        resolve(ended);
      });
    });
  });

  const screen = () => {
    const buffer = emulator.buffer.active;
    return Array.from(
      { length: emulator.rows },
      (_, row) => buffer.getLine(buffer.viewportY + row)?.translateToString(true) ?? '',
    );
  };
  const onOtherScreen = () => emulator.buffer.active.type === 'alternate';

  /** A line that was too wide continued in the next one. */
  function refuseWrapped(): void {
    if (!onOtherScreen()) return;
    const buffer = emulator.buffer.active;
    for (let row = 0; row < emulator.rows; row++)
      if (buffer.getLine(row)?.isWrapped)
        throw new Error(
          `Line ${row} was wider than ${emulator.cols} columns:\n${screen().join('\n')}`,
        );
  }

  const waitFor: Terminal['waitFor'] = (what, limit = patience) =>
    new Promise((resolve, reject) => {
      const holds = (lines: string[]) =>
        typeof what === 'function'
          ? what(lines)
          : typeof what === 'string'
            ? lines.join('\n').includes(what)
            : what.test(lines.join('\n'));
      const settle = (fault?: unknown) => {
        clearTimeout(timer);
        looks.delete(check);
        if (fault) reject(fault);
        else resolve(screen());
      };
      const check = () => {
        const lines = screen();
        if (holds(lines)) {
          try {
            refuseWrapped();
            settle();
          } catch (fault) {
            settle(fault);
          }
        } else if (ended !== null)
          settle(
            new Error(`The program ended (${ended}) before ${what} came:\n${lines.join('\n')}`),
          );
      };
      const timer = setTimeout(
        () =>
          settle(new Error(`${what} did not come in ${limit / 1000} s:\n${screen().join('\n')}`)),
        limit,
      );
      looks.add(check);
      check();
    });

  const press: Terminal['press'] = (...typed) => child.write(typed.join(''));

  return {
    pid: child.pid,
    press,
    screen,
    text: () => screen().join('\n'),
    cell(row, column) {
      const buffer = emulator.buffer.active;
      const cell = buffer.getLine(buffer.viewportY + row)?.getCell(column);
      if (!cell) throw new Error(`There is no cell ${row}, ${column}`);
      return {
        text: cell.getChars(),
        foreground: cell.isFgDefault() ? null : cell.getFgColor(),
        background: cell.isBgDefault() ? null : cell.getBgColor(),
        bold: Boolean(cell.isBold()),
        dim: Boolean(cell.isDim()),
        inverse: Boolean(cell.isInverse()),
      };
    },
    waitFor,
    async rest() {
      const deadline = performance.now() + patience;
      for (let quiet = 0, seen = -1; quiet < 3 && ended === null; ) {
        if (performance.now() > deadline)
          throw new Error(`No rest in ${patience / 1000} s:\n${screen().join('\n')}`);
        await new Promise((wake) => setTimeout(wake, 20));
        const isQuiet = raw.length === seen && !/[RTtD]/.test(stateOf(child.pid) ?? '');
        quiet = isQuiet ? quiet + 1 : 0;
        seen = raw.length;
      }
      return screen();
    },
    async moveTo(text) {
      for (let steps = 0; steps < 80; steps++) {
        const before = selectedLine(screen());
        if (before.includes(text)) return;
        press(keys.down);
        // Figures of a line change by themselves; its name changes by the key.
        await waitFor((lines) => nameIn(selectedLine(lines)) !== nameIn(before));
      }
      throw new Error(`No line with "${text}" can be selected:\n${screen().join('\n')}`);
    },
    resize(newColumns, newRows) {
      emulator.resize(newColumns, newRows);
      child.resize(newColumns, newRows);
    },
    onOtherScreen,
    cursorShown: () => cursor,
    cursor: () => ({ row: emulator.buffer.active.cursorY, column: emulator.buffer.active.cursorX }),
    marksPastes: () => emulator.modes.bracketedPasteMode,
    paste(text) {
      const typed = text.replaceAll('\n', '\r');
      press(emulator.modes.bracketedPasteMode ? `\u001b[200~${typed}\u001b[201~` : typed);
    },
    raw: () => raw,
    onData: (listener) => void child.onData(listener),
    exitCode,
    kill: (signal = 'SIGKILL') => {
      if (ended === null) child.kill(signal);
    },
  };
}

/** The selected line of the body; the header's breadcrumb is not a selection. */
function selectedLine(lines: readonly string[]): string {
  return lines.slice(2).find((line) => line.includes('▸ ')) ?? '';
}

/** What a selected line is about: its first column, without marks. */
function nameIn(line: string): string {
  return /▸[^\p{L}\p{N}]*(.*?)(?: {2}|$)/u.exec(line)?.[1] ?? '';
}

/** What may be shown of the output so far: nothing of a frame whose end (of a synchronised update) has not come. */
function wholeFrames(output: string): string {
  const begin = output.lastIndexOf('\u001b[?2026h');
  if (begin > output.lastIndexOf('\u001b[?2026l')) return output.slice(0, begin);
  // Nor of an escape sequence that may turn out to begin one.
  return output.replace(/\u001b(\[(\?(2(0(26?)?)?)?)?)?$/, '');
}
