/** The lanes of a run as lines: one per model. */
import type { Lane } from '../../../asking/lane.ts';
import { safeLine } from '../../../safe-text/safe-line.ts';
import { shortName } from '../../../tables/numbers.ts';
import { pointed } from '../../components/body.tsx';
import { bar } from '../../components/marks.ts';
import { shownOf, windowAround } from '../../components/table-layout.ts';
import { columnsOf, fill, lastPart, money } from '../../text.ts';
import { theme } from '../../theme.ts';

/** Why a lane waits, or the end of its stream. */
function laneNow(lane: Lane, columns: number, now: number): string {
  if (lane.paused) return '‖ paused';
  if (lane.waiting) {
    const left = lane.waiting.until === null ? null : Math.ceil((lane.waiting.until - now) / 1000);
    const wait = left !== null && left > 0 ? `waits ${left} s: ` : 'waits: ';
    return theme.warning(fill(`▲ ${wait}${safeLine(lane.waiting.reason)}`, columns));
  }
  if (lane.done >= lane.total && lane.inFlight === 0) return theme.good('✓ done');
  return lastPart(safeLine(lane.tail), columns);
}

/** The lanes as lines: the head, as many lanes as fit with the selected one among them, and which ones these are. */
export function laneLines(
  lanes: readonly Lane[],
  selected: number,
  width: number,
  height: number,
  now: number,
): string[] {
  const most = width >= 120 ? 36 : 22;
  const nameOf = (lane: Lane) => safeLine(shortName(lane.model));
  const names = Math.min(most, Math.max(12, ...lanes.map((lane) => columnsOf(nameOf(lane)))));
  const failed = lanes.some((lane) => lane.errors > 0);
  // The header shows the sum; each lane shows its cost only if there is room.
  const priced = width >= 120 && lanes.some((lane) => lane.spend > 0);
  const bars = width >= 120 ? 20 : 8;
  const counts = Math.max(8, ...lanes.map(({ total }) => 2 * String(total).length + 1));
  const extra = `${failed ? '  failed' : ''}${priced ? '   spend' : ''}`;
  const head = `   ${fill('model', names)} ${fill('done', bars + 1 + counts)}  tok/s${extra}  now`;
  const room = Math.max(4, width - columnsOf(head) + 3);
  const shown = windowAround(Math.min(selected, lanes.length - 1), lanes.length, height - 2);
  const rows = lanes.slice(shown.first, shown.end).map((lane, at) => {
    const part = lane.total > 0 ? lane.done / lane.total : 0;
    const progress = `${bar(part, bars)} ${fill(`${lane.done}/${lane.total}`, counts, 'right')}`;
    const rate = fill(lane.tokensPerSecond > 0 ? lane.tokensPerSecond.toFixed(0) : '–', 5, 'right');
    const errors = fill(lane.errors > 0 ? `▲ ${lane.errors}` : '', 6, 'right');
    const more = `${failed ? `  ${lane.errors > 0 ? theme.warning(errors) : errors}` : ''}${priced ? `  ${fill(money(lane.spend), 6, 'right')}` : ''}`;
    const name = fill(nameOf(lane), names);
    const line = `${progress}  ${rate}${more}  ${laneNow(lane, room, now)}`;
    return shown.first + at === selected ? `${pointed(name, true)} ${line}` : `   ${name} ${line}`;
  });
  const count = shownOf(shown, lanes.length);
  return [theme.dim(fill(head, width)), ...rows, ...(count ? [theme.dim(`   ${count}`)] : [])];
}
