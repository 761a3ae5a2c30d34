/** Endpoints that the user has added by hand: address and the name of the key's variable, never the key. */
import * as z from 'zod';
import { checkAddress, checkKeyEnv } from './models/openai/check-address.ts';
import { readSetting, writeSetting } from './settings.ts';

export type OwnEndpoint = {
  url: string;
  keyEnv?: string | undefined;
  concurrency?: number | undefined;
};

const endpointsSchema = z.record(
  z.string(),
  z.object({ url: z.string(), keyEnv: z.string().optional() }),
);

/** Those that were added; entries that do not fit are left out. */
export function readOwnEndpoints(): Record<string, OwnEndpoint> {
  const result = endpointsSchema.safeParse(readSetting('endpoints') ?? {});
  return result.success ? result.data : {};
}

/** Forgets one. */
export function removeOwnEndpoint(name: string): void {
  const { [name]: _, ...others } = readOwnEndpoints();
  writeSetting('endpoints', others);
}

/** Adds one, or replaces the one of that name. Throws UserError for what may hold a secret. */
export function addOwnEndpoint(name: string, endpoint: OwnEndpoint): void {
  checkAddress(name, endpoint.url);
  if (endpoint.keyEnv !== undefined) checkKeyEnv(name, endpoint.keyEnv);
  writeSetting('endpoints', { ...readOwnEndpoints(), [name]: endpoint });
}
