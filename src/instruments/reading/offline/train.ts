/** Labelled texts → a trained reader, with how well it predicts writers, scenes, and values that it has not seen. */
import { createHash } from 'node:crypto';
import { UserError } from '../../../errors.ts';
import { subdimensionsOf, type ValueSystem } from '../../../values/value-system.ts';
import { keywordCount, refuses } from './baselines.ts';
import type { Case } from './cases.ts';
import { choosePresence, chooseSide } from './choose-penalty.ts';
import { crossValidate, type HeldBack, type Prediction } from './cross-validate.ts';
import { presenceFigures, sideFigures } from './figures.ts';
import { fitPresence, fitSide, type Read, sideCases } from './heads.ts';
import { type ModelFile, modelSchema, pack } from './model-file.ts';
import { type EmbedTexts, vectorsOfTexts } from './sentences.ts';
import { type Definition, type Direction, directionBetween, spaceOf } from './space.ts';

/** The fewest texts that express a value; with fewer, its head would overfit. */
const leastExpressed = 10;

export type TrainingOptions = {
  embedding: { name: string; hash: string | null };
  embed: EmbedTexts;
  /** The present step and its progress. Awaited, so that other work gets its turn; may throw to stop. */
  progress?: (what: string, done: number, of: number) => Promise<void>;
};

/**
 * Trains on all cases; the figures are of held-out texts. The same cases and vectors give the same file. Values with
 * fewer than ten texts that express them have no head. Throws UserError if no value has as many, or if the embedding
 * gives vectors of several lengths.
 */
export async function trainReader(
  cases: readonly Case[],
  system: ValueSystem,
  { embedding, embed, progress = async () => {} }: TrainingOptions,
): Promise<ModelFile> {
  const values = subdimensionsOf(system)
    .map((one) => one.id)
    .filter(
      (value) => cases.filter((one) => (one.labels[value] ?? 0) !== 0).length >= leastExpressed,
    );
  if (values.length === 0)
    throw new UserError(
      `No value of ${system.id} is expressed by at least ${leastExpressed} of the texts.`,
      { hint: 'Label more texts; a column value names what each expresses, side on which side.' },
    );
  const definitions = definitionsOf(system).filter((one) => values.includes(one.value));
  const all = [
    ...cases.map((one) => one.text),
    ...definitions.flatMap((one) => [one.for, one.against]),
  ];
  const vectors = await vectorsOfTexts(all, embed);
  const size = vectors[0]!.vector.length;
  if (size === 0 || vectors.some((one) => one.sentences.some((own) => own.vector.length !== size)))
    throw new UserError(`${embedding.name} gave no vectors, or vectors of several lengths.`, {
      hint: 'Try another embedding model.',
    });
  const reads = cases.map((of, i): Read => ({ of, vector: vectors[i]!.vector }));
  const directions = new Map(
    definitions.map(({ value }, i): [string, Direction] => {
      const [towards, against] = vectors.slice(cases.length + 2 * i);
      return [value, directionBetween(against!, towards!)];
    }),
  );
  const heldBack = await crossValidate(reads, values, directions, (done, of) =>
    progress('predicting texts held back', done, of),
  );
  const turn = () => progress('fitting', 0, 1);
  const heads = await fitHeads(reads, values, directions, turn);
  // In the order of the schema, as when it is read back.
  return modelSchema.parse({
    kind: 'valuelex offline reader',
    version: 1,
    system: system.id,
    embedding: { ...embedding, size },
    trainedOn: {
      hash: createHash('sha256').update(JSON.stringify(cases)).digest('hex'),
      texts: cases.length,
      writers: new Set(cases.map((one) => one.writer)).size,
      scenes: new Set(cases.map((one) => one.scene)).size,
    },
    ...heads,
    values: definitions,
    figures: figuresOf(heldBack, system),
  } satisfies ModelFile);
}

/** Each value's definition and its opposite; if the system has no opposite, the denial of the definition. */
export function definitionsOf(system: ValueSystem): Definition[] {
  return subdimensionsOf(system).map(({ id, definition, against }) => ({
    value: id,
    for: definition,
    against: against ?? `Not so: ${definition}`,
  }));
}

async function fitHeads(
  reads: readonly Read[],
  values: readonly string[],
  directions: ReadonlyMap<string, Direction>,
  turn: () => Promise<void>,
): Promise<Pick<ModelFile, 'centre' | 'scales' | 'penalties' | 'presence' | 'side'>> {
  const presence = await choosePresence(reads, values, turn);
  const sided = values.filter((value) => sideCases(reads, [value]).length > 0);
  const penalty = sided.length > 0 ? await chooseSide(reads, sided, directions, turn) : 1;
  const space = spaceOf(
    reads.map((read) => read.vector),
    sided.map((value) => directions.get(value)!),
  );
  const side =
    sided.length > 0 ? fitSide(sideCases(reads, sided), space, directions, penalty) : null;
  return {
    centre: pack(space.centre),
    scales: [...space.scales],
    penalties: { presence: presence.penalty, side: penalty },
    presence: values.map((value) => {
      const head = fitPresence(reads, value, space, presence.penalty);
      return {
        value,
        threshold: presence.thresholds.get(value)!,
        intercept: head.intercept,
        weights: pack(head.weights),
      };
    }),
    side: side && { intercept: side.intercept, weights: pack(side.weights) },
  };
}

/** Figures of predictions, and of baselines by words alone on the same texts. */
function figuresOf({ presence, side }: HeldBack, system: ValueSystem): ModelFile['figures'] {
  const words = new Map(subdimensionsOf(system).map((one) => [one.id, one]));
  const fors = side.valueSeen.filter((one) => one.isTrue).length;
  const most = 2 * fors >= side.valueSeen.length ? 1 : -1;
  const keywords = (one: Prediction) => keywordCount(one.text, words.get(one.value)!);
  return {
    presence: {
      heads: presenceFigures(presence),
      keywords: presenceFigures(presence.map((one) => ({ ...one, odds: keywords(one) }))),
    },
    side: {
      valueLeftOut: sideFigures(side.valueLeftOut),
      valueSeen: sideFigures(side.valueSeen),
      oneSign: sideFigures(side.oneSign),
      majority: sideFigures(side.valueSeen.map((one) => ({ ...one, odds: most }))),
      refusals: sideFigures(
        side.valueSeen.map((one) => ({ ...one, odds: refuses(one.text) ? 1 : -1 })),
      ),
      keywords: sideFigures(
        side.valueSeen.map((one) => ({ ...one, odds: keywords(one) > 0 ? 1 : -1 })),
      ),
    },
  };
}
