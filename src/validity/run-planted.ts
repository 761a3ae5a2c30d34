/** Runs a simulated study through the real pipeline, in a temporary folder. */

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ScoreInput } from '../instruments/shared/cells.ts';
import { simulatedEndpoint } from '../models/simulated/endpoint.ts';
import type { SimulationOptions } from '../models/simulated/world.ts';
import { parallelOf } from '../run/derive/factor-ground.ts';
import { factorView } from '../run/derive/factors.ts';
import { buildMatrix } from '../run/derive/matrix.ts';
import { elicitedByModel } from '../run/elicited.ts';
import type { RunEnvironment } from '../run/environment.ts';
import type { FactorView } from '../run/factor-view.ts';
import { factsOf as factsInRun } from '../run/instruments/instrument-facts.ts';
import { openSession } from '../run/open-session.ts';
import { openRunFolder, type RunFolder } from '../run/run-folder.ts';
import type { Results } from '../run/state.ts';
import type { Study } from '../run/study.ts';
import { writeStudy } from '../run/study-file.ts';
import { loadSystem } from '../values/load-systems.ts';

export type PlantedRun = {
  results: Results;
  /** The ratings behind the scores on ValueLex's own system; null before they are asked. */
  input: ScoreInput | null;
  /** The factors if a refusal counted as an answer without values; null without factors. */
  withRefusals: FactorView | null;
  /** Per model: answers asked for, and refusals found. */
  refusals: { model: string; asked: number; refused: number }[];
};

/** Works through `study` in the world of `options` up to `until`; gives the results. */
export async function runPlanted(
  study: Study,
  options: SimulationOptions,
  until: string | undefined,
  environment: RunEnvironment,
): Promise<PlantedRun> {
  const place = mkdtempSync(join(tmpdir(), 'valuelex-validity-'));
  const folder = join(place, 'run');
  try {
    mkdirSync(folder);
    writeStudy(join(folder, 'study.yaml'), study);
    const endpoint = simulatedEndpoint(options);
    const session = await openSession(folder, {
      ...environment,
      examFolder: join(place, 'exams'),
      openModel: (name) => endpoint.open(name.replace(/^sim:/, '')),
    });
    try {
      await session.work(until === undefined ? {} : { until });
    } finally {
      await session.close();
    }
    const { results } = session.getState();
    return { results, ...factsOf(folder, study, results, environment) };
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

function factsOf(
  folder: string,
  study: Study,
  results: Results,
  environment: RunEnvironment,
): Omit<PlantedRun, 'results'> {
  const run = openRunFolder(folder, false, environment.now, {
    instruments: environment.instruments,
  });
  const elicited = elicitedByModel(run.responses.lines, results.lexicon);
  const refusals = [...elicited].map(([model, { answers, refusals }]) => ({
    model,
    asked: answers,
    refused: refusals,
  }));
  const input = ratingsIn(run, results, environment);
  return { refusals, input, withRefusals: refusalsCounted() };

  function refusalsCounted(): FactorView | null {
    const { lexicon, curated, factors } = results;
    if (!lexicon || !curated || !factors || 'unavailable' in factors) return null;
    const { count } = lexicon.answers;
    const matrix = buildMatrix(
      {
        columns: { ...lexicon.answers, refused: new Uint8Array(count) },
        idAt: (place) => run.responses.lines.at(place)!.id,
      },
      curated.clusters,
      study.factors,
    );
    const settings = { ...curated.settings, factors: factors.k };
    // The number of factors is settled; what draws would say of it is not told.
    const fewDraws = { ...study, factors: { ...study.factors, draws: 20 } };
    return factorView(matrix, parallelOf(matrix, fewDraws), study, settings);
  }
}

/** Ratings on ValueLex's own system, from the instrument with raters. */
function ratingsIn(run: RunFolder, { ownSystem }: Results, { prompts }: RunEnvironment) {
  const system = loadSystem('valuelex', () => undefined);
  for (const one of run.instruments()) {
    const facts = factsInRun(one, run, prompts, ownSystem);
    const input = (facts && one.instrument.ratings?.(facts, one.settings, system)) ?? null;
    if (input && input.ratings.length > 0) return input;
  }
  return null;
}
