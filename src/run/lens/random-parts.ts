/** Random parts of the same size and family structure, for comparison with a chosen part. */
import type { AnswerColumns } from '../../lexicon/lexicon.ts';
import type { Random } from '../../statistics/random.ts';
import { type Held, heldIn, settingsIn } from './traits.ts';
import type { Selection } from './where.ts';

/** Draws parts; equal parts have the same `key`. */
export type PartDrawer = (random: Random) => { inPart: Uint8Array; key: string };

/**
 * Draws anew what the part was chosen by: as many models, in families of the same sizes (three of the five models of
 * a family stay three of one family); as many settings; as many prompts; and, for a part chosen answer by answer, the
 * same share of answers of each model.
 */
export function randomParts(
  columns: AnswerColumns,
  { inPart, levels }: Selection,
  familyOf: (model: string) => string,
): PartDrawer {
  const settings = settingsIn(columns);
  const chosen = heldIn(columns, inPart);
  const families = Map.groupBy(new Set(columns.models), familyOf);
  /** The number of the part's models in each family, the largest first. */
  const sizes = [...families.values()]
    .map((models) => models.filter((model) => chosen.models.has(model)).length)
    .filter((size) => size > 0)
    .sort((a, b) => b - a);
  const shareOf = levels.includes('answer') ? shares(columns, inPart, chosen) : null;

  function drawModels(random: Random): Set<string> {
    const left = random.shuffle([...families.values()]);
    return new Set(
      sizes.flatMap((size) => {
        // The largest first: then a family with enough models is always left, as in the part itself.
        const at = left.findIndex((models) => models.length >= size);
        const [family] = left.splice(at, 1);
        return random.sample(family!.length, size).map((i) => family![i]!);
      }),
    );
  }
  const drawOf = (all: readonly string[], count: number, random: Random) => {
    const names = [...new Set(all)];
    return new Set(random.sample(names.length, count).map((i) => names[i]!));
  };

  return (random) => {
    const drawn = {
      models: levels.includes('model') ? drawModels(random) : new Set(columns.models),
      settings: levels.includes('setting')
        ? drawOf(settings, chosen.settings.size, random)
        : new Set(settings),
      prompts: levels.includes('prompt')
        ? drawOf(columns.prompts, chosen.prompts.size, random)
        : new Set(columns.prompts),
    };
    const respondents = columns.models.map(
      (model, i) => drawn.models.has(model) && drawn.settings.has(settings[i]!),
    );
    const prompts = columns.prompts.map((prompt) => drawn.prompts.has(prompt));
    const mask = new Uint8Array(columns.count);
    for (let place = 0; place < columns.count; place++) {
      const who = columns.respondent[place]!;
      if (!respondents[who] || !prompts[columns.prompt[place]!]) continue;
      if (shareOf && random.next() >= (shareOf.get(columns.models[who]!) ?? shareOf.get('')!))
        continue;
      mask[place] = 1;
    }
    const key = [drawn.models, drawn.settings, drawn.prompts]
      .map((names) => [...names].sort().join(','))
      .join('|');
    // Parts drawn answer by answer always differ.
    return { inPart: mask, key: shareOf ? `${key}|${random.next()}` : key };
  };
}

/** For each model with answers to the prompts and settings of the part, the share of these that are in the part; under '' the share over all. */
function shares(
  columns: AnswerColumns,
  inPart: Uint8Array,
  chosen: Pick<Held, 'models' | 'prompts'>,
): Map<string, number> {
  const counts = new Map<string, { part: number; all: number }>();
  const whole = { part: 0, all: 0 };
  for (let place = 0; place < columns.count; place++) {
    const model = columns.models[columns.respondent[place]!]!;
    if (!chosen.models.has(model) || !chosen.prompts.has(columns.prompts[columns.prompt[place]!]!))
      continue;
    const own = counts.get(model) ?? { part: 0, all: 0 };
    counts.set(model, own);
    for (const one of [own, whole]) {
      one.part += inPart[place]!;
      one.all += 1;
    }
  }
  return new Map([
    ...[...counts].map(([model, { part, all }]) => [model, part / all] as const),
    ['', whole.part / whole.all] as const,
  ]);
}
