/** Downloads one file of known length and hash; what broke off is continued. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { EndpointError } from '../../errors.ts';
import { makeFolder } from '../../make-folder.ts';

/** Seconds without a new byte after which a download counts as broken off. */
const patience = 30;

export type DownloadOptions = {
  url: string;
  target: string;
  bytes: number;
  /** Hex. */
  sha256: string;
  /** For the address that is asked, not for one that it leads to. */
  token?: string | undefined;
  signal?: AbortSignal | undefined;
  onBytes?: (bytes: number) => void;
};

/**
 * Fetches `url` into `target`; a file that is there already is checked, or continued. Throws
 * EndpointError 'network' when it does not come (what came stays), 'malformed' when length or hash
 * differ (it is removed then). After an abort the signal's reason is thrown.
 */
export async function downloadFile(options: DownloadOptions): Promise<void> {
  const { url, target, bytes, sha256, token, signal, onBytes } = options;
  makeFolder(path.dirname(target));
  const there = (await stat(target).catch(() => null))?.size ?? 0;
  let done = there <= bytes ? there : 0;
  if (done < bytes) {
    const stalled = new AbortController();
    const stall = () => stalled.abort();
    let timer = setTimeout(stall, 1000 * patience);
    try {
      const response = await fetch(url, {
        headers: {
          ...(done > 0 ? { range: `bytes=${done}-` } : {}),
          ...(token ? { authorization: `Bearer ${token}` } : {}),
        },
        signal: signal ? AbortSignal.any([signal, stalled.signal]) : stalled.signal,
      });
      if (!response.ok || !response.body) throw new Error(`status ${response.status}`);
      // A server that knows no ranges sends the whole.
      if (response.status !== 206) done = 0;
      const file = await open(target, done > 0 ? 'a' : 'w');
      try {
        for await (const piece of response.body) {
          done += piece.length;
          if (done > bytes) break;
          await file.writeFile(piece);
          onBytes?.(done);
          clearTimeout(timer);
          timer = setTimeout(stall, 1000 * patience);
        }
      } finally {
        await file.close();
      }
    } catch (cause) {
      signal?.throwIfAborted();
      if ((cause as NodeJS.ErrnoException).code === 'ENOSPC') throw cause;
      throw brokenOff(url, cause);
    } finally {
      clearTimeout(timer);
    }
    if (done < bytes) throw brokenOff(url, new Error(`${done} of ${bytes} bytes came`));
  }
  const found = done > bytes ? 'more than was expected' : await hashOf(target, signal);
  if (found === sha256) return;
  await rm(target, { force: true });
  throw new EndpointError('malformed', `What was downloaded is not ${path.basename(target)}`, {
    where: url,
    hint: `SHA-256 ${found} instead of ${sha256}. It was removed; try again.`,
  });
}

function brokenOff(url: string, cause: unknown): EndpointError {
  return new EndpointError('network', 'The download from the model hub broke off', {
    where: url,
    hint: 'Run the same command again; it continues where it stopped.',
    cause,
  });
}

async function hashOf(file: string, signal: AbortSignal | undefined): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(file, signal ? { signal } : {})) hash.update(piece);
  return hash.digest('hex');
}
