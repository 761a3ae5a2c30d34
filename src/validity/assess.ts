/** The whole assessment: the pipeline on simulated studies, with and without the disturbances of real ones. */
import { join } from 'node:path';
import { clusterWords } from '../clustering/clustering.ts';
import { spaceByRecipe } from '../clustering/recipes.ts';
import { UserError } from '../errors.ts';
import type { ScoreInput } from '../instruments/shared/cells.ts';
import { plantedLevels } from '../models/simulated/planted-levels.ts';
import { type PlantedTruth, plantedTruth } from '../models/simulated/truth.ts';
import type { SimulationOptions } from '../models/simulated/world.ts';
import type { RunEnvironment } from '../run/environment.ts';
import type { Study } from '../run/study.ts';
import { readStudy } from '../run/study-file.ts';
import { pearson } from '../statistics/correlation.ts';
import {
  type ClusterFigures,
  clusterFigures,
  judgeFigures,
  type ScoreFigures,
  type StructureFigures,
  structureFigures,
} from './measure.ts';
import { type PlantedRun, runPlanted } from './run-planted.ts';

/** Words in groups that a reader would call one value each; singles are groups of one. */
export type WordGroups = { groups: Record<string, string[]>; singles: string[] };

export type RefusalFigures = {
  /** Refusals found, and refusals expected from the planted rates. */
  found: number;
  expected: number;
  answers: number;
  /** Correlation over models of the share found with the planted rate; null where none is planted. */
  correlation: number | null;
  /** The model that refuses most, and its share. */
  most: { model: string; share: number };
  /** How far its mean factor score would fall, in standard deviations between models, if refusals counted as naming nothing. */
  fall: number;
};

export type NuisanceFigures = {
  planted: string;
  structure: StructureFigures;
  clusters: ClusterFigures;
  refusals: RefusalFigures;
};

export type JudgeReport = {
  judge: string;
  planted: string;
  protocol: string;
  verdict: string;
  linked: ScoreFigures;
  unlinked: ScoreFigures;
};

export type Assessment = {
  study: { models: number; settings: number; prompts: number; answers: number; stems: number };
  main: NuisanceFigures;
  judges: JudgeReport[];
  nuisances: NuisanceFigures[];
  /** Ordinary value words, without a threshold; null where the list is not available. */
  ordinary: (ClusterFigures & { suggested: number }) | null;
};

/** The study of the simulated example, stored next to the prompts. */
export function exampleStudy(environment: Pick<RunEnvironment, 'prompts'>): Study {
  return readStudy(join(environment.prompts.root, '..', 'runs', 'example-simulated', 'study.yaml'));
}

/** Worlds that differ from the shipped one in one disturbance and nothing else. */
const worlds: { planted: string; options: SimulationOptions }[] = [
  { planted: 'no wordiness, no refusals', options: { wordiness: 0, refusals: 0 } },
  { planted: 'wordiness four times as strong', options: { wordiness: 0.6 } },
  { planted: 'refusals five times as frequent', options: { refusals: 5 } },
  {
    planted: 'wordiness four times as strong, no values',
    options: { strength: 0, wordiness: 0.6 },
  },
];

/** The shipped world alone, to which the thresholds of the method apply. */
export async function assessExample(
  study: Study,
  environment: RunEnvironment,
): Promise<{ main: NuisanceFigures; judges: JudgeReport[] }> {
  const truth = plantedTruth();
  const run = await runPlanted(study, {}, undefined, environment);
  return {
    main: figuresOf('as shipped', run, truth),
    judges: run.input ? judgesOf(run.input, study, truth) : [],
  };
}

/** Everything in `docs/validity.md`. Reports progress to `note`. */
export async function assess(
  environment: RunEnvironment,
  words: WordGroups | null,
  note: (text: string) => void,
): Promise<Assessment> {
  const study = exampleStudy(environment);
  note('the study as shipped');
  const { main, judges } = await assessExample(study, environment);
  const nuisances: NuisanceFigures[] = [];
  for (const { planted, options } of worlds) {
    note(planted);
    const run = await runPlanted(study, options, 'elicit', environment);
    nuisances.push(figuresOf(planted, run, plantedTruth(options)));
  }
  let ordinary: Assessment['ordinary'] = null;
  if (words) {
    note('ordinary value words');
    ordinary = await ordinaryWords(words, study, environment);
  }
  return {
    study: {
      models: study.models.length,
      settings: study.settings.length,
      prompts: study.prompts.length,
      answers: main.refusals.answers,
      stems: study.test.stems.length,
    },
    main,
    judges,
    nuisances,
    ordinary,
  };
}

function figuresOf(planted: string, run: PlantedRun, truth: PlantedTruth): NuisanceFigures {
  const { curated, factors } = run.results;
  if (!curated || !factors || 'unavailable' in factors)
    throw new UserError(`The simulated study (${planted}) came to no factors.`, {
      hint: factors && 'unavailable' in factors ? factors.unavailable : 'See the run’s problems.',
    });
  return {
    planted,
    structure: structureFigures(factors, truth),
    clusters: clusterFigures(
      curated.clusters.map((cluster) => cluster.words),
      truth.clusters.map((cluster) => cluster.words),
    ),
    refusals: refusalsOf(run, truth),
  };
}

function refusalsOf(run: PlantedRun, truth: PlantedTruth): RefusalFigures {
  const rows = run.refusals.map(({ model, asked, refused }) => ({
    model,
    asked,
    refused,
    share: refused / asked,
    rate: truth.models.find((one) => one.name === model)!.refusalRate,
  }));
  const sum = (of: (row: (typeof rows)[number]) => number) =>
    rows.reduce((total, row) => total + of(row), 0);
  const most = rows.reduce((high, row) => (row.share > high.share ? row : high));
  const { factors } = run.results;
  const meanScore = (view: typeof factors) => {
    if (!view || 'unavailable' in view) return 0;
    const own = view.modelScores.find((one) => one.model === most.model);
    return own ? own.scores.reduce((total, score) => total + score, 0) / own.scores.length : 0;
  };
  return {
    found: sum((row) => row.refused),
    expected: sum((row) => row.rate * row.asked),
    answers: sum((row) => row.asked),
    correlation: rows.some((row) => row.rate > 0)
      ? pearson(
          rows.map((row) => row.share),
          rows.map((row) => row.rate),
        )
      : null,
    most: { model: most.model, share: most.share },
    fall: meanScore(factors) - meanScore(run.withRefusals),
  };
}

/** Traits of the judges in words; the simulator keeps them with the judges. */
const plantedErrors: Record<string, string> = {
  'sim:judge': 'error SD 0.5',
  'sim:judge-b': 'error SD 0.8, 0.4 too high, slope 0.85',
};

function judgesOf(input: ScoreInput, study: Study, truth: PlantedTruth): JudgeReport[] {
  const { temperature, topP } = study.test.setting;
  const levels = plantedLevels({ temperature, topP, maxTokens: 60 });
  return input.exams.map((exam) => ({
    judge: exam.rater,
    planted: plantedErrors[exam.rater] ?? '',
    protocol: exam.protocol,
    verdict: exam.verdict,
    linked: judgeFigures(input, exam.rater, true, truth, levels),
    unlinked: judgeFigures(input, exam.rater, false, truth, levels),
  }));
}

async function ordinaryWords(
  { groups, singles }: WordGroups,
  study: Study,
  environment: RunEnvironment,
): Promise<ClusterFigures & { suggested: number }> {
  const known = [...Object.values(groups), ...singles.map((word) => [word])];
  const words = known.flat().map((word) => ({ word, count: 1, models: 1 }));
  const embedder = await environment.openEmbedder(study.clusters.embedding, study);
  try {
    const space = await spaceByRecipe(
      study.clusters.recipe,
      words.map(({ word }) => word),
      embedder,
      environment,
    );
    const clustering = clusterWords(words, space, {
      method: study.clusters.method,
      seed: study.seed,
    });
    const found = clustering.clusters.map((cluster) => cluster.words);
    return { ...clusterFigures(found, known), suggested: clustering.suggestedK };
  } finally {
    await embedder.close();
  }
}
