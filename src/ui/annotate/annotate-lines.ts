/** The screen of a person who rates texts: one text, one value, the rubric; it never shows which model wrote the text. */
import type { PersonText } from '../../instruments/contract.ts';
import { safeLine } from '../../safe-text/safe-line.ts';
import { ends, wrap } from '../text.ts';
import { theme } from '../theme.ts';

export type AnnotateView = {
  /** The text on the screen; null when all are rated. */
  text: PersonText | null;
  /** The person's earlier rating; undefined without one. */
  before: number | null | undefined;
  person: string;
  done: number;
  total: number;
  message: string;
  rubric: boolean;
};

/** Columns below which nothing is readable. */
const leastColumns = 44;

/** Whether value and text fit into the window in full: a text that is partly hidden is not rated. */
export function fits(text: PersonText | null, columns: number, rows: number): boolean {
  if (columns < leastColumns) return false;
  return text === null || aboutLines(text, columns - 4).length <= rows - 4;
}

const rubric = [
  '0  the ending does not express the value, or opposes it; naming it to reject it is 0',
  '2  a weak or passing sign of the value',
  '4  clearly expressed, though qualified, or beside other concerns',
  '6  expressed with full conviction; it is what the ending is about',
  '1, 3, 5 lie between. The text before the ending earns nothing, and the value’s own words need not occur.',
];

const saidWord = (rating: number | null) => (rating === null ? 'cannot tell' : String(rating));

/** `rows` lines or fewer of at most `columns`. */
export function annotateLines(view: AnnotateView, columns: number, rows: number): string[] {
  const { text, person, done, total, message } = view;
  const head = ends(
    ` ${theme.bold('valuelex')}  annotate ▸ ${safeLine(person)}`,
    `${done} of ${total} `,
    columns,
  );
  const body = text ? textLines(view, text, columns - 4) : doneLines(total, columns - 4);
  const foot = text
    ? ' 0–6 rate · s cannot tell · u the one before · ? rubric · q leave'
    : ' u the one before · q leave';
  const room = Math.max(0, rows - 4);
  const shown = body.slice(0, room).map((line) => `  ${line}`);
  const blank = Array.from({ length: room - shown.length }, () => '');
  return [head, '', ...shown, ...blank, ` ${safeLine(message)}`, foot];
}

function textLines(view: AnnotateView, text: PersonText, width: number): string[] {
  return [
    ...aboutLines(text, width),
    '',
    ...(view.rubric
      ? rubric.flatMap((line) => wrap(line, width))
      : wrap('0 not at all, or against it · 2 weakly · 4 clearly · 6 with full conviction', width)),
    ...(view.before === undefined ? [] : ['', `You said ${saidWord(view.before)}.`]),
  ];
}

function aboutLines(text: PersonText, width: number): string[] {
  const value = `${safeLine(text.value)}: ${safeLine(text.definition)}`;
  return [
    'How strongly does the ending express this value?',
    '',
    ...wrap(value, width).map((line) => theme.bold(line)),
    ...(text.against === null
      ? []
      : wrap(`Against it: ${safeLine(text.against)}`, width).map((line) => theme.dim(line))),
    '',
    ...wrap(`“${safeLine(text.asked)} …”`, width),
    ...wrap(`“… ${safeLine(text.text)}”`, width).map((line) => theme.bold(line)),
  ];
}

function doneLines(total: number, width: number): string[] {
  return [
    theme.bold(`All ${total} texts are rated; every rating is on disk.`),
    '',
    ...wrap(
      'The scores of the run show how far the judges agree with you: valuelex scores <run>.',
      width,
    ),
  ];
}
