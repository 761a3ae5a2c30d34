/**
 * The texts that the program sends, as files: YAML front matter between two lines `---`, then the
 * text with `{variables}`. A researcher edits them; the hash of a file tells a run which text it used.
 */
import { createHash } from 'node:crypto';
import * as z from 'zod';
import { UserError } from '../errors.ts';
import type { Form, Message, Request, Sampling } from '../models/model.ts';
import { readYaml } from './read-yaml.ts';

const frontMatterSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'small letters, digits, and hyphens'),
  /** What the text is for, one sentence. */
  purpose: z.string().min(1),
  /** The names that stand in braces in the text, `system`, and `prefill`: all of them, and no others. */
  variables: z.array(z.string().regex(/^[a-z][A-Za-z]*$/, 'a name of letters, small at first')),
  /** A system message, for chats. */
  system: z.string().optional(),
  /** The start of the assistant's turn, for chats. */
  prefill: z.string().optional(),
  maxTokens: z.number().int().positive().optional(),
  stop: z.array(z.string().min(1)).optional(),
  /** Of an elicitation prompt. */
  kind: z.enum(['open', 'list', 'one-word', 'scenario']).optional(),
  /** False where the prompt orders a form of answer, which very small models cannot follow. */
  natural: z.boolean().optional(),
  /** Part of the quick preset. */
  quick: z.boolean().optional(),
});

export type Prompt = z.infer<typeof frontMatterSchema> & {
  /** The text, without white space at its ends (a space before the answer would split a token). */
  body: string;
  /** SHA-256 of the file's text, hexadecimal. */
  hash: string;
  file: string;
};

const placeholder = /\{([a-z][A-Za-z]*)\}/g;

/** Reads one prompt file. Throws UserError (field, file:line) on anything that does not fit. */
export function parsePrompt(text: string, file: string): Prompt {
  const plain = text.replace(/\r\n/g, '\n');
  const match = /^---\n([\s\S]*?\n)---\n([\s\S]*)$/.exec(plain);
  if (!match)
    throw new UserError('This prompt file has no front matter.', {
      where: `${file}:1`,
      hint: 'Start it with a line ---, then id, purpose, variables, then a line ---, then the text.',
    });
  const header = match[1]!;
  const body = match[2]!.trim();
  const front = readYaml(header, frontMatterSchema, file, 1);
  if (!body)
    throw new UserError('This prompt file has no text after its front matter.', { where: file });
  const used = new Set(
    [body, front.system ?? '', front.prefill ?? ''].flatMap((part) =>
      [...part.matchAll(placeholder)].map((found) => found[1]!),
    ),
  );
  const line = 1 + header.slice(0, Math.max(0, header.search(/^variables:/m))).split('\n').length;
  for (const name of used)
    if (!front.variables.includes(name))
      throw new UserError(`The text uses {${name}}, which the variables do not list.`, {
        where: `${file}:${line}`,
        hint: `Add ${name} to variables, or take {${name}} out of the text.`,
      });
  for (const name of front.variables)
    if (!used.has(name))
      throw new UserError(`The text does not contain the variable ${name}.`, {
        where: `${file}:${line}`,
        hint: `Write {${name}} where it belongs, or take it off the list.`,
      });
  return { ...front, body, hash: hashText(plain), file };
}

/** SHA-256 of a text (UTF-8), hexadecimal. */
export function hashText(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/**
 * Puts values in the place of `{names}` in one pass, so that braces inside a value stay as they are.
 * Throws UserError on a missing or an unknown variable.
 */
function fillText(
  text: string,
  variables: readonly string[],
  values: Readonly<Record<string, string>>,
  where: string,
): string {
  for (const name of Object.keys(values))
    if (!variables.includes(name))
      throw new UserError(`The prompt has no variable ${name}.`, {
        where,
        hint: variables.length ? `It has ${variables.join(', ')}.` : 'It has none.',
      });
  for (const name of variables)
    if (values[name] === undefined)
      throw new UserError(`The prompt needs a value for ${name}.`, { where });
  return text.replace(placeholder, (_, name: string) => values[name]!);
}

/** A text with each {name} filled that `values` has; other braces stay. */
export function fillNames(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

/** The prompt's text with its variables filled. */
export function fillPrompt(prompt: Prompt, values: Readonly<Record<string, string>>): string {
  return fillText(prompt.body, prompt.variables, values, prompt.file);
}

/**
 * The request that a prompt makes in a form: plain text for `completion`; else messages, with the
 * prompt's system message if it has one and, for `chat-prefill`, its `prefill`. The file's own
 * maxTokens and stop are taken where the sampling does not set a smaller limit or stops of its own.
 */
export function requestOf(
  prompt: Prompt,
  form: Form,
  values: Readonly<Record<string, string>>,
  sampling: Sampling,
): Request {
  const body = fillPrompt(prompt, values);
  const stop = [...new Set([...(sampling.stop ?? []), ...(prompt.stop ?? [])])];
  const settled: Sampling = {
    ...sampling,
    maxTokens: Math.min(sampling.maxTokens, prompt.maxTokens ?? Number.POSITIVE_INFINITY),
    ...(stop.length > 0 ? { stop } : {}),
  };
  if (form === 'completion') return { kind: 'completion', prompt: body, sampling: settled };
  const messages: Message[] = [];
  const fill = (text: string) => fillText(text, prompt.variables, values, prompt.file);
  if (prompt.system !== undefined)
    messages.push({ role: 'system', content: fill(prompt.system).trim() });
  messages.push({ role: 'user', content: body });
  const prefill = form === 'chat-prefill' ? prompt.prefill : undefined;
  return {
    kind: 'chat',
    messages,
    ...(prefill === undefined ? {} : { prefill: fill(prefill) }),
    sampling: settled,
  };
}
