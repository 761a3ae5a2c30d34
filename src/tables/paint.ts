/** Styles of tables. In a file of their own, so that a command without tables does not load the measuring of texts. */

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
