/** One queue for every decision that the clusters leave to the researcher. */
import { paceOf, paceText } from '../../../clustering/pace.ts';
import { safeLine } from '../../../safe-text/safe-line.ts';
import { linesBody } from '../../components/body.tsx';
import { emptyLines } from '../../components/chrome.ts';
import { bar } from '../../components/marks.ts';
import { defineScene, type View } from '../../scene.ts';
import { queueCommands, queueOff } from './queue-commands.ts';
import { decisionLines } from './queue-lines.ts';
import { nowOf } from './queue-now.ts';
import { soText } from './queue-words.ts';

function queueLines(view: View, width: number, height: number): string[] {
  const now = nowOf(view);
  if (!now) return emptyLines('There are no clusters yet.', 'Esc, then 3 Elicit', width);
  const { curated, decision, pointer, decisions } = now;
  if (decision) {
    const { blind } = view.ui.clusters;
    return decisionLines({ view, decision, curated, pointer, blind }, width, height);
  }
  if (decisions.open.length + decisions.unseen.length > 0)
    return emptyLines('No open decision holds the filter.', 'r shows all', width);
  const pace = paceOf(curated);
  const next = view.run?.curator === undefined ? 'Enter, then 5 Factors' : 'q leaves';
  return [
    ...emptyLines('Every decision is taken.', next, width),
    ...(pace ? ['', `   ${paceText(pace)}`] : []),
  ];
}

export const queueScene = defineScene({
  crumbs: () => ['queue'],
  right: (view) => {
    const now = nowOf(view);
    if (!now) return '';
    const { keep, marked } = view.ui.clusters;
    const { open, unseen, total, totalUnseen } = now.decisions;
    const all = total + totalUnseen;
    const done = all > 0 ? 1 - Math.min(1, (open.length + unseen.length) / all) : 1;
    return [
      ...(marked.length > 0 ? [`${marked.length} marked`] : []),
      ...(keep
        ? [`filter "${safeLine(keep)}": ${now.queue.length} of ${open.length + unseen.length}`]
        : []),
      bar(done, 8),
    ].join(' · ');
  },
  so: soText,
  digits: true,
  Body: linesBody(queueLines),
  commands: queueCommands,
  off: queueOff,
  footer: [
    'choose',
    'take',
    'any-cluster',
    'again',
    'own-cluster',
    'discard',
    'contexts',
    'later',
    'undo',
    'help',
  ],
});
