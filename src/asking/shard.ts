/**
 * One of n parts of a study, for n machines. Each part holds whole models if there are enough of them; with more
 * parts than models, each model is cut into slices.
 */
import { createHash } from 'node:crypto';

export type Shard = {
  /** Whether this part holds any requests of the model. */
  hasModel(model: string): boolean;
  /** Whether a request of the model, named by its identity, belongs to this part. */
  has(model: string, id: string): boolean;
};

/** The part named by `study.shard` ("2/4"; the first is 1); the whole study without it. */
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
