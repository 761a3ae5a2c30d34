/** Pages of the documentation that are made from the program: the command line and the keys. */
import type { Command } from 'commander';
import { UserError } from '../../errors.ts';
import { keymapMarkdown } from '../../ui/keymap/keymap-views.ts';
import type { CommandContext } from '../command-context.ts';
import { exitTable } from '../exit-table.ts';
import { helpListLines } from '../runs/help-lists.ts';

export async function printDocs(
  page: string,
  program: Command,
  context: CommandContext,
): Promise<void> {
  const pages: Readonly<Record<string, () => string>> = {
    commands: () => commandsPage(program),
    keys: keysPage,
  };
  const make = pages[page];
  if (!make)
    throw new UserError(`There is no page ${page}.`, {
      hint: `Pages: ${Object.keys(pages).join(', ')}.`,
      exit: 'usage',
    });
  context.out(make().trimEnd());
}

const made = (from: string) =>
  `<!-- Made from ${from} by scripts/make-docs.ts; change it there. -->`;

/** `docs/keys.md`. */
export function keysPage(): string {
  return `# Keys\n\n${made('the commands of the scenes in src/ui')}\n\n${keymapMarkdown()}\n${pasting}\n`;
}

const pasting = `## Pasting

Pasted text never runs as keys. An open field takes it in one line: a run of line breaks or tabs is one
space; control characters, and what goes beyond 5,000 characters, are left out. Everywhere else it is
ignored, and the line above the keys says so.

Terminals mark pasted text when they are asked to (bracketed paste). Where one does not, three or more
characters in one read that are not all the same key count as pasted. Two keys typed fast, and a key
held down, are keys. A paste whose end has not come after a second of silence has ended.`;

/** `docs/commands.md`: every command with its arguments and options, then the exit codes. */
export function commandsPage(program: Command): string {
  const parts = [
    '# Command line',
    made('the command definitions in src/commands'),
    `${program.description()} Results go to standard output, progress and warnings to standard error; \`--json\` prints JSON on standard output (\`run\` one object a line as things happen, every other command one document). Without a terminal nothing waits for a key. \`NO_COLOR\` is honoured.`,
    'Without arguments: the terminal interface; without a terminal, the quick study to its end. With a run, `valuelex <run>`: the interface on it; without a terminal its tables, and nothing is written; an unfinished run continues.',
    ...commandsBelow(program, 'valuelex').map(commandPart),
    '## Exit codes',
    [
      '| code | meaning |',
      '|---|---|',
      ...exitTable.map(({ code, meaning }) => `| ${code} | ${cell(meaning)} |`),
    ].join('\n'),
  ];
  return `${parts.join('\n\n')}\n`;
}

type Named = { command: Command; path: string };

function commandsBelow(command: Command, path: string): Named[] {
  return command.commands
    .filter((one) => one.name() !== 'docs')
    .flatMap((one) => {
      const own = { command: one, path: `${path} ${one.name()}` };
      return one.commands.length > 0 ? commandsBelow(one, own.path) : [own];
    });
}

function commandPart({ command, path }: Named): string {
  const args = command.registeredArguments.map((argument) => {
    const name = `${argument.name()}${argument.variadic ? '...' : ''}`;
    return argument.required ? `<${name}>` : `[${name}]`;
  });
  const listed = helpListLines(command);
  const rows = [
    ...command.registeredArguments.map((argument, i) => [args[i]!, argument.description]),
    ...command.options.map((option) => [
      option.flags,
      [
        option.description,
        option.argChoices ? `(${option.argChoices.join(', ')})` : '',
        option.defaultValue === undefined ? '' : `(default: ${String(option.defaultValue)})`,
      ]
        .filter((text) => text !== '')
        .join(' '),
    ]),
  ];
  return [
    `## ${[path, ...args].join(' ')}`,
    command.description(),
    ...(listed.length > 0 ? [`\`\`\`text\n${listed.join('\n')}\n\`\`\``] : []),
    ...(rows.length > 0
      ? [
          [
            '| argument or option | what |',
            '|---|---|',
            ...rows.map(
              ([flags, text]) => `| \`${flags!.replaceAll('|', '\\|')}\` | ${cell(text!)} |`,
            ),
          ].join('\n'),
        ]
      : []),
  ].join('\n\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
}
