/** What the instruments of a run found, its models compared, the check of a model, and the findings. */
import { UserError } from '../../errors.ts';
import { isScored } from '../../instruments/contract.ts';
import { sentenceLogs, stemsOfRun } from '../../instruments/sentence-completion/run-logs.ts';
import type { ModelComparison } from '../../instruments/shared/compare-models.ts';
import { namedSystems } from '../../values/named-systems.ts';
import { factsAmong, sourcesOf } from '../instruments/instrument-folder.ts';
import { modelsOf } from '../instruments/instrument-work.ts';
import { type Comparisons, createComparisons } from './comparisons.ts';
import { farthestPair, findingsOf } from './findings.ts';
import { placeOfFacts, type Scoring, type SystemScoring } from './rated-facts.ts';
import type { StageParts } from './stage.ts';

export type ScoreStage = {
  /** Scores what has changed. */
  compute(): Promise<void>;
  findings(): Promise<void>;
  comparisons: Comparisons;
};

export function createScoreStage({
  run,
  environment,
  results,
  publish,
  worker,
  onChange,
}: StageParts): ScoreStage {
  /** What the latest findings and the latest check stood on. */
  let foundOn: readonly unknown[] = [];
  let checkedOn: readonly unknown[] = [];

  async function scoreStage(): Promise<void> {
    const logs = sentenceLogs(run);
    const exams = logs.exams.lines
      .map((line) => line.result)
      .filter((exam) => run.study.test.judges.includes(exam.judge));
    const { ratings, completions } = logs;
    const key = [ratings.lines.length, completions.lines.length, run.study.test, exams.length];
    await onChange('scores', key, async () => {
      publish({ exams });
      if (ratings.lines.length === 0) return;
      const systems = namedSystems(run.study.test.systems, results().ownSystem);
      publish({ scores: await worker().run('scores', { ...scoring(), systems }) });
    });
  }

  function scoring(): Scoring {
    return {
      facts: placeOfFacts(run),
      stems: stemsOfRun(run, environment.prompts),
      exams: results().exams,
    };
  }

  /** Scores every instrument whose facts have changed. */
  async function instrumentStage(): Promise<void> {
    const { study } = run;
    const about = { models: modelsOf(study), seed: study.seed };
    const open = run.instruments();
    for (const one of open) {
      const { instrument, settings } = one;
      if (!isScored(instrument)) continue;
      const items = one.items();
      if (!items) continue;
      const counts = [one, ...sourcesOf(one, open)].flatMap(({ logs }) =>
        [...logs.values()].map((log) => log.lines.length),
      );
      const key = [instrument.version, settings, items.hash, counts, about.models];
      await onChange(`instrument ${instrument.id}`, key, async () => {
        // Sorted only where it has changed.
        const facts = factsAmong(one, open, about)!;
        const result = await worker().run('instrument', {
          ...(environment.instruments?.module && { module: environment.instruments.module }),
          id: instrument.id,
          facts,
          settings,
        });
        publish({ instruments: { ...results().instruments, [instrument.id]: result } });
      });
    }
  }

  function scoringOf(name: string): SystemScoring | null {
    const system = namedSystems(run.study.test.systems, results().ownSystem).find(
      (one) => one.id === name,
    );
    return system ? { ...scoring(), system } : null;
  }

  const comparisons = createComparisons({
    scores: () => results().scores,
    scoringOf,
    shared: worker,
  });

  async function findingsStage(): Promise<void> {
    const basis = [results().lexicon, results().factors, results().scores, results().exams];
    if (basis.every((part, i) => part === foundOn[i])) return;
    await checkStage();
    const comparison = await farthestCompared();
    publish({ findings: findingsOf(results(), comparison) });
    foundOn = basis;
  }

  /** Where the new model of a check stands; nothing in any other run. */
  async function checkStage(): Promise<void> {
    if (run.study.against === undefined) return;
    const ground = [results().lexicon, results().scores, results().exams];
    if (ground.every((part, i) => part === checkedOn[i])) return;
    const first = results().scores[0];
    const words = results().lexicon?.descriptors.map(({ word, count, models }) => ({
      word,
      count,
      models,
    }));
    const check = await worker().run('check', {
      folder: run.folder,
      scoring: first ? scoringOf(first.system) : null,
      words: words ?? null,
    });
    publish({ check });
    checkedOn = ground;
  }

  /** The two models that lie farthest apart; null where none do, or they share too few rated stems. */
  async function farthestCompared(): Promise<ModelComparison | null> {
    const scores = results().scores[0];
    const pair = scores && farthestPair(scores);
    if (!pair) return null;
    try {
      return await comparisons.compare(scores.system, pair.a, pair.b);
    } catch (error) {
      if (error instanceof UserError) return null;
      throw error;
    }
  }

  return {
    async compute() {
      await scoreStage();
      await instrumentStage();
    },
    findings: findingsStage,
    comparisons,
  };
}
