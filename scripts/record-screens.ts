/**
 * Makes pictures of the real program: runs a command in a pseudo terminal, sends keys, waits for
 * text, and writes each named screen as SVG and as plain text.
 *
 * Run: node scripts/record-screens.ts <scenario.json> [folder], by default into docs/screens.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';
import * as z from 'zod';
import {
  darkScreen,
  type Frame,
  lightScreen,
  paletteColour,
  type Screen,
  type ScreenCell,
  screenSvg,
  screenText,
} from './screen-svg.ts';

const stepSchema = z.strictObject({
  /** Sent as typed; `{enter}`, `{esc}`, `{tab}`, `{up}`, `{down}`, `{left}`, `{right}`, `{ctrl-c}` stand for keys. */
  keys: z.string().optional(),
  /** Goes on when the screen shows this text; at once without it. */
  until: z.string().optional(),
  /** Seconds to wait for it. */
  timeout: z.number().positive().default(30),
  /** Writes `<name>.svg` and `<name>.txt`. */
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]*$/)
    .optional(),
  /** What the picture shows, for those who cannot see it; by default its name. */
  title: z.string().optional(),
  /** A frame of the moving picture, shown for so many seconds. */
  seconds: z.number().positive().optional(),
});

const scenarioSchema = z.strictObject({
  command: z.string().min(1),
  arguments: z.array(z.string()).default([]),
  folder: z.string().optional(),
  columns: z.number().int().min(20).default(80),
  rows: z.number().int().min(5).default(24),
  light: z.boolean().default(false),
  environment: z.record(z.string(), z.string()).default({}),
  steps: z.array(stepSchema).min(1),
});

export type Scenario = z.input<typeof scenarioSchema>;

/** The screen counts as at rest when nothing has come for so many milliseconds. */
const rest = 250;

const keys: Readonly<Record<string, string>> = {
  '{enter}': '\r',
  '{esc}': '\u001b',
  '{tab}': '\t',
  '{space}': ' ',
  '{up}': '\u001b[A',
  '{down}': '\u001b[B',
  '{right}': '\u001b[C',
  '{left}': '\u001b[D',
  '{ctrl-c}': '\u0003',
};

type Step = z.output<typeof stepSchema>;

/** Plays the scenario and writes its pictures into `folder`; returns the files. Rejects when a text does not come or the program ends early. */
export async function recordScreens(input: Scenario, folder: string): Promise<string[]> {
  const written: string[] = [];
  mkdirSync(folder, { recursive: true });
  await play(input, (screen, step, scenario) => {
    if (step.name) written.push(...writeScreen(screen, step, scenario, folder));
  });
  return written;
}

/** Plays the scenario and gives its frames, those steps that have `seconds`. Rejects as `recordScreens` does. */
export async function recordFrames(input: Scenario): Promise<Frame[]> {
  const frames: Frame[] = [];
  await play(input, (screen, { seconds }) => {
    if (seconds !== undefined) frames.push({ screen, seconds });
  });
  return frames;
}

/** Calls `visit` with the screen at rest after each step. */
async function play(
  input: Scenario,
  visit: (screen: Screen, step: Step, scenario: z.output<typeof scenarioSchema>) => void,
): Promise<void> {
  const scenario = scenarioSchema.parse(input);
  const { columns, rows } = scenario;
  const terminal = new xterm.Terminal({
    cols: columns,
    rows,
    allowProposedApi: true,
    scrollback: 0,
  });
  const { CI: _ci, CONTINUOUS_INTEGRATION: _integration, NO_COLOR: _plain, ...env } = process.env;
  const child = spawn(scenario.command, scenario.arguments, {
    name: 'xterm-256color',
    cols: columns,
    rows,
    cwd: scenario.folder ?? process.cwd(),
    env: { ...env, TERM: 'xterm-256color', ...scenario.environment } as Record<string, string>,
  });
  let heard = Date.now();
  let ended: number | null = null;
  child.onData((data) => {
    heard = Date.now();
    terminal.write(data);
  });
  child.onExit(({ exitCode }) => {
    ended = exitCode;
  });
  try {
    for (const step of scenario.steps) {
      if (step.keys) child.write(step.keys.replace(/\{[a-z-]+\}/g, (key) => keys[key] ?? key));
      const deadline = Date.now() + step.timeout * 1000;
      heard = Date.now();
      for (;;) {
        await new Promise((wake) => setTimeout(wake, 40));
        const screen = readScreen(terminal);
        const there = step.until === undefined || screenText(screen).includes(step.until);
        if (there && Date.now() - heard >= rest) break;
        if (there && ended !== null) break;
        if (Date.now() > deadline || ended !== null)
          throw new Error(
            `${ended === null ? `“${step.until}” did not come within ${step.timeout} s` : `The program ended with ${ended}`}${step.name ? ` (for ${step.name})` : ''}. The screen:\n${screenText(screen)}`,
          );
      }
      visit(readScreen(terminal), step, scenario);
    }
  } finally {
    if (ended === null) child.kill();
    terminal.dispose();
  }
}

function writeScreen(
  screen: Screen,
  step: { name?: string | undefined; title?: string | undefined },
  { light }: { light: boolean },
  folder: string,
): string[] {
  const name = step.name!;
  const colours = light ? lightScreen : darkScreen;
  return [
    writePicture(join(folder, `${name}.svg`), screenSvg(screen, step.title ?? name, colours)),
    writePicture(join(folder, `${name}.txt`), screenText(screen)),
  ];
}

/** Writes the file whole, and returns its path. */
export function writePicture(path: string, text: string): string {
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
  return path;
}

/** What the terminal shows now. */
function readScreen(terminal: xterm.Terminal): Screen {
  const buffer = terminal.buffer.active;
  const { cols: columns, rows } = terminal;
  const colourOf = (rgb: boolean, palette: boolean, value: number) =>
    rgb ? `#${value.toString(16).padStart(6, '0')}` : palette ? paletteColour(value) : null;
  const cells = Array.from({ length: rows }, (_, r) => {
    const line = buffer.getLine(buffer.viewportY + r);
    return Array.from({ length: columns }, (_, c): ScreenCell => {
      const cell = line?.getCell(c);
      const front = cell?.getFgColor() ?? 0;
      const back = cell?.getBgColor() ?? 0;
      return {
        text: cell?.isInvisible() ? '' : (cell?.getChars() ?? ''),
        width: (cell?.getWidth() ?? 1) as 0 | 1 | 2,
        foreground: colourOf(Boolean(cell?.isFgRGB()), Boolean(cell?.isFgPalette()), front),
        background: colourOf(Boolean(cell?.isBgRGB()), Boolean(cell?.isBgPalette()), back),
        bold: Boolean(cell?.isBold()),
        dim: Boolean(cell?.isDim()),
        italic: Boolean(cell?.isItalic()),
        underline: Boolean(cell?.isUnderline()),
        inverse: Boolean(cell?.isInverse()),
      };
    });
  });
  return { columns, rows, cells };
}

async function main(file: string | undefined, folder = 'docs/screens'): Promise<void> {
  if (!file) throw new Error('Usage: npx tsx scripts/record-screens.ts <scenario.json> [folder]');
  const scenario = scenarioSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  for (const path of await recordScreens(scenario, resolve(folder))) console.log(path);
}

if (process.argv[1] && import.meta.url === pathToFileURL(resolve(process.argv[1])).href)
  await main(process.argv[2], process.argv[3]);
