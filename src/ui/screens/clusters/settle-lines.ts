/** A disputed word as lines: both clusters with their members, and the sentences that say the word. */
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

/** From this width on, the sentences are shown beside the clusters. */
const wide = 120;
/** Lines of words of each cluster in a narrower terminal. */
const mostLines = 3;

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
  const homes = orderOf(seed, layer.second, dispute.word).flatMap((whose, at) => {
    const choice = { letter: 'AB'[at]!, mates: dispute[whose], on: layer.pointer === at };
    return [
      ...(isWide
        ? listedHome(view, choice, left, Math.floor((height - 6) / 2))
        : shortHome(choice, left)),
      '',
    ];
  });
  const head = `${theme.bold(safeLine(dispute.word))}   ${theme.dim(`said ${plural(dispute.count, 'time')}${models}`)}`;
  const above = [fill(`   ${head}`, left), '', ...homes];
  if (isWide)
    return beside(above, saidLines(view, dispute, width - left - 1, height), left, width, height);
  return [...above, ...saidLines(view, dispute, width, height - above.length)].slice(0, height);
}

type HomeChoice = { letter: string; mates: Dispute['first']; on: boolean };

function homeLine({ letter, on }: HomeChoice, text: string, width: number): string {
  const mark = on ? theme.accent('▸') : ' ';
  return fill(`   ${letter} ${mark} ${on ? theme.accent(text) : text}`, width);
}

/** A cluster with its words in running lines. */
function shortHome(choice: HomeChoice, width: number): string[] {
  const lines = wrap(homeText(choice.mates), width - 10);
  const [first = '', ...rest] =
    lines.length > mostLines
      ? [...lines.slice(0, mostLines - 1), `${lines[mostLines - 1]} …`]
      : lines;
  return [
    homeLine(choice, first, width),
    ...rest.map((line) => fill(`       ${choice.on ? theme.accent(line) : line}`, width)),
  ];
}

/** A cluster with one word per line, and who said it. */
function listedHome(view: View, choice: HomeChoice, width: number, height: number): string[] {
  const { mates } = choice;
  if (mates === null || mates.length === 0) return [homeLine(choice, homeText(mates), width)];
  const descriptors = new Map(
    (view.run?.results.lexicon?.descriptors ?? []).map((one) => [one.word, one]),
  );
  const room = mates.length > height - 2 ? height - 3 : mates.length;
  const more = mates.length - room;
  return [
    homeLine(choice, `with ${plural(mates.length, 'word')}`, width),
    ...mates.slice(0, room).map((word) => {
      const one = descriptors.get(word);
      const said = `${fill(String(one?.count ?? ''), 5, 'right')} ${one ? plural(one.models, 'model') : ''}`;
      return fill(`       ${fill(safeLine(word), Math.max(10, width - 30))} ${said}`, width);
    }),
    ...(more > 0 ? [theme.dim(`       ${plural(more, 'more word')}`)] : []),
  ];
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
