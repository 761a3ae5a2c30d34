/** A command's context whose streams are lists and whose models are simulated; nothing reaches beyond a folder of its own. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CommandContext } from '../../src/commands/command-context.ts';
import { runCommandLine } from '../../src/commands/program.ts';
import { realOutside } from '../../src/environment.ts';
import { plainPaint } from '../../src/tables/paint.ts';
import { copyFinishedRun, type PartOfRun } from '../support/finished-run.ts';
import { withSharedVectors } from '../support/shared-vectors.ts';

export type TestRun = { code: number; out: string; notes: string };

export type TestTerminal = {
  folder: string;
  runs: string;
  /** Runs `valuelex <argv> --runs <folder>` where the command knows runs. */
  run(...argv: string[]): Promise<TestRun>;
  /** Puts a finished run of six simulated models, or a part of it, among the runs, by the name `done`; gives its folder. */
  addFinishedRun(part?: PartOfRun): Promise<string>;
  /** As Ctrl+C does, and again at the second call. */
  interrupt(): void;
  /** Called with each piece of standard output. */
  onOut: ((text: string) => void) | null;
  /** Called with each line on standard error. */
  onNote: ((line: string) => void) | null;
};

class Exit extends Error {}

export function testTerminal(
  env: Record<string, string> = {},
  more: Partial<Parameters<typeof realOutside>[0]> = {},
): TestTerminal {
  const folder = mkdtempSync(join(tmpdir(), 'valuelex-commands-'));
  const runs = join(folder, 'runs');
  /** Whether each has been called. */
  const handlers = new Map<(again: boolean) => void, boolean>();
  const outside = withSharedVectors(
    realOutside({
      endpoints: () => ({}),
      // Results of the same build are not computed again, as in the built program.
      build: 'tests',
      env: { PATH: process.env.PATH, HOME: folder, VALUELEX_CACHE: join(folder, 'cache'), ...env },
      ...more,
    }),
  );
  const terminal: TestTerminal = {
    folder,
    runs,
    onOut: null,
    onNote: null,
    addFinishedRun: (part) => copyFinishedRun(runs, outside, part),
    interrupt: () => {
      for (const [handler, called] of [...handlers]) {
        handlers.set(handler, true);
        handler(called);
      }
    },
    async run(...argv) {
      const out: string[] = [];
      const notes: string[] = [];
      const note = (text: string) => {
        notes.push(text);
        terminal.onNote?.(text);
      };
      const context: CommandContext = {
        out(text) {
          out.push(text);
          terminal.onOut?.(text);
        },
        note,
        progress: (text) => {
          if (text !== null) note(text);
        },
        layout: { width: 160, paint: plainPaint },
        interactive: false,
        watched: false,
        outside: async () => outside,
        storageWarning: async () => [],
        onInterrupt(handler) {
          handlers.set(handler, false);
          return () => handlers.delete(handler);
        },
        exit(code) {
          throw new Exit(`exit ${code}`);
        },
      };
      const code = await runCommandLine(['--runs', runs, ...argv], context);
      return { code, out: out.join('\n'), notes: notes.join('\n') };
    },
  };
  return terminal;
}
