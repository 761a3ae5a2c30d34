/** `valuelex lexicon`: the value words of a run, or of a file of answers. */
import * as z from 'zod';
import { sortedById } from '../../facts/sorted.ts';
import { wordsAt } from '../../lexicon/answer-columns.ts';
import { lexiconOfTexts } from '../../lexicon/build-lexicon.ts';
import type { Lexicon, TextLexicon, Vocabulary } from '../../lexicon/lexicon.ts';
import type { Session } from '../../run/session.ts';
import { columnNamed, withOurNames } from '../../table-files/column-names.ts';
import { isLabelGap } from '../../table-files/gaps.ts';
import { readTable } from '../../table-files/read-table.ts';
import { repeatedIds } from '../../table-files/repeated-ids.ts';
import { rowsOf } from '../../table-files/rows-of.ts';
import { placeOf, type Table } from '../../table-files/table-file.ts';
import { plural } from '../../tables/numbers.ts';
import type { CommandContext, SharedOptions } from '../command-context.ts';
import { refuseWhere } from '../file-options.ts';
import { isTableFile } from '../is-table-file.ts';
import { plainTable } from '../plain-table.ts';
import { printNotes } from '../print-notes.ts';
import { printPart } from '../runs/lens.ts';
import { withRunUntil } from '../runs/open-run.ts';
import { type TableCommandOptions, tableOptionsOf } from '../table-options.ts';

export type LexiconOptions = SharedOptions & TableCommandOptions & { where?: string[] };

const answerRow = z.object({
  id: z.string().trim().min(1, 'an answer needs an id'),
  answer: z.string(),
});

/** One row per answer for a file, one per word for a run. */
export async function lexicon(
  source: string,
  options: LexiconOptions,
  context: CommandContext,
): Promise<void> {
  const { where } = options;
  if (isTableFile(source, options.runs)) {
    refuseWhere(source, where);
    const table = withIds(
      withOurNames(await readTable(source, tableOptionsOf(options)), ['id', 'answer']),
    );
    const rows = rowsOf(table, answerRow, { required: ['id', 'answer'] }).map((row) =>
      isLabelGap(row.answer, table.options.gaps) ? { ...row, answer: '' } : row,
    );
    const twice = repeatedIds(rows);
    printNotes({ notes: [...table.notes, ...(twice === null ? [] : [twice])] }, context);
    const silent = rows.filter(({ answer }) => answer.trim() === '');
    if (silent.length > 0)
      context.note(
        `! ${plural(silent.length, 'answer')} ${silent.length === 1 ? 'is' : 'are'} empty (first: ${placeOf(table, silent[0]!.line)}).`,
      );
    const outside = await context.outside();
    const found = lexiconOfTexts(rows, { wordnet: await outside.wordNet() });
    if (options.json) context.out(JSON.stringify(answersWithSpans(found), null, 1));
    else {
      context.out(
        plainTable(
          ['id', 'value words'],
          found.answers.map((answer) => [
            answer.id,
            answer.refused ? '(refused)' : answer.unread ? '(unread)' : answer.words.join(', '),
          ]),
        ),
      );
      context.note(`${found.descriptors.length} value words in ${found.answers.length} answers.`);
      const unread = found.answers.filter((answer) => answer.unread).length;
      if (unread > 0)
        context.note(
          `${plural(unread, 'answer')} in languages that are not read; read are English, Arabic, Chinese, French, German, Hindi, Japanese, Korean, Portuguese, Russian, and Spanish.`,
        );
    }
    return;
  }
  if (where) {
    await withRunUntil(source, 'name', options, context, (session) =>
      printPart(session, where, ['words'], options, context),
    );
    return;
  }
  await withRunUntil(
    source,
    'extract',
    options,
    context,
    (session) => {
      const found = session.getState().results.lexicon;
      if (options.json) context.out(JSON.stringify(found && answersNamed(found, session), null, 1));
      else context.out(found ? wordTable(found) : 'There are no answers yet.');
    },
    'clusters',
  );
}

/** Answers without ids have the numbers of their rows, which is told; a table without answers stays as it is. */
function withIds(table: Table): Table {
  if (columnNamed(table, 'id') !== undefined || columnNamed(table, 'answer') === undefined)
    return table;
  return {
    ...table,
    columns: ['id', ...table.columns],
    rows: table.rows.map(({ line, cells }, i) => ({
      line,
      cells: { ...cells, id: String(i + 1) },
    })),
    notes: [...table.notes, 'there is no column id: answers are numbered'],
  };
}

/** The lexicon with its answers as a list, in the order of their ids. */
function answersNamed({ answers, ...rest }: Lexicon, session: Session) {
  const ids = session.responses().slice(0, answers.count);
  const named = ids.map(({ id }, place) => ({ id, ...wordsAt(answers, place) }));
  return { ...rest, answers: sortedById(named) };
}

/** The descriptors of each answer, with the raw words and their places (UTF-16 units). */
function answersWithSpans(found: TextLexicon) {
  const places = new Map<
    string,
    { word: string; raw: string; start: number; end: number; source: string }[]
  >();
  for (const { word, mentions } of found.descriptors)
    for (const { answer, raw, start, end, source } of mentions) {
      const own = places.get(answer) ?? [];
      own.push({ word, raw, start, end, source });
      places.set(answer, own);
    }
  return found.answers.map(({ id, refused, unread, language }) => ({
    id,
    refused,
    ...(unread ? { unread } : {}),
    ...(language === undefined ? {} : { language }),
    descriptors: (places.get(id) ?? []).sort((a, b) => a.start - b.start),
  }));
}

function wordTable(found: Vocabulary): string {
  const raw = (word: Lexicon['descriptors'][number]) =>
    [...new Set(word.mentions.map((mention) => mention.raw.toLowerCase()))]
      .filter((one) => one !== word.word)
      .slice(0, 6)
      .join(', ');
  return plainTable(
    [
      'value word',
      { title: 'answers', align: 'right' },
      { title: 'models', align: 'right' },
      'also said as',
    ],
    found.descriptors.map((word) => [
      word.word,
      String(word.count),
      String(word.models),
      raw(word),
    ]),
  );
}
