/** A simulated model under one setting: its scores, what it names, and how it ends a sentence. */

import type { Message, Request, Sampling } from '../model.ts';
import { clauseFor } from './expressions.ts';
import { type Chance, chanceFor, hashText, shuffled } from './random.ts';
import { speakRefusal, speakValues, tokensOf } from './speech.ts';
import { type Dimension, dimensions, type Subdimension, subdimensions } from './vocabulary.ts';
import type { PlantedModel, World } from './world.ts';

/** Where a sentence to be completed is read from; `stem` is null for an elicitation prompt. */
type Question = { prompt: string; stem: string | null; oneLine: boolean; persona: string };

/** Reads from a request what is asked: a stem to complete, or a question about values. */
function readQuestion(request: Request): Question {
  if (request.kind === 'completion') {
    const lines = request.prompt.trimEnd().split('\n');
    const last = lines.at(-1) ?? '';
    const answerLabel = /^\s*(?:[A-Z][\w ]{0,20}):\s*$/;
    if (answerLabel.test(last))
      return { prompt: unlabelled(lines.at(-2) ?? ''), stem: null, oneLine: true, persona: '' };
    const stem = unlabelled(last);
    return { prompt: stem, stem, oneLine: true, persona: '' };
  }
  const persona = textOf(request.messages, 'system');
  const prompt = lastUser(request.messages);
  if (request.prefill?.trim())
    return { prompt, stem: request.prefill.trim(), oneLine: false, persona };
  const asksEnding = /\b(?:complete|finish|continue|end|go on with)\b[^.?!]*\bsentence\b/i;
  if (!asksEnding.test(prompt)) return { prompt, stem: null, oneLine: false, persona };
  const quoted = [...prompt.matchAll(/["“]([^"”]{4,})["”]/g)].at(-1)?.[1];
  const lines = prompt.split('\n').filter((line) => line.trim() !== '');
  const stem = (quoted ?? lines.at(-1) ?? prompt).replace(/(?:…|\.\.\.|_+)\s*$/, '').trim();
  return { prompt, stem, oneLine: false, persona };
}

/** Without a label ("Question:") or a number at its start. */
function unlabelled(line: string): string {
  return line.replace(/^\s*(?:[A-Z][\w ]{0,20}:|\d+[.)])\s+(?=\S)/, '').trim();
}

function textOf(messages: readonly Message[], role: Message['role']): string {
  return messages
    .filter((message) => message.role === role)
    .map((message) => message.content)
    .join('\n');
}

function lastUser(messages: readonly Message[]): string {
  return messages.findLast((message) => message.role === 'user')?.content ?? '';
}

/** What does not depend on the prompt: a model's planted scores, shifted by its setting. */
type Respondent = {
  key: string;
  /** Probability-free part of each cluster's log-odds. */
  logOdds: readonly number[];
  /** For completions. */
  subdimensions: Readonly<Record<Subdimension, number>>;
};

export type Speaker = (request: Request) => string;

/** Clauses that a completion may hold at most, so that it stays one sentence. */
const mostClauses = 5;

/** The voice of one planted model. The same request gives the same text. */
export function speakerFor(world: World, model: PlantedModel): Speaker {
  const respondents = new Map<string, Respondent>();
  const promptEffects = new Map<string, readonly number[]>();
  const preferred = world.clusters.map((cluster) => {
    const chance = chanceFor(`taste|${world.options.seed}|${model.id}|${cluster.name}`);
    return cluster.words.map(() => 0.4 + chance.uniform());
  });

  const respondentAt = (sampling: Sampling, persona: string): Respondent => {
    const key = `${model.id}|${sampling.temperature}|${sampling.topP}|${persona}`;
    const known = respondents.get(key);
    if (known) return known;
    const made = settleRespondent(world, model, key);
    respondents.set(key, made);
    return made;
  };

  const effectsOf = (prompt: string): readonly number[] => {
    const known = promptEffects.get(prompt);
    if (known) return known;
    const chance = chanceFor(`prompt|${world.options.seed}|${prompt}`);
    const made = world.clusters.map(() => 0.3 * chance.normal());
    promptEffects.set(prompt, made);
    return made;
  };

  return (request) => {
    const question = readQuestion(request);
    const { sampling } = request;
    const respondent = respondentAt(sampling, question.persona);
    // Greedy decoding knows no seed.
    const seed = sampling.temperature === 0 ? 'greedy' : (sampling.seed ?? 0);
    const asked = hashText(`${request.kind}|${question.prompt}|${question.stem ?? ''}`);
    const chance = chanceFor(`${world.options.seed}|${respondent.key}|${asked}|${seed}`);
    if (question.stem !== null)
      return completeStem(question.stem, respondent, sampling.maxTokens, chance);
    if (chance.uniform() < model.refusalRate) return speakRefusal(chance);
    const shifts = effectsOf(question.prompt);
    const named: string[] = [];
    for (const [i, cluster] of world.clusters.entries()) {
      const odds = Math.exp(-((respondent.logOdds[i] as number) + (shifts[i] as number)));
      if (chance.uniform() >= 1 / (1 + odds)) continue;
      const first = pick(preferred[i] as number[], chance);
      named.push(cluster.words[first] as string);
      // A wordy model names a second word for the same thing more often.
      const second = 0.06 + 0.06 * Math.max(-1, Math.min(2, model.wordiness));
      if (chance.uniform() < second)
        named.push(cluster.words[(first + 1) % cluster.words.length] as string);
    }
    const { wordiness } = model;
    const { prompt, oneLine } = question;
    return speakValues(
      named,
      { prompt, oneLine, wordiness, maxTokens: sampling.maxTokens },
      chance,
    );
  };
}

function settleRespondent(world: World, model: PlantedModel, key: string): Respondent {
  const chance = chanceFor(`setting|${world.options.seed}|${key}`);
  const shift = {} as Record<Dimension, number>;
  for (const dimension of dimensions)
    shift[dimension] = world.options.settingDeviation * chance.normal();
  const logOdds = world.clusters.map((cluster, i) => {
    const d = dimensions.indexOf(cluster.dimension);
    const slope = world.loadings[i]?.[d] ?? 0;
    const score = model.subdimensionScores[cluster.subdimension] + shift[cluster.dimension];
    return (world.base[i] ?? 0) + slope * score + world.options.wordiness * model.wordiness;
  });
  const scores = {} as Record<Subdimension, number>;
  for (const [s, subdimension] of subdimensions.entries()) {
    const dimension = dimensions[Math.floor(s / 2)] as Dimension;
    scores[subdimension] = model.subdimensionScores[subdimension] + 0.5 * shift[dimension];
  }
  return { key, logOdds, subdimensions: scores };
}

function pick(weights: readonly number[], chance: Chance): number {
  let left = chance.uniform() * weights.reduce((sum, w) => sum + w, 0);
  for (const [i, weight] of weights.entries()) {
    left -= weight;
    if (left < 0) return i;
  }
  return weights.length - 1;
}

/**
 * The ending of a sentence: one clause of the graded bank for each subdimension that comes to
 * mind, likelier and stronger with its planted score. A stem is easier for some subdimensions than
 * for others, the same for all models.
 */
function completeStem(
  stem: string,
  respondent: Respondent,
  maxTokens: number,
  chance: Chance,
): string {
  const clauses: string[] = [];
  const difficulty = chanceFor(`stem|${stem}`);
  for (const subdimension of subdimensions) {
    const score = respondent.subdimensions[subdimension] + 0.3 * difficulty.normal();
    const grade = Math.round(3.2 + 1.2 * score + 0.6 * chance.normal());
    const comes = chance.uniform() < 1 / (1 + Math.exp(-(1.1 + 0.8 * score)));
    const frame = chance.below(3);
    const object = chance.below(5);
    if (comes) clauses.push(clauseFor(subdimension, grade, frame, object));
  }
  const subject = /(?:^|\s)(?:I|I would|I will|I'd|I'll|to)$/.test(stem)
    ? ''
    : /\b(?:is|are|was)$/.test(stem)
      ? 'that I '
      : 'I ';
  const chosen = shuffled(clauses, chance).slice(0, mostClauses);
  const textOfAll = (): string =>
    chosen.length === 0
      ? `${subject}could not say`
      : `${subject}${chosen.length > 1 ? `${chosen.slice(0, -1).join(', ')}, and ` : ''}${chosen.at(-1)}`;
  while (chosen.length > 1 && tokensOf(textOfAll()).length >= maxTokens) chosen.pop();
  return `${textOfAll()}.`;
}
