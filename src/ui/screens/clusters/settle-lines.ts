/** A disputed word as lines: both homes with their members, and the word as it was said. */
import type { Dispute } from '../../../clustering/curators.ts';
import { safeLine } from '../../../safe-text/safe-line.ts';
import { beside, ruled } from '../../components/body.tsx';
import { emptyLines } from '../../components/chrome.ts';
import { computingItem } from '../../computing.ts';
import { contextLine } from '../../layers/concordance.tsx';
import { excerptsOf } from '../../layers/excerpts.ts';
import type { View } from '../../scene.ts';
import { fill, plural, wrap } from '../../text.ts';
import { theme } from '../../theme.ts';
import { orderOf, settleNow } from './settle-state.ts';

/** From this width on what was said stands beside the homes, and these have room. */
const wide = 120;
/** Lines of members under each home. */
const mostLines = { narrow: 3, wide: 12 };

/** "with empathy, selflessness". */
export function homeText(mates: Dispute['first']): string {
  if (mates === null) return 'discarded';
  return mates.length === 0 ? 'on its own' : `with ${mates.map(safeLine).join(', ')}`;
}

export function settleLines(view: View, width: number, height: number): string[] {
  const now = settleNow(view);
  if (!now)
    return emptyLines(
      'The curators are being compared.',
      computingItem(view).replace('● ', '') || 'this takes a moment',
      width,
    );
  const { dispute, layer, second } = now;
  if (!dispute)
    return emptyLines(
      second.disputes.length === 0 ? 'No word is disputed.' : 'Every disputed word is settled.',
      'q leaves, Esc goes to the clusters',
      width,
    );
  const isWide = width >= wide;
  const left = isWide ? Math.floor(width * 0.5) : width;
  const found = view.run?.results.lexicon?.descriptors.find(({ word }) => word === dispute.word);
  const models = found ? ` by ${plural(found.models, 'model')}` : '';
  const seed = view.run?.study.seed ?? 0;
  const most = isWide ? mostLines.wide : mostLines.narrow;
  const homes = orderOf(seed, layer.second, dispute.word).flatMap((whose, at) => [
    ...choiceLines('AB'[at]!, homeText(dispute[whose]), layer.pointer === at, left, most),
    '',
  ]);
  const head = `${theme.bold(safeLine(dispute.word))}   ${theme.dim(`said ${plural(dispute.count, 'time')}${models}`)}`;
  const above = [fill(`   ${head}`, left), '', ...homes];
  if (isWide)
    return beside(above, saidLines(view, dispute, width - left - 1, height), left, width, height);
  return [...above, ...saidLines(view, dispute, width, height - above.length)].slice(0, height);
}

function choiceLines(
  letter: string,
  text: string,
  on: boolean,
  width: number,
  most: number,
): string[] {
  const lines = wrap(text, width - 10);
  const shown = lines.length > most ? [...lines.slice(0, most - 1), `${lines[most - 1]} …`] : lines;
  return shown.map((line, at) => {
    const lead = at === 0 ? `   ${letter} ${on ? theme.accent('▸') : ' '} ` : '       ';
    return fill(`${lead}${on ? theme.accent(line) : line}`, width);
  });
}

function saidLines(view: View, { word }: Dispute, width: number, height: number): string[] {
  const excerpts = excerptsOf(view, word, Math.max(0, height - 1));
  if (excerpts.length === 0 || height < 2) return [];
  const { blind } = view.ui.clusters;
  return [
    ruled('as it was said', width),
    ...excerpts.map((one) => `   ${contextLine(one, blind, width - 3)}`),
  ];
}
