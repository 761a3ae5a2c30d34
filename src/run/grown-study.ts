/** Whether a study asks for all that another asks for, and perhaps more. Pure. */
import { hashOf } from '../asking/identity.ts';
import type { Study } from './study.ts';

/**
 * The additions of `next` to `old` ("1 model", "2 prompts"; "other settings of factors" if only computed settings
 * differ), with which the run of `old` can continue as one of `next` without asking anything twice. Null if `next`
 * leaves out anything that `old` asks, or asks it differently. Limits and judges may differ.
 */
export function grownBy(old: Study, next: Study): string[] | null {
  if (old.name !== next.name || hashOf(alike(old)) !== hashOf(alike(next))) return null;
  for (const [name, { url }] of Object.entries(old.endpoints))
    if (next.endpoints[name]?.url !== url) return null;
  if (next.repeats < old.repeats || next.test.repeats < old.test.repeats) return null;
  const words = new Set((next.test.ownStems ?? []).map((one) => hashOf(one)));
  if ((old.test.ownStems ?? []).some((one) => !words.has(hashOf(one)))) return null;
  const more: string[] = [];
  for (const [what, before, after] of listsOf(old, next)) {
    const now = new Set(after.map((one) => hashOf(one)));
    if (before.some((one) => !now.has(hashOf(one)))) return null;
    const count = after.length - before.length;
    if (count > 0) more.push(`${count} ${what}${count === 1 ? '' : 's'}`);
  }
  const repeats = next.repeats - old.repeats + next.test.repeats - old.test.repeats;
  if (repeats > 0) more.push(`${repeats} repeat${repeats === 1 ? '' : 's'}`);
  for (const part of ['clusters', 'factors'] as const)
    if (hashOf(old[part]) !== hashOf(next[part])) more.push(`other settings of ${part}`);
  for (const id of Object.keys(old.instruments)) if (!(id in next.instruments)) return null;
  const added = Object.keys(next.instruments).filter((id) => !(id in old.instruments));
  if (added.length > 0) more.push(`${added.length} instrument${added.length === 1 ? '' : 's'}`);
  for (const id of Object.keys(old.instruments))
    if (hashOf(old.instruments[id] ?? null) !== hashOf(next.instruments[id] ?? null))
      more.push(`other settings of ${id}`);
  if (hashOf(old.test.systems) !== hashOf(next.test.systems)) more.push('other value systems');
  if (hashOf(old.test.judges) !== hashOf(next.test.judges)) more.push('other judges');
  return more;
}

/** The settings that affect every request. */
function alike({ seed, maxTokens, extraction, shard, against, againstHash, test }: Study) {
  return { seed, maxTokens, extraction, shard, against, againstHash, setting: test.setting };
}

function listsOf(old: Study, next: Study): [what: string, before: unknown[], after: unknown[]][] {
  return [
    ['model', old.models, next.models],
    ['setting', old.settings, next.settings],
    ['prompt', old.prompts, next.prompts],
    ['stem', old.test.stems, next.test.stems],
  ];
}
