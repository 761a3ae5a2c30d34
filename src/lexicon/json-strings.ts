/** Values in JSON, whole or cut short: strings of arrays, named fields, or the keys themselves. */
import { type Candidate, candidateAt } from './candidate.ts';
import { splitRun } from './runs.ts';
import { countWords, type Span } from './tokens.ts';

const valueKeys =
  /^(?:core_?|guiding_?)?(?:values?|principles?|names?|words?|virtues?|qualit(?:y|ies)|traits?|ideals?|titles?|terms?|labels?|items?)\d*$/i;
const otherKeys =
  /^(?:descriptions?|explanations?|reasons?|why.*|meanings?|definitions?|details?|id|rank|order|type|examples?|notes?|comments?|status|score|weight|importance|age|gender|country.*|key\d*)$/i;

type JsonString = Span & {
  key: string | null;
  isKey: boolean;
  inArray: boolean;
  followedByContainer: boolean;
};

/** Candidates of a JSON block; `span` covers the block. */
export function readJson(text: string, span: Span): Candidate[] {
  const strings = scan(text, span);
  const found: Candidate[] = [];
  for (const string of strings) {
    const content = text.slice(string.start, string.end);
    if (string.isKey) {
      if (!isWordKey(content) || string.followedByContainer) continue;
      // A key is the value where what it holds explains it, or is a number.
      const held = strings.find((other) => !other.isKey && other.key === content);
      if (held && countWords(text, held) <= 2) continue;
      push(found, candidateAt(text, string, 'json', 'listed'));
    } else if (isNamed(string)) {
      const head = explained(text, string);
      const items = countWords(text, head) > 4 ? splitRun(text, head) : [head];
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
  !valueKeys.test(key) && !otherKeys.test(key) && /^[\p{L}][\p{L}\s'’-]*$/u.test(key);

/** A string of an array, or of a field that names values. */
const isNamed = ({ key, inArray }: JsonString): boolean =>
  key === null || valueKeys.test(key) || (inArray && !otherKeys.test(key));

const push = (list: Candidate[], candidate: Candidate | null) => {
  if (candidate) list.push(candidate);
};

function scan(text: string, span: Span): JsonString[] {
  const strings: JsonString[] = [];
  /** Per open container: the key that it, or its present field, stands under. */
  const open: { array: boolean; key: string | null; field: string | null }[] = [];
  for (let i = span.start; i < span.end; i++) {
    const character = text[i];
    const inner = open.at(-1);
    if (character === '[' || character === '{') {
      open.push({ array: character === '[', key: inner?.field ?? inner?.key ?? null, field: null });
    } else if (character === ']' || character === '}') open.pop();
    else if (character === ',' && inner) inner.field = null;
    else if (character === '"') {
      const start = i + 1;
      i++;
      while (i < span.end && text[i] !== '"') i += text[i] === '\\' ? 2 : 1;
      const end = Math.min(i, span.end);
      const after = /^\s*:\s*([[{]?)/.exec(text.slice(end + 1, Math.min(end + 40, span.end)));
      const isKey = after !== null && inner !== undefined && !inner.array;
      const key = inner?.field ?? (inner?.array ? inner.key : null);
      strings.push({
        start,
        end,
        key,
        isKey,
        inArray: inner?.array === true,
        followedByContainer: Boolean(after?.[1]),
      });
      if (isKey) inner.field = text.slice(start, end);
    }
  }
  return strings;
}
