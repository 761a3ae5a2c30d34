/**
 * The few colours of the screens. Colour is never the only sign: everything coloured also has a
 * character with the same meaning. All colours are readable on dark and on light backgrounds.
 */
import { WriteStream } from 'node:tty';

/** 0 no styling at all (not a terminal), 1 bold, dim, and reverse only, 4 sixteen colours, 8 or more 256. */
export type ColourDepth = 0 | 1 | 4 | 8 | 24;

/** What the terminal can show; NO_COLOR, FORCE_COLOR, and TERM are honoured. */
export function colourDepth(
  stream: NodeJS.WritableStream,
  env: Readonly<Record<string, string | undefined>>,
): ColourDepth {
  const forced = env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '0';
  if (!forced && !(stream as WriteStream).isTTY) return 0;
  if (env.NO_COLOR) return 1;
  return WriteStream.prototype.getColorDepth.call(stream, env as object) as ColourDepth;
}

type Paint = (text: string) => string;

export type Theme = {
  depth: ColourDepth;
  bold: Paint;
  dim: Paint;
  /** The selection. */
  accent: Paint;
  warning: Paint;
  good: Paint;
  reverse: Paint;
  /** A bar of `cells` columns: spaces on a background, or blocks where there is no colour. */
  bar(cells: number): string;
  /** A cell on the diverging scale; `value` −1…1, centred on 0. */
  heat(text: string, value: number): string;
};

const hot = [230, 223, 216, 209];
const cold = [195, 153, 117, 75];

/** The styling functions for one colour depth. */
export function createTheme(depth: ColourDepth): Theme {
  const sgr =
    (on: string, off: string, needs: number): Paint =>
    (text) =>
      depth < needs || text === '' ? text : `\u001b[${on}m${text}\u001b[${off}m`;
  return {
    depth,
    bold: sgr('1', '22', 1),
    dim: sgr('2', '22', 1),
    accent: depth >= 8 ? sgr('1;38;5;32', '22;39', 8) : sgr('1;36', '22;39', 4),
    warning: depth >= 8 ? sgr('38;5;166', '39', 8) : sgr('33', '39', 4),
    good: depth >= 8 ? sgr('38;5;34', '39', 8) : sgr('32', '39', 4),
    reverse: sgr('7', '27', 1),
    bar: (cells) => {
      if (cells <= 0) return '';
      if (depth < 4) return '█'.repeat(cells);
      return sgr(depth >= 8 ? '48;5;67' : '46', '49', 4)(' '.repeat(cells));
    },
    heat: (text, value) => {
      if (depth < 4 || Number.isNaN(value) || Math.abs(value) < 0.15) return text;
      const step = Math.min(3, Math.floor((Math.abs(value) - 0.15) / 0.2));
      if (depth < 8) return sgr(value > 0 ? '30;43' : '30;46', '39;49', 4)(text);
      return sgr(`38;5;16;48;5;${(value > 0 ? hot : cold)[step]}`, '39;49', 8)(text);
    },
  };
}

/** The theme of this process's terminal. */
export const theme: Theme = createTheme(colourDepth(process.stdout, process.env));
