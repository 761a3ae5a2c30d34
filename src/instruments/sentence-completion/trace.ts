/** The evidence for a figure of the test: completions with their ratings; of an exam, its record. */
import { soundsRefused } from '../../lexicon/refusal.ts';
import { namedSystems } from '../../values/named-systems.ts';
import { subdimensionsOf, type ValueSystem } from '../../values/value-system.ts';
import type { Evidence, Place } from '../contract.ts';
import { withoutGroup } from '../shared/facet-ratings.ts';
import { examRow } from '../shared/tell/tell-exams.ts';
import type { Completion, Rating } from './records.ts';
import { type SentenceFacts, sentenceLines } from './score.ts';
import type { TestSettings } from './settings.ts';
import { completionOf } from './stems.ts';

export function traceSentences(
  facts: SentenceFacts,
  settings: TestSettings,
  { table, row, column }: Place,
): Evidence[] {
  if (table === 'exams') return examsAt(facts, row);
  for (const system of namedSystems(settings.systems, facts.derived.ownSystem)) {
    const about = (completions: Completion[], value: string | null) =>
      evidenceOf(facts, completions, system, value);
    const { completions } = sentenceLines(facts);
    switch (table) {
      case `raw-${system.id}`:
      case `profile-${system.id}`: {
        const own = completions.filter((line) => line.model === row);
        return column === 'refused'
          ? about(
              own.filter(({ text }) => soundsRefused(text)),
              null,
            )
          : column === 'missing'
            ? about(own, null).filter(({ under }) => under.some(({ figure }) => figure === missing))
            : about(own, column);
      }
      case `facets-${system.id}-levels`:
        return about(
          completions.filter((line) => line.model === row),
          column && withoutGroup(column),
        );
      case `facets-${system.id}-items`:
      case `stems-${system.id}`:
      case `stem-groups-${system.id}`:
        return about(
          completions.filter((line) => line.stem === row),
          null,
        );
      case `quality-${system.id}`:
      case `retest-${system.id}`:
      case `correlations-${system.id}`:
        return about([...completions], row);
    }
  }
  return [];
}

const missing = '–';

/** By stem, as the run lists them; the form in which a model is scored before another. */
function evidenceOf(
  facts: SentenceFacts,
  completions: Completion[],
  system: ValueSystem,
  value: string | null,
): Evidence[] {
  const place = new Map(facts.items.stems.map(({ id }, at) => [id, at]));
  const texts = new Map(facts.items.stems.map(({ id, text }) => [id, text]));
  const values = valuesOf(system, value);
  const ratingsOf = ratingsByCompletion(sentenceLines(facts).ratings);
  const orderOf = ({ stem, form }: Completion) =>
    2 * (place.get(stem) ?? place.size) + (form === 'completion' ? 1 : 0);
  return completions
    .sort((a, b) => orderOf(a) - orderOf(b))
    .map((line): Evidence => {
      const own = (ratingsOf.get(line.id) ?? []).filter(
        (one) => one.system === system.id && values.has(one.subdimension),
      );
      const under = own.map((one) => ratingEvidence(one, values.get(one.subdimension)!));
      const text = texts.get(line.stem);
      const marks = values.size === 1 ? under.map(({ figure }) => figure).join(' ') : '';
      return {
        ...{ log: 'completions', id: line.id, by: line.model, under },
        item: { id: line.stem, text: text ?? line.stem },
        text: text === undefined ? line.text.trim() : completionOf(line.text, { text }, line.form),
        figure: under.length === 0 ? 'not rated' : marks || `${under.length} ratings`,
        notes: [`stem ${line.stem}, asked as ${line.form}`],
      };
    });
}

/** The names of the subdimensions that a column of scores is about, by id; of all where it is none of them. */
function valuesOf(system: ValueSystem, column: string | null): ReadonlyMap<string, string> {
  const all = subdimensionsOf(system);
  const dimension = system.dimensions.find(({ id }) => id === column);
  const own = dimension?.subdimensions ?? all.filter(({ id }) => id === column);
  return new Map((own.length > 0 ? own : all).map(({ id, name }) => [id, name]));
}

function ratingEvidence(
  { id, judge, subdimension, raw, protocol, missing: reason }: Rating,
  name: string,
): Evidence {
  return {
    ...{ log: 'ratings', id, by: judge, item: { id: subdimension, text: name }, under: [] },
    text: raw === null ? `missing: ${reason ?? 'no reason given'}` : raw.toFixed(2),
    figure: raw === null ? missing : raw.toFixed(1),
    notes: [protocol],
  };
}

const known = new WeakMap<readonly Rating[], ReadonlyMap<string, Rating[]>>();

function ratingsByCompletion(ratings: readonly Rating[]): ReadonlyMap<string, Rating[]> {
  const found = known.get(ratings) ?? Map.groupBy(ratings, ({ completion }) => completion);
  known.set(ratings, found);
  return found;
}

/** A row of exams is named by judge and value system. */
function examsAt(facts: SentenceFacts, row: string): Evidence[] {
  return sentenceLines(facts).exams.flatMap(({ id, result }): Evidence[] => {
    const { rater, system, protocol, verdict, tried } = result;
    if (examRow(rater, system) !== row) return [];
    return [
      {
        ...{ log: 'exams', id, by: rater, item: { id: system, text: system }, under: [] },
        ...{ text: verdict, figure: protocol },
        notes: tried.map(
          (one) =>
            `${one.protocol}: subject ${one.subject.toFixed(2)}, side ${one.side.toFixed(2)} on the half that chooses`,
        ),
      },
    ];
  });
}
