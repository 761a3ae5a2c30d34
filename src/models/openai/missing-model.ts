/** The error for a model that an endpoint does not have. */
import { EndpointError } from '../../errors.ts';
import { nearest } from '../nearest.ts';
import type { Connection } from './connection.ts';

/** Names the nearest of `names` (ids at the endpoint). */
export function missingModel(
  id: string,
  connection: Connection,
  names: readonly string[],
): EndpointError {
  const { name } = connection.config;
  const near = nearest(id, names).map((one) => `${name}:${one}`);
  return new EndpointError('missing', `${name} has no model ${id}`, {
    where: connection.host,
    hint:
      near.length > 0
        ? `Did you mean ${near.join(', ')}?`
        : `It has ${names.length}; see: valuelex models`,
  });
}
