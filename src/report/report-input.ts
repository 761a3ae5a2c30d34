/** What a report is made of: a run's state, its facts, and what the caller knows beside them. */

import { UserError } from '../errors.ts';
import type { Lines } from '../facts/lines.ts';
import type { Response } from '../facts/records.ts';
import type { Facts, Instrument } from '../instruments/contract.ts';
import type { Completion, Rating } from '../instruments/sentence-completion/records.ts';
import type { ModelComparison } from '../instruments/shared/compare-models.ts';
import type { Verdict } from '../instruments/shared/place-model.ts';
import { farthestPair } from '../run/derive/findings.ts';
import { ratedIn } from '../run/rated-results.ts';
import type { Session } from '../run/session.ts';
import type { RunState } from '../run/state.ts';

export type ReportExtra = {
  /** The program's. */
  version: string;
  /** Epoch milliseconds: when the report is written. */
  now: number;
  /** The text of an elicitation prompt. */
  promptText?: (id: string) => string | null;
  /** The run folder as a command, or a report that is handed on, names it; by default its last two parts. */
  folder?: string;
};

export type ReportFacts = {
  responses: Lines<Response>;
  completions: readonly Completion[];
  /** Read as often as it is asked for; the ratings of a large run are never one list. */
  ratings: () => Iterable<Rating>;
  /** As the run asked it; null for one that it does not know. */
  stemText(id: string): string | null;
};

export type ReportInput = {
  state: RunState;
  /** The study's instruments, with what was asked and answered. */
  instruments: readonly { instrument: Instrument; facts: Facts | null }[];
  facts: ReportFacts;
  extra: ReportExtra;
  /** The two models that lie farthest apart, compared. */
  comparison: ModelComparison | null;
  verdict: Verdict | null;
};

/** Everything that a report needs, from an open run; comparing takes a while where it was not done before. */
export async function reportInputOf(session: Session, extra: ReportExtra): Promise<ReportInput> {
  const state = session.getState();
  const comparison = await comparisonOf(session, state);
  const completions = session.completionsOf({});
  return {
    state,
    instruments: session.instruments(),
    facts: {
      stemText: session.stemText,
      responses: session.responsesOf({}),
      completions,
      *ratings() {
        for (const completion of completions) yield* session.ratingsOf(completion.id);
      },
    },
    extra,
    comparison,
    verdict: state.results.check?.verdict ?? null,
  };
}

/** Too few ratings for a comparison is no reason to write no report. */
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
