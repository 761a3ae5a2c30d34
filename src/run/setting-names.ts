/** Names of sampling settings that came with a file, as runs can use them. */
import { createHash } from 'node:crypto';
import { settingSchema } from '../asking/respondents.ts';

/**
 * Each given name and the one to use: itself if valid, else with hyphens for invalid characters ("temp 0.7"
 * becomes temp-0.7), and with a short hash if two would be the same or nothing is left.
 */
export function settingNames(given: readonly string[]): Map<string, string> {
  const names = new Map<string, string>();
  const fits = (name: string) => settingSchema.shape.id.safeParse(name).success;
  for (const name of given) if (fits(name)) names.set(name, name);
  for (const name of given) {
    if (names.has(name)) continue;
    const made = name
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .replace(/[^\w.-]+/g, '-')
      .replace(/^[^A-Za-z0-9]+|-+$/g, '');
    const taken = [...names.values()].some((one) => one.toLowerCase() === made.toLowerCase());
    const hash = createHash('sha256').update(name).digest('hex').slice(0, 6);
    names.set(name, fits(made) && !taken ? made : `${made === '' ? 'setting' : made}-${hash}`);
  }
  return names;
}
