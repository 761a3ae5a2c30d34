/** Which protocols a judge can follow, and one rating by one judge. The judge is injected; nothing is stored here. */
import type { Answer, Capabilities, NextToken, Request } from '../../models/model.ts';
import type { Prompt } from '../../prompts/template.ts';
import { subdimensionsOf, type ValueSystem } from '../../values/value-system.ts';
import type { Protocol } from '../shared/exam/exam-record.ts';
import { caresAboutRequest, readCaresAbout } from './protocols/cares-about.ts';
import { digitsRequest, readDigits } from './protocols/digits.ts';
import {
  digitAttempts,
  digitsChatCandidates,
  digitsChatRequest,
  readDigitAnswer,
} from './protocols/digits-chat.ts';
import type { Sentence } from './protocols/rating-request.ts';
import { readStance, stanceRequest } from './protocols/stance.ts';

/** The prompts of the protocols: `judge/digits`, `judge/digits-chat`, `judge/cares-about`, `judge/stance`. */
export type JudgePrompts = {
  digits: Prompt;
  digitsChat: Prompt;
  caresAbout: Prompt;
  stance: Prompt;
};

/** What a judge is asked through: the part of a Model that rating needs. */
export type JudgeModel = {
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
  judge: string;
  system: string;
  protocol: Protocol;
  subdimensions: string[];
  /** The completion's identity, or `<anchor set>#<index>` in an exam. */
  completion: string;
  sentence: Sentence;
};

export type TaskRating = { subdimension: string; raw: number | null; missing?: string };

/**
 * The protocols that a judge can follow: all three need the probabilities of any next token after
 * plain text; an endpoint that tells only the most likely tokens, or none, is asked for digits.
 */
export function protocolsOf(capabilities: Capabilities): Protocol[] {
  return capabilities.tokenProbabilities === 'full' && capabilities.completion
    ? ['digits', 'cares-about', 'stance']
    : ['digits'];
}

/** The tasks that rate completions on a system in one protocol, ordered so that neighbours share the longest start. */
export function planRatings(
  judge: string,
  protocol: Protocol,
  system: ValueSystem,
  completions: readonly { id: string; sentence: Sentence }[],
): RatingTask[] {
  const ids = subdimensionsOf(system).map((one) => one.id);
  const base = { judge, protocol, system: system.id };
  if (protocol === 'cares-about')
    return completions.map(({ id, sentence }) => ({
      ...base,
      subdimensions: ids,
      completion: id,
      sentence,
    }));
  return ids.flatMap((subdimension) =>
    completions.map(({ id, sentence }) => ({
      ...base,
      subdimensions: [subdimension],
      completion: id,
      sentence,
    })),
  );
}

/**
 * The next-token request of a task, for judges that tell token probabilities of every token.
 */
function probabilityRequest(
  task: RatingTask,
  system: ValueSystem,
  prompts: JudgePrompts,
): { request: Request; candidates: string[] } {
  if (task.protocol === 'cares-about')
    return caresAboutRequest(prompts.caresAbout, [system], task.sentence);
  const subdimension = find(system, task.subdimensions[0]!);
  return task.protocol === 'digits'
    ? digitsRequest(prompts.digits, subdimension, task.sentence)
    : stanceRequest(prompts.stance, subdimension, task.sentence);
}

/** True where digits are asked for in chat: the judge tells no probabilities after plain text, or not of every token. */
export function asksInWords(capabilities: Capabilities): boolean {
  return !(capabilities.tokenProbabilities === 'full' && capabilities.completion);
}

/** The request of a task, for its request key: what is sent first. */
export function requestOfTask(
  task: RatingTask,
  judge: Pick<JudgeModel, 'capabilities' | 'info'>,
  system: ValueSystem,
  prompts: JudgePrompts,
): Request {
  return asksInWords(judge.capabilities)
    ? chatRequest(task, judge, system, prompts, 0)
    : probabilityRequest(task, system, prompts).request;
}

/**
 * Asks the judge for one task. Answers outside the rubric are asked again, then missing, with the
 * reason; never guessed. Throws EndpointError from the judge, and what an abort throws.
 */
export async function rateTask(
  judge: JudgeModel,
  task: RatingTask,
  system: ValueSystem,
  prompts: JudgePrompts,
  options: { signal?: AbortSignal } = {},
): Promise<TaskRating[]> {
  if (asksInWords(judge.capabilities))
    return [await rateInWords(judge, task, system, prompts, options)];
  const { request, candidates } = probabilityRequest(task, system, prompts);
  const { probabilities } = await judge.nextToken(request, candidates, options);
  const raws =
    task.protocol === 'cares-about'
      ? readCaresAbout(system, candidates, probabilities)
      : [task.protocol === 'digits' ? readDigits(probabilities) : readStance(probabilities)];
  return task.subdimensions.map((subdimension, i) =>
    rating(subdimension, raws[i] ?? null, 'the answer does not begin as the protocol asks'),
  );
}

async function rateInWords(
  judge: JudgeModel,
  task: RatingTask,
  system: ValueSystem,
  prompts: JudgePrompts,
  options: { signal?: AbortSignal },
): Promise<TaskRating> {
  const subdimension = task.subdimensions[0]!;
  const first = chatRequest(task, judge, system, prompts, 0);
  if (judge.capabilities.tokenProbabilities !== 'none' && !thinks(judge)) {
    const { probabilities } = await judge.nextToken(first, digitsChatCandidates, options);
    const raw = readDigits(probabilities);
    if (raw !== null) return { subdimension, raw };
  }
  let heard = '';
  for (let attempt = 0; attempt < digitAttempts; attempt++) {
    const answer = await judge.ask(chatRequest(task, judge, system, prompts, attempt), options);
    if (answer.finishReason === 'abort') options.signal?.throwIfAborted();
    const raw = readDigitAnswer(answer.text);
    if (raw !== null) return { subdimension, raw };
    heard = answer.text;
  }
  return rating(subdimension, null, `outside the rubric: ${heard.trim().slice(0, 60)}`);
}

function chatRequest(
  task: RatingTask,
  judge: Pick<JudgeModel, 'info'>,
  system: ValueSystem,
  prompts: JudgePrompts,
  attempt: number,
): Request {
  const subdimension = find(system, task.subdimensions[0]!);
  const room = thinks(judge) ? 2000 : undefined;
  return digitsChatRequest(prompts.digitsChat, subdimension, task.sentence, attempt, room);
}

/** A reasoning model spends tokens before its digit. */
function thinks(judge: Pick<JudgeModel, 'info'>): boolean {
  return judge.info.tags.training === 'reasoning';
}

function rating(subdimension: string, raw: number | null, why: string): TaskRating {
  return raw === null ? { subdimension, raw, missing: why } : { subdimension, raw };
}

function find(system: ValueSystem, id: string) {
  const found = subdimensionsOf(system).find((one) => one.id === id);
  if (!found) throw new RangeError(`${system.id} has no subdimension ${id}`);
  return found;
}
