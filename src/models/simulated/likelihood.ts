/** How likely a simulated model finds a text right after a context. */
import type { Context, ScoredContinuation } from '../model.ts';
import { hashText } from './random.ts';
import { tokensOf } from './speech.ts';

/** Probability of what the model itself would say next. */
const own = 0.5;
/** Of any other token: its logarithm lies so far down, and up to so much further. */
const others = { from: -3, spread: 6 };

/**
 * Each token by the text before it: likeliest where the model would say it itself (`said`, its own greedy
 * answer), else by chance that follows from model, context, and text alone.
 */
export function simulatedLikelihood(
  model: string,
  context: Context,
  continuation: string,
  said: string,
): ScoredContinuation {
  const asked = hashText(`${model}|${JSON.stringify(context)}`);
  let before = '';
  const tokens = tokensOf(continuation).map((token) => {
    const text = before + token;
    const isOwn = said.trimStart().startsWith(text.trimStart());
    const share = hashText(`${asked}|${text}`) / 2 ** 32;
    before = text;
    return { token, logProbability: isOwn ? Math.log(own) : others.from - others.spread * share };
  });
  return { logProbability: tokens.reduce((sum, one) => sum + one.logProbability, 0), tokens };
}

/** A continuation of this log-probability, spread evenly over its tokens. */
export function evenly(continuation: string, logProbability: number): ScoredContinuation {
  const tokens = tokensOf(continuation);
  const share = logProbability / tokens.length;
  return { logProbability, tokens: tokens.map((token) => ({ token, logProbability: share })) };
}
