/** Slow fits of instruments, stored by the hash of their input. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { hashOf } from '../../asking/identity.ts';
import type { Facts, Instrument } from '../../instruments/contract.ts';
import { keepFile } from './keep-file.ts';

/** The most fits stored in a folder; the newest are kept. */
const mostKept = 10;
const prefix = 'fit.';

export type KeptFit = {
  /** Null if there is no stored fit, it cannot be read, or it has another shape. */
  read(): unknown;
  keep(result: unknown): void;
};

/** `places`: folders that are searched for a stored fit; new ones are stored in the first. */
export function keptFit(
  places: readonly string[],
  { id, version, result }: Instrument,
  facts: Facts,
  settings: unknown,
): KeptFit {
  const name = `${prefix}${id}.${hashOf([id, version, settings, facts]).slice(0, 32)}.json.gz`;
  return {
    read() {
      const file = places.map((folder) => join(folder, name)).find((one) => existsSync(one));
      if (!file) return null;
      try {
        return result.parse(JSON.parse(gunzipSync(readFileSync(file)).toString()));
      } catch {
        // It is fitted again.
        return null;
      }
    },
    keep: (found) => keepFile(places[0]!, name, gzipSync(JSON.stringify(found)), mostKept, prefix),
  };
}
