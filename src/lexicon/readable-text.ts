/**
 * An answer as a reader sees it: entities, escapes, and invisible marks are undone, HTML, XML, and
 * LaTeX become Markdown, and struck-through text is removed. Each letter keeps its place in the answer.
 */
import entities from './data/entities.json' with { type: 'json' };

export type ReadableText = {
  text: string;
  /** The place of the stretch in the answer. */
  place(start: number, end: number): { start: number; end: number };
};

/** `starts[i]` and `ends[i]`: the letters of the answer behind letter `i`; null where nothing was changed. */
type Edited = { text: string; starts: Int32Array | null; ends: Int32Array | null };

const anything =
  /[&<\\~#\u00AD\u180E\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]|\p{L}-\n|\p{L}–\p{L}|\r|\u2028|\u0336/u;

export function readableText(answer: string): ReadableText {
  let edited: Edited = { text: answer, starts: null, ends: null };
  if (anything.test(answer)) for (const pass of passes) edited = pass(edited);
  const { text, starts, ends } = edited;
  return {
    text,
    place: (start, end) =>
      starts === null || ends === null
        ? { start, end }
        : end <= start
          ? { start: starts[start] ?? answer.length, end: starts[start] ?? answer.length }
          : { start: starts[start]!, end: ends[end - 1]! },
  };
}

type Pass = (edited: Edited) => Edited;

/** Puts what `to` gives in place of each match; undefined leaves it. */
const replace =
  (pattern: RegExp, to: (match: RegExpExecArray) => string | undefined): Pass =>
  (edited) => {
    const pieces: string[] = [];
    const changes: { at: number; length: number; to: string }[] = [];
    pattern.lastIndex = 0;
    for (const match of edited.text.matchAll(pattern)) {
      const instead = to(match);
      if (instead !== undefined && instead !== match[0])
        changes.push({ at: match.index, length: match[0].length, to: instead });
    }
    if (changes.length === 0) return edited;
    const grown = changes.reduce((sum, change) => sum + change.to.length - change.length, 0);
    const starts = new Int32Array(edited.text.length + grown);
    const ends = new Int32Array(edited.text.length + grown);
    let from = 0;
    let at = 0;
    const keep = (until: number) => {
      pieces.push(edited.text.slice(from, until));
      for (; from < until; from++, at++) {
        starts[at] = edited.starts?.[from] ?? from;
        ends[at] = edited.ends?.[from] ?? from + 1;
      }
    };
    for (const change of changes) {
      keep(change.at);
      const start = edited.starts?.[change.at] ?? change.at;
      const last = change.at + change.length - 1;
      const end = edited.ends?.[last] ?? last + 1;
      for (let k = 0; k < change.to.length; k++, at++) {
        starts[at] = start;
        ends[at] = end;
      }
      pieces.push(change.to);
      from = change.at + change.length;
    }
    keep(edited.text.length);
    return { text: pieces.join(''), starts, ends };
  };

/** Only where the text has one of these. */
const where =
  (pattern: RegExp, ...inner: Pass[]): Pass =>
  (edited) =>
    pattern.test(edited.text) ? inner.reduce((one, pass) => pass(one), edited) : edited;

const named = new Map(Object.entries(entities.names));

function entity(code: string): string | undefined {
  if (!code.startsWith('#')) return named.get(code) ?? named.get(code.toLowerCase())?.toUpperCase();
  const point = /^#x/i.test(code) ? Number.parseInt(code.slice(2), 16) : Number(code.slice(1));
  return point > 0 && point <= 0x10ffff && !(point >= 0xd800 && point < 0xe000)
    ? String.fromCodePoint(point)
    : undefined;
}

/** "Honesty\nKindness" with a backslash: escapes where the text has no lines of its own, else before what may begin a line. */
const escapes: Pass = (edited) => {
  const anywhere = !edited.text.includes('\n');
  return replace(/\\r?\\n|\\n|\\t/g, (match) => {
    const next = edited.text.slice(match.index + match[0].length);
    if (/^(?:oindent|ewline|ewpage|ew|eq|abla|ot|extbf|extit|itle|able)\b/.test(next)) return;
    if (!anywhere && !/^(?:\\n|\s|[\p{Lu}\p{Nd}*•\-#])/u.test(next)) return;
    return match[0] === '\\t' ? '\t' : '\n';
  })(edited);
};

const isMarkup = /<\/?[a-z]/i;
const headings = ['#', '##', '###', '####', '#####', '######'];

/** The replacement of an HTML tag; undefined for anything else. */
function tagInMarkdown(name: string, closes: boolean, attributes: string): string | undefined {
  if (/^(?:b|strong)$/.test(name)) return '**';
  if (/^h[1-6]$/.test(name)) return closes ? '\n' : `\n${headings[Number(name[1]) - 1]} `;
  if (name === 'li' || name === 'dt') return closes ? '' : '\n- ';
  if (name === 'dd') return closes ? '\n' : ': ';
  // The rows of one table stand below each other, without a gap.
  if (name === 'tr') return closes ? '' : '\n| ';
  if (/^(?:thead|tbody|tfoot)$/.test(name)) return '';
  if (name === 'td' || name === 'th') return closes ? ' | ' : '';
  if (name === 'br') return '\n';
  if (name === 'hr' || name === 'p') return closes ? '\n' : '\n\n';
  if (
    /^(?:ul|ol|dl|div|table|section|article|header|footer|main|body|html|head|blockquote|pre|nav|form|fieldset|label)$/.test(
      name,
    )
  )
    return '\n';
  if (name === 'input') return /\bchecked\b/.test(attributes) ? '[x] ' : '[ ] ';
  if (
    /^(?:i|em|u|mark|span|a|font|small|big|sub|sup|code|q|cite|abbr|center|kbd|tt|var|img)$/.test(
      name,
    )
  )
    return '';
  return undefined;
}

const html = replace(
  /<(\/?)([a-z][a-z0-9]*)((?:\s[^<>]*)?)\/?>(?:(?<=<\/?(?:tr|td|th|thead|tbody|table)\b[^<>]*>)\s+)?/gi,
  ([, slash, name, attributes]) => tagInMarkdown(name!.toLowerCase(), slash === '/', attributes!),
);

const explaining =
  'reason|reasons|reasoning|why|explanation|description|desc|definition|meaning|rationale|example|examples|note|notes|comment|detail|details|summary_text';
const denying =
  '(?:not|non|anti|never|rejected?|avoid(?:ed)?|least|none|disvalued?|dislikes?|unimportant|refused?|against|opposed|excluded?|vices?)(?:[_-][\\w-]*)?';

/** Elements of XML: explanations and rejected values are removed, names become items. */
const xml: Pass = where(
  /<([a-z][\w.-]*)\b[^<>]*>[^<>]*<\/\1\s*>|<[a-z][\w.-]*\s[^<>]*\/>/i,
  replace(
    new RegExp(`<(${explaining}|${denying})(?:\\s[^<>]*)?>[\\s\\S]*?</\\1\\s*>`, 'gi'),
    () => '\n',
  ),
  replace(
    /<([a-z][\w.-]*)\s[^<>]*?\b(?:name|value|title|label)=["']([^"'<>]+)["'][^<>]*?(?:\/>|>([^<>]*)<\/\1\s*>)/gi,
    ([, , name]) => `\n- ${name}\n`,
  ),
  replace(/<([a-z][\w.-]*)(?:\s[^<>]*)?>(?=\s*[^<>\s][^<>]*<\/\1\s*>)/gi, ([, name]) =>
    isThoughtOrTurn.test(name!) ? undefined : '\n- ',
  ),
  replace(/<\/([a-z][\w.-]*)\s*>\s*/gi, ([, name]) =>
    isThoughtOrTurn.test(name!) ? undefined : '\n',
  ),
  replace(/<([a-z][\w.-]*)(?:\s[^<>]*)?\/?>(?=\s*(?:\n|<|- ))/gi, ([, name]) =>
    isThoughtOrTurn.test(name!) ? undefined : '\n',
  ),
);
/** "#honesty #kindness": a line of hashtags is a run. */
const hashtags: Pass = where(/#\p{L}/u, (edited) => {
  const lines = [
    ...edited.text.matchAll(/^[ \t]*#\p{L}[^\s#,;]*(?:[ \t,;]+#\p{L}[^\s#,;]*)*[ \t]*$/gmu),
  ];
  let at = 0;
  return replace(/#/g, ({ index }) => {
    while (lines[at] && lines[at]!.index + lines[at]![0].length <= index) at++;
    return lines[at] && lines[at]!.index <= index ? ', ' : undefined;
  })(edited);
});

/** Tags of `thought-marks.ts` and `answer-part.ts` are read there. */
const isThoughtOrTurn =
  /think|thought|reason|scratchpad|analysis|reflection|deliberation|monologue|^cot$|details|summary|turn|^(?:bos|eos|pad|unk|mask|sep|cls|eot|eot_id|endoftext|start|end|s)$|unused|extra_id|image|_id$|_of_/i;

const passes: readonly Pass[] = [
  replace(/\r\n?|\u2028|\u2029/g, () => '\n'),
  where(
    /&[#\w]{2,10};/,
    replace(/&(#x?[\da-f]{1,6}|[a-z]{2,8}\d?);/gi, ([, code]) => entity(code!)),
    // Twice escaped.
    replace(/&(#x?[\da-f]{1,6}|[a-z]{2,8}\d?);/gi, ([, code]) => entity(code!)),
  ),
  replace(/[\u00AD\u180E\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]+/g, () => ''),
  where(
    /\\/,
    escapes,
    // A whole answer that was escaped.
    where(
      /^[^"]*\\"(?:[^"]|(?<=\\)")*$/,
      replace(/\\"/g, () => '"'),
    ),
    replace(/\\([*_#.\-+~|>])/g, ([, mark]) => mark),
    replace(/\\(?:begin|end)\{\w+\*?\}(?:\[[^\]\n]*\])?[ \t]*/g, () => '\n'),
    replace(/\\item(?![a-z])(?:\[([^\]\n]*)\])?[ \t]*/g, ([, label]) =>
      label ? `\n- ${label}: ` : '\n- ',
    ),
    replace(/\\textbf\{([^{}\n]*)\}/g, ([, inner]) => `**${inner}**`),
    replace(/\\(?:sub)*section\*?\{([^{}\n]*)\}/g, ([, inner]) => `\n# ${inner}\n`),
    replace(
      /\\(?:textit|emph|underline|textsc|text|textrm|texttt)\{([^{}\n]*)\}/g,
      ([, inner]) => inner,
    ),
    replace(/\\sout\{[^{}\n]*\}/g, () => ' '),
    replace(/\\\\(?=\s|$)/g, () => '\n'),
  ),
  where(
    /~~/,
    replace(/(?<!~)~~(?![~\s])[^~\n]{1,200}~~(?!~)/g, () => ' '),
  ),
  where(
    /\u0336/,
    replace(/(?:[\p{L}\p{N}'’-]\u0336)+/gu, () => ' '),
  ),
  where(
    isMarkup,
    replace(
      /<(del|strike|s)(?:\s[^<>]*)?>([^<>]{1,200})<\/\1\s*>/giu,
      ({ 0: whole, 1: name, index, input }) => {
        // <s> alone on its line is the beginning of a text, not a stroke.
        const end = index + whole.length;
        const line =
          input
            .slice(Math.max(0, index - 80), index)
            .split('\n')
            .at(-1)! + input.slice(end, end + 80).split('\n', 1)[0];
        return name!.length > 1 || /\p{L}|^\s*(?:[-*+•]|\d{1,3}[.)])\s/u.test(line)
          ? ' '
          : undefined;
      },
    ),
    html,
    xml,
  ),
  // A word that the end of a line cuts.
  replace(/(?<=\p{L}{2})-\n(?=\p{Ll}{2})/gu, () => ''),
  // "self–control"
  replace(/(?<=\p{L})–(?=\p{Ll})/gu, () => '-'),
  hashtags,
];
