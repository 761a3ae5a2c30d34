/** Both tables of `docs/factor-recovery.md`: planted factors, and factors that are not there. */
import { type FalseFigures, falseDesign, falseIccs, keepFalse } from './false-factors.ts';
import {
  type PlantedFigures,
  plantedDesign,
  plantedRates,
  plantedSizes,
  recoverPlanted,
} from './planted-factors.ts';

export type FactorRecovery = {
  seed: string;
  planted: PlantedFigures[];
  unrelated: FalseFigures[];
  /** Draws of each parallel analysis on unrelated columns. */
  parallelDraws: number;
};

export type RecoverySettings = { draws: number; parallelDraws: number; seed: string };

export const recoverySettings: RecoverySettings = {
  draws: 50,
  parallelDraws: 100,
  seed: 'factor recovery',
};

/** Deterministic given the seed. Reports progress to `note`. */
export function factorRecovery(
  { draws, parallelDraws, seed }: RecoverySettings,
  note: (text: string) => void,
): FactorRecovery {
  const planted: PlantedFigures[] = [];
  for (const rate of plantedRates)
    for (const size of plantedSizes) {
      note(`planted factors, ${rate === null ? 'normal' : `${rate} ones`}, ${size.models} models`);
      planted.push(recoverPlanted(plantedDesign, size, rate, draws, seed));
    }
  const unrelated: FalseFigures[] = [];
  for (const cells of ['normal', '0/1'] as const)
    for (const icc of falseIccs) {
      note(`unrelated columns, ${cells}, intraclass correlation ${icc}`);
      unrelated.push(keepFalse(falseDesign, cells, icc, draws, parallelDraws, seed));
    }
  return { seed, planted, unrelated, parallelDraws };
}
