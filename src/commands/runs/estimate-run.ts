/** Requests, time, and cost of a study, before anything is asked. */

import { settingsAsked } from '../../asking/respondents.ts';
import type { Outside } from '../../environment.ts';
import { explainOnOneLine, UserError } from '../../errors.ts';
import type { Instrument, Planned } from '../../instruments/contract.ts';
import { catalogue } from '../../models/local/catalogue.ts';
import type { ModelInfo } from '../../models/model.ts';
import { isSimulatedModel } from '../../models/simulated/is-simulated-model.ts';
import { forecastOf } from '../../run/instruments/forecast.ts';
import {
  inEveryStudy,
  optionalIn,
  ownRegistry,
  settingsOf,
} from '../../run/instruments/registry.ts';
import { plannedIn } from '../../run/planned.ts';
import type { AskedInstrument } from '../../run/session.ts';
import { mixtureIn } from '../../run/start-run.ts';
import type { Study } from '../../run/study.ts';
import type { RunEstimate } from '../../ui/interface-options.ts';
import { namedSystems } from '../../values/named-systems.ts';
import { subdimensionsOf, type ValueSystem } from '../../values/value-system.ts';

/** Tokens of a typical request and a typical answer, for the forecast. */
const asked = { response: 80, rating: 220 };
const ratingTokens = 3;
const secondsPerLocalAnswer = 1.6;
const secondsPerRemoteAnswer = 2.5;
const remoteAtOnce = 4;
/** A local judge reads all values of a completion at once. */
const secondsPerLocalCompletion = 0.35;

/** Seconds per request of a model before it was asked anything: a guess. */
function secondsPerRequest(name: string): number {
  if (isSimulatedModel(name)) return 0;
  return name.startsWith('local:') ? secondsPerLocalAnswer : secondsPerRemoteAnswer / remoteAtOnce;
}

/** What one model is asked, and what it takes. */
type Load = Omit<Planned, 'model'> & { name: string };

/** The parts add up to `requests`; ratings are counted beside them, since a local judge gives several at once. */
export function estimateRun(
  study: Study,
  models: readonly ModelInfo[],
  outside: Pick<Outside, 'prompts' | 'instruments'>,
  /** Instruments of an open run: they keep the items that they began with. */
  run: readonly AskedInstrument[] = [],
): RunEstimate {
  const respondents = study.models.reduce(
    (sum, model) => sum + settingsAsked(model, study.settings).length,
    0,
  );
  const itemsOf = (id: string) => run.find(({ instrument }) => instrument.id === id)?.items;
  const tests = instrumentsOf(inEveryStudy, study, models, outside, itemsOf);
  const completions = countOf(tests);
  const { systems, faults: unread } = systemsOf(study);
  const mixture = mixtureIn(study);
  const faults = mixture === null ? unread : [...unread, mixture];
  const values = systems.reduce((sum, system) => sum + subdimensionsOf(system).length, 0);
  const ratings = completions * values * study.test.judges.length;
  const others = instrumentsOf(
    optionalIn(outside.instruments ?? ownRegistry).filter(({ id }) => id in study.instruments),
    ...([study, models, outside, itemsOf] as const),
  );
  const judging = study.test.judges.map((name) => judgeLoad(name, completions, values));
  const loads = [
    ...study.models.map((model) => elicitationLoad(study, model)),
    ...[...tests, ...others].flatMap(({ loads }) => loads),
    ...judging.filter((load) => isRemote(load.name)),
  ];
  const needed = new Set(loads.map(({ name }) => name).concat(study.test.judges));
  const sum = (of: (load: Load) => number) => loads.reduce((all, load) => all + of(load), 0);
  return {
    respondents,
    prompts: study.prompts.length,
    parts: [
      { what: 'answer', count: plannedIn(study).answers },
      { what: 'completion', count: completions },
      ...others.map((one) => ({ what: `${one.id} request`, count: countOf([one]) })),
      { what: 'rating', count: ratings },
    ],
    requests: sum(({ requests }) => requests),
    tokens: Math.round(sum(({ tokensIn, tokensOut }) => tokensIn + tokensOut)),
    dollars: dollarsOf(loads, models),
    seconds:
      study.models.length > 0
        ? longestLane(loads) +
          judging
            .filter(({ name }) => name.startsWith('local:'))
            .reduce((all) => all + completions * systems.length * secondsPerLocalCompletion, 0)
        : null,
    fetch: catalogue
      .filter((model) => needed.has(`local:${model.id}`))
      .filter((model) => models.some((info) => info.name === `local:${model.id}` && !info.ready))
      .reduce((all, model) => all + model.bytes, 0),
    warnings: [...faults, ...warningsOf(study, models)],
    fault: faults[0] ?? null,
  };
}

/** The value systems of a study, and why others cannot be read: these are not counted. */
function systemsOf({ test }: Study): { systems: ValueSystem[]; faults: string[] } {
  const faults: string[] = [];
  const systems = test.systems.flatMap((name) => {
    try {
      return namedSystems([name], null);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      faults.push(explainOnOneLine(error));
      return [];
    }
  });
  return { systems, faults };
}

const isRemote = (name: string) => !name.startsWith('local:') && !isSimulatedModel(name);

function elicitationLoad(study: Study, model: Study['models'][number]): Load {
  const settings = settingsAsked(model, study.settings).length;
  const requests = settings * study.prompts.length * study.repeats;
  return {
    ...{ name: model.id, requests },
    tokensIn: requests * asked.response,
    tokensOut: requests * study.maxTokens.chat * 0.7,
  };
}

/** A judge at an endpoint is asked once a value. */
function judgeLoad(name: string, completions: number, values: number): Load {
  const requests = completions * values;
  return {
    ...{ name, requests },
    tokensIn: requests * asked.rating,
    tokensOut: requests * ratingTokens,
  };
}

type Forecast = { id: string; loads: Load[] };

const countOf = (forecasts: readonly Forecast[]): number =>
  forecasts.reduce((sum, { loads }) => loads.reduce((all, { requests }) => all + requests, sum), 0);

/** What these instruments ask the models of a study. */
function instrumentsOf(
  instruments: readonly Instrument[],
  study: Study,
  models: readonly ModelInfo[],
  { prompts }: Pick<Outside, 'prompts'>,
  itemsOf: (id: string) => unknown,
): Forecast[] {
  // Endpoints take chats only; models of this machine continue any text.
  const plainToo = new Set(
    models
      .filter(({ name, form }) => form !== 'completion' && !isRemote(name))
      .map(({ name }) => name),
  );
  return instruments.map((instrument) => {
    const given = (study as unknown as Record<string, unknown>)[instrument.studyKey ?? ''];
    const settings = settingsOf(instrument, given ?? study.instruments[instrument.id], 'the study');
    const planned = forecastOf(instrument, settings, study, prompts, {
      items: itemsOf(instrument.id),
      plainToo,
    });
    const loads = planned.map(({ model, ...load }) => ({ name: model, ...load }));
    return { id: instrument.id, loads };
  });
}

/** Null where a model that is paid for has no known price. */
function dollarsOf(loads: readonly Load[], models: readonly ModelInfo[]): number | null {
  let dollars = 0;
  for (const { name, tokensIn, tokensOut, here } of loads) {
    if (here) continue;
    const price = models.find((info) => info.name === name)?.price;
    if (!price) return null;
    dollars += (tokensIn * price.prompt + tokensOut * price.completion) / 1e6;
  }
  return dollars;
}

/** Models answer side by side, and each its own requests one after another. */
function longestLane(loads: readonly Load[]): number {
  const lanes = new Map<string, number>();
  for (const { name, requests, here } of loads) {
    const seconds = requests * (here?.seconds ?? secondsPerRequest(name));
    lanes.set(name, (lanes.get(name) ?? 0) + seconds);
  }
  return Math.max(...lanes.values());
}

function warningsOf(study: Study, models: readonly ModelInfo[]): string[] {
  const training = study.models.map(
    ({ id, tags }) => tags?.training ?? models.find((info) => info.name === id)?.tags.training,
  );
  const warnings: string[] = [];
  const count = study.models.length;
  if (count < 5)
    warnings.push(`${count} model${count === 1 ? '' : 's'} cannot carry a structure: a sketch`);
  if (count > 1 && !training.includes('base'))
    warnings.push('no base model: training cannot be compared');
  if (study.test.systems.includes('own'))
    warnings.push('the own system is rated once the factors are known: not counted');
  if (study.test.judges.length < 2) warnings.push('one judge: judges cannot be compared');
  return warnings;
}
