/** Styles of tables. Apart from the lines, so that a command that prints no table need not load what measures texts. */

/** Styling functions; `plainPaint` where colour is not wanted (NO_COLOR, a pipe). They must not change the width. */
export type Paint = {
  bold(text: string): string;
  dim(text: string): string;
  warning(text: string): string;
  good(text: string): string;
  /** A cell on the diverging scale; `value` −1…1, centred on 0. */
  heat(text: string, value: number): string;
};

const same = (text: string) => text;

export const plainPaint: Paint = { bold: same, dim: same, warning: same, good: same, heat: same };
