/** HTML and SVG by tagged template. Every value that is not markup is escaped, so none can be forgotten. */
import { visible } from '../safe-text/visible.ts';

export type Markup = { readonly markup: string };
type Value = string | number | null | undefined | false | Markup | readonly Value[];

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

/** Text safe between tags and inside quoted attributes; control characters are made visible. */
export function escapeMarkup(text: string): string {
  return visible(text).replace(/[&<>"'`]/g, (character) => entities[character]!);
}

/** `markup\`<p>${text}</p>\``: strings are escaped, markup and lists of it go in as they are, null and false are nothing. */
export function markup(parts: TemplateStringsArray, ...values: Value[]): Markup {
  let text = parts[0]!;
  for (const [i, value] of values.entries()) text += render(value) + parts[i + 1]!;
  return { markup: text };
}

function render(value: Value): string {
  if (value === null || value === undefined || value === false) return '';
  if (typeof value === 'string') return escapeMarkup(value);
  if (typeof value === 'number') return String(value);
  if ('markup' in value) return value.markup;
  return value.map(render).join('');
}
