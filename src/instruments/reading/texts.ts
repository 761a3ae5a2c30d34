/** The texts that are read: those of a file, stored in a log of its own, and those of other instruments of the run. */
import * as z from 'zod';
import { identityOf } from '../../asking/identity.ts';
import { UserError } from '../../errors.ts';
import type { ImportRow, InstrumentText, Line } from '../contract.ts';
import { answerLineSchema, importedAnswer } from '../shared/answer-round.ts';

/** `item` is the id that the file gives the text. */
export const textLineSchema = answerLineSchema.extend({
  group: z.string().optional(),
  /** The prompt that it answers: an id, or the words. */
  prompt: z.string().optional(),
});

export type TextLine = z.infer<typeof textLineSchema>;

export type ReadText = {
  /** The id of its line. */
  id: string;
  /** Its name for people. */
  name: string;
  model: string;
  group: string | null;
  /** The same for texts that answer the same prompt; null if unknown. */
  prompt: string | null;
  text: string;
};

/** The writer of a text if the file names none. */
export const unknownWriter = 'unknown';

/** The texts in the order of the log, then of the instruments. Texts without a word are left out. */
export function textsIn(
  lines: readonly Line[],
  others: readonly (readonly InstrumentText[])[],
): ReadText[] {
  const own = (lines as readonly TextLine[]).map(
    ({ id, item, model, group = null, prompt = null, text }): ReadText => ({
      ...{ id, name: item, model, group, prompt, text },
    }),
  );
  const written = others.flat().map(
    ({ id, model, text, asked }): ReadText => ({
      ...{ id, name: id, model, group: null, prompt: asked === '' ? null : asked, text },
    }),
  );
  return [...own, ...written].filter(({ text }) => text.trim() !== '');
}

/** A row is one text. Its identity is its id in the file, so that a file that has grown adds what is new. */
export const importRow: ImportRow = {
  required: ['id', 'text'],
  optional: ['model', 'group', 'prompt'],
  lines(row, { at, where }) {
    const cell = (name: string) => row[name]?.trim() ?? '';
    const id = cell('id');
    if (id === '')
      throw new UserError('id: the cell is empty.', {
        where,
        hint: 'Give each text an id of its own.',
      });
    if (cell('text') === '')
      throw new UserError(`The text ${id} is empty.`, { where, hint: 'Leave this row out.' });
    const model = cell('model') || unknownWriter;
    const [group, prompt] = [cell('group'), cell('prompt')];
    const line: TextLine = {
      ...importedAnswer(
        { id: identityOf('text', id), at },
        { model, item: id, text: row.text ?? '' },
      ),
      ...(group === '' ? {} : { group }),
      ...(prompt === '' ? {} : { prompt }),
    };
    return [{ log: 'texts', line }];
  },
  refuseChanged(stored, line, where) {
    const [before, now] = [stored, line] as TextLine[];
    const same = (['text', 'model', 'group', 'prompt'] as const).every(
      (field) => before![field] === now![field],
    );
    if (!same)
      throw new UserError(`The text ${now!.item} is another one than in the run.`, {
        where,
        hint: 'Give it an id of its own, or start another run with --new.',
      });
  },
};
