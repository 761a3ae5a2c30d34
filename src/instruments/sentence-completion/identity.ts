/** The names of the test's lines. */
import { identityOf } from '../../asking/identity.ts';
import { type Condition, noCondition } from '../../asking/respondents.ts';
import type { Protocol } from '../shared/exam/exam-record.ts';

/** A completion's identity: model, stem, repeat, the form where it is not the model's own, the condition where there is one. */
export function completionId({
  model,
  stem,
  repeat,
  form,
  condition = noCondition,
}: {
  model: string;
  stem: string;
  repeat: number;
  form?: string | undefined;
  condition?: Condition;
}): string {
  const under = condition.id === noCondition.id ? [] : [condition.id];
  return identityOf(model, stem, repeat, ...(form ? [form] : []), ...under);
}

/** A rating's identity: completion, judge, value system, subdimension, protocol. */
export function ratingId(
  completion: string,
  judge: string,
  system: string,
  subdimension: string,
  protocol: Protocol,
): string {
  return identityOf(completion, judge, system, subdimension, protocol);
}
