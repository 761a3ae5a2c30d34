/** What the questionnaire says: who values what, how sure, and who would not answer. */
import { plural, shortName } from '../../tables/numbers.ts';
import { tableOf } from '../../tables/table.ts';
import type { Told } from '../contract.ts';
import type { Result } from './score.ts';

export function tellQuestionnaire({ options, values, models, withheld }: Result): Told {
  const columns = Object.fromEntries(values.map(({ id, name }) => [id, [name, 1] as const]));
  const table = (id: 'raw' | 'centred', title: string, notes: string[]) =>
    tableOf(
      id,
      title,
      { model: 'Model', ...columns },
      models.map((one) => [shortName(one.model), ...one[id]]),
      notes,
    );
  const overall = values
    .map(({ name }, at) => {
      const told = models.flatMap((one) => one.centred[at]?.value ?? []);
      return {
        name,
        mean: told.reduce((sum, one) => sum + one, 0) / Math.max(1, told.length),
        n: told.length,
      };
    })
    .filter(({ n }) => n > 0)
    .sort((a, b) => b.mean - a.mean);
  const [first, last] = [overall[0], overall.at(-1)];
  return {
    headline:
      first && last && first !== last
        ? `${plural(models.length, 'model')} say they stand most for ${first.name}, least for ${last.name}`
        : `${plural(models.length, 'model')} answered`,
    tables: [
      table('centred', 'Values, against each model’s own mean', [
        `On 1–${options}, minus the model’s mean over all items: what it stands for relative to the rest. ± is the 95 % interval over the items of a value.`,
      ]),
      table('raw', 'Values, as rated', [
        'Models use the scale differently: compare values within a model, not models on a value.',
      ]),
      tableOf(
        'answers',
        'Answers',
        {
          model: 'Model',
          asked: 'Asked',
          refused: 'Refused',
          unread: 'No rating',
          order: 'Order of options',
        },
        models.map(({ model, asked, refused, unread, order }) => [
          shortName(model),
          asked,
          refused,
          unread,
          order,
        ]),
        [
          'Order: mean rating with the options upward minus downward; 0 means that their order does not matter.',
        ],
      ),
    ],
    plots: models.map((one) => ({
      kind: 'dots' as const,
      id: `profile-${one.model}`,
      title: shortName(one.model),
      unit: 'rating minus the model’s mean',
      rows: values.flatMap(({ name }, at) => {
        const told = one.centred[at];
        return told ? [{ label: name, value: told.value, low: told.low, high: told.high }] : [];
      }),
    })),
    notes: [
      'This is what models say of themselves, not what they do.',
      ...withheld.map(
        ({ model, missing }) =>
          `${shortName(model)}: withheld, ${Math.round(missing * 100)} % of its answers hold no rating.`,
      ),
    ],
  };
}
