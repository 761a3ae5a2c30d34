/** What the sentence test says: where models stand on each value system, how good the test is, and how far its judges can be believed. */
import { plural } from '../../tables/numbers.ts';
import type { Table } from '../../tables/table.ts';
import type { Told } from '../contract.ts';
import { groupId } from '../shared/facet-ratings.ts';
import type { Rated } from '../shared/rated.ts';
import type { SystemScores } from '../shared/scores.ts';
import { familyPlots } from '../shared/tell/family-means.ts';
import { differencesPlots } from '../shared/tell/tell-differences.ts';
import { examFileTable, examPlot, examTable } from '../shared/tell/tell-exams.ts';
import { facetTables } from '../shared/tell/tell-facets.ts';
import { qualityFindings } from '../shared/tell/tell-findings.ts';
import { peopleNote, peopleTable } from '../shared/tell/tell-people.ts';
import { qualityTables, variancePlot } from '../shared/tell/tell-quality.ts';
import { scoreFileTable, scoreTables, whoDiffers } from '../shared/tell/tell-scores.ts';
import type { SentenceItems } from './sentence-context.ts';
import { sentenceWords } from './words.ts';

export function tellSentences(
  { scores, exams, people = [], facets }: Rated,
  { stems }: SentenceItems,
): Told {
  const texts = new Map(stems.map((stem) => [stem.id, stem.text]));
  const [first, ...others] = scores;
  const judges = first?.raters.length ?? 0;
  /** Scores say how far their judges agree with people. */
  const besidePeople = (tables: Table[]) =>
    tables.map((table) => {
      const one = people.find(({ system }) => table.id === `raw-${system}`);
      if (!one) return table;
      return { ...table, notes: [...(table.notes ?? []), peopleNote(one, sentenceWords)] };
    });
  return {
    headline: first
      ? whoDiffers(first)
      : `${plural(exams.length, 'exam')} of judges; nothing is rated yet`,
    parts: [
      ...(first
        ? [
            {
              id: 'scores',
              title: `Scores: ${first.title}`,
              lead: `Sentence completion: ${plural(first.items.length, 'stem')}, each completion rated 0–6 on every subdimension by ${plural(judges, 'judge')}; orientation is the mean rating × 100/6, with 95 % intervals.`,
            },
          ]
        : []),
      ...(exams.length > 0
        ? [
            {
              id: 'judges',
              title: 'The judges’ exam',
              lead: 'A judge is examined on completions of the same stem whose standing is known: does it put those that support a value above those that ignore it (subject), and above those that oppose it (side)? Half of the sets choose how it is asked; these figures are from the other half.',
            },
          ]
        : []),
      ...(first
        ? [
            {
              id: 'generalizability',
              title: 'How good is the test',
              lead: 'A generalizability study, model × stem × judge: whose variance is it? A test tells models apart as far as the model’s own share goes.',
            },
          ]
        : []),
      ...(others.length > 0
        ? [
            {
              id: 'systems',
              title: 'Other value systems',
              lead: 'The same completions, rated on other value systems.',
            },
          ]
        : []),
    ],
    tables: [
      ...(first ? besidePeople(scoreTables(first, 'scores')) : []),
      ...(exams.length > 0 ? [{ ...examTable(exams, sentenceWords), part: 'judges' }] : []),
      ...(people.length > 0 ? [{ ...peopleTable(people, sentenceWords), part: 'judges' }] : []),
      ...(first ? qualityTables(first, 'generalizability', texts) : []),
      ...(first ? facetsOf(first, 'generalizability') : []),
      ...others.flatMap((one) => {
        const folded = `Profiles, intervals, and quality on ${one.title}`;
        const [raw, ...more] = [
          ...besidePeople(scoreTables(one, 'systems')),
          ...qualityTables(one, 'systems', texts),
          ...facetsOf(one, 'systems'),
        ];
        return [raw!, ...more.map((table) => ({ ...table, folded }))];
      }),
      ...(scores.length > 0 ? [scoreFileTable(scores)] : []),
      ...(exams.length > 0 ? [examFileTable(exams, sentenceWords)] : []),
    ],
    plots: [
      ...(first
        ? [
            ...differencesPlots(first, 'scores'),
            ...familyPlots(first, 'scores'),
            ...variancePlot(first, 'generalizability'),
          ]
        : []),
      ...(exams.length > 0 ? [{ ...examPlot(exams, sentenceWords), part: 'judges' }] : []),
      ...others.flatMap((one) => {
        const folded = `Profiles, intervals, and quality on ${one.title}`;
        return [...differencesPlots(one, 'systems'), ...variancePlot(one, 'systems')].map(
          (plot) => ({
            ...plot,
            folded,
          }),
        );
      }),
    ],
    notes: [],
    findings: first
      ? qualityFindings(
          first,
          exams.filter(({ system }) => system === first.system),
        )
      : [],
  };

  /** The many-facet model of a value system, where it was fitted. */
  function facetsOf({ system, title, columns }: SystemScores, part: string): Table[] {
    const fitted = facets?.[system];
    if (!fitted) return [];
    const names = new Map(
      columns.map(({ id, name, kind }) => [kind === 'dimension' ? groupId(id) : id, name]),
    );
    return facetTables(fitted, {
      ...{ system: { id: system, title }, names, items: texts, words: sentenceWords },
    }).map((table) => ({ ...table, part, more: true }));
  }
}
