/** The value systems that ship, and a user's own from a YAML file. */
import { UserError } from '../errors.ts';
import { readYaml } from '../prompts/read-yaml.ts';
import moralFoundations from '../systems/moral-foundations.json' with { type: 'json' };
import schwartz from '../systems/schwartz.json' with { type: 'json' };
import valuelex from '../systems/valuelex.json' with { type: 'json' };
import { subdimensionsOf, type ValueSystem, valueSystemSchema } from './value-system.ts';

/** The published systems: ValueLex, Schwartz's ten, the moral foundations. */
export const shippedSystems: readonly ValueSystem[] = [valuelex, schwartz, moralFoundations].map(
  (data) => valueSystemSchema.parse(data),
);

/**
 * A value system from the text of a YAML (or JSON) file. Throws UserError with field and line for what
 * does not fit, and for an id that appears twice among dimensions or among subdimensions.
 */
export function parseValueSystem(text: string, file: string): ValueSystem {
  const system = readYaml(text, valueSystemSchema, file);
  for (const [kind, ids] of [
    ['dimensions', system.dimensions.map((one) => one.id)],
    ['subdimensions', subdimensionsOf(system).map((one) => one.id)],
  ] as const) {
    const twice = ids.find((id, i) => ids.indexOf(id) !== i);
    if (twice !== undefined) {
      const lines = text.split('\n');
      const places = lines.flatMap((line, i) =>
        new RegExp(`\\bid["']?\\s*:\\s*["']?${twice}["']?\\s*(?:[,}#]|$)`).test(line)
          ? [i + 1]
          : [],
      );
      throw new UserError(`Two ${kind} have the id ${twice}.`, {
        where: `${file}:${places.at(-1) ?? 1}`,
        hint: 'Give each an id of its own.',
      });
    }
  }
  return system;
}

/**
 * A system by the id of a shipped one, else by the path of a user's file, read by `read` (which
 * returns undefined where there is no such file). Throws UserError.
 */
export function loadSystem(
  name: string,
  read: (path: string) => string | undefined,
  also: readonly ValueSystem[] = [],
): ValueSystem {
  const known = [...also, ...shippedSystems];
  const found = known.find((system) => system.id === name);
  if (found) return found;
  const text = read(name);
  if (text === undefined) {
    const ids = known.map((system) => system.id).join(', ');
    throw new UserError(`There is no value system ${name}.`, {
      hint: /\.(?:ya?ml|json)$/i.test(name)
        ? `The file is not there: put it back, or name it where it is now, in place of ${name} (a run names it in its study.yaml). Without a file: ${ids}.`
        : `Use ${ids}, or the path of a YAML file.`,
    });
  }
  return parseValueSystem(text, name);
}
