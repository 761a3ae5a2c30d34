/** The context of a real process: its streams, its signals, the real outside. */

import type { CommandContext } from './commands/command-context.ts';
import { type Interrupt, interruptCounter } from './commands/ctrl-c.ts';
import { paintFor } from './commands/paint.ts';
import { onlyStyledLines, onlyStyles } from './safe-text/only-styles.ts';

/** Built once, at the top. */
export function processContext(): CommandContext {
  const watched = process.stderr.isTTY === true;
  const handlers = new Map<(again: boolean) => void, (signal: NodeJS.Signals) => Interrupt>();
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const interrupt = (signal: NodeJS.Signals) => {
    for (const [handler, count] of [...handlers]) {
      const what = count(signal);
      if (what !== 'same') handler(what === 'again');
    }
  };
  // A file that may not grow is a failed write with words of its own. What watches exits for `conf`
  // listens once and sends the signal again; with this listener that is no end of the program.
  process.on('SIGXFSZ', () => {});
  let drawn = false;
  const clear = () => {
    if (drawn) process.stderr.write('\r\u001b[2K');
    drawn = false;
  };
  let outside: ReturnType<CommandContext['outside']> | null = null;
  let warned = false;
  const context: CommandContext = {
    out(text) {
      clear();
      process.stdout.write(`${onlyStyledLines(text)}\n`);
    },
    note(text) {
      clear();
      process.stderr.write(`${onlyStyledLines(text)}\n`);
    },
    progress(text) {
      clear();
      if (text === null) return;
      if (!watched) {
        process.stderr.write(`${onlyStyledLines(text)}\n`);
        return;
      }
      const room = Math.max(20, (process.stderr.columns ?? 80) - 1);
      process.stderr.write(onlyStyles(text.slice(0, room)));
      drawn = true;
    },
    layout: {
      width: process.stdout.columns ?? (Number(process.env.COLUMNS) || 120),
      paint: paintFor(process.stdout, process.env),
    },
    interactive: process.stdin.isTTY === true && process.stdout.isTTY === true,
    watched,
    async outside({ quiet = false } = {}) {
      outside ??= Promise.all([
        import('./environment.ts'),
        import('./own-endpoints.ts'),
        import('./keys/allowed-places.ts'),
        import('./keys/key-lookup.ts'),
        import('./keys/key-names.ts'),
        import('./keys/keyring.ts'),
      ]).then(
        ([
          { realOutside },
          { readOwnEndpoints },
          { readAllowedPlaces },
          { keyLookup },
          { readKeyNames },
          { systemKeyring },
        ]) =>
          realOutside({
            endpoints: readOwnEndpoints,
            allowedKeys: () => readAllowedPlaces(process.env),
            keys: keyLookup(
              systemKeyring({ platform: process.platform, env: process.env }),
              readKeyNames,
            ),
            onProgress: (line) => context.note(line),
          }),
      );
      const built = await outside;
      if (!quiet && !warned) {
        warned = true;
        for (const line of await context.storageWarning()) context.note(line);
      }
      return built;
    },
    async storageWarning() {
      const [{ storageWarning }, { settingsFault }, { cache, unwritableCache }] = await Promise.all(
        [
          import('./commands/storage-warning.ts'),
          import('./settings.ts'),
          context.outside({ quiet: true }),
        ],
      );
      return storageWarning(settingsFault(), { folder: cache, unwritable: unwritableCache });
    },
    onInterrupt(handler) {
      // Only while somebody listens: a signal ends a command that has nothing to put in order.
      if (handlers.size === 0) for (const signal of signals) process.on(signal, interrupt);
      handlers.set(handler, interruptCounter(process.env));
      return () => {
        if (handlers.delete(handler) && handlers.size === 0)
          for (const signal of signals) process.off(signal, interrupt);
      };
    },
    exit: (code) => process.exit(code),
  };
  return context;
}
