/** What can be asked of `valuelex factors` on a table, and what the names on the command line mean. */
import type { ExtractionName, FactorOptions } from '../factor-analysis/factor-analysis.ts';
import type { ScoreMethod } from '../factor-analysis/factor-scores.ts';
import type { ParallelLineName } from '../factor-analysis/parallel-analysis.ts';
import type { RotationName } from '../factor-analysis/rotation/rotate.ts';
import type { CorrelationKind, MissingPolicy } from '../statistics/correlation.ts';

/** psych has two promax rotations: `promax` on rows of unit length, `Promax` on the loadings as they are. */
export const rotationChoices = [
  'none',
  'varimax',
  'quartimax',
  'equamax',
  'promax',
  'Promax',
  'oblimin',
  'geomin',
] as const;

export type RotationChoice = (typeof rotationChoices)[number];

export type FactorSettings = {
  factors: number | 'auto';
  extraction: ExtractionName;
  rotation: RotationChoice;
  /** Rows to unit length before rotating; by the custom of the rotation unless given. */
  kaiser?: boolean;
  groups?: string;
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
  seed: number;
  tight?: boolean;
  scores?: ScoreMethod;
};

/** The settings as the library takes them, with the number of factors decided. */
export function libraryOptions(settings: FactorSettings, factors: number): FactorOptions {
  const kaiser = settings.kaiser ?? (settings.rotation === 'Promax' ? false : undefined);
  const rotation: RotationName = settings.rotation === 'Promax' ? 'promax' : settings.rotation;
  return {
    factors,
    extraction: settings.extraction,
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
