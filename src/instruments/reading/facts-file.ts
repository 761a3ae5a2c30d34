/** Every reading of a text on a value, one per row, for other programs. */
import { subdimensionsOf } from '../../values/value-system.ts';
import type { LineFile } from '../contract.ts';
import type { Items } from './items.ts';
import { isExpressed } from './profile.ts';
import { knowsValue, readingsOf } from './readings.ts';
import { whyUnproven } from './why-unproven.ts';

export const factsFile: LineFile<Items> = {
  name: 'reading-facts.csv',
  what: 'what each reader said of each text on each value, or why nothing was read',
  columns: [
    ...[
      'text',
      'model',
      'family',
      'group',
      'prompt',
      'system',
      'reader',
      'exam',
      'why_unproven',
      'value',
    ],
    ...['expressed', 'side', 'strength', 'words', 'invented_words', 'missing', 'line'],
  ],
  *rows(facts) {
    const families = new Map(facts.models.map(({ name, tags }) => [name, tags.family]));
    for (const one of readingsOf(facts)) {
      const { system, reader, readings } = one;
      const why = whyUnproven(one);
      for (const { text, line, verdicts, missing, absent } of readings)
        for (const { id } of subdimensionsOf(system)) {
          const about = [
            ...[text.name, text.model, families.get(text.model) ?? '', text.group, text.prompt],
            ...[system.id, reader, why ? 'unproven' : 'passed', why?.short ?? '', id],
          ];
          if (!verdicts || !knowsValue(one, id)) {
            yield [...about, null, null, null, '', '', missing, line.id];
            continue;
          }
          const verdict = isExpressed(verdicts, id) ? verdicts[id]! : null;
          const words = verdict?.words ?? [];
          yield [
            ...about,
            ...[Number(verdict !== null), verdict?.side ?? 0, verdict?.strength ?? null],
            words.filter((one) => !absent.includes(one)).join(' | '),
            words.filter((one) => absent.includes(one)).join(' | '),
            ...[null, line.id],
          ];
        }
    }
  },
};
