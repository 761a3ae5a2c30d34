/** The verdicts of trained readers as lines of a log, as if a model had answered. Nothing is sent, and there is no cost. */
import { nothingSent } from '../../../asking/ask.ts';
import type { Item } from '../../../asking/items.ts';
import type { Respondent } from '../../../asking/respondents.ts';
import type { Embedder } from '../../../embedding/embedder.ts';
import { UserError } from '../../../errors.ts';
import type { InstrumentContext, Line, Round } from '../../contract.ts';
import { type AnswerLine, answerId } from '../../shared/answer-round.ts';
import { instrumentId } from '../instrument-id.ts';
import { writeAnswer } from '../read-answer.ts';
import type { TextToRead, Verdicts } from '../verdicts.ts';
import type { ModelFile } from './model-file.ts';
import { type OfflineReader, openReader } from './reader.ts';

/** Texts that are embedded together, so that vectors are looked up and stored once for all of them. */
const textsAtOnce = 32;

export type TrainedLanes = {
  /**
   * Adds to the round the texts that the reader has not read yet, by the ids of their items. A reader whose embedding is
   * missing, or a different one, is reported and left out.
   */
  addTo(
    round: Round,
    log: string,
    reader: { respondent: Respondent; model: ModelFile },
    texts: readonly TextToRead[],
  ): Promise<void>;
  close(): Promise<void>;
};

type Context = Pick<
  InstrumentContext,
  'environment' | 'run' | 'shard' | 'openEmbedding' | 'onUnavailable'
>;

export function trainedLanes(context: Context): TrainedLanes {
  const { run, environment, shard } = context;
  const readers = new Map<string, Promise<OfflineReader>>();
  const embedders: Embedder[] = [];
  const open = async ({ embedding }: ModelFile): Promise<Embedder> => {
    const { embedder, hash } = await context.openEmbedding(embedding.name);
    embedders.push(embedder);
    if (embedding.hash === null || hash === embedding.hash) return embedder;
    throw new UserError(
      `${embedding.name} is not the embedding that this reader was trained with.`,
      {
        hint: `It was trained with SHA-256 ${embedding.hash}; here is ${hash ?? 'one without a known hash'}. Put that file in its place, or train the reader again.`,
      },
    );
  };
  const opened = (name: string, model: ModelFile) => {
    const known = readers.get(name);
    if (known) return known;
    const reader = open(model).then((embedder) =>
      openReader(model, (texts, options) => embedder.embed(texts, options)),
    );
    readers.set(name, reader);
    return reader;
  };
  return {
    async addTo(round, log, { respondent, model }, texts) {
      const { id: name } = respondent.entry;
      const stored = new Set(run.lines(log).map(({ id }) => id));
      const all = texts.map(({ id: item, text }) => ({
        ...{ id: answerId(instrumentId, respondent, item), item, text },
      }));
      const missing = all.filter(({ id }) => !stored.has(id) && shard.has(name, id));
      round.done.set(name, all.filter(({ id }) => stored.has(id)).length);
      if (missing.length === 0) return;
      const reader = await opened(name, model).catch((error: unknown) => {
        context.onUnavailable(name, error);
        return null;
      });
      if (!reader) return;
      const read = readTogether(reader, missing);
      const items = missing.map(
        ({ id, item }, at): Item => ({
          id,
          bound: { tokens: 0, dollars: 0 },
          async ask({ signal }) {
            const verdicts = await read(at, signal);
            if (!verdicts) return null;
            run.append(log, {
              ...{
                id,
                item,
                model: name,
                key: null,
                source: 'model',
                setting: respondent.setting.id,
              },
              ...{ form: 'chat', text: writeAnswer(verdicts), finish: 'stop', seed: null },
              ...{ promptTokens: 0, completionTokens: 0, milliseconds: null, cost: 0 },
              condition: respondent.condition.id,
              at: new Date(environment.now()).toISOString(),
            } satisfies AnswerLine as Line);
            return nothingSent;
          },
        }),
      );
      round.work.push({ model: name, account: null, concurrency: 1, items });
    },
    async close() {
      await Promise.all(embedders.map((one) => one.close()));
    },
  };
}

/** The verdicts on the text at a position, read with its neighbours; null after an abort. */
function readTogether(reader: OfflineReader, texts: readonly Pick<TextToRead, 'text'>[]) {
  let latest: { from: number; verdicts: Promise<Verdicts[]> } | null = null;
  return async (at: number, signal: AbortSignal): Promise<Verdicts | null> => {
    const from = at - (at % textsAtOnce);
    if (latest?.from !== from)
      latest = { from, verdicts: reader.read(texts.slice(from, from + textsAtOnce), { signal }) };
    try {
      return (await latest.verdicts)[at - from]!;
    } catch (error) {
      // Texts of a stopped or failed reading are read again.
      latest = null;
      if (signal.aborted) return null;
      throw error;
    }
  };
}
