/** Which protocols a rater can follow, and one rating by one rater. The rater is injected; nothing is stored here. */
import type { Answer, Capabilities, NextToken, Request } from '../../../models/model.ts';
import type { Prompt } from '../../../prompts/template.ts';
import { subdimensionsOf, type ValueSystem } from '../../../values/value-system.ts';
import type { Protocol } from '../exam/exam-record.ts';
import { caresAboutRequest, readCaresAbout } from './cares-about.ts';
import { digitsRequest, readDigits } from './digits.ts';
import {
  digitAttempts,
  digitsChatCandidates,
  digitsChatRequest,
  readDigitAnswer,
} from './digits-chat.ts';
import type { RatedText } from './rating-request.ts';
import { readStance, stanceRequest } from './stance.ts';

/** The prompts of the protocols: `judge/digits`, `judge/digits-chat`, `judge/cares-about`, `judge/stance`. */
export type RaterPrompts = {
  digits: Prompt;
  digitsChat: Prompt;
  caresAbout: Prompt;
  stance: Prompt;
};

/** What a rater is asked through: the part of a Model that rating needs. */
export type RaterModel = {
  capabilities: Capabilities;
  info: { tags: { training: string } };
  nextToken(
    request: Request,
    candidates: readonly string[],
    options?: { signal?: AbortSignal },
  ): Promise<NextToken>;
  ask(request: Request, options?: { signal?: AbortSignal }): Promise<Answer>;
};

/** One request's worth of rating: one subdimension, or, by "cares about", all of a system. */
export type RatingTask = {
  rater: string;
  system: string;
  protocol: Protocol;
  subdimensions: string[];
  /** The identity of the rated answer, or `<anchor set>#<index>` in an exam. */
  answer: string;
  text: RatedText;
};

export type TaskRating = { subdimension: string; raw: number | null; missing?: string };

/**
 * The protocols that a rater can follow. All three need the probabilities of any next token after plain text; an
 * endpoint that reports only the most likely tokens, or none, is asked for digits.
 */
export function protocolsOf(capabilities: Capabilities): Protocol[] {
  return capabilities.tokenProbabilities === 'full' && capabilities.completion
    ? ['digits', 'cares-about', 'stance']
    : ['digits'];
}

/** The tasks that rate answers on a system in one protocol, ordered so that neighbours share the longest start. */
export function planRatings(
  rater: string,
  protocol: Protocol,
  system: ValueSystem,
  answers: readonly { id: string; text: RatedText }[],
): RatingTask[] {
  const ids = subdimensionsOf(system).map((one) => one.id);
  const base = { rater, protocol, system: system.id };
  if (protocol === 'cares-about')
    return answers.map(({ id, text }) => ({
      ...base,
      subdimensions: ids,
      answer: id,
      text,
    }));
  return ids.flatMap((subdimension) =>
    answers.map(({ id, text }) => ({
      ...base,
      subdimensions: [subdimension],
      answer: id,
      text,
    })),
  );
}

/**
 * The next-token request of a task, for raters that tell token probabilities of every token.
 */
function probabilityRequest(
  task: RatingTask,
  system: ValueSystem,
  prompts: RaterPrompts,
): { request: Request; candidates: string[] } {
  if (task.protocol === 'cares-about')
    return caresAboutRequest(prompts.caresAbout, [system], task.text);
  const subdimension = find(system, task.subdimensions[0]!);
  return task.protocol === 'digits'
    ? digitsRequest(prompts.digits, subdimension, task.text)
    : stanceRequest(prompts.stance, subdimension, task.text);
}

/**
 * True if digits are asked for in chat, because the rater does not report probabilities of every token after plain
 * text.
 */
export function asksInWords(capabilities: Capabilities): boolean {
  return !(capabilities.tokenProbabilities === 'full' && capabilities.completion);
}

/** The first request of a task, for its request key. */
export function requestOfTask(
  task: RatingTask,
  rater: Pick<RaterModel, 'capabilities' | 'info'>,
  system: ValueSystem,
  prompts: RaterPrompts,
): Request {
  return asksInWords(rater.capabilities)
    ? chatRequest(task, rater, system, prompts, 0)
    : probabilityRequest(task, system, prompts).request;
}

/**
 * Asks the rater for one task. An answer outside the rubric is asked for again, then recorded as missing with the
 * reason; it is never guessed. Throws EndpointError from the rater, and what an abort throws.
 */
export async function rateTask(
  rater: RaterModel,
  task: RatingTask,
  system: ValueSystem,
  prompts: RaterPrompts,
  options: { signal?: AbortSignal } = {},
): Promise<TaskRating[]> {
  if (asksInWords(rater.capabilities))
    return [await rateInWords(rater, task, system, prompts, options)];
  const { request, candidates } = probabilityRequest(task, system, prompts);
  const { probabilities } = await rater.nextToken(request, candidates, options);
  const raws =
    task.protocol === 'cares-about'
      ? readCaresAbout(system, candidates, probabilities)
      : [task.protocol === 'digits' ? readDigits(probabilities) : readStance(probabilities)];
  return task.subdimensions.map((subdimension, i) =>
    rating(subdimension, raws[i] ?? null, 'the answer does not begin as the protocol asks'),
  );
}

async function rateInWords(
  rater: RaterModel,
  task: RatingTask,
  system: ValueSystem,
  prompts: RaterPrompts,
  options: { signal?: AbortSignal },
): Promise<TaskRating> {
  const subdimension = task.subdimensions[0]!;
  const first = chatRequest(task, rater, system, prompts, 0);
  if (rater.capabilities.tokenProbabilities !== 'none' && !thinks(rater)) {
    const { probabilities } = await rater.nextToken(first, digitsChatCandidates, options);
    const raw = readDigits(probabilities);
    if (raw !== null) return { subdimension, raw };
  }
  let heard = '';
  for (let attempt = 0; attempt < digitAttempts; attempt++) {
    const answer = await rater.ask(chatRequest(task, rater, system, prompts, attempt), options);
    if (answer.finishReason === 'abort') options.signal?.throwIfAborted();
    const raw = readDigitAnswer(answer.text);
    if (raw !== null) return { subdimension, raw };
    heard = answer.text;
  }
  return rating(subdimension, null, `outside the rubric: ${heard.trim().slice(0, 60)}`);
}

function chatRequest(
  task: RatingTask,
  rater: Pick<RaterModel, 'info'>,
  system: ValueSystem,
  prompts: RaterPrompts,
  attempt: number,
): Request {
  const subdimension = find(system, task.subdimensions[0]!);
  const room = thinks(rater) ? 2000 : undefined;
  return digitsChatRequest(prompts.digitsChat, subdimension, task.text, attempt, room);
}

/** A reasoning model spends tokens before its digit. */
function thinks(rater: Pick<RaterModel, 'info'>): boolean {
  return rater.info.tags.training === 'reasoning';
}

function rating(subdimension: string, raw: number | null, why: string): TaskRating {
  return raw === null ? { subdimension, raw, missing: why } : { subdimension, raw };
}

function find(system: ValueSystem, id: string) {
  const found = subdimensionsOf(system).find((one) => one.id === id);
  if (!found) throw new RangeError(`${system.id} has no subdimension ${id}`);
  return found;
}
