/** What is made from the keymap: the command for a key, footer, help, palette, documentation. */
import { footers } from './footers.ts';
import {
  type Command,
  type CommandGroup,
  type Context,
  contexts,
  keymap,
  modalContexts,
  type Situation,
} from './keymap.ts';
import { columnsOf } from './text.ts';

/** The commands of a context, in the order of the keymap. */
export function commandsOf(context: Context): Command[] {
  return keymap.filter(({ contexts: where }) =>
    where === 'everywhere' ? !modalContexts.includes(context) : where.includes(context),
  );
}

/** The command that a key stands for in a context. */
export function commandFor(context: Context, key: string): Command | undefined {
  return commandsOf(context).find((command) => command.keys.includes(key));
}

/** Keys of one context that two commands claim; none, says a test. */
export function collisions(context: Context): { key: string; ids: string[] }[] {
  const byKey = new Map<string, string[]>();
  for (const command of commandsOf(context))
    for (const key of command.keys) byKey.set(key, [...(byKey.get(key) ?? []), command.id]);
  return [...byKey].filter(([, ids]) => ids.length > 1).map(([key, ids]) => ({ key, ids }));
}

/** How a key is written: Space as ␣. */
function keySign(key: string): string {
  return key === 'Space' ? '␣' : key;
}

/** The footer of a context: whole entries only, as many as fit; help never falls out. */
export function footer(context: Context, columns: number): string {
  const entries = footers[context].flatMap((entry) => {
    const [id, label] = typeof entry === 'string' ? [entry, undefined] : entry;
    const command = commandsOf(context).find((one) => one.id === id);
    if (!command) return [];
    const sign = pairs[id]?.(context) ?? keySign(command.keys[0]!);
    return [{ id, text: `${sign} ${label ?? command.label}` }];
  });
  const line = () => ` ${entries.map(({ text }) => text).join('  ')}`;
  while (entries.length > 1 && columnsOf(line()) > columns) {
    const last = entries.findLastIndex(({ id }) => id !== 'help' && id !== 'back');
    entries.splice(last < 0 ? entries.length - 1 : last, 1);
  }
  return line();
}

/** Commands that come in pairs show both keys. */
const pairs: Readonly<Record<string, (context: Context) => string>> = {
  'more-factors': () => '← →',
  more: () => '{ }',
};

export type HelpSection = {
  title: string;
  entries: { keys: string; help: string; off: string | null }[];
};

const groupTitles: Readonly<Record<CommandGroup, string>> = {
  move: 'Move',
  screens: 'Screens',
  open: 'Open, mark, undo',
  runs: 'Runs',
  models: 'Models',
  run: 'The run',
  clusters: 'Clusters',
  factors: 'Factors',
  scores: 'Scores',
  table: 'Table',
  report: 'Report',
  out: 'Out',
};
const groupOrder: readonly CommandGroup[] = [
  ...(['open', 'clusters', 'factors', 'scores', 'models', 'runs', 'run', 'report'] as const),
  ...(['table', 'move', 'screens', 'out'] as const),
];

/** The help of a context: what is particular to it first. */
export function helpOf(context: Context, now: Situation): HelpSection[] {
  const commands = commandsOf(context);
  return groupOrder.flatMap((group) => {
    const entries = commands
      .filter((command) => command.group === group)
      .map((command) => ({
        keys: command.keys.map(keySign).join(' '),
        help: command.help,
        off: command.disabled(now),
      }));
    return entries.length > 0 ? [{ title: groupTitles[group], entries }] : [];
  });
}

export type PaletteEntry = {
  command: Command;
  context: Context;
  text: string;
  keys: string;
  line: string;
};

/** The first screen that has a context, for commands that are called from elsewhere. */
const homes: Partial<Record<Context, number>> = {
  ...{ start: 1, runs: 1, shelf: 1, findings: 1, models: 2, elicit: 3 },
  ...{ clusters: 4, factors: 5, scores: 6, report: 7 },
};

/** The screen to go to before a command of this context; null when it only works where it is. */
export function homeOf(context: Context): number | null {
  return homes[context] ?? null;
}

/** Every command that can be reached from a context: its own first, then those of the other screens. */
export function paletteOf(context: Context, folder: string | null): PaletteEntry[] {
  const seen = new Set<string>();
  const reachable = [context, ...contexts.filter((other) => homes[other] && other !== context)];
  return reachable.flatMap((where) =>
    commandsOf(where).flatMap((command) => {
      // What only moves the cursor is of no use in a list of commands.
      if (command.group === 'move' || command.id === 'palette' || command.id === 'back') return [];
      const name = `${command.id}:${command.help}`;
      if (seen.has(name)) return [];
      seen.add(name);
      const line = command.line.replace('<run>', folder ?? '<run>');
      const keys = command.keys.map(keySign).join(' ');
      return [{ command, context: where, text: command.help.replace(/\.$/, ''), keys, line }];
    }),
  );
}

/** The table of all keys in Markdown, for the documentation. */
export function keymapMarkdown(): string {
  const lines = ['| where | key | does | command line |', '|---|---|---|---|'];
  const code = (text: string) => `\`${text.replaceAll('|', '\\|')}\``;
  for (const group of groupOrder)
    for (const command of keymap.filter((one) => one.group === group)) {
      const where = command.contexts === 'everywhere' ? 'everywhere' : command.contexts.join(', ');
      const keys = command.keys.map((key) => code(key)).join(' ');
      lines.push(
        `| ${where} | ${keys} | ${command.help} | ${command.line ? code(command.line) : ''} |`,
      );
    }
  return `${lines.join('\n')}\n`;
}
