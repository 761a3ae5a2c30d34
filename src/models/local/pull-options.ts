/** Options, progress, and result of fetching a model. */
import { EndpointError } from '../../errors.ts';
import { type HubFile, hubAddress } from './hub.ts';

export type PullPhase =
  | 'asking the hub'
  | 'downloading'
  | 'unpacking'
  | 'checking'
  | 'converting'
  | 'done';

export type PullProgress = {
  phase: PullPhase;
  doneBytes: number;
  /** Null while it is not known. */
  totalBytes: number | null;
  /** Where it comes from, once that is clear. */
  source?: 'hub' | 'pip';
};

export type PullOptions = {
  onProgress?: (progress: PullProgress) => void;
  signal?: AbortSignal;
  /** Default: `VALUELEX_CACHE`, else the platform's cache folder. */
  cacheFolder?: string;
  /** How long the hub may take to answer before the second way is taken; default 5,000. */
  hubMilliseconds?: number;
  env?: Readonly<Record<string, string | undefined>>;
  pythons?: readonly string[];
};

export type Pulled = {
  id: string;
  path: string;
  bytes: number;
  /** Hex, of the model file. */
  sha256: string;
  /** Where it came from; 'cache' when it was there already, 'made' when it was made of a model that was there. */
  source: 'cache' | 'hub' | 'pip' | 'made';
  /** A licence's notice that must be shown, if any. */
  notice: string | null;
};

/** The error of the second way, which says that the first one failed too, and what to do by hand. */
export function withBothWays(
  error: unknown,
  hub: HubFile,
  target: string,
  env: Readonly<Record<string, string | undefined>>,
): unknown {
  if (!(error instanceof EndpointError)) return error;
  return new EndpointError(
    error.fault,
    `The model hub cannot be reached, and ${lower(error.message)}`,
    {
      ...(error.where ? { where: error.where } : {}),
      hint: `${error.hint ?? ''} By hand: put ${hubAddress(hub, env)} at ${target}`.trim(),
      cause: error,
    },
  );
}

function lower(text: string): string {
  return /^[A-Z][a-z]/.test(text) && !text.startsWith('Python')
    ? text.charAt(0).toLowerCase() + text.slice(1)
    : text;
}
