/** The input of a report: a run's state, its facts, and data from the caller. */

import { UserError } from '../errors.ts';
import type { Responses } from '../facts/response-log.ts';
import type { Told } from '../instruments/contract.ts';
import type { ModelComparison } from '../instruments/shared/compare-models.ts';
import type { Verdict } from '../instruments/shared/place-model.ts';
import { farthestPair } from '../run/derive/findings.ts';
import { ratedIn } from '../run/rated-results.ts';
import type { AskedInstrument, Session } from '../run/session.ts';
import type { RunState } from '../run/state.ts';

export type ReportExtra = {
  /** The program's version. */
  version: string;
  /** Epoch milliseconds: when the report is written. */
  now: number;
  /** The text of an elicitation prompt. */
  promptText?: (id: string) => string | null;
  /** The run folder as commands and reports name it; by default its last two parts. */
  folder?: string;
  /** A part of the run next to the whole, in a section of its own. */
  part?: Told;
};

export type ReportInput = {
  state: RunState;
  /** The study's instruments, with questions and answers. */
  instruments: readonly AskedInstrument[];
  responses: Responses;
  extra: ReportExtra;
  /** The two models that lie farthest apart, compared. */
  comparison: ModelComparison | null;
  verdict: Verdict | null;
};

/** Everything that a report needs, from an open run; the first comparison of models takes a while. */
export async function reportInputOf(session: Session, extra: ReportExtra): Promise<ReportInput> {
  const state = session.getState();
  const comparison = await comparisonOf(session, state);
  return {
    state,
    instruments: session.instruments(),
    responses: session.responses(),
    extra,
    comparison,
    verdict: state.results.check?.verdict ?? null,
  };
}

/** With too few ratings for a comparison the report is written without it. */
async function comparisonOf(
  session: Session,
  { results }: RunState,
): Promise<ModelComparison | null> {
  const [scores] = ratedIn(results).scores;
  const pair = scores && farthestPair(scores);
  if (!pair) return null;
  try {
    return await session.compareModels(scores.system, pair.a, pair.b);
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}
