/** One round of an instrument: how likely every respondent finds the continuations of its items, in one log. */
import * as z from 'zod';
import { createSharing } from '../../asking/ask.ts';
import { likelihoodForm, likelihoodItem, storedScores } from '../../asking/likelihood.ts';
import { type Respondent, underCondition } from '../../asking/respondents.ts';
import { scored } from '../../facts/records.ts';
import type { Capabilities, Context, Model } from '../../models/model.ts';
import type { InstrumentContext, InstrumentLog, Line, Round } from '../contract.ts';
import { planRound } from './plan-round.ts';

/** A line of such a log: how likely who found the continuations of which item, under which condition. */
const scoredLineSchema = z.object({
  ...scored,
  item: z.string().min(1),
  condition: z.string(),
});

export type ScoredItemLine = z.infer<typeof scoredLineSchema>;

/** The log of such lines. */
export const scoredLog: InstrumentLog = {
  schema: scoredLineSchema,
  kind: 'answer',
  modelOf: (line) => (line as ScoredItemLine).model,
  taken: (line) => {
    const { key, cost, promptTokens, completionTokens } = line as ScoredItemLine;
    return { key, dollars: cost ?? 0, tokens: (promptTokens ?? 0) + (completionTokens ?? 0) };
  },
};

export type ScoredItem = {
  id: string;
  /** The context in a form of asking; its condition is put before it. */
  context(form: Context['kind']): Context;
  continuations: readonly string[];
};

/** Why a model cannot be asked for likelihoods; null where it can. */
export function needsLikelihood({ likelihood }: Pick<Capabilities, 'likelihood'>): string | null {
  return likelihood === 'none' ? 'it does not tell how likely it finds a given text' : null;
}

/** Plans the round. A model that cannot be opened, or reports no likelihoods, is named and left out. */
export async function likelihoodRound(
  context: InstrumentContext,
  parts: {
    instrument: string;
    title: string;
    log: string;
    /** What this respondent is asked now; items that are stored are not asked again. */
    items(respondent: Respondent): readonly ScoredItem[];
  },
): Promise<Round> {
  const { run, environment, signal } = context;
  const lines = run.lines(parts.log) as readonly ScoredItemLine[];
  const share = createSharing(storedScores([...lines, ...scoredLines(run.known?.(parts.log))]));
  const plan = {
    ...parts,
    lines,
    prepare: (model: Model) => model.probe?.({ likelihood: true, signal }) ?? Promise.resolve(),
    needs: needsLikelihood,
  };
  return planRound(context, plan, ({ model, form, respondent, item, id }) => {
    const { entry, setting, condition } = respondent;
    const asked = likelihoodForm(form, model.capabilities);
    const given = underCondition(item.context(asked), condition);
    const { continuations } = item;
    const about = { id, context: given, continuations };
    return likelihoodItem(model, share, about, environment.now, (fields) =>
      run.append(parts.log, {
        ...fields,
        id,
        model: entry.id,
        setting: setting.id,
        form: asked,
        base: asked === 'completion' && form !== 'completion',
        item: item.id,
        condition: condition.id,
      } as Line),
    );
  });
}

/** The lines of such a log, with their type. */
export function scoredLines(lines: readonly Line[] | undefined): readonly ScoredItemLine[] {
  return (lines ?? []) as readonly ScoredItemLine[];
}
