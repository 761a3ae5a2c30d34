/** The independent units of a study: models, or families of models if some have several. */
import { tagsIn } from '../model-tags.ts';
import type { Study } from '../study.ts';
import { settingIn } from './answers.ts';
import type { Matrix } from './matrix.ts';

export type IndependentUnits = {
  unit: 'models' | 'families';
  count: number;
  /** One label a row: the units that are exchanged, resampled, and halved as a whole. */
  labels: string[];
  /** The family of each row’s model; undefined where every family has one model. */
  families: string[] | undefined;
  /** Families of the models where some have several models; null where each has one. */
  familyCount: number | null;
};

/**
 * Models of one family are not independent. A model of unknown family counts as a family of its own. If all models
 * are of one family, the models are the units: what the family shares cannot be distinguished from factors.
 */
export function independentUnits(
  matrix: Pick<Matrix, 'models'>,
  study: Pick<Study, 'models'>,
): IndependentUnits {
  const tagsOf = tagsIn(study);
  const models = [...new Set(matrix.models)];
  const familyOf = new Map(
    models.map((model) => {
      const { family } = tagsOf(model);
      return [model, family === '' || family === 'unknown' ? model : `family ${family}`] as const;
    }),
  );
  const families = new Set(familyOf.values()).size;
  if (families === models.length || families === 1)
    return {
      unit: 'models',
      count: models.length,
      labels: matrix.models,
      families: undefined,
      familyCount: families === models.length ? null : families,
    };
  const labels = matrix.models.map((model) => familyOf.get(model)!);
  return { unit: 'families', count: families, labels, families: labels, familyCount: families };
}

/** The sampling setting of each row, where rows are respondents. */
export function settingsOf({ unit, rowNames, models }: Matrix): string[] | undefined {
  if (unit !== 'respondents') return undefined;
  return rowNames.map((name, i) => settingIn(name, models[i]!));
}
