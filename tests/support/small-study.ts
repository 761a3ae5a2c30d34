/** A simulated study that is small, and still has clusters, factors, and scores. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';

export type SmallStudy = {
  name?: string;
  seed?: number;
  models?: readonly string[];
  judges?: readonly string[];
  settings?: readonly object[];
  prompts?: readonly string[];
  stems?: readonly string[];
  /** Anything else of a study. */
  more?: object;
};

/** Writes `study.yaml` into `folder` and gives its path. */
export function writeSmallStudy(folder: string, choice: SmallStudy = {}): string {
  const file = join(folder, 'study.yaml');
  const study = {
    name: choice.name ?? 'small',
    seed: choice.seed ?? 7,
    models: (
      choice.models ?? [
        'sim:alpha-7b',
        'sim:beta-8b',
        'sim:gamma-27b-chat',
        'sim:delta-7b-base',
        'sim:epsilon-2b',
        'sim:zeta-6b',
      ]
    ).map((id) => ({ id })),
    settings: choice.settings ?? [
      { id: 't0.3', temperature: 0.3 },
      { id: 't0.7', temperature: 0.7 },
      { id: 't1', temperature: 1 },
    ],
    prompts: (
      choice.prompts ?? [
        '01-describe',
        '02-principles',
        '03-what-matters',
        '04-own-character',
        '09-ten-nouns',
        '15-fifteen-nouns',
      ]
    ).map((id) => ({ id })),
    clusters: { minCount: 1 },
    factors: { draws: 20 },
    test: {
      stems: choice.stems ?? ['do-not-know', 'sad-person', 'own-faults', 'saying-no'],
      judges: choice.judges ?? ['sim:judge', 'sim:judge-b'],
    },
    ...choice.more,
  };
  writeFileSync(file, stringify(study));
  return file;
}
