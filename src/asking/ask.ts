/** Asks one request, shares it among identities, and stores the answer; and the context of whoever asks. */

import { EndpointError } from '../errors.ts';
import type { Cost } from '../facts/cost.ts';
import type { Answered } from '../facts/records.ts';
import type {
  Answer,
  Context,
  Form,
  Likelihood,
  Model,
  NextToken,
  Request,
} from '../models/model.ts';
import type { RateLimits } from '../models/rate-limits.ts';
import { isSimulatedModel } from '../models/simulated/is-simulated-model.ts';
import type { AskingEnvironment } from './asking-environment.ts';
import { requestKey } from './identity.ts';
import type { Item, Items, LaneWork, Spent } from './items.ts';
import type { ModelEntry } from './respondents.ts';

/** The context of asking; `run` holds the facts to read and the logs to append to. */
export type AskContext<Run, Environment extends AskingEnvironment = AskingEnvironment> = {
  environment: Environment;
  run: Run;
  /** Opened once for the session. */
  openModel(name: string): Promise<Model>;
  /** The model could not be opened: said once, its lane left out. */
  onUnavailable(model: string, error: unknown): void;
  /** Reports once, in words, that the model cannot do what is asked. */
  onLeftOut(model: string, why: string): void;
};

/** Opens a model; null where it cannot be opened, which `onUnavailable` reports. */
export async function openOrReport(
  context: Pick<AskContext<unknown>, 'openModel' | 'onUnavailable'>,
  name: string,
): Promise<Model | null> {
  try {
    return await context.openModel(name);
  } catch (error) {
    context.onUnavailable(name, error);
    return null;
  }
}

/** What a stage still has to ask, and how much of it is done. */
export type StagePlan = { work: LaneWork[]; done: Map<string, number> };

/** Where a line comes from. */
export function sourceOf(model: Model): 'model' | 'sim' {
  return isSimulatedModel(model.info.name) ? 'sim' : 'model';
}

/** Dollars of an answer; null where prices or counts are unknown. */
export function costOf(
  model: Model,
  answer: { promptTokens: number | null; completionTokens: number | null },
): number | null {
  const { price } = model.info;
  if (!price || answer.promptTokens === null || answer.completionTokens === null) return null;
  return dollarsAt(price, answer.promptTokens, answer.completionTokens);
}

/** Dollars of so many tokens in and out. */
export function dollarsAt(
  price: NonNullable<Model['info']['price']>,
  tokensIn: number,
  tokensOut: number,
): number {
  return (tokensIn * price.prompt + tokensOut * price.completion) / 1_000_000;
}

/** Letters a token at the least: the bound of a prompt errs on the high side. */
const lettersPerToken = 2;

/** What a request can take at most when it is sent `times` times. */
export function boundOf(model: Model, request: Request, times = 1): Cost {
  return contextBound(model, request, { answer: request.sampling.maxTokens, times });
}

/** The same for a context with so many letters more, and an answer of so many tokens. */
export function contextBound(
  model: Model,
  context: Context,
  { letters: more = 0, answer, times = 1 }: { letters?: number; answer: number; times?: number },
): Cost {
  const letters =
    context.kind === 'completion'
      ? context.prompt.length
      : context.messages.reduce((sum, message) => sum + message.content.length + 16, 0);
  const promptTokens = times * Math.ceil((letters + more) / lettersPerToken);
  const completionTokens = times * answer;
  return {
    tokens: promptTokens + completionTokens,
    dollars: costOf(model, { promptTokens, completionTokens }) ?? 0,
  };
}

/** The lane of a model with these items. */
export function laneOf(name: string, model: Model, items: Items): LaneWork {
  return {
    model: name,
    account: model.account ?? null,
    concurrency: model.concurrency,
    ...(model.batched ? { batched: true } : {}),
    items,
  };
}

/** A model that counts what its requests cost, for work that sends several. */
export function metered(model: Model): { model: Model; spent(): Spent & { cost: number | null } } {
  let promptTokens = 0;
  let completionTokens = 0;
  let limits: RateLimits | undefined;
  const count = <T extends Answer | NextToken | Likelihood>(answer: T): T => {
    promptTokens += answer.promptTokens ?? 0;
    completionTokens += answer.completionTokens ?? 0;
    limits = answer.limits ?? limits;
    return answer;
  };
  return {
    model: {
      ...model,
      ask: async (request, options) => count(await model.ask(request, options)),
      nextToken: async (request, candidates, options) =>
        count(await model.nextToken(request, candidates, options)),
      likelihood: async (context, continuations, options) =>
        count(await model.likelihood(context, continuations, options)),
    },
    spent() {
      const cost = costOf(model, { promptTokens, completionTokens });
      return { tokens: promptTokens + completionTokens, dollars: cost ?? 0, cost, limits };
    },
  };
}

/** The cost of an item whose answer is stored already. */
export const nothingSent = { tokens: 0, dollars: 0, requests: 0 } as const;

/** Gives the answer to a key, asked for at most once; null when an abort came first. */
export type Sharing<T> = {
  (key: string, ask: () => Promise<T | null>): Promise<{ value: T; shared: boolean } | null>;
  /** The answer to this key is in the log from now on, where `find` finds it. */
  stored(key: string): void;
};

/**
 * Shares one answer among identities with one request key: those stored, and those in flight.
 * `ask` runs once per key. With `find`, which looks among those stored, nothing is held but what is in flight.
 */
export function createSharing<T>(
  stored: Iterable<[string, T]>,
  find?: (key: string) => T | null,
): Sharing<T> {
  const known = new Map<string, Promise<T | null>>();
  for (const [key, value] of stored) known.set(key, Promise.resolve(value));
  const share = async (key: string, ask: () => Promise<T | null>) => {
    const earlier = known.get(key);
    if (earlier) {
      const value = await earlier.catch(() => null);
      if (value !== null) return { value, shared: true };
    }
    const found = find?.(key) ?? null;
    if (found !== null) return { value: found, shared: true };
    const asked = ask();
    known.set(key, asked);
    asked.catch(() => known.delete(key));
    const value = await asked;
    if (value === null) known.delete(key);
    return value === null ? null : { value, shared: false };
  };
  return Object.assign(share, {
    stored(key: string) {
      if (find) known.delete(key);
    },
  });
}

/** The form in which a model of the study is asked unless the study says otherwise. */
export function formOf(entry: ModelEntry, model: Model): Form {
  return entry.form ?? (entry.tags?.training === 'base' ? 'completion' : model.info.form);
}

/** The answers of a log by their request keys. */
export function storedAnswers(lines: readonly Answered[]): [string, Answer][] {
  return lines.flatMap((line) => (line.key === null ? [] : [[line.key, storedAnswer(line)]]));
}

export function storedAnswer(line: Answered): Answer {
  const { text, finish: finishReason, promptTokens, completionTokens, milliseconds } = line;
  const answer = { text, finishReason, promptTokens, completionTokens };
  return { ...answer, milliseconds: milliseconds ?? 0 };
}

export type Asked = {
  key: string;
  answer: Answer;
  /** Dollars; null where prices are unknown, 0 for a shared answer. */
  cost: number | null;
  /** Another line has the same answer, and its cost. */
  shared: boolean;
};

/**
 * One request as an item: asked once per request key, stored by `store` before it resolves, left out on
 * an abort. A request that the endpoint's content filter refuses is answered by nothing: asked again it would
 * be refused again. Where the endpoint does not report what was used, the bound counts.
 */
export function answerItem(
  model: Model,
  share: Sharing<Answer>,
  { id, request, repeat = 1 }: { id: string; request: Request; repeat?: number },
  store: (asked: Asked) => void,
): Item {
  const bound = boundOf(model, request);
  return {
    id,
    bound,
    async ask({ signal, onText, reserve }) {
      const key = requestKey(model.requestName, request, repeat);
      const answered = await share(key, async () => {
        reserve();
        const answer = await model.ask(request, { signal, onText }).catch(refusalOf);
        return answer.finishReason === 'abort' ? null : answer;
      });
      if (!answered) return null;
      const answer = answered.value;
      const { shared } = answered;
      const cost = shared ? 0 : costOf(model, answer);
      store({ key, answer, cost, shared });
      share.stored(key);
      const { promptTokens, completionTokens, limits, remark } = answer;
      if (shared) return { ...nothingSent, limits };
      const told = promptTokens !== null && completionTokens !== null;
      return {
        tokens: told ? promptTokens + completionTokens : bound.tokens,
        dollars: cost ?? bound.dollars,
        limits,
        remark,
      };
    },
  };
}

/** The answer to a request that a content filter refused. Throws anything else. */
function refusalOf(error: unknown): Answer {
  if (!(error instanceof EndpointError) || error.fault !== 'filter') throw error;
  return {
    text: '',
    finishReason: 'filter',
    promptTokens: 0,
    completionTokens: 0,
    milliseconds: 0,
    remark: 'the content filter refused a request; its answer is empty',
  };
}

/** What a request took, for a line that holds no whole answer. */
export function takenFields({ answer, cost, shared }: Asked): {
  tokens: number;
  cost: number | null;
} {
  const tokens = (answer.promptTokens ?? 0) + (answer.completionTokens ?? 0);
  return { tokens: shared ? 0 : tokens, cost };
}

/** The part of a log line that every answer of a model has. */
export function answerFields(model: Model, { key, answer, cost }: Asked, now: number) {
  return {
    key,
    source: sourceOf(model),
    text: answer.text,
    finish: answer.finishReason,
    promptTokens: answer.promptTokens,
    completionTokens: answer.completionTokens,
    // Of a batch the waiting time is known, not how long an answer took.
    milliseconds: model.batched ? null : Math.round(answer.milliseconds),
    cost,
    at: new Date(now).toISOString(),
  };
}
