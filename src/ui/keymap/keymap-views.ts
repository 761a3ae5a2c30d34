/** Views of the commands of all scenes: the command for a key, the footer, the help, the documentation. */

import type { Overlay } from '../layer.ts';
import { overlayKeys } from '../overlays/overlay-keys.ts';
import type { AppView } from '../scene.ts';
import { scenes } from '../scenes.ts';
import { columnsOf } from '../text.ts';
import type { Context, Place } from '../ui-state.ts';
import {
  type Command,
  type CommandGroup,
  type Commands,
  type FooterEntry,
  offNow,
  type Situation,
} from './command.ts';
import { everywhere } from './everywhere.ts';

/** The places that have keys of their own, then the overlays. */
export const places = Object.keys(scenes) as Place[];
export const contexts: readonly Context[] = [
  ...places,
  ...(Object.keys(overlayKeys) as Overlay['kind'][]),
];

export type KnownCommand = Command<AppView> & { id: string };

const listed = (commands: Commands<AppView>): KnownCommand[] =>
  Object.entries(commands).map(([id, command]) => ({ ...command, id }));

const known = Object.fromEntries([
  ...Object.entries(overlayKeys).map(([kind, { commands }]) => [kind, listed(commands)]),
  ...Object.entries(scenes).map(([place, { commands, digits }]) => [
    place,
    [
      ...listed(commands),
      ...listed(everywhere).filter(({ id }) => !(digits && id.startsWith('screen-'))),
    ],
  ]),
]) as Readonly<Record<Context, KnownCommand[]>>;

/** The commands of a context, its own before those of everywhere. */
export function commandsOf(context: Context): readonly KnownCommand[] {
  return known[context];
}

/** The command of a key in a context. */
export function commandFor(context: Context, key: string): KnownCommand | undefined {
  return commandsOf(context).find((command) => command.keys.includes(key));
}

/** Keys of one context that two commands claim; a test asserts that there are none. */
export function collisions(context: Context): { key: string; ids: string[] }[] {
  const byKey = new Map<string, string[]>();
  for (const command of commandsOf(context))
    for (const key of command.keys) byKey.set(key, [...(byKey.get(key) ?? []), command.id]);
  return [...byKey].filter(([, ids]) => ids.length > 1).map(([key, ids]) => ({ key, ids }));
}

/** How keys are written: Space as ␣, all digits as 0–9. */
export function keySigns(keys: readonly [string, ...string[]]): [string, ...string[]] {
  if (keys.length === 10 && keys.every((key) => /^\d$/.test(key))) return ['0–9'];
  return keys.map((key) => (key === 'Space' ? '␣' : key)) as [string, ...string[]];
}

const isOverlay = (context: Context): context is Overlay['kind'] => context in overlayKeys;

/**
 * The entries of a context's footer, each with the ids of its one or two commands: those that do something now, or all
 * without a situation. The help and the keys themselves say why the others do nothing.
 */
export function footerEntries(
  context: Context,
  now?: Situation,
): { ids: string[]; text: string }[] {
  const entries: readonly FooterEntry[] = isOverlay(context)
    ? overlayKeys[context].footer
    : scenes[context].footer;
  return entries.flatMap((entry) => {
    const [named, word] = typeof entry === 'string' ? [entry] : entry;
    const label = typeof word === 'function' ? word(now) : word;
    if (label === null) return [];
    const commands = [named]
      .flat()
      .flatMap((id) => commandsOf(context).find((one) => one.id === id) ?? [])
      .filter((command) => now === undefined || offNow(command, now) === null);
    const [first] = commands;
    if (!first) return [];
    const signs = commands.map(({ keys }) => keySigns(keys)[0]).join(' ');
    return [{ ids: commands.map(({ id }) => id), text: `${signs} ${label ?? first.label}` }];
  });
}

/** The footer of a context: as many whole entries as fit, always including help. */
export function footer(context: Context, columns: number, now?: Situation): string {
  const entries = footerEntries(context, now);
  const line = () => ` ${entries.map(({ text }) => text).join('  ')}`;
  while (entries.length > 1 && columnsOf(line()) > columns) {
    const last = entries.findLastIndex(({ ids: [id] }) => id !== 'help' && id !== 'back');
    entries.splice(last < 0 ? entries.length - 1 : last, 1);
  }
  return line();
}

type HelpSection = {
  title: string;
  entries: { keys: string; help: string; off: string | null }[];
};

const groupTitles: Readonly<Record<CommandGroup, string>> = {
  open: 'Open, mark, undo',
  clusters: 'Clusters',
  factors: 'Factors',
  scores: 'Scores',
  models: 'Models',
  runs: 'Runs',
  run: 'The run',
  report: 'Report',
  table: 'Table',
  move: 'Move',
  screens: 'Screens',
  out: 'Out',
};

/** The commands of a single screen come first. */
const groups = Object.keys(groupTitles) as CommandGroup[];

/** The help of a context. */
export function helpOf(context: Context, now: Situation): HelpSection[] {
  const commands = commandsOf(context);
  return groups.flatMap((group) => {
    const entries = commands
      .filter((command) => command.group === group)
      .map((command) => ({
        keys: keySigns(command.keys).join(' '),
        help: command.help,
        off: offNow(command, now),
      }));
    return entries.length > 0 ? [{ title: groupTitles[group], entries }] : [];
  });
}

/** The table of all keys in Markdown, for the documentation. */
export function keymapMarkdown(): string {
  const code = (text: string) => `\`${text.replaceAll('|', '\\|')}\``;
  /** Commands that are the same in several contexts share one line. */
  const rows = new Map<string, { command: KnownCommand; where: string[] }>();
  const add = (where: string, command: KnownCommand) => {
    const { id, keys, help, line } = command;
    const name = JSON.stringify([id, keys, help, line]);
    const row = rows.get(name) ?? { command, where: [] };
    rows.set(name, { ...row, where: [...row.where, where] });
  };
  for (const place of places)
    for (const command of listed(scenes[place].commands)) add(place, command);
  for (const command of listed(everywhere)) {
    const without = places.filter((place) => !known[place].some(({ id }) => id === command.id));
    const but = without.length > 0 ? ` but ${without.join(' and ')}` : '';
    add(`everywhere${but}`, command);
  }
  for (const [kind, { commands }] of Object.entries(overlayKeys))
    for (const command of listed(commands)) add(kind, command);
  const lines = groups.flatMap((group) =>
    [...rows.values()]
      .filter(({ command }) => command.group === group)
      .map(({ command: { keys, help, line }, where }) => {
        const signs = (keys.length === 10 ? keySigns(keys) : keys)
          .map((key) => code(key))
          .join(' ');
        const place = where.length === places.length ? 'everywhere' : where.join(', ');
        return `| ${place} | ${signs} | ${help} | ${line ? code(line) : ''} |`;
      }),
  );
  return `${['| where | key | does | command line |', '|---|---|---|---|', ...lines].join('\n')}\n`;
}
