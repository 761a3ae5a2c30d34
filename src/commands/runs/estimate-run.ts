/** Requests, time, and cost of a study, before anything is asked. */
import { catalogue } from '../../models/local/catalogue.ts';
import type { ModelInfo } from '../../models/model.ts';
import type { Study } from '../../run/study.ts';
import type { RunEstimate } from '../../ui/interface-options.ts';

/** Tokens of a typical request and a typical answer, for the forecast. */
const promptTokens = { response: 80, completion: 120 };
const secondsPerLocalAnswer = 1.6;
const secondsPerRemoteAnswer = 2.5;
const remoteAtOnce = 4;
const secondsPerLocalRating = 0.35;

/** Seconds per request of a model before it was asked anything: a guess. */
function secondsPerRequest(name: string): number {
  if (name.startsWith('sim:')) return 0;
  return name.startsWith('local:') ? secondsPerLocalAnswer : secondsPerRemoteAnswer / remoteAtOnce;
}

export function estimateRun(study: Study, models: readonly ModelInfo[]): RunEstimate {
  const infos = study.models.map((model) => models.find((info) => info.name === model.id) ?? null);
  const respondents = study.models.length * study.settings.length;
  const perModel = {
    responses: study.settings.length * study.prompts.length * study.repeats,
    completions: study.test.stems.length * study.test.repeats,
  };
  const answers = perModel.responses + perModel.completions;
  const answerTokens = perModel.responses * study.maxTokens.chat * 0.7 + perModel.completions * 25;
  const askedTokens =
    perModel.responses * promptTokens.response + perModel.completions * promptTokens.completion;
  const known = infos.every((info) => info?.price);
  const dollars = known
    ? infos.reduce(
        (sum, info) =>
          sum + (askedTokens * info!.price!.prompt + answerTokens * info!.price!.completion) / 1e6,
        0,
      )
    : null;
  const perLane = infos.map((info) => answers * secondsPerRequest(info?.name ?? ''));
  const localRatings = study.test.judges.filter((judge) => judge.startsWith('local:')).length;
  const rating =
    localRatings *
    study.models.length *
    perModel.completions *
    study.test.systems.length *
    secondsPerLocalRating;
  const needed = new Set([...study.models.map((model) => model.id), ...study.test.judges]);
  return {
    respondents,
    prompts: study.prompts.length,
    requests: answers * study.models.length,
    tokens: Math.round((askedTokens + answerTokens) * study.models.length),
    dollars,
    seconds: study.models.length > 0 ? Math.max(...perLane) + rating : null,
    fetch: catalogue
      .filter((model) => needed.has(`local:${model.id}`))
      .filter((model) => models.some((info) => info.name === `local:${model.id}` && !info.ready))
      .reduce((sum, model) => sum + model.bytes, 0),
    warnings: warningsOf(infos, study),
  };
}

function warningsOf(infos: readonly (ModelInfo | null)[], study: Study): string[] {
  const training = infos.map((info) => info?.tags.training);
  const warnings: string[] = [];
  if (infos.length < 5) warnings.push(`${infos.length} models cannot carry a structure: a sketch`);
  if (infos.length > 1 && !training.includes('base'))
    warnings.push('no base model: training cannot be compared');
  if (study.test.judges.length < 2) warnings.push('one judge: judges cannot be compared');
  return warnings;
}
