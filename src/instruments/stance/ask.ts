/** Reads the state of each ending on each value. Nothing is sent, nothing costs; a state takes about 0.15 s. */
import { nothingSent } from '../../asking/ask.ts';
import type { Item } from '../../asking/items.ts';
import { UserError } from '../../errors.ts';
import { type Subdimension, subdimensionsOf } from '../../values/value-system.ts';
import type { InstrumentContext, InstrumentText, Line, Planned, Round } from '../contract.ts';
import { stanceOf, weightsOf } from './head.ts';
import type { Items } from './items.ts';
import { type Ending, endingsIn, type Stance, stanceId } from './records.ts';
import { stateText } from './state-text.ts';

/** States that are made together, and kept for all runs together. */
const statesAtOnce = 8;

/** Of a text: tokens, and seconds on a free core. */
const [tokens, seconds] = [42, 0.15];

type Context = InstrumentContext<Items>;
type Missing = { id: string; system: string; value: Subdimension; of: Ending };

export function judgeOf({ head }: Pick<Items, 'head'>): string {
  return `local:${head.model.id}`;
}

export async function* askStances(context: Context): AsyncGenerator<Round> {
  const { run, shard } = context;
  const { systems, hash } = run.items;
  const judge = judgeOf(run.items);
  const stored = new Set(run.lines('stances').map(({ id }) => id));
  const all = endingsIn(run.after.flatMap((id) => run.texts(id))).flatMap((of) =>
    systems.flatMap((system) =>
      subdimensionsOf(system).map(
        (value): Missing => ({
          ...{ id: stanceId(of.id, system.id, value.id, hash), system: system.id, value, of },
        }),
      ),
    ),
  );
  const missing = all.filter(({ id, of }) => !stored.has(id) && shard.has(of.model, of.id));
  const round: Round = {
    title: 'reading stances',
    work: [],
    done: new Map([[judge, all.length - missing.length]]),
  };
  if (missing.length === 0) {
    yield round;
    return;
  }
  const opened = await openHead(context, judge).catch((error: unknown) => {
    context.onUnavailable(judge, error);
    return null;
  });
  if (!opened) return;
  try {
    const items = itemsOf(context, judge, missing, (texts, signal) =>
      opened.embed(texts, { signal }),
    );
    round.work.push({ model: judge, account: null, concurrency: 1, items });
    yield round;
  } finally {
    await opened.close();
  }
}

/** Throws UserError or EndpointError where that very model is not here. */
async function openHead({ run, openEmbedding }: Context, judge: string) {
  const { head } = run.items;
  const { embedder, hash } = await openEmbedding(judge);
  if (hash === head.model.sha256) return embedder;
  await embedder.close();
  throw new UserError(`${judge} is not the model that the stance head was trained on.`, {
    hint: `Make it anew: valuelex models pull ${head.model.id}`,
  });
}

function itemsOf(
  { run, environment }: Context,
  judge: string,
  missing: readonly Missing[],
  embed: (texts: readonly string[], signal: AbortSignal) => Promise<readonly Float32Array[]>,
): Item[] {
  const { prompt, head, hash } = run.items;
  const weights = weightsOf(head);
  const textAt = ({ value, of }: Missing) => stateText(prompt, value, of.stem, of.ending);
  type Read = { states: readonly Float32Array[]; milliseconds: number };
  const readFrom = async (from: number, signal: AbortSignal): Promise<Read> => {
    const texts = missing.slice(from, from + statesAtOnce).map(textAt);
    const started = environment.now();
    const states = await embed(texts, signal);
    return { states, milliseconds: (environment.now() - started) / texts.length };
  };
  let latest: { from: number; read: Promise<Read> } | null = null;
  const stateAt = async (at: number, signal: AbortSignal) => {
    const from = at - (at % statesAtOnce);
    if (latest?.from !== from) latest = { from, read: readFrom(from, signal) };
    try {
      const { states, milliseconds } = await latest.read;
      return { state: states[at - from]!, milliseconds };
    } catch (error) {
      // What was stopped, or failed, is read again.
      latest = null;
      if (signal.aborted) return null;
      throw error;
    }
  };
  return missing.map(
    ({ id, system, value, of }, at): Item => ({
      id,
      bound: { tokens: 0, dollars: 0 },
      async ask({ signal }) {
        const read = await stateAt(at, signal);
        if (!read) return null;
        run.append('stances', {
          ...{ id, source: 'model', completion: of.id, judge, head: hash },
          ...{ system, subdimension: value.id, raw: stanceOf(weights, read.state) },
          milliseconds: Math.round(read.milliseconds),
          at: new Date(environment.now()).toISOString(),
        } satisfies Stance as Line);
        return nothingSent;
      },
    }),
  );
}

/** The forecast: one text an ending and value. */
export function plannedStances(
  items: Items,
  { texts }: { texts: readonly InstrumentText[] } = { texts: [] },
): Planned[] {
  const values = items.systems.reduce((sum, system) => sum + subdimensionsOf(system).length, 0);
  const endings = endingsIn(texts.filter(({ asked }) => asked !== '')).length;
  const requests = endings * values;
  return [
    {
      model: judgeOf(items),
      requests,
      tokensIn: tokens * requests,
      tokensOut: 0,
      here: { seconds },
    },
  ];
}
