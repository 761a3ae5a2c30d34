/** The settings and targets of `valuelex read`. */
import { resolve } from 'node:path';
import { UserError } from '../../errors.ts';
import { listOf } from '../../tables/numbers.ts';
import { shippedSystems } from '../../values/load-systems.ts';
import { namedSystems } from '../../values/named-systems.ts';
import type { TextReading } from '../contract.ts';
import type { Items } from './items.ts';
import { trainOnLabels } from './offline/train-on-labels.ts';
import { isTrained, refuseOtherSystem, trainedIn } from './offline/trained.ts';
import { groupings, settingsSchema } from './settings.ts';
import { vectorsOf } from './vectors.ts';

export const reads: TextReading<Items> = {
  /** Systems are added to the earlier ones; readers replace the earlier ones, whose readings stay. A trained reader gets a name of its own. */
  settings({ file, systems = [], readers, compare, target, exam }, before) {
    if (compare !== undefined && !groupings.some((one) => one === compare))
      throw new UserError(`Texts cannot be compared by "${compare}".`, {
        where: '--compare',
        hint: `They can by ${listOf(groupings)}: group is that column of the file, the others say who wrote them.`,
        exit: 'usage',
      });
    const known = before.systems === undefined ? [] : settingsSchema.parse(before).systems;
    const named = systems.map(systemNamed);
    namedSystems(named, null);
    const kept = before.trained === undefined ? {} : (settingsSchema.parse(before).trained ?? {});
    const isNew = (one: string) => isTrained(one) && !Object.hasOwn(kept, one);
    const found = new Map((readers ?? []).filter(isNew).map((one) => [one, trainedIn(one)]));
    const added = [...found.values()];
    const trained = { ...kept, ...Object.fromEntries(added.map((one) => [one.name, one.file])) };
    const settings = {
      ...before,
      ...(file === undefined ? {} : { file }),
      ...(named.length > 0 ? { systems: [...new Set([...known, ...named])] } : {}),
      ...(readers ? { readers: readers.map((one) => found.get(one)?.name ?? one) } : {}),
      ...(Object.keys(trained).length > 0 ? { trained } : {}),
      ...(compare === undefined ? {} : { compare }),
      ...(exam === undefined ? {} : { exam }),
      ...(target === undefined ? {} : { target: resolve(target) }),
    };
    const read = settingsSchema.safeParse(settings);
    if (read.success) {
      const all = namedSystems(read.data.systems, null);
      for (const { name, model } of added) refuseOtherSystem(name, model, all);
      return settings;
    }
    const { path, message } = read.error.issues[0]!;
    throw new UserError(`${path.join('.')}: ${message}`, { exit: 'usage' });
  },
  vectors: vectorsOf,
  train: trainOnLabels,
};

/** A system by its id or usual abbreviation, or the absolute path of a file. */
function systemNamed(name: string): string {
  if (name === 'mft') return 'moral-foundations';
  return shippedSystems.some(({ id }) => id === name) ? name : resolve(name);
}
