/** The progress of the queue in words. */
import type { Decision } from '../../../clustering/decisions.ts';
import { paceOf } from '../../../clustering/pace.ts';
import type { View } from '../../scene.ts';
import { plural } from '../../text.ts';
import { nowOf } from './queue-now.ts';

/** The time that is left is shown from this number of decisions on. */
const enoughForPace = 5;

/** "41 words, 14 lone clusters, 6 pairs, 2 names". */
function kindsText(open: readonly Decision[], later: number): string {
  const count = (test: (one: Decision) => boolean) => open.filter(test).length;
  const parts: [number, string][] = [
    [count((one) => one.kind === 'word' && !one.alone), 'word'],
    [count((one) => one.kind === 'word' && one.alone), 'lone cluster'],
    [count((one) => one.kind === 'merge'), 'pair'],
    [count((one) => one.kind === 'rename'), 'name'],
  ];
  const kinds = parts.flatMap(([many, what]) => (many > 0 ? [plural(many, what)] : []));
  return [...kinds, ...(later > 0 ? [`${later} for later`] : [])].join(', ');
}

/** The decision's place in the queue, the other open decisions, and about how long they take. */
export function soText(view: View): string {
  const now = nowOf(view);
  if (!now) return 'There are no clusters yet';
  const { layer, curated, decision, queue } = now;
  const { open, unseen, total, totalUnseen } = now.decisions;
  const pace = paceOf(curated);
  if (!decision)
    return open.length + unseen.length > 0
      ? 'No open decision holds the filter: r shows all'
      : 'Every decision is taken';
  const left =
    pace && pace.decisions >= enoughForPace
      ? ` · about ${Math.max(1, Math.round((queue.length * pace.seconds) / 60))} min`
      : '';
  const looked = `${Math.max(1, totalUnseen - unseen.length + 1)} of ${totalUnseen} to look over`;
  if (decision.kind === 'cluster') return `cluster ${looked}: does any word not belong?${left}`;
  // Picked from a cluster: it is none of the decisions that were counted at first.
  if (!open.includes(decision)) return `a word of cluster ${looked}: where does it belong?${left}`;
  const at = Math.min(total, Math.max(1, total - open.length + 1));
  const kinds = kindsText(open, layer.later.length);
  return `decision ${at} of ${total}${kinds ? ` (${kinds})` : ''}${left}`;
}
