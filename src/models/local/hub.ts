/** Model files from the hub (huggingface.co), through node-llama-cpp's downloader. */
import { pathToFileURL } from 'node:url';
import { EndpointError } from '../../errors.ts';
import { makeFolder } from '../../make-folder.ts';
import { llamaLibrary } from './llama.ts';

export type HubFile = { repository: string; file: string };

/** `hf:<user>/<repository>/<file>`, the file with its folders if any; null when it is something else. */
export function parseHubSpec(spec: string): HubFile | null {
  const found = /^hf:([\w.-]+\/[\w.-]+)\/(.+\.gguf)$/i.exec(spec);
  if (!found?.[1] || !found[2] || found[2].split('/').includes('..')) return null;
  return { repository: found[1], file: found[2] };
}

/** Where a file of the hub is for a person's browser, and for asking whether it can be reached. */
export function hubAddress(
  { repository, file }: HubFile,
  env: Readonly<Record<string, string | undefined>> = process.env,
) {
  const name = file.split('/').map(encodeURIComponent).join('/');
  return `${hubRoot(env)}/${repository}/resolve/main/${name}`;
}

function hubRoot(env: Readonly<Record<string, string | undefined>>): string {
  return (env.HF_ENDPOINT ?? env.MODEL_ENDPOINT ?? 'https://huggingface.co').replace(/\/+$/, '');
}

export type Reach = { ok: true } | { ok: false; status: number | null };

/** Whether the hub gives this file, asked with one short request; `status` null: no answer in time. */
export async function probeHub(
  file: HubFile,
  options: {
    env?: Readonly<Record<string, string | undefined>>;
    milliseconds?: number;
    signal?: AbortSignal | undefined;
  } = {},
): Promise<Reach> {
  const { env = process.env, milliseconds = 5000, signal } = options;
  const limit = AbortSignal.timeout(milliseconds);
  try {
    const response = await fetch(hubAddress(file, env), {
      method: 'HEAD',
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
      ...(env.HF_TOKEN ? { headers: { authorization: `Bearer ${env.HF_TOKEN}` } } : {}),
    });
    return response.ok ? { ok: true } : { ok: false, status: response.status };
  } catch {
    signal?.throwIfAborted();
    return { ok: false, status: null };
  }
}

/** Seconds without a new byte after which a download counts as broken off. */
const patience = 30;

/**
 * Downloads into `folder` and gives the file's path (of a split model, its first part's). A file
 * that broke off is continued. Throws EndpointError 'network' when it does not come.
 */
export async function downloadFromHub(
  file: HubFile,
  folder: string,
  options: {
    cache?: string;
    env?: Readonly<Record<string, string | undefined>>;
    signal?: AbortSignal | undefined;
    onBytes?: (done: number, total: number) => void;
    onProgress?: (line: string) => void;
  } = {},
): Promise<string> {
  const { signal, onBytes, env = process.env } = options;
  makeFolder(folder);
  const library = await llamaLibrary({
    ...(options.cache ? { cache: options.cache } : {}),
    ...(options.onProgress ? { onProgress: options.onProgress } : {}),
    ...(signal ? { signal } : {}),
  });
  const { createModelDownloader } = (await import(
    pathToFileURL(library).href
  )) as typeof import('node-llama-cpp');
  const stalled = new AbortController();
  let last = -1;
  let timer = setTimeout(() => stalled.abort(), patience * 1000);
  try {
    const downloader = await createModelDownloader({
      modelUri: `hf:${file.repository}/${file.file}`,
      dirPath: folder,
      deleteTempFileOnCancel: false,
      endpoints: { huggingFace: `${hubRoot(env)}/` },
      ...(env.HF_TOKEN ? { tokens: { huggingFace: env.HF_TOKEN } } : {}),
      onProgress: ({ downloadedSize, totalSize }) => {
        onBytes?.(downloadedSize, totalSize);
        if (downloadedSize === last) return;
        last = downloadedSize;
        clearTimeout(timer);
        timer = setTimeout(() => stalled.abort(), patience * 1000);
      },
    });
    return await downloader.download({
      signal: signal ? AbortSignal.any([signal, stalled.signal]) : stalled.signal,
    });
  } catch (cause) {
    signal?.throwIfAborted();
    throw new EndpointError('network', 'The download from the model hub broke off', {
      where: `hf:${file.repository}/${file.file}`,
      hint: 'Run the same command again; it continues where it stopped.',
      cause,
    });
  } finally {
    clearTimeout(timer);
  }
}
