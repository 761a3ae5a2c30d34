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

/** The error for a path that an endpoint does not have, or not for this model. */
export function missingPath(
  path: 'completion' | 'embed',
  name: string,
  { host }: Connection,
): EndpointError {
  return path === 'completion'
    ? new EndpointError('missing', `${name} is not offered at /completions`, {
        where: host,
        hint: 'A base model cannot be asked as a chat: serve it where there is /completions, or set its form to chat if it is an instruct model.',
      })
    : new EndpointError('missing', `${name} cannot embed`, {
        where: host,
        hint: 'Name a model that embeds.',
      });
}
