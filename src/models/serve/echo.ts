/** Answers that repeat their prompt, with the log-probabilities of its tokens, as OpenAI's completions do. */
import { EndpointError } from '../../errors.ts';
import type { Answer, AskOptions, Model, Request } from '../model.ts';
import type { ServedAnswer } from './answers.ts';

/** The prompt, and what follows it unless `answers` is false. Throws EndpointError 'missing' where the model cannot. */
export async function askWithEcho(
  model: Model,
  request: Extract<Request, { kind: 'completion' }>,
  { answers, ...options }: AskOptions & { answers: boolean },
): Promise<ServedAnswer> {
  const { prompt } = request;
  options.onText?.(prompt);
  const wanted = options.topTokens !== undefined || !answers;
  if (wanted && !model.echo)
    throw new EndpointError(
      'missing',
      `${model.info.name} tells nothing of the tokens of a prompt`,
    );
  const started = performance.now();
  const echoed = wanted ? await model.echo?.(prompt, options) : undefined;
  const tokens = echoed?.map(({ token, logProbability, top }) => ({
    token,
    probability: logProbability === null ? null : Math.exp(logProbability),
    top: top.map((one) => ({ token: one.token, probability: Math.exp(one.logProbability) })),
  }));
  const answer: Answer = answers
    ? await model.ask(request, options)
    : {
        ...{ text: '', finishReason: 'length', completionTokens: 0, tokens: [] },
        promptTokens: tokens?.length ?? null,
        milliseconds: performance.now() - started,
      };
  return {
    ...answer,
    text: prompt + answer.text,
    ...(tokens && options.topTokens !== undefined
      ? { tokens: [...tokens, ...(answer.tokens ?? [])] }
      : {}),
  };
}
