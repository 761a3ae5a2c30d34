/** Layers below a loading: the words of its cluster, and the models' scores. */
import { modelScoresTable } from '../../../report/factor-tables.ts';
import type { FactorView } from '../../../run/factor-view.ts';
import { safeLine } from '../../../safe-text/safe-line.ts';
import { gridOf } from '../../../tables/grid.ts';
import { ruled } from '../../components/body.tsx';
import { interval } from '../../components/marks.ts';
import { tableState } from '../../components/table-state.ts';
import type { Layer } from '../../layer.ts';
import { concordanceLayer } from '../../layers/concordance.tsx';
import { excerptsOf } from '../../layers/excerpts.ts';
import type { View } from '../../scene.ts';
import { fill, plural, share, signed, wrap } from '../../text.ts';
import { theme } from '../../theme.ts';
import { isDoubtful, type LoadingRow } from './factors-view.ts';

/** The most sentences of a word beside the list of words. */
const mostSaid = 12;

/** Sentences about one row. */
function aboutRow(row: LoadingRow): string[] {
  const name = safeLine(row.cluster);
  const loadings = row.loadings.map((value, at) => `F${at + 1} ${signed(value)}`).join(', ');
  return [
    `${name} was named in ${plural(row.count, 'answer')}. It loads ${loadings}.`,
    `The factors explain ${share(row.communality)} of its variance; complexity ${row.complexity.toFixed(1)} (1 is a single factor).`,
    row.reliability === null
      ? 'Its reliability over prompts is unknown.'
      : `Reliability over prompts ${share(row.reliability)}${row.reliability < 0.5 ? ': weak, read its loadings with care' : ''}.`,
    ...(row.msa === null ? [] : [`Sampling adequacy (MSA) ${share(row.msa)}.`]),
    ...row.loadings.flatMap((_, at) =>
      isDoubtful(row, at)
        ? [`° The interval of its loading on F${at + 1} covers 0: other models might not show it.`]
        : [],
    ),
    ...(row.heywood ? ['▲ Heywood case: its unique variance is 0 or negative.'] : []),
  ];
}

/** The selected row beside the table: its loadings as bars, its words. */
export function rowLines(
  view: View,
  factors: FactorView,
  row: LoadingRow,
  width: number,
): string[] {
  // In a narrow pane the axes are shorter, so that the names have room.
  const axes = width < 45 ? 11 : 17;
  const names = Math.max(10, width - 13 - axes);
  const drawn = row.loadings.map((value, at) => {
    const known = row.intervals?.[at];
    const drawn = { low: Math.min(0, value), high: Math.max(0, value) };
    const axis = interval({ value, ...(known ?? drawn) }, { low: -1, high: 1 }, axes);
    return ` ${fill(`F${at + 1} ${safeLine(factors.factors[at]?.name ?? '')}`, names)} ${signed(value)} ${axis}`;
  });
  const counts = new Map(
    (view.run?.results.lexicon?.descriptors ?? []).map((one) => [one.word, one]),
  );
  const words = row.words.map((word) => {
    const descriptor = counts.get(word);
    return ` ${fill(safeLine(word), names)} ${fill(String(descriptor?.count ?? ''), 5, 'right')}  ${descriptor ? plural(descriptor.models, 'model') : ''}`;
  });
  return [
    ` ${theme.bold(safeLine(row.cluster))}`,
    ...drawn,
    ruled('', width),
    ...words,
    ruled('', width),
    ...aboutRow(row)
      .slice(1)
      .flatMap((text) => wrap(text, width - 2).map((line) => ` ${line}`)),
  ];
}

/** The evidence for a cluster's loading: its words, and below each its answers. */
export function whyLayer(view: View, factors: FactorView, row: LoadingRow): Layer {
  const name = safeLine(row.cluster);
  const about = aboutRow(row);
  return {
    kind: 'list',
    title: name,
    so: `Why ${name} belongs to ${safeLine(factors.factors[row.factor]?.name ?? '')}; Enter on a word shows its answers`,
    empty: 'no words',
    load: () =>
      row.words.map((word) => {
        const descriptor = view.run?.results.lexicon?.descriptors.find((one) => one.word === word);
        return {
          text: safeLine(word),
          right: descriptor
            ? `${descriptor.count} answers, ${plural(descriptor.models, 'model')}`
            : '',
          detail: [...about, '', ...saidIn(view, word)],
          open: () => concordanceLayer(word),
        };
      }),
    selected: 0,
    keep: '',
    find: '',
    computed: true,
  };
}

/** Some sentences that say a word, each with its model. */
function saidIn(view: View, word: string): string[] {
  const { blind } = view.ui.clusters;
  return excerptsOf(view, word, mostSaid).map(
    ({ before, hit, after, model, asked }) =>
      `“${before.trimStart()}${hit}${after}” ${blind ? asked : model}`,
  );
}

/** The models' scores on the factors. */
export function modelScoresLayer(factors: FactorView): Layer {
  return {
    kind: 'tables',
    title: 'models',
    so: 'Where the models stand on the factors: mean factor scores, 0 is the average',
    tables: [gridOf(modelScoresTable(factors))],
    at: 0,
    table: tableState(),
  };
}
