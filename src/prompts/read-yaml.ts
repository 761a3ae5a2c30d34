/** YAML that a person wrote, read against a schema, with the line of what does not fit. */
import { type Document, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import * as z from 'zod';
import { UserError } from '../errors.ts';
import { nearest } from '../models/nearest.ts';
import { seldomRead } from '../seldom-read.ts';

/** What the latest texts hold, by the text: one command reads the same prompts and stems several times. Nobody is given these objects. */
const known = new Map<string, unknown>();
const mostKnown = 50;
/** Letters. */
const longestKnown = 500_000;

/**
 * Reads YAML against a schema. `before` is the number of lines of the file that stand before the
 * text. Throws UserError that names the field and the line, and for an unknown field the nearest one.
 */
export function readYaml<T>(text: string, schema: z.ZodType<T>, file: string, before = 0): T {
  const again = known.has(text)
    ? schema.safeParse(structuredClone(known.get(text)), seldomRead)
    : undefined;
  if (again?.success) return again.data;
  const counter = new LineCounter();
  // The package compares each key with every other, which for many keys takes hours.
  const document = unlessTooDeep(
    () => parseDocument(text, { lineCounter: counter, uniqueKeys: false }),
    file,
  );
  const lineAt = (offset: number) => counter.linePos(offset).line + before;
  const broken = document.errors[0] ?? unlessTooDeep(() => repeatedKey(document), file);
  if (broken)
    throw new UserError(`This is not valid YAML: ${broken.message.split('\n')[0]}`, {
      where: `${file}:${lineAt(broken.pos[0])}`,
      hint: 'Correct that line; strings with a colon or a quotation mark need quotes around them.',
    });
  const held = unlessTooDeep(() => document.toJS({ maxAliasCount: 100 }) as unknown, file);
  const result = schema.safeParse(held, { ...seldomRead, error: plainWords });
  if (result.success) {
    if (text.length <= longestKnown) remember(text, structuredClone(held));
    return result.data;
  }
  const { issues } = result.error;
  // A mistyped name is both unknown and missing; the name that stands there is the one to mend.
  const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0]!;
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
      hint:
        unknown === undefined
          ? 'Correct the field and run the same command.'
          : nearestField(schema, issue.path, unknown),
    },
  );
}

/** What a schema says that has no words of its own. */
function plainWords(issue: z.core.$ZodRawIssue): string | undefined {
  const { code, input } = issue;
  if (input === null || input === '') return 'nothing stands here';
  if (code === 'too_small' && (issue.origin === 'array' || issue.origin === 'set'))
    return `at least ${issue.minimum} of them must stand here`;
  if (code === 'invalid_type' && input === undefined) return 'this field is missing';
  return undefined;
}

function remember(text: string, held: unknown): void {
  if (known.size >= mostKnown) known.delete(known.keys().next().value!);
  known.set(text, held);
}

/** The first key that appears twice in one map; null where there is none. */
function repeatedKey(document: Document): { message: string; pos: [number, number] } | null {
  let found: { message: string; pos: [number, number] } | null = null;
  visit(document, {
    Map(_, { items }) {
      const names = new Set<unknown>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        if (names.has(key.value)) {
          const at = key.range?.[0] ?? 0;
          found = { message: `the key ${String(key.value)} appears twice`, pos: [at, at] };
          return visit.BREAK;
        }
        names.add(key.value);
      }
      return undefined;
    },
  });
  return found;
}

/** Aliases that multiply, and thousands of levels, exhaust the memory or the stack; no study needs them. */
function unlessTooDeep<T>(make: () => T, file: string): T {
  try {
    return make();
  } catch (cause) {
    // What the package and the engine throw for these.
    if (!(cause instanceof ReferenceError || cause instanceof RangeError)) throw cause;
    throw new UserError('This YAML is nested too deep, or its aliases (*name) repeat too much.', {
      where: file,
      hint: 'Write it out plainly.',
      cause,
    });
  }
}

/** "Did you mean models?", or the fields that may stand there. */
function nearestField(schema: z.ZodType, path: readonly PropertyKey[], unknown: string): string {
  const fields = fieldsAt(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }), path);
  const near = nearest(unknown, fields);
  if (near.length > 0) return `Did you mean ${near.join(' or ')}?`;
  return fields.length > 0
    ? `The fields here are ${fields.join(', ')}.`
    : 'Take it out and run the same command.';
}

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** The names of the fields that a schema has at a place; none where it is not an object. */
function fieldsAt(schema: JsonSchema, path: readonly PropertyKey[]): string[] {
  const choices = schema.anyOf ?? schema.oneOf ?? [];
  const [step, ...rest] = path;
  const own =
    step === undefined
      ? Object.keys(schema.properties ?? {})
      : [
          typeof step === 'number' ? schema.items : schema.properties?.[String(step)],
          schema.additionalProperties,
        ].flatMap((next) => (isSchema(next) ? fieldsAt(next, rest) : []));
  return [...new Set([...own, ...choices.flatMap((one) => fieldsAt(one as JsonSchema, path))])];
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function hasRange(node: unknown): node is { range: [number, number, number] } {
  return (
    typeof node === 'object' && node !== null && Array.isArray((node as { range?: unknown }).range)
  );
}

/** Throws UserError where an id appears twice among the entries of a file. */
export function refuseRepeats(ids: readonly string[], file: string): void {
  const seen = new Set<string>();
  for (const id of ids) {
    if (seen.has(id))
      throw new UserError(`The id ${id} appears twice.`, {
        where: file,
        hint: 'Give each entry an id of its own.',
      });
    seen.add(id);
  }
}
