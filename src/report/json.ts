/** `run.json`: all data of the report, for programs, with its keys explained. */
import * as z from 'zod';
import { type ReportData, reportSchema } from './report-schema.ts';

/** Characters that JSON may hold raw but an editor or terminal may obey. */
const unseen =
  /[\u007f-\u009f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]|[\udb40][\udc00-\udfff]/g;

/** The file's text. `keys` explains every key by its path; the rest is the report's data. */
export function runJson(data: ReportData): string {
  const text = JSON.stringify({ keys: documentedKeys(), ...data }, null, 1);
  return `${text.replace(unseen, escapeAll)}\n`;
}

/** Reads the file back: `parseRunJson(runJson(data))` is the data. Throws ZodError for another shape. */
export function parseRunJson(text: string): ReportData {
  return reportSchema.parse(JSON.parse(text));
}

/** Path → meaning, of every key whose name needs an explanation: "factors.loadings", "scores[].raw[].se". */
export function documentedKeys(): Record<string, string> {
  const keys: Record<string, string> = {};
  collect(z.toJSONSchema(reportSchema), '', keys);
  return keys;
}

type Node = {
  description?: string;
  properties?: Record<string, Node>;
  items?: Node;
  anyOf?: Node[];
};

function collect(node: object, path: string, keys: Record<string, string>): void {
  const { description, properties, items, anyOf } = node as Node;
  if (description && path && !(path in keys)) keys[path] = description;
  for (const [key, inner] of Object.entries(properties ?? {}))
    collect(inner, path ? `${path}.${key}` : key, keys);
  if (items) collect(items, `${path}[]`, keys);
  for (const inner of anyOf ?? []) collect(inner, path, keys);
}

function escapeAll(text: string): string {
  return Array.from({ length: text.length }, (_, i) => text.charCodeAt(i))
    .map((code) => `\\u${code.toString(16).padStart(4, '0')}`)
    .join('');
}
