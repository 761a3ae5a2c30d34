/** Lists of the words that a command takes, printed below its options in the help and in the documentation. */
import type { Command } from 'commander';

/** Syntax and effect. */
type Item = readonly [usage: string, text: string];

const controlHelp: readonly Item[] = [
  ['status', 'stage, answers, rate, time left, spend, and what each model waits for'],
  ['pause', 'stop asking; a command that worked on the run ends, as by Ctrl+C'],
  ['resume', 'continue, in the background where no process works on the run'],
  ['limit <n>', 'from now on at most so many requests at once to each account'],
];

/** Syntax and effect of each edit. */
const editHelp: readonly Item[] = [
  ['rename <cluster> <name>', 'give the cluster a name'],
  ['merge <cluster> <cluster…>', 'merge them; the last one takes the others in'],
  ['split <word…>', 'take these words of one cluster out into a cluster of their own'],
  ['move <word> <cluster>', 'move the word; without a cluster it gets one of its own'],
  ['discard <word or cluster…>', 'put words on the tray'],
  ['restore <word…>', 'bring words back from the tray'],
  ['gather <word…> <cluster>', 'move several words to a cluster'],
  ['apart <cluster> <cluster>', 'keep two near clusters apart: they are not suggested again'],
  ['approve <cluster>', 'say that all words of a cluster belong together'],
  ['confirm <word>', 'confirm that a word is in the right cluster'],
  ['learning on|off', 'whether suggestions learn from your decisions'],
  ['unmerge <word>', 'keep a word apart that the lexicon merged into another'],
  [
    'divide <word> <name> <answer…>',
    'a word that means two things: in these answers it is the other one',
  ],
  ['clusters <k>', 'cut into k clusters'],
  ['factors <k>', 'take k factors'],
  ['rotation <name>', 'oblimin, promax, varimax, or none'],
  ['extraction <name>', 'minres, ml, pa, or pca'],
  ['name-factor <number> <name>', 'name a factor, counted from 1'],
  ['flip <number>', 'turn a factor over'],
  ['undo, redo', 'take the last edit back, or bring it back'],
];

const lists: Readonly<Record<string, { title: string; items: readonly Item[] }>> = {
  ctl: { title: 'What to do', items: controlHelp },
  curate: { title: 'Edits', items: editHelp },
};

/** The list of a command, laid out like its options; nothing where it has none. */
export function helpList({ command }: { command: Command }): string {
  const list = lists[command.name()];
  if (!list) return '';
  const help = command.createHelp();
  help.prepareContext({ helpWidth: command.configureOutput().getOutHelpWidth?.() ?? 80 });
  const width = Math.max(...list.items.map(([usage]) => usage.length));
  const lines = list.items.map(([usage, text]) => help.formatItem(usage, width, text, help));
  return ['', `${list.title}:`, ...lines].join('\n');
}

/** The same with one line each, at full width. */
export function helpListLines(command: Command): string[] {
  const list = lists[command.name()];
  if (!list) return [];
  const width = Math.max(...list.items.map(([usage]) => usage.length));
  return [
    `${list.title}:`,
    ...list.items.map(([usage, text]) => `  ${usage.padEnd(width)}  ${text}`),
  ];
}
