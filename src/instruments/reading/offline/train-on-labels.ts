/** `valuelex reading train`: labelled texts of files become a trained reader. */
import { rowsOf } from '../../../table-files/rows-of.ts';
import { placeOf, type Table } from '../../../table-files/table-file.ts';
import { plural } from '../../../tables/numbers.ts';
import { subdimensionsOf } from '../../../values/value-system.ts';
import type { Trained, Training } from '../../contract.ts';
import { casesOf, labelRow } from './cases.ts';
import { figureTables } from './tell-figures.ts';
import { trainReader } from './train.ts';

export async function trainOnLabels(
  tables: readonly Table[],
  { system, embedding, embed, progress }: Training,
): Promise<Trained> {
  const rows = tables.flatMap((table) =>
    rowsOf(table, labelRow, {
      required: ['text', 'value', 'side', 'writer', 'scene'],
      optional: ['unsure'],
    }).map((row) => ({ ...row, table })),
  );
  const values = subdimensionsOf(system).map((one) => one.id);
  const cases = casesOf(rows, values, ({ table, line }) => placeOf(table, line));
  const model = await trainReader(cases, system, { embedding, embed, progress });
  const { texts, writers, scenes } = model.trainedOn;
  const left = values.filter((value) => !model.presence.some((head) => head.value === value));
  return {
    file: `${JSON.stringify(model, null, 1)}\n`,
    tables: figureTables(model),
    notes: [
      `${plural(texts, 'text')}, ${plural(writers, 'writer')}, ${plural(scenes, 'scene')}; vectors of ${embedding.name}.`,
      ...(writers < 2
        ? [
            '▲ All texts are of one writer: scenes alone were held back, so that the figures may be those of a style.',
          ]
        : []),
      ...(left.length > 0
        ? [`▲ Too few texts express ${left.join(', ')}: the reader does not read them.`]
        : []),
    ],
  };
}
