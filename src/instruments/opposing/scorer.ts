/** How likely simulated models find the replies of pairs: each with a planted level on each value. */
import type { Context } from '../../models/model.ts';
import { createRandom } from '../../statistics/random.ts';
import type { Scorer } from '../contract.ts';
import { knownReplies, plantedLeaning } from '../shared/pairs/planted-leanings.ts';
import { primedBy } from '../shared/primes/primes.ts';

/** Nats per byte: the mean of replies, the range of their differences, and the effect of a leaning of 1 on the serving reply. */
const scale = { byte: -0.8, reply: 0.03, leaning: 0.05 };

export const scorer: Scorer = ({ context, continuation }, { seed }) => {
  const known = knownReplies().get(continuation);
  if (!known) return null;
  const { pair, wording, serves } = known;
  const bytes = (pair.serving[wording]!.length + pair.opposing[wording]!.length) / 2;
  const noise = (name: string) => createRandom(`${seed}|${name}`).next() - 0.5;
  // The effect of the reply occurs after every request; the model's leaning only after the pair's own request.
  const reply = scale.byte + scale.reply * noise(continuation);
  if (!asks(context, pair.request)) return bytes * reply;
  const side = serves ? 0.5 : -0.5;
  const moved = (value: string) => primedBy(context, value);
  const leaning = plantedLeaning(seed, pair, moved) + 0.4 * noise(`${pair.id}|${wording}`);
  return bytes * Math.min(-0.05, reply + side * scale.leaning * leaning);
};

function asks(context: Context, request: string): boolean {
  return context.kind === 'completion'
    ? context.prompt.includes(request)
    : context.messages.at(-1)?.content === request;
}
