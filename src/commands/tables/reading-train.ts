/** `valuelex reading train`: a reader of texts from labelled ones. */
import { existsSync, readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { UserError } from '../../errors.ts';
import { ownRegistry, readerIn } from '../../run/instruments/registry.ts';
import { readTable } from '../../table-files/read-table.ts';
import type { Table } from '../../table-files/table-file.ts';
import { notesText, tableText } from '../../tables/as-text.ts';
import { loadSystem } from '../../values/load-systems.ts';
import type { CommandContext } from '../command-context.ts';
import { print } from '../print.ts';
import { printNotes } from '../print-notes.ts';
import { progressMeter } from '../progress-meter.ts';
import { type TableCommandOptions, tableOptionsOf } from '../table-options.ts';
import { writeGiven } from '../write-given.ts';
import { namedEmbedder } from './named-embedder.ts';

export type ReadingTrainOptions = TableCommandOptions & {
  system: string;
  embedding: string;
  out?: string;
  json?: boolean;
};

export async function readingTrain(
  files: readonly string[],
  options: ReadingTrainOptions,
  context: CommandContext,
): Promise<void> {
  const tables: Table[] = [];
  for (const file of files) {
    const table = await readTable(file, tableOptionsOf(options));
    printNotes(table, context);
    tables.push(table);
  }
  const system = loadSystem(options.system, (path) =>
    existsSync(path) ? readFileSync(path, 'utf8') : undefined,
  );
  const outside = await context.outside();
  const { embedder, embedding, embeddingHash } = await namedEmbedder(outside, options.embedding);
  const meter = progressMeter(context);
  const abort = new AbortController();
  const stopListening = context.onInterrupt(() =>
    abort.abort(new UserError('Stopped; nothing was kept.', { exit: 'paused' })),
  );
  try {
    const { reads } = readerIn(outside.instruments ?? ownRegistry);
    const trained = await reads.train(tables, {
      system,
      embedding: { name: embedding, hash: embeddingHash ?? null },
      embed: (texts) =>
        embedder.embed(texts, {
          signal: abort.signal,
          onProgress: (done, of) => meter.step('embedding sentences', done, of),
        }),
      async progress(what, done, of) {
        await setImmediate();
        abort.signal.throwIfAborted();
        meter.step(what, done, of);
      },
    });
    if (options.out !== undefined) writeGiven(options.out, trained.file);
    meter.end();
    print(context, options, { tables: trained.tables, notes: trained.notes }, () => [
      ...trained.tables.flatMap((one, at) => [
        ...(at > 0 ? [''] : []),
        ...tableText(one, context.layout),
      ]),
      ...notesText(trained.notes, context.layout),
    ]);
    context.note(
      options.out === undefined
        ? 'The reader was not kept: name a file with --out.'
        : `Wrote ${options.out}.`,
    );
  } finally {
    stopListening();
    meter.end();
    await embedder.close();
  }
}
