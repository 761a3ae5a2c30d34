/** The matrix behind the factors of an open run, for computations on demand. */
import { UserError } from '../../errors.ts';
import type { Session } from '../session.ts';
import { buildMatrix, type Matrix } from './matrix.ts';
import { isComputed } from './stage.ts';

/** Throws UserError where the run has no clusters yet, or too few for a matrix. */
export function matrixOfSession(session: Session): Matrix {
  const { results, study } = session.getState();
  const { lexicon, clustering, curated } = results;
  if (clustering && !isComputed(clustering))
    throw new UserError(clustering.unavailable, {
      ...(clustering.hint ? { hint: clustering.hint } : {}),
    });
  if (!lexicon || !curated)
    throw new UserError('There are no clusters yet: there are no answers.', {
      hint: 'valuelex run <run> asks for more.',
    });
  const lines = session.responses();
  const answers = { columns: lexicon.answers, idAt: (place: number) => lines.at(place)!.id };
  return buildMatrix(answers, curated.clusters, study.factors);
}
