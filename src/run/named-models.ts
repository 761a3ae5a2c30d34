/** The models that a study names, and whether they can do their part in it. */

import { formOf } from '../asking/ask.ts';
import { shardOf } from '../asking/shard.ts';
import { EndpointError, UserError } from '../errors.ts';
import type { Model, ModelInfo } from '../models/model.ts';
import { openingPolicy, withRetries } from '../models/retry.ts';
import type { RunEnvironment } from './environment.ts';
import { inEveryStudy } from './instruments/registry.ts';
import { ratersOfInstruments } from './raters.ts';
import type { Study } from './study.ts';

export type NamedModel = {
  name: string;
  /** The field of the study that names it. */
  field:
    | 'models'
    | 'test.judges'
    | 'instruments'
    | 'extraction.model'
    | 'clusters.naming'
    | 'clusters.embedding';
};

/** Every model that a run of this study, or this part of it, asks, in the order of the stages. */
export function modelsOf(study: Study): NamedModel[] {
  const { extraction, clusters, test, models, shard } = study;
  const mine = shardOf(study);
  const named = (field: NamedModel['field'], names: readonly (string | null)[]) =>
    names.flatMap((name): NamedModel[] => (name === null ? [] : [{ name, field }]));
  return [
    ...named('models', models.map((model) => model.id).filter(mine.hasModel)),
    ...named('extraction.model', [extraction.model]),
    // Requests and results that need all parts are left to the merged run.
    ...(shard === undefined
      ? [
          ...named('clusters.embedding', [
            ['use-lite', 'auto'].includes(clusters.embedding) ? null : clusters.embedding,
          ]),
          ...named('clusters.naming', [clusters.naming]),
          ...named('test.judges', test.judges),
          ...named('instruments', ratersOfInstruments(study)),
        ]
      : []),
  ];
}

/** The models of `study` that `old` does not name in the same field. */
export function newModelsOf(study: Study, old: Study): NamedModel[] {
  const had = new Set(modelsOf(old).map(({ name, field }) => `${field} ${name}`));
  return modelsOf(study).filter(({ name, field }) => !had.has(`${field} ${name}`));
}

/** Models in this process and on its disk: nobody is waited for. */
const isHere = (name: string): boolean => /^(?:local|sim):/.test(name);

/** Milliseconds that an endpoint elsewhere may take to list its models. */
const patience = 5000;

/**
 * Throws if a name is certainly wrong: an endpoint that does not exist, a model that its endpoint does not have
 * (with the nearest names), one that only embeds. An endpoint that does not answer now may do so later, so its
 * names are accepted; with `mustAnswer` its error is thrown. With `needsKey`, a missing or refused key is an
 * error. `find` is that of the outside.
 */
export async function refuseUnknownModels(
  study: Study,
  named: readonly NamedModel[],
  find: (name: string, study: Study) => Promise<ModelInfo | null>,
  { mustAnswer = false, needsKey = false }: { mustAnswer?: boolean; needsKey?: boolean } = {},
): Promise<void> {
  const found = new Map<string, Promise<Found>>();
  for (const { name } of named)
    if (!found.has(name)) found.set(name, withinPatience(name, find(name, study)));
  for (const one of named) {
    const { info, fault } = await found.get(one.name)!;
    const isRefused = mustAnswer || (needsKey && isAboutKey(fault)) || isCertain(one.name, fault);
    if (fault !== undefined && isRefused) throw withField(fault, one);
    if (info) refuseEmbedder(study, one, info);
  }
}

type Found = { info?: ModelInfo | null; fault?: unknown };

function withinPatience(name: string, finding: Promise<ModelInfo | null>): Promise<Found> {
  const settled = finding.then(
    (info) => ({ info }),
    (fault: unknown) => ({ fault }),
  );
  // A busy machine may take long to look through its own files.
  if (isHere(name)) return settled;
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      const endpoint = name.slice(0, name.indexOf(':'));
      const fault = new EndpointError(
        'timeout',
        `${endpoint} did not say within ${patience / 1000} s which models it has`,
        { hint: 'Is it reachable? Try again once it answers.' },
      );
      resolve({ fault });
    }, patience);
    void settled.then(resolve).finally(() => clearTimeout(timer));
  });
}

function isAboutKey(fault: unknown): boolean {
  return fault instanceof EndpointError && fault.fault === 'auth';
}

/** Whether the error would remain after a wait. */
function isCertain(name: string, fault: unknown): boolean {
  if (!(fault instanceof EndpointError)) return true;
  return fault.fault === 'missing' || isHere(name);
}

/** The same error, with the field of the study that names the model. */
function withField(error: unknown, { name, field }: NamedModel): unknown {
  const where = `${field}: ${name}`;
  if (error instanceof UserError) {
    const { message, hint, exit, cause } = error;
    return new UserError(message, { where, exit, cause, ...(hint === undefined ? {} : { hint }) });
  }
  if (!(error instanceof EndpointError) || error.fault !== 'missing') return error;
  const { message, hint, fault, cause } = error;
  return new EndpointError(fault, message, {
    where,
    cause,
    ...(hint === undefined ? {} : { hint }),
  });
}

function refuseEmbedder(study: Study, { name, field }: NamedModel, info: ModelInfo): void {
  if (field === 'clusters.embedding') return;
  // Tags that somebody has set override what the name suggests.
  const own = study.models.find((model) => model.id === name)?.tags?.training;
  if ((own ?? info.tags.training) !== 'embedding') return;
  throw new UserError(`${name} is a model for embeddings: it answers nothing.`, {
    where: `${field}: ${name}`,
    hint: 'Name a model that writes text, or set its tags if it does.',
  });
}

/**
 * Opens every model of a study as its run will, tests its capabilities, and closes it again. Throws why one
 * cannot be opened (no key, no answer, no such model), and UserError if it cannot be asked in its form, or as
 * a rater.
 */
export async function tryModels(study: Study, environment: RunEnvironment): Promise<void> {
  const opened = new Map<string, Promise<Model>>();
  const named = modelsOf(study).filter(({ field }) => field !== 'clusters.embedding');
  for (const { name } of named)
    if (!opened.has(name))
      opened.set(
        name,
        withRetries(() => environment.openModel(name, study), {
          policy: openingPolicy,
          random: environment.random,
          ...(environment.wait && { wait: environment.wait }),
        }),
      );
  const models = await Promise.allSettled(opened.values());
  try {
    for (const one of named) refuseInability(study, one, await opened.get(one.name)!);
  } finally {
    for (const model of models) if (model.status === 'fulfilled') await model.value.close();
  }
}

/** Throws UserError if the model cannot be asked as in the study. */
function refuseInability(study: Study, { name, field }: NamedModel, model: Model): void {
  refuseEmbedder(study, { name, field }, model.info);
  const { chat, completion, prefill } = model.capabilities;
  const refuse = (what: string, hint: string): never => {
    throw new UserError(`${name} ${what}.`, { where: `${field}: ${name}`, hint });
  };
  const entry = study.models.find((one) => one.id === name);
  if (field === 'models' && entry) {
    const form = formOf(entry, model);
    if (form === 'completion' && !completion)
      refuse(
        'takes no plain text to continue, which is how a base model is asked',
        'Serve it where there is /completions, or check one that is trained to chat.',
      );
    if (form !== 'completion' && !chat)
      refuse('takes no chat', 'Set its form to completion in the study, if it takes plain text.');
    if (form === 'chat-prefill' && !prefill)
      refuse('cannot continue a begun turn', 'Set its form to chat in the study.');
  }
  if (field !== 'test.judges') return;
  for (const { raterNeeds } of inEveryStudy) {
    const lacks = raterNeeds?.(model.capabilities) ?? null;
    if (lacks !== null) refuse(`cannot judge: ${lacks}`, 'Name another judge.');
  }
}
