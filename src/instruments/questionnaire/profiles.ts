/** The questionnaire's profiles, for the comparison of methods. */
import type { Profile } from '../../methods/profiles.ts';
import type { Result } from './score.ts';

/** Centred scores under the plain condition. */
export function profilesOf({ systems }: Result): Profile[] {
  return systems.map(({ id, values, under, reliability }) => ({
    system: id,
    method: 'self-report',
    scores: under[0]!.models.flatMap(({ model, centred }) =>
      centred.flatMap((one, at) =>
        one ? [{ model, value: values[at]!.id, estimate: one.value, se: one.se, n: one.n }] : [],
      ),
    ),
    reliability: reliability.flatMap(({ value, alpha, low, high }) =>
      alpha === null ? [] : [{ value, estimate: alpha, low, high }],
    ),
  }));
}
