/** Lines that never exceed their width: each row of the screen is one styled string in one text node. */
import { Box, Text } from 'ink';
import { memo, type ReactNode } from 'react';
import { onlyStyles } from '../../safe-text/only-styles.ts';
import { fill } from '../text.ts';

/** One row; drawn again only when its text changes. */
export const TextLine = memo(function TextLine({ text }: { text: string }) {
  return <Text wrap="truncate">{text === '' ? ' ' : onlyStyles(text)}</Text>;
});

/** Exactly `height` rows of `width` columns: longer lines are cut, missing ones are blank. */
export function Lines({
  lines,
  width,
  height,
}: {
  lines: readonly string[];
  width: number;
  height: number;
}) {
  return (
    <Box flexDirection="column" width={width} height={height} flexShrink={0}>
      {Array.from({ length: height }, (_, row) => (
        <TextLine key={row} text={fill(lines[row] ?? '', width)} />
      ))}
    </Box>
  );
}

/** Two parts side by side with a rule of one column between them. */
export function SideBySide({
  left,
  right,
  height,
}: {
  left: ReactNode;
  right: ReactNode;
  height: number;
}) {
  return (
    <Box height={height} flexShrink={0}>
      {left}
      <Lines lines={Array.from({ length: height }, () => '│')} width={1} height={height} />
      {right}
    </Box>
  );
}
