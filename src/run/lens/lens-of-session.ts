/** A part of an open run beside the whole, computed in a thread of its own. */
import { UserError } from '../../errors.ts';
import { shippedSystems } from '../../values/load-systems.ts';
import { subdimensionsOf } from '../../values/value-system.ts';
import { isComputed } from '../derive/stage.ts';
import { createComputer } from '../derive/worker-client.ts';
import type { Session } from '../session.ts';
import type { LensInput, LensProfile } from './lens.ts';
import type { LensResult } from './lens-result.ts';
import type { Traited } from './traits.ts';
import { type Condition, selectPart } from './where.ts';

/** What conditions on the answers of a run can name. Throws UserError where there are no answers yet. */
export function traitedOf(session: Pick<Session, 'getState'>): Traited {
  const { study, results } = session.getState();
  if (!results.lexicon)
    throw new UserError('There are no answers yet: there is no part to look at.', {
      hint: 'valuelex run <run> asks for more.',
    });
  return { columns: results.lexicon.answers, study };
}

/**
 * The same run, edits, and conditions give the same result. Rejects with UserError as `selectPart` throws it, and with
 * the signal's reason.
 */
export async function lensOfSession(
  session: Pick<Session, 'getState' | 'instruments'>,
  where: Condition[],
  { signal, onProgress }: { signal?: AbortSignal; onProgress?: (percent: number) => void } = {},
): Promise<LensResult> {
  const traited = traitedOf(session);
  // Errors in conditions are reported at once.
  selectPart(traited, where);
  signal?.throwIfAborted();
  const computer = createComputer();
  const end = () => void computer.close();
  signal?.addEventListener('abort', end, { once: true });
  try {
    return await computer.run('lens', inputOf(session, traited, where), onProgress);
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener('abort', end);
    await computer.close();
  }
}

function inputOf(
  session: Pick<Session, 'getState' | 'instruments'>,
  { columns }: Traited,
  where: Condition[],
): LensInput {
  const { study, results } = session.getState();
  const { clustering, curated, factors } = results;
  return {
    ...{ where, study, columns },
    clustering: isComputed(clustering) ? clustering : null,
    curated,
    factors: isComputed(factors) ? factors : null,
    profiles: profilesOf(session),
  };
}

function profilesOf(session: Pick<Session, 'getState' | 'instruments'>): LensProfile[] {
  const { results } = session.getState();
  const systems = [...shippedSystems, ...(results.ownSystem ? [results.ownSystem] : [])];
  return session.instruments().flatMap(({ instrument }) => {
    const found = results.instruments[instrument.id];
    if (!found || !('result' in found)) return [];
    return found.profiles.map((profile) => {
      const system = systems.find(({ id }) => id === profile.system);
      const named = system ? [...system.dimensions, ...subdimensionsOf(system)] : [];
      return {
        ...{ instrument: instrument.id, title: instrument.title, profile },
        names: Object.fromEntries(named.map(({ id, name }) => [id, name])),
      };
    });
  });
}
