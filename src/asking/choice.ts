/** One next-token request as an item: the probabilities of candidates, asked once per request key, and stored. */
import type { Model, NextToken, Request } from '../models/model.ts';
import { boundOf, metered, nothingSent, type Sharing } from './ask.ts';
import { requestKey } from './identity.ts';
import type { Item } from './items.ts';

export type Chosen = {
  key: string;
  /** One per candidate, in order; null where the endpoint does not return it. */
  probabilities: NextToken['probabilities'];
  milliseconds: number;
  promptTokens: number | null;
  completionTokens: number | null;
  /** Dollars; null where prices are unknown, 0 for a shared answer. */
  cost: number | null;
};

/** An endpoint may be asked once more, behind a space that it puts before its answer. */
const requestsAtMost = 2;

/** The request key has the candidates in it. Stored by `store` before it resolves, left out on an abort. */
export function choiceItem(
  model: Model,
  share: Sharing<NextToken>,
  { id, request, candidates }: { id: string; request: Request; candidates: readonly string[] },
  store: (chosen: Chosen) => void,
): Item {
  const bound = boundOf(model, request, requestsAtMost);
  return {
    id,
    bound,
    async ask({ signal, reserve }) {
      const key = requestKey(model.requestName, request, 1, candidates);
      const meter = metered(model);
      const told = await share(key, async () => {
        reserve();
        const next = await meter.model.nextToken(request, candidates, { signal });
        return signal.aborted ? null : next;
      });
      if (!told) return null;
      const { value, shared } = told;
      const { cost, ...spent } = meter.spent();
      store({
        key,
        probabilities: value.probabilities,
        milliseconds: value.milliseconds,
        promptTokens: value.promptTokens ?? null,
        completionTokens: value.completionTokens ?? null,
        cost: shared ? 0 : cost,
      });
      share.stored(key);
      if (shared) return nothingSent;
      return spent.tokens > 0 ? spent : { ...spent, tokens: bound.tokens };
    },
  };
}
