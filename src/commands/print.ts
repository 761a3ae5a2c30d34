/** What a command prints: JSON for programs, or text. */
import type { CommandContext } from './command-context.ts';

/** The value as JSON with `--json`, else its text lines. */
export function print(
  { out }: Pick<CommandContext, 'out'>,
  { json }: { json?: boolean | undefined },
  value: unknown,
  text: () => string | readonly string[],
): void {
  const printed = json ? JSON.stringify(value, null, 1) : text();
  out(typeof printed === 'string' ? printed : printed.join('\n'));
}
