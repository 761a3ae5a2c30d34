/** Endpoints that the user has added by hand: address and the name of the key's variable, never the key. */
import Conf from 'conf';
import { z } from 'zod';
import type { OwnEndpoint } from './environment.ts';
import { checkAddress, checkKeyEnv } from './models/openai/check-address.ts';

const endpointsSchema = z.record(
  z.string(),
  z.object({ url: z.string(), keyEnv: z.string().optional() }),
);

const settings = () => new Conf({ projectName: 'valuelex', projectSuffix: '' });

/** Those that were added; entries that do not fit are left out. */
export function readOwnEndpoints(): Record<string, OwnEndpoint> {
  const result = endpointsSchema.safeParse(settings().get('endpoints', {}));
  return result.success ? result.data : {};
}

/** Adds one, or replaces the one of that name. Throws UserError for what may hold a secret. */
export function addOwnEndpoint(name: string, endpoint: OwnEndpoint): void {
  checkAddress(name, endpoint.url);
  if (endpoint.keyEnv !== undefined) checkKeyEnv(name, endpoint.keyEnv);
  settings().set('endpoints', { ...readOwnEndpoints(), [name]: endpoint });
}
