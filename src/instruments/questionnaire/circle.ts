/**
 * Schwartz's circle: adjacent values go together, opposite ones exclude each other, so that
 * their correlations follow a cosine of the angle between them (Schwartz 1992).
 */
import * as z from 'zod';
import { planarMap } from '../../clustering/planar-map.ts';
import { correlationOverFamilies, withoutEachFamily } from '../../methods/family-jackknife.ts';
import { correlationMatrix, pearson } from '../../statistics/correlation.ts';

export const circleSchema = z.object({
  r: z
    .number()
    .nullable()
    .describe('Correlation of the correlations between values with the cosine of their angle'),
  low: z.number().nullable().describe('95 %, jackknifed over families; null below 8 of them'),
  high: z.number().nullable(),
  models: z.number().int(),
  families: z.number().int(),
  map: z
    .array(z.object({ value: z.string(), x: z.number(), y: z.number() }))
    .describe('Values on a plane by their correlations, turned to the circle of the theory'),
  reason: z.string().nullable(),
});
export type Circle = z.infer<typeof circleSchema>;

/** In their order around the circle, equally far apart. */
const around = [
  ...['self-direction', 'stimulation', 'hedonism', 'achievement', 'power'],
  ...['security', 'conformity', 'tradition', 'benevolence', 'universalism'],
];

/** Correlations over fewer models are too uncertain. */
const fewestModels = 5;

/** Radians from the first value; undefined for a value that is not on the circle. */
function angleOf(value: string): number | undefined {
  const at = around.indexOf(value);
  return at < 0 ? undefined : (2 * Math.PI * at) / around.length;
}

/**
 * `rows`: models × values, each minus the model's own mean. Null where these are not Schwartz's ten values.
 */
export function circleOf(
  values: readonly string[],
  rows: readonly (readonly number[])[],
  families: readonly string[],
): Circle | null {
  const angles = values.map(angleOf);
  if (values.length !== around.length || angles.includes(undefined)) return null;
  const about = { models: rows.length, families: new Set(families).size };
  const not = (reason: string) => ({ ...about, r: null, low: null, high: null, map: [], reason });
  if (rows.length < fewestModels)
    return not(`the circle needs ${fewestModels} models; there are ${rows.length}`);
  const found = withoutEachFamily(families).map((places) =>
    fitOf(
      places.map((i) => rows[i]!),
      angles as number[],
    ),
  );
  if (!Number.isFinite(found[0])) return not('a value is the same in all models');
  const { value: r, low, high } = correlationOverFamilies(found);
  return { ...about, r, low, high, map: mapOf(values, rows, angles as number[]), reason: null };
}

/** NaN where a value does not vary. */
function fitOf(rows: readonly (readonly number[])[], angles: readonly number[]): number {
  if (rows.length < 3) return Number.NaN;
  const { correlation, constant } = correlationMatrix(rows);
  if (constant.length > 0) return Number.NaN;
  const told: number[] = [];
  const expected: number[] = [];
  for (let i = 0; i < angles.length; i++)
    for (let j = 0; j < i; j++) {
      told.push(correlation[i]![j]!);
      expected.push(Math.cos(angles[i]! - angles[j]!));
    }
  return pearson(told, expected);
}

/** Classical scaling of the correlations, turned (and mirrored where that is nearer) to the circle: Procrustes in the plane. */
function mapOf(
  values: readonly string[],
  rows: readonly (readonly number[])[],
  angles: readonly number[],
): Circle['map'] {
  const { correlation } = correlationMatrix(rows);
  const points = planarMap(Float32Array.from(correlation.flat()), values.length);
  const [plain, mirrored] = [1, -1].map((side) => {
    // The turn that brings the points nearest to the circle: the argument of Σ conj(point)·target.
    let real = 0;
    let imaginary = 0;
    points.forEach(({ x, y }, i) => {
      real += x * Math.cos(angles[i]!) + side * y * Math.sin(angles[i]!);
      imaginary += x * Math.sin(angles[i]!) - side * y * Math.cos(angles[i]!);
    });
    return { side, turn: Math.atan2(imaginary, real), nearness: Math.hypot(real, imaginary) };
  }) as [Turn, Turn];
  const { side, turn } = plain.nearness >= mirrored.nearness ? plain : mirrored;
  return points.map(({ x, y }, i) => ({
    value: values[i]!,
    x: x * Math.cos(turn) - side * y * Math.sin(turn),
    y: x * Math.sin(turn) + side * y * Math.cos(turn),
  }));
}

type Turn = { side: number; turn: number; nearness: number };
