/**
 * One of n parts of a study, for many machines that each hold some of the models: whole models as far
 * as there are enough of them, each cut into slices where there are more parts than models.
 */
import { createHash } from 'node:crypto';

export type Shard = {
  /** Whether this part has anything of the model. */
  hasModel(model: string): boolean;
  /** Whether a request of the model, named by its identity, belongs to this part. */
  has(model: string, id: string): boolean;
};

/** The part that `study.shard` names ("2/4", the first is 1); everything where it names none. */
export function shardOf(study: {
  shard?: string | undefined;
  models: readonly { id: string }[];
}): Shard {
  if (study.shard === undefined) return { hasModel: () => true, has: () => true };
  const [index, count] = study.shard.split('/').map(Number) as [number, number];
  const place = new Map(study.models.map((model, i) => [model.id, i]));
  const slices = Math.ceil(count / Math.max(1, place.size));
  const units = (model: string) => {
    const first = (place.get(model) ?? 0) * slices;
    return Array.from({ length: slices }, (_, slice) => (first + slice) % count);
  };
  return {
    hasModel: (model) => units(model).includes(index - 1),
    has: (model, id) => units(model)[sliceOf(id, slices)] === index - 1,
  };
}

function sliceOf(id: string, slices: number): number {
  if (slices === 1) return 0;
  return createHash('sha256').update(id).digest().readUInt32BE(0) % slices;
}
