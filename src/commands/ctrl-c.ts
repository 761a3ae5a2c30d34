/** Whether a signal that asks the program to end is the first, another Ctrl+C, or a repetition. */
export type Interrupt = 'first' | 'again' | 'same';

/**
 * Counts signals to tell one keystroke from two: npm passes on the SIGINT that the terminal has
 * sent already, so that each Ctrl+C comes twice under it. SIGTERM and SIGHUP, which timeout(1) sends twice, are never
 * a second Ctrl+C.
 */
export function interruptCounter(
  env: Readonly<Record<string, string | undefined>>,
): (signal: NodeJS.Signals) => Interrupt {
  const perKeystroke = env.npm_lifecycle_event === undefined ? 1 : 2;
  let keystrokes = 0;
  return (signal) => {
    const isFirst = keystrokes === 0;
    if (signal === 'SIGINT') keystrokes += 1 / perKeystroke;
    else if (isFirst) keystrokes = 1;
    if (isFirst) return 'first';
    return signal === 'SIGINT' && keystrokes > 1 ? 'again' : 'same';
  };
}
