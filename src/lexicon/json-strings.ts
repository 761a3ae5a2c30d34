/** Values in JSON and similar data, whole or cut short: strings of arrays, named fields, or the keys themselves. */
import { type Candidate, candidateAt } from './candidate.ts';
import fields from './data/fields.json' with { type: 'json' };
import { deniesKey, isDenial } from './denial.ts';
import { splitRun } from './runs.ts';
import { countWords, type Span } from './tokens.ts';
import { knownValues } from './word-lists.ts';

const valueKeys = new RegExp(
  `^(?:core|guiding|my|top|key|main|moral)?[_ -]?(?:${fields.values.join('|')})[_ -]?\\d*$`,
  'iu',
);
const otherKeys = new RegExp(
  `^(?:${fields.others.join('|')})$|^(?:why|age|country|key\\d|when|where|how).*$`,
  'iu',
);
const acceptingKeys = new RegExp(
  `^(?:is[_ -]?)?(?:${fields.accepting.join('|')})(?:[_ -].*)?$`,
  'iu',
);

const offendedKeys = new RegExp(
  `^(?:${fields.offended.join('|').replaceAll('_', '[_ -]?')})$`,
  'iu',
);

/** Whether a field of this name names a value; whether it explains one. */
export const namesValue = (key: string): boolean => valueKeys.test(key);
export const explainsValue = (key: string): boolean => otherKeys.test(key);

type Container = {
  array: boolean;
  /** Its own key, and the key of its present field. */
  key: string | null;
  field: string | null;
  denied: boolean;
  /** One of its fields says that it is not held. */
  rejected: boolean;
};

type JsonString = Span & {
  key: string | null;
  isKey: boolean;
  inArray: boolean;
  followedByContainer: boolean;
  denied: boolean;
  container: Container | undefined;
  /** Whether the content of a key says that it is not held. */
  rejected: boolean;
};

/** Candidates of a JSON block; `span` covers the block. */
export function readJson(text: string, span: Span): Candidate[] {
  const strings = scan(text, span);
  const held = new Map<string, JsonString>();
  for (const string of strings)
    if (!string.isKey && string.key !== null && !held.has(string.key)) held.set(string.key, string);
  const found: Candidate[] = [];
  for (const string of strings) {
    const content = text.slice(string.start, string.end);
    const isOffended = string.key !== null && offendedKeys.test(string.key);
    if ((string.denied && !isOffended) || string.container?.rejected || string.rejected) continue;
    if (string.isKey) {
      if (offendedKeys.test(content) || !isWordKey(content) || string.followedByContainer) continue;
      // A key is the value where its content is an explanation or a number.
      const explanation = held.get(content);
      if (
        explanation &&
        countWords(text, explanation) <= 2 &&
        !knownValues.has(content.toLowerCase())
      )
        continue;
      push(found, candidateAt(text, string, 'json', 'listed'));
    } else if (isOffended || isNamed(string)) {
      const head = explained(text, string);
      const isRun =
        countWords(text, head) > 4 || /[,;、，；]/.test(text.slice(head.start, head.end));
      const items = isRun ? splitRun(text, head) : [head];
      for (const item of items) push(found, candidateAt(text, item, 'json', 'listed'));
    }
  }
  return found;
}

/** "Honesty: telling the truth", "Care - …": the words before what explains them. */
function explained(text: string, string: Span): Span {
  const mark = /[:：]\s|\s[-–—]\s|—|\s\(/.exec(text.slice(string.start, string.end));
  return mark && mark.index > 0 ? { start: string.start, end: string.start + mark.index } : string;
}

const isWordKey = (key: string) =>
  !valueKeys.test(key) && !otherKeys.test(key) && /^[\p{L}][\p{L}\p{M}\s'’_-]*$/u.test(key);

/** A string of an array, or of a field that names values. */
const isNamed = ({ key, inArray }: JsonString): boolean =>
  key === null || valueKeys.test(key) || place.test(key) || (inArray && !otherKeys.test(key));

/** {"1": "honesty", "2nd": "care"} */
const place = /^#?\d{1,2}(?:st|nd|rd|th)?$/;

const push = (list: Candidate[], candidate: Candidate | null) => {
  if (candidate) list.push(candidate);
};

const bareKey = /[\p{L}_$][\p{L}\p{N}\p{M}_$-]*(?=\s*:)/uy;
const primitive = /(?:true|false|null|-?\d+(?:\.\d+)?)\b/iy;

function scan(text: string, span: Span): JsonString[] {
  const strings: JsonString[] = [];
  const open: Container[] = [];
  let lastKey: JsonString | null = null;
  /** The content of a field may deny its object, or its key. */
  const rejects = (inner: Container, content: string) => {
    if (inner.field === null || !isDenial(content)) return;
    if (acceptingKeys.test(inner.field)) inner.rejected = true;
    else if (lastKey && !namesValue(inner.field) && !explainsValue(inner.field))
      lastKey.rejected = true;
  };
  for (let i = span.start; i < span.end; i++) {
    const character = text[i]!;
    const inner = open.at(-1);
    if (character === '[' || character === '{') {
      const field = inner?.field ?? null;
      const denied = (inner?.denied ?? false) || (field !== null && deniesKey(field));
      const key = field ?? inner?.key ?? null;
      open.push({ array: character === '[', key, field: null, denied, rejected: false });
    } else if (character === ']' || character === '}') open.pop();
    else if (character === ',' && inner) inner.field = null;
    else if (character === '"' || (character === "'" && opensQuote(text, i))) {
      const start = i + 1;
      i++;
      while (i < span.end && text[i] !== character) i += text[i] === '\\' ? 2 : 1;
      const end = Math.min(i, span.end);
      const after = /^\s*:\s*([[{]?)/.exec(text.slice(end + 1, Math.min(end + 40, span.end)));
      const isKey = after !== null && inner !== undefined && !inner.array;
      const key = inner?.field ?? (inner?.array ? inner.key : null);
      const content = text.slice(start, end);
      const string: JsonString = {
        start,
        end,
        key,
        isKey,
        inArray: inner?.array === true,
        followedByContainer: Boolean(after?.[1]),
        denied:
          (inner?.denied ?? false) ||
          (!isKey && inner !== undefined && inner.field !== null && deniesKey(inner.field)),
        container: inner,
        rejected: false,
      };
      strings.push(string);
      if (isKey) {
        inner.field = content;
        lastKey = string;
      } else if (inner) rejects(inner, content);
    } else if (inner && !inner.array && /[\p{L}_$\d-]/u.test(character)) {
      bareKey.lastIndex = i;
      primitive.lastIndex = i;
      const name = inner.field === null ? bareKey.exec(text) : null;
      const value = name ? null : primitive.exec(text);
      if (name) inner.field = name[0];
      else if (value) rejects(inner, value[0]);
      i += Math.max(0, (name ?? value)?.[0].length ?? 0, 1) - 1;
    }
  }
  return strings;
}

/** A quotation mark, not an apostrophe. */
export const opensQuote = (text: string, at: number): boolean =>
  /[\s[{(,:]/.test(text[at - 1] ?? ' ') && /[\p{L}\p{N}]/u.test(text[at + 1] ?? '');
