/** What a round of an instrument still has to ask of whom. */
import { formOf, laneOf } from '../../asking/ask.ts';
import { identityOf } from '../../asking/identity.ts';
import type { Item } from '../../asking/items.ts';
import type { Respondent } from '../../asking/respondents.ts';
import type { Capabilities, Form, Model } from '../../models/model.ts';
import type { InstrumentContext, Line, Round } from '../contract.ts';

/** What is asked of a respondent: an item, or one way of asking it. */
export type RoundItem = { id: string };

export type RoundPlan<Asked extends RoundItem> = {
  instrument: string;
  title: string;
  /** Of its log. */
  lines: readonly Line[];
  /** Finds out the capabilities of a model that `needs` asks for. */
  prepare?(model: Model): Promise<unknown>;
  /** Why a model cannot take it; every model can by default. */
  needs?(capabilities: Capabilities, form: Form): string | null;
  /** What this respondent is asked now; items that are stored are not asked again. */
  items(respondent: Respondent): readonly Asked[];
  /** Of these items, those that fit the model; all by default. */
  fits?(model: Model, item: Asked): boolean;
};

/** Who is asked what, as `itemOf` makes a request of it. */
export type Wanted<Asked> = {
  model: Model;
  form: Form;
  respondent: Respondent;
  item: Asked;
  id: string;
};

/** A line's identity: instrument, model, setting, condition, item. */
export function answerId(
  instrument: string,
  { entry, setting, condition }: Respondent,
  item: string,
) {
  return identityOf(instrument, entry.id, setting.id, condition.id, item);
}

/** Plans the round. A model that cannot be opened, or cannot take the instrument, is named and left out. */
export async function planRound<Asked extends RoundItem>(
  context: InstrumentContext,
  plan: RoundPlan<Asked>,
  itemOf: (wanted: Wanted<Asked>) => Item,
): Promise<Round> {
  const stored = new Set(plan.lines.map((line) => line.id));
  const round: Round = { title: plan.title, work: [], done: new Map() };
  for (const [name, respondents] of Map.groupBy(context.respondents, (one) => one.entry.id)) {
    const wanted = respondents.flatMap((respondent) =>
      plan.items(respondent).map((item) => ({
        respondent,
        item,
        id: answerId(plan.instrument, respondent, item.id),
      })),
    );
    const open = wanted.filter(({ id }) => !stored.has(id) && context.shard.has(name, id));
    round.done.set(name, wanted.filter(({ id }) => stored.has(id)).length);
    if (open.length === 0) continue;
    const model = await opened(name).catch((error: unknown) => {
      context.onUnavailable(name, error);
      return null;
    });
    if (!model) continue;
    const form = formOf(respondents[0]!.entry, model);
    const lacks = plan.needs?.(model.capabilities, form) ?? null;
    if (lacks !== null) {
      context.onLeftOut(name, lacks);
      continue;
    }
    const items = open
      .filter(({ item }) => plan.fits?.(model, item) ?? true)
      .map((one) => itemOf({ model, form, ...one }));
    if (items.length > 0) round.work.push(laneOf(name, model, items));
  }
  return round;

  async function opened(name: string): Promise<Model> {
    const model = await context.openModel(name);
    await plan.prepare?.(model);
    return model;
  }
}
