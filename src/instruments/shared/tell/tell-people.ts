/** How far raters say what people say of the same texts. */
import { capital } from '../../../safe-text/capital.ts';
import { interval, listOf, plural, share, shortName } from '../../../tables/numbers.ts';
import type { Row, Table } from '../../../tables/table.ts';
import type { PeopleResult } from '../people/people-agreement.ts';
import type { ScoreWords } from '../scores.ts';

export function peopleTable(people: readonly PeopleResult[], words: ScoreWords): Table {
  const { rater, text } = words;
  return {
    id: 'people',
    title: `${capital(rater)}s beside people`,
    so: `People rated the same ${text}s without knowing whose they are. Order: 1 puts the ${text}s of a value as people do, 0 at random`,
    columns: [
      { id: 'who', title: 'Who' },
      { id: 'system', title: 'System' },
      { id: 'texts', title: `${capital(text)}s`, digits: 0 },
      {
        id: 'order',
        title: 'Order',
        form: 'correlation',
        meaning: 'Rank correlation with people, within values',
      },
      {
        id: 'offset',
        title: 'Above people',
        form: 'signed',
        digits: 2,
        meaning: 'Mean rating less that of people, 0–6',
      },
      {
        id: 'alpha',
        title: 'α',
        form: 'correlation',
        meaning: 'Krippendorff’s α of the people, ordinal',
      },
    ],
    rows: people.flatMap(({ system, raters, between, people: who, texts }): Row[] => [
      ...raters.map(({ rater: name, texts: own, order, offset }) => ({
        id: `${name} ${system}`,
        cells: [shortName(name), system, own, order, offset, null],
      })),
      {
        id: `people ${system}`,
        cells: [`(${listOf(who.map(({ name }) => name))})`, system, texts, null, null, between],
      },
    ]),
    notes: people.map((one) => ruleOf(one, words)),
  };
}

function ruleOf(one: PeopleResult, { rater, text }: ScoreWords): string {
  const { system, unit, units, calibrates } = one;
  return [
    unit === 'family'
      ? `${capital(system)}: 95 % intervals leave out each of ${units} families of models in turn.`
      : `${capital(system)}: 95 % intervals leave out each ${text} in turn, since there are fewer than eight families of models: they speak of ${text}s of these models alone.`,
    calibrates
      ? `The scale of each ${rater} with at least 30 of these ${text}s is calibrated on people’s ratings, not on the exam’s anchors.`
      : `The ${rater}s’ scales are calibrated on the exam’s anchors.`,
  ].join(' ');
}

/** One sentence on one value system, beside its scores. */
export function peopleNote(
  { system, people, texts, raters, between }: PeopleResult,
  { text }: ScoreWords,
): string {
  const orders = raters.map(({ rater, order }) =>
    order
      ? `${shortName(rater)} ${share(order.value)} ${interval(order.low, order.high)}`.trimEnd()
      : `${shortName(rater)} cannot be told`,
  );
  const among = between ? `; α among people ${share(between.value)}` : '';
  return `${plural(people.length, 'person', 'people')} rated ${plural(texts, text)} on ${system} blind; rank correlation with them: ${orders.join(', ')}${among}.`;
}
