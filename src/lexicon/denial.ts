/** Words and marks by which a label, a key, or a cell says that its content is not a value of the speaker. */
import denials from './data/denials.json' with { type: 'json' };

const any = (patterns: readonly string[]) => new RegExp(patterns.join('|'), 'iu');
const denying = any(denials.labels);
const affirming = any(denials.affirming);
const alone = any(denials.alone);
const frames = any(denials.frames);
const speakers = any(denials.speakers);
const keys = new Set(denials.keys);
const prefixes = new Set(denials.prefixes);
const cells = any(denials.cells);

/** ❌ and similar marks, before or after the marked text. */
export const rejectingMark = /[❌❎✖✗✘🚫⛔👎🙅🛑⊘×]/u;
const affirmingMark = /[✅✔✓☑👍💚]/u;

/**
 * Whether a label or a heading denies what follows: "What I do not value", "Least
 * important", "Avoid". A value that is put negatively ("Do no harm", "Never lie") denies no block, and
 * what somebody would never give up is held. Before a colon a label may speak of the speaker alone: "I lack:".
 */
export function deniesLabel(label: string, hasColon = false): boolean {
  // "I have no feelings, but these principles guide me:" – the last clause says what follows.
  const text = withoutOpening(label)
    .split(/[.!?;]\s|\b(?:but|however|instead|yet|still|although|though|while|rather, )\b/i)
    .at(-1)!
    .replace(/[’‘]/g, "'")
    .replace(/[*_#"“”]|(?<=\S\s*)\([^()]*\)/g, ' ')
    .trim();
  if (text === '' || text.length > 160) return false;
  if (rejectingMark.test(text) && !affirmingMark.test(text)) return true;
  if (affirming.test(text)) return false;
  if (alone.test(text)) return true;
  return denying.test(text) && (frames.test(text) || (hasColon && speakers.test(text)));
}

/** "While I have no values, there are principles …", "As an AI I hold none, so here is what guides me": the main clause. */
const withoutOpening = (label: string): string =>
  label
    .replace(opening, '')
    .replace(aside, (all, last: string) => (denying.test(last) ? all : last));

const opening = /^\W*(?:(?:even )?though|although|while|whilst|even if|since|because)\b[^,]*,\s*/i;
const aside =
  /^.*,\s*(?:so |and |yet )?((?:here|there|these|the following|the (?:values|principles|things)|this is|my|i (?:am|do|try|aim|strive|can|was)|what (?:guides|drives|shapes)|(?:several|some|certain|a few|three|four|five|six|seven|ten|\d+) )\b[^,]*)$/is;

/** Whether a key of data names rejected values: `not_values`, `antiValues`, `rejected`. */
export function deniesKey(key: string): boolean {
  const words = key
    .replace(/(?<=\p{Ll})(?=\p{Lu})/gu, ' ')
    .toLowerCase()
    .replace(/[’‘]/g, "'")
    .split(/[^\p{L}']+/u)
    .filter(Boolean);
  if (affirming.test(words.join(' '))) return false;
  if (prefixes.has(words[0] ?? ''))
    return /^(?:values?|principles?|goals?|priorit\w+|ideals?)$/.test(words[1] ?? '');
  return words.some((word) => keys.has(word)) || deniesLabel(words.join(' '));
}

/** Whether a cell, or the explanation of a head, only says that the value is not held. */
export function isDenial(cell: string): boolean {
  const text = cell
    .replace(/[’‘]/g, "'")
    .replace(/[*_"“”()]/g, '')
    .trim();
  if (text === '' || text.length > 40) return false;
  return rejectingMark.test(text) ? !affirmingMark.test(text) : cells.test(text);
}
