/**
 * The last results of a run, so that its screens are complete at once when it is opened again. Only results
 * of the same build are used; others are computed again and replaced. They are stored outside the run
 * folder, so that a folder from elsewhere cannot bring results that do not follow from its facts.
 */
import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { hashOf } from '../../asking/identity.ts';
import { curatorFile } from '../curators.ts';
import type { RunFolder } from '../run-folder.ts';
import type { Results } from '../state.ts';
import { keepFile } from './keep-file.ts';

const facts = ['responses', 'extractions', 'names', 'curation'] as const;

/** Raised when the shape of results changes. */
const shape = 12;

/** The most stored snapshots; the newest are kept. */
const mostKept = 20;

/**
 * SHA-256 over the program (its version, and its build where it has one), the study without its name, and the
 * bytes of every log of facts: two folders with the same key have the same results.
 */
export function snapshotKey(run: RunFolder, program: string): string {
  const items = run.instruments().map((one) => one.items()?.hash ?? null);
  const hash = createHash('sha256').update(
    hashOf([program, shape, { ...run.study, name: '' }, items]),
  );
  const chunk = Buffer.alloc(1 << 20);
  const own = run
    .instruments()
    .flatMap((one) =>
      [...one.logs].map(([log, { file }]) => [`${one.instrument.id}/${log}`, file] as const),
    );
  const seconds = run
    .seconds()
    .map(({ name }) => [`second/${name}`, curatorFile(run.folder, name)] as const);
  const first = facts.map((name) => [name, run[name].file] as const);
  for (const [log, file] of [...first, ...seconds, ...own]) {
    hash.update(`\n${log}\n`);
    if (!existsSync(file)) continue;
    const handle = openSync(file, 'r');
    try {
      for (let count = readSync(handle, chunk); count > 0; count = readSync(handle, chunk))
        hash.update(chunk.subarray(0, count));
    } finally {
      closeSync(handle);
    }
  }
  return hash.digest('hex').slice(0, 32);
}

/** The snapshot in `folder`; null if there is none or it cannot be read. */
export function readSnapshot(folder: string, key: string): Results | null {
  const file = join(folder, `results.${key}.json.gz`);
  if (!existsSync(file)) return null;
  try {
    return JSON.parse(gunzipSync(readFileSync(file)).toString(), unpack) as Results;
  } catch {
    // If the snapshot is broken, the results are computed.
    return null;
  }
}

/** Keeps the snapshot, and drops the oldest beyond a few. */
export function writeSnapshot(folder: string, key: string, results: Results): void {
  const name = `results.${key}.json.gz`;
  if (existsSync(join(folder, name))) return;
  keepFile(folder, name, gzipSync(JSON.stringify(results, pack)), mostKept, 'results.');
}

/** Columns that results hold, by the name of their kind. */
const columnKinds = { Float32Array, Uint32Array, Uint8Array } as const;

/** Packs values that JSON lacks: columns of numbers, sets, and numbers that are not finite. */
function pack(_key: string, value: unknown): unknown {
  if (ArrayBuffer.isView(value)) {
    const { buffer, byteOffset, byteLength } = value;
    const bytes = Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);
    return { $column: value.constructor.name, bytes: bytes.toString('base64') };
  }
  if (value instanceof Set) return { $set: [...value] };
  if (typeof value === 'number' && !Number.isFinite(value)) return { $number: String(value) };
  return value;
}

function unpack(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('$column' in value && 'bytes' in value) {
    const kind = columnKinds[value.$column as keyof typeof columnKinds];
    // A copy, since positions in the pool of buffers may not be aligned to four bytes.
    return new kind(new Uint8Array(Buffer.from(String(value.bytes), 'base64')).buffer);
  }
  if ('$set' in value && Array.isArray(value.$set)) return new Set(value.$set);
  if ('$number' in value) return Number(value.$number);
  return value;
}
