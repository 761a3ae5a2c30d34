/** How far the curators of a run agree, in tables and sentences. */
import { firstOf, interval, listOf, percent, plural, share } from '../tables/numbers.ts';
import { type Table, tableOf } from '../tables/table.ts';
import type { CuratorPair, Dispute } from './curators.ts';
import type { CuratorsResult, SecondCuration } from './curators-of-run.ts';

export type ToldCurators = { headline: string; tables: Table[]; plots: []; notes: string[] };

/** Words of a cluster that are shown. */
const mostMates = 2;

export function tellCurators(result: CuratorsResult): ToldCurators {
  const { pairs, seconds, absent } = result;
  return {
    headline: headlineOf(result),
    tables: [
      ...(pairs.length > 0 ? [pairsTable(pairs), peopleTable(result)] : []),
      ...seconds.map((one) => disputesTable(one, result)),
    ],
    plots: [],
    notes: absent.map(({ name, why }) => `▲ ${name} is not compared: ${why}.`),
  };
}

function headlineOf({ pairs, seconds, settled }: CuratorsResult): string {
  const [pair] = pairs;
  if (!pair) return 'No second curation can be compared with the first.';
  const said = pairs
    .filter(({ a }) => a === pair.a)
    .map((one) => pairText(one))
    .join('; ');
  const disputed = seconds.reduce((sum, one) => sum + one.disputes.length, 0);
  const open = disputed - seconds.reduce((sum, one) => sum + settledIn(one, settled).size, 0);
  const disputes =
    disputed === 0
      ? 'No word is disputed'
      : `${plural(disputed, 'word')} disputed, ${open} still open`;
  return `${said}. ${disputes}.`;
}

/** "first and ann: adjusted Rand index .71 [.58 .82], 88 % of 180 words decided alike". */
function pairText({ a, b, onKept, words, alike }: CuratorPair): string {
  const index = onKept
    ? `adjusted Rand index ${share(onKept.value)} ${interval(onKept.low, onKept.high)}`.trimEnd()
    : 'adjusted Rand index unknown';
  return `${a} and ${b}: ${index}, ${percent(alike)} of ${plural(words, 'word')} decided alike`;
}

/** The disputed words of a second curator that are settled now. */
export function settledIn(
  { name, disputes }: SecondCuration,
  settled: CuratorsResult['settled'],
): Set<string> {
  const words = new Set(settled.filter(({ second }) => second === name).map(({ word }) => word));
  return new Set(disputes.map(({ word }) => word).filter((word) => words.has(word)));
}

const index = { form: 'share' as const };

function pairsTable(pairs: readonly CuratorPair[]): Table {
  return {
    ...tableOf('curator-pairs', 'Agreement of curators', {}, []),
    so: 'Each curated the same words without seeing what the other did. Adjusted Rand index: 1 for the same clusters, 0 for chance',
    columns: [
      { id: 'who', title: 'Who' },
      { id: 'words', title: 'Words', digits: 0 },
      { id: 'kept', title: 'Both kept', digits: 0 },
      {
        ...{ id: 'on-kept', title: 'Rand, kept', ...index },
        meaning: 'Adjusted Rand index over the words that both kept',
      },
      {
        ...{ id: 'on-all', title: 'Rand, all', ...index },
        meaning: 'The same over all words, with what was discarded as one cluster',
      },
      { id: 'alike', title: 'Alike', unit: '%', digits: 0, meaning: 'Words decided alike' },
    ],
    rows: pairs.map(({ a, b, words, kept, onKept, onAll, alike }) => ({
      id: `${a} ${b}`,
      cells: [`${a}, ${b}`, words, kept, onKept, onAll, 100 * alike],
    })),
    notes: [
      '95 % intervals leave out the words of each automatic cluster in turn; none below eight such clusters, or where nothing differs.',
      'A word is decided alike where its cluster in one curation continues as its cluster in the other (the one with most of the same words, each as one at most), or where both discarded it. What was settled afterwards does not count.',
    ],
  };
}

function peopleTable({ people }: CuratorsResult): Table {
  return {
    ...tableOf('curators', 'Curators', {}, []),
    columns: [
      { id: 'who', title: 'Who' },
      { id: 'decisions', title: 'Decisions', digits: 0, meaning: 'Taken in the queue' },
      { id: 'seconds', title: 'Seconds', digits: 1, meaning: 'Median of one decision' },
      { id: 'clusters', title: 'Clusters', digits: 0 },
      { id: 'kept', title: 'Kept', digits: 0, meaning: 'Words' },
      { id: 'discarded', title: 'Discarded', digits: 0, meaning: 'Words' },
      {
        ...{ id: 'automatic', title: 'With automatic', ...index },
        meaning: 'Adjusted Rand index with the automatic clusters, over the words that were kept',
      },
    ],
    rows: people.map(({ name, pace, clusters, kept, discarded, withAutomatic }) => ({
      id: name,
      cells: [
        ...[name, pace?.decisions ?? 0, pace?.seconds ?? null],
        ...[clusters, kept, discarded, withAutomatic],
      ],
    })),
    notes: [],
  };
}

function disputesTable(one: SecondCuration, { settled }: CuratorsResult): Table {
  const done = settledIn(one, settled);
  const home = (mates: Dispute['first']) => {
    if (mates === null) return 'discarded';
    if (mates.length === 0) return 'on its own';
    return `with ${listOf(firstOf(mates, mostMates))}`;
  };
  return {
    ...tableOf(`disputed-${one.name}`, `Words disputed with ${one.name}`, {}, []),
    folded: 'Disputed words',
    columns: [
      { id: 'word', title: 'Word' },
      { id: 'said', title: 'Said', digits: 0, meaning: 'Answers that name it' },
      { id: 'first', title: 'First' },
      { id: 'second', title: one.name },
      { id: 'settled', title: 'Settled' },
    ],
    rows: one.disputes.map(({ word, count, first, second }) => ({
      id: word,
      cells: [word, count, home(first), home(second), done.has(word) ? 'yes' : ''],
    })),
    notes: [
      `Settle them one by one: valuelex curate <run> --settle. ${done.size} of ${one.disputes.length} are settled.`,
    ],
  };
}
