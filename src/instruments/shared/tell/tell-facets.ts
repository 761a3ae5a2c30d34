/** Tables of the many-facet model: levels of models, raters, sources of variance, and interactions with families. */
import { capital } from '../../../safe-text/capital.ts';
import { listOf, share, shortName } from '../../../tables/numbers.ts';
import type { Table } from '../../../tables/table.ts';
import type { FacetScores } from '../facet-scores.ts';
import { chainsNote, posteriorCell } from '../posterior-figure.ts';
import type { ScoreWords } from '../scores.ts';

/** Below this p, a rater's use of the categories does not fit the common thresholds. */
const leastFit = 0.05;

export type FacetTitles = {
  /** Of the value system; part of ids, and of titles where there is one. */
  system: { id: string; title: string | null };
  /** Of columns, by id. */
  names: ReadonlyMap<string, string>;
  /** Of items, by id; the id where there is none. */
  items: ReadonlyMap<string, string>;
  words: ScoreWords;
};

export function facetTables(scores: FacetScores, titles: FacetTitles): Table[] {
  return [
    levelTable(scores, titles),
    ...(scores.values[0]?.raters.length === 1 ? [] : [raterTable(scores, titles)]),
    partsTable(scores, titles),
    itemTable(scores, titles),
    ...(scores.values.some(({ families }) => families !== null)
      ? [familyTable(scores, titles)]
      : []),
  ];
}

const idOf = (what: string, { system }: FacetTitles) => `facets-${system.id}-${what}`;
const titleOf = (what: string, { system: { title } }: FacetTitles) =>
  title === null ? capital(what) : `${title} · ${what}`;
const nameOf = ({ names }: FacetTitles, id: string) => names.get(id) ?? id;

function levelTable(scores: FacetScores, titles: FacetTitles): Table {
  const { models, columns, ratersAre } = scores;
  const { item, rater } = titles.words;
  return {
    id: idOf('levels', titles),
    title: titleOf('levels by the many-facet model', titles),
    so: `What a further ${item} would be rated, 0–100; models are drawn together by as much as they are alike`,
    columns: [
      { id: 'model', title: 'Model' },
      ...columns.map(({ id }) => ({ id, title: nameOf(titles, id), digits: 0 })),
    ],
    rows: models.map((model, m) => ({
      id: model,
      cells: [shortName(model), ...columns.map(({ levels }) => posteriorCell(levels[m]!))],
    })),
    foot: [
      {
        id: 'reliability',
        cells: [
          'Reliability',
          ...columns.map(({ reliability }) => (reliability === null ? null : share(reliability))),
        ],
      },
    ],
    notes: [
      `Graded responses of models to ${item}s through ${rater}s: severity and slope of each ${rater}, slopes of ${item}s equal, models pooled; 95 % posterior intervals, which cannot leave the scale. ${
        ratersAre === 'fixed'
          ? `Levels are for these ${rater}s.`
          : `${capital(rater)}s are a sample: levels are for others like them too.`
      }`,
      chainsNote(scores),
    ],
  };
}

function raterTable({ values }: FacetScores, titles: FacetTitles): Table {
  const { rater: called, text } = titles.words;
  const several = values.length > 1;
  const halo = values.some(({ raters }) => raters.some((one) => one.halo !== null));
  const raters = values[0]?.raters.length;
  const unfit = values.flatMap(({ id, raters }) =>
    raters.flatMap(({ rater, thresholdsFit }) =>
      thresholdsFit < leastFit
        ? [several ? `${shortName(rater)} on ${nameOf(titles, id)}` : shortName(rater)]
        : [],
    ),
  );
  return {
    id: idOf('raters', titles),
    title: titleOf(`${called}s by the many-facet model`, titles),
    columns: [
      { id: 'rater', title: capital(called) },
      ...(several ? [{ id: 'value', title: 'Value' }] : []),
      { id: 'severity', title: 'Severity', meaning: 'How much lower it rates than the others' },
      { id: 'slope', title: 'Slope', meaning: `How sharply it tells ${text}s apart` },
      ...(halo
        ? [
            {
              id: 'halo',
              title: 'Halo',
              meaning: `What it alone makes of a ${text} in all values`,
            },
          ]
        : []),
      { id: 'thresholds', title: 'Common thresholds, p', form: 'share' as const },
    ],
    rows: values.flatMap(({ id, raters }) =>
      raters.map((one) => ({
        id: several ? `${one.rater} ${id}` : one.rater,
        cells: [
          shortName(one.rater),
          ...(several ? [nameOf(titles, id)] : []),
          posteriorCell(one.severity),
          posteriorCell(one.slope),
          ...(halo ? [posteriorCell(one.halo)] : []),
          one.thresholdsFit,
        ],
      })),
    ),
    notes: [
      `In units of the typical ${called}’s noise (the root mean square over ${called}s), against the mean of the ${called}s; a ${called} with that noise has slope 1. Thresholds: share of draws in which replicated ratings lie at least as far from the expected counts of the options as the ${called}’s own.`,
      ...(halo ? [] : [`Halo cannot be told: it needs two ${called}s of two values or more.`]),
      ...(unfit.length > 0
        ? [
            `▲ Below .05 the common thresholds do not describe how a ${called} uses the options: ${listOf(unfit)}. One such ${called} moves the thresholds of all${raters === 2 ? `, and of two ${called}s it cannot be said which one it is` : ', so the lowest p counts first'}; one that always takes the middle option is not seen.`,
          ]
        : []),
    ],
  };
}

type Source = FacetScores['values'][number]['deviations'][number]['of'];

function sourceNames({ item, rater, text }: ScoreWords): Record<Source, string> {
  return {
    model: 'Models',
    family: 'Families',
    item: `${capital(item)}s`,
    deviation: `Model × ${item}`,
    modelRater: `Model × ${rater}`,
    itemRater: `${capital(item)} × ${rater}`,
    itemFamily: `${capital(item)} × family`,
    raterFamily: `${capital(rater)} × family`,
    general: `${capital(text)}s, in all values at once`,
  };
}

function partsTable({ values }: FacetScores, titles: FacetTitles): Table {
  const names = sourceNames(titles.words);
  const sources = values[0]?.deviations.map(({ of }) => of) ?? [];
  const many = values[0]?.thresholds.length ?? 0;
  const thresholds = Array.from({ length: many }, (_, at) => ({
    id: `threshold-${at + 1}`,
    cells: [
      `Threshold ${at} to ${at + 1}`,
      ...values.map((one) => posteriorCell(one.thresholds[at]!)),
    ],
  }));
  return {
    id: idOf('parts', titles),
    title: titleOf('what ratings differ by, by the many-facet model', titles),
    columns: [
      { id: 'what', title: 'Standard deviation of' },
      ...values.map(({ id }) => ({ id, title: nameOf(titles, id) })),
    ],
    rows: sources.map((source) => ({
      id: source,
      cells: [
        names[source],
        ...values.map(({ deviations }) =>
          posteriorCell(deviations.find(({ of }) => of === source)?.sd ?? null),
        ),
      ],
    })),
    foot: thresholds,
    notes: [
      `In units of the typical ${titles.words.rater}’s noise.${sources.includes('family') ? ' Models: within their families.' : ''} Thresholds: against the mean of the models.`,
    ],
  };
}

function itemTable({ values }: FacetScores, titles: FacetTitles): Table {
  return {
    id: idOf('items', titles),
    title: titleOf(`${titles.words.item}s by the many-facet model`, titles),
    more: true,
    columns: [
      { id: 'item', title: capital(titles.words.item) },
      ...values.map(({ id }) => ({ id, title: nameOf(titles, id) })),
    ],
    rows: (values[0]?.items ?? []).map(({ item }, i) => ({
      id: item,
      cells: [
        titles.items.get(item) ?? item,
        ...values.map(({ items }) => posteriorCell(items[i]!.severity)),
      ],
    })),
    notes: [
      `How much lower it is rated than the mean of the ${titles.words.item}s, in units of the typical ${titles.words.rater}’s noise.`,
    ],
  };
}

function familyTable({ values }: FacetScores, titles: FacetTitles): Table {
  const rows = values.flatMap(({ id, families }) =>
    (families ?? []).map(({ what, name, family, effect }) => ({
      id: `${id} ${what} ${name} ${family}`,
      cells: [
        nameOf(titles, id),
        capital(titles.words[what]),
        what === 'item' ? (titles.items.get(name) ?? name) : shortName(name),
        family,
        posteriorCell(effect),
      ],
    })),
  );
  return {
    id: idOf('families', titles),
    title: titleOf('what works otherwise in a family, by the many-facet model', titles),
    more: true,
    columns: [
      { id: 'value', title: 'Value' },
      { id: 'what', title: '' },
      { id: 'name', title: 'Which' },
      { id: 'family', title: 'Family' },
      { id: 'effect', title: 'Higher by' },
    ],
    rows,
    notes: [
      `Beyond the family’s level, in units of the typical ${titles.words.rater}’s noise. Effects are pooled, and shown where their 95 % interval leaves out 0${rows.length === 0 ? ': none does' : ''}.`,
    ],
  };
}
