/** Rating texts by hand, one at a time: a digit rates, and the rating is on disk before the next text is shown. */
import { render, useApp, useInput, usePaste, useWindowSize } from 'ink';
import { useRef, useState } from 'react';
import type { PersonText } from '../../instruments/contract.ts';
import type { Annotating } from '../../run/instruments/annotate.ts';
import { Lines } from '../components/lines.tsx';
import { keysOf } from '../keys.ts';
import { startAtLeftEdge, terminalInput } from '../terminal-input.ts';
import { annotateLines, fits } from './annotate-lines.ts';

type Props = { annotating: Annotating; person: string; now: () => number };

export function Annotate({ annotating, person, now }: Props) {
  const { columns, rows } = useWindowSize();
  const { exit } = useApp();
  const { texts } = annotating;
  // What is on disk; a rating that is still being written is not shown as given.
  const [said, setSaid] = useState(() => annotating.said());
  const [at, setAt] = useState(() => firstOpen(texts, said));
  const [message, setMessage] = useState(
    said.size > 0 ? 'Continuing where you stopped.' : 'The names of models are hidden.',
  );
  const [rubric, setRubric] = useState(false);
  const shown = texts[at] ?? null;
  const small = !fits(shown, columns, rows);
  const shownAt = useRef(now());
  const writing = useRef(false);
  const show = (next: number) => {
    shownAt.current = now();
    setAt(next);
  };

  async function rate(text: PersonText, rating: number | null): Promise<void> {
    writing.current = true;
    try {
      await annotating.rate(text, rating, Math.round((now() - shownAt.current) / 100) / 10);
      const stored = annotating.said();
      setSaid(stored);
      setMessage(
        rating === null ? 'Left out: cannot tell.' : `${text.value}: ${rating}. u goes back to it.`,
      );
      show(firstOpen(texts, stored, at + 1));
    } catch (error) {
      setMessage(`Not stored: ${error instanceof Error ? error.message : String(error)}`);
    } finally {
      writing.current = false;
    }
  }

  useInput((input, key) => {
    if (input === 'q' || key.escape || (key.ctrl && input === 'c')) {
      exit();
      return;
    }
    // A text that cannot be seen is not rated; a key pressed while a rating is being written belongs to no text yet.
    if (small || writing.current || input.length !== 1 || key.ctrl || key.meta) return;
    if (/^[0-6]$/.test(input) && shown) void rate(shown, Number(input));
    else if (input === 's' && shown) void rate(shown, null);
    else if (input === '?') setRubric(!rubric);
    else if (input === 'u') {
      if (at > 0) show(at - 1);
      setMessage(at > 0 ? 'A digit changes the rating.' : 'This is the first.');
    } else if (shown) setMessage(`${keysOf(input, key)[0]} does nothing here: rate with 0 to 6.`);
  });
  usePaste(() => setMessage('A paste rates nothing: press a digit.'));

  const done = texts.filter(({ id }) => said.has(id)).length;
  const view = {
    ...{ text: shown, person, message, rubric, done, total: texts.length },
    before: shown ? said.get(shown.id) : undefined,
  };
  const lines = small
    ? ['Make the window larger to see the text.', 'q leaves.']
    : annotateLines(view, columns, rows);
  return <Lines lines={lines} width={columns} height={rows} />;
}

/** The first text from `from` on that the person has not rated, else the first such text of all, else the position after the last. */
function firstOpen(
  texts: readonly PersonText[],
  said: ReadonlyMap<string, number | null>,
  from = 0,
): number {
  const open = (start: number) => texts.findIndex(({ id }, i) => i >= start && !said.has(id));
  const next = open(from);
  if (next >= 0) return next;
  const first = open(0);
  return first >= 0 ? first : texts.length;
}

/** Draws on the terminal's other screen until the person leaves. */
export async function startAnnotating(props: Props): Promise<void> {
  startAtLeftEdge();
  const instance = render(<Annotate {...props} />, {
    stdin: terminalInput(process.stdin),
    alternateScreen: true,
    exitOnCtrlC: false,
    incrementalRendering: true,
  });
  const leave = () => instance.unmount();
  const signals = ['SIGTERM', 'SIGHUP', 'SIGINT'] as const;
  for (const signal of signals) process.on(signal, leave);
  try {
    await instance.waitUntilExit();
  } finally {
    for (const signal of signals) process.off(signal, leave);
  }
}
