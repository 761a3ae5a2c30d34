/** Settings of `valuelex factors` on a table, and the meaning of the names on the command line. */
import type { ExtractionName, FactorOptions } from '../../factor-analysis/factor-analysis.ts';
import type { ScoreMethod } from '../../factor-analysis/factor-scores.ts';
import type { ParallelLineName } from '../../factor-analysis/parallel-analysis.ts';
import type { RotationName } from '../../factor-analysis/rotation/rotation-names.ts';
import type { CorrelationKind, MissingPolicy } from '../../statistics/correlation.ts';

export type FactorSettings = {
  factors: number | 'auto';
  extraction: ExtractionName;
  rotation: RotationName;
  /** Rows to unit length before rotating; by default as is usual for the rotation. */
  kaiser?: boolean;
  groups?: string;
  /** Column of the groups whose structures are compared. */
  invariance?: string;
  /** Column of who was measured in several of these groups. */
  repeated?: string;
  input: 'raw' | 'correlation';
  n?: number;
  correlation: CorrelationKind;
  missing: MissingPolicy;
  /** What an empty cell of two two-valued columns counts as in a tetrachoric correlation. */
  emptyCell: number;
  /** Of each parallel analysis. */
  draws: number;
  /** Lines of the parallel analyses. */
  lines: readonly ParallelLineName[];
  /** Draws of the bootstrap over groups; 0 leaves it out. */
  bootstrap: number;
  /** Resamples of each network of the graph analysis; 0 leaves them out. */
  graph: number;
  seed: number;
  tight?: boolean;
  scores?: ScoreMethod;
};

/** The settings as the library takes them, with the number of factors decided. */
export function libraryOptions(settings: FactorSettings, factors: number): FactorOptions {
  const { extraction, rotation, kaiser } = settings;
  return {
    factors,
    extraction,
    rotation,
    ...(kaiser === undefined ? {} : { kaiser }),
    kind: settings.correlation,
    missing: settings.missing,
    emptyCell: settings.emptyCell,
    seed: settings.seed,
    tight: settings.tight ?? false,
    unit: 'groups',
  };
}
