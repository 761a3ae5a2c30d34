/** YAML that a person wrote, read against a schema, with the line of what does not fit. */
import { LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { UserError } from '../errors.ts';

/**
 * Reads YAML against a schema. `before` is the number of lines of the file that stand before the
 * text. Throws UserError that names the field and the line.
 */
export function readYaml<T>(text: string, schema: z.ZodType<T>, file: string, before = 0): T {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter });
  const lineAt = (offset: number) => counter.linePos(offset).line + before;
  const broken = document.errors[0];
  if (broken)
    throw new UserError(`This is not valid YAML: ${broken.message.split('\n')[0]}`, {
      where: `${file}:${lineAt(broken.pos[0])}`,
      hint: 'Mend that line; strings with a colon or a quotation mark need quotes around them.',
    });
  const result = schema.safeParse(document.toJS());
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const path = unknown === undefined ? [...issue.path] : [...issue.path, unknown];
  let offset = 0;
  // The nearest part of the file that exists: a missing field is reported where its owner begins.
  for (let length = path.length; length > 0; length--) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    if (hasRange(node)) {
      offset = node.range[0];
      break;
    }
  }
  const field = path.map(String).join('.') || 'the file';
  throw new UserError(
    unknown === undefined ? `${field}: ${issue.message}` : `${field}: no such field here`,
    {
      where: `${file}:${lineAt(offset)}`,
      hint: 'Mend the field and run the same command.',
    },
  );
}

function hasRange(node: unknown): node is { range: [number, number, number] } {
  return (
    typeof node === 'object' && node !== null && Array.isArray((node as { range?: unknown }).range)
  );
}
