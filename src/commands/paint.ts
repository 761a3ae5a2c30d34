/** Colours of tables in a terminal; none where NO_COLOR is set, in a pipe, or on a dumb terminal. */
import { type Paint, plainPaint } from '../tables/paint.ts';

const styled = (code: string) => (text: string) =>
  text.trim() === '' ? text : `\u001b[${code}m${text}\u001b[0m`;

const colours: Paint = {
  bold: styled('1'),
  dim: styled('2'),
  warning: styled('33'),
  good: styled('32'),
  heat: (text, value) =>
    Math.abs(value) < 0.3 ? styled('2')(text) : styled(value > 0 ? '34' : '31')(text),
};

/** The styles for text that goes to a stream. */
export function paintFor(stream: { isTTY?: boolean }, env: NodeJS.ProcessEnv): Paint {
  const wanted = stream.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb';
  return wanted ? colours : plainPaint;
}
