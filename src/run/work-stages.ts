/** The stages of a run, in order: its own, then the steps of its instruments; and the computations between them. */
import { explainError } from '../errors.ts';
import { type Derived, type Line, type Step, stepsOf } from '../instruments/contract.ts';
import type { createDeriver } from './derive/deriver.ts';
import { askInstruments } from './instruments/instrument-work.ts';
import {
  type HostStage,
  hostStages,
  refuseUnknownStage,
  stepsOfAll,
} from './instruments/registry.ts';
import type { RunFolder } from './run-folder.ts';
import type { createStageRunner } from './stage-runner.ts';
import { planElicitation } from './stages/elicit.ts';
import { planExtraction } from './stages/extract.ts';
import { planNaming } from './stages/name.ts';
import type { StageContext } from './stages/stage-context.ts';

const doing: Readonly<Record<HostStage, string>> = {
  elicit: 'eliciting',
  extract: 'reading prose',
  name: 'naming clusters',
};

type StageParts = {
  run: RunFolder;
  deriver: ReturnType<typeof createDeriver>;
  context: StageContext;
  again(rater: string): readonly Line[];
  problem(text: string): void;
  /** Runs one stage; `stored` counts what the run holds of it. */
  runStage(
    stage: string,
    words: string,
    plan: Parameters<ReturnType<typeof createStageRunner>['run']>[2],
    how: { signal: AbortSignal; stored?: () => number },
  ): Promise<void>;
  /** The number of requests in batches that this session does not wait for; stages that need their answers are not begun. */
  parked(): number;
};

export type Stages = {
  /** Asks for what is missing up to and with `until`. Throws UserError for a stage that the study does not have. */
  ask(until: string | undefined, signal: AbortSignal): Promise<void>;
  /** Computes the results of the facts so far, at the end with slow fits. A pause does not wait for it, since it can be computed at any time. */
  compute(signal: AbortSignal, fits?: boolean): Promise<void>;
};

export function createStages({
  run,
  deriver,
  context,
  again,
  problem,
  runStage,
  parked,
}: StageParts): Stages {
  async function compute(signal: AbortSignal, fits = false): Promise<void> {
    const paused = new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      else signal.addEventListener('abort', () => resolve(), { once: true });
    });
    await Promise.race([deriver.compute(run.curation.lines), paused]);
    if (fits && !signal.aborted) await Promise.race([deriver.fit(), paused]);
  }

  const computeMeanwhile = () =>
    void deriver.compute(run.curation.lines).catch((error) => problem(explainError(error)[0]!));

  /** The stages that come before the instruments. */
  async function hostStage(stage: HostStage, isPart: boolean, signal: AbortSignal): Promise<void> {
    const stored = () => run.responses.lines.length;
    if (stage === 'elicit')
      return runStage(stage, doing[stage], await planElicitation(context), { signal, stored });
    // This stage needs answers that are still in batches.
    if (parked() > 0) return;
    if (stage === 'extract')
      return runStage(stage, doing[stage], await planExtraction(context), { signal });
    // The clusters of a part are not those of the whole study.
    if (run.study.clusters.naming === null || isPart) return;
    await compute(signal);
    const clusters = deriver.results().curated?.clusters ?? [];
    await runStage(stage, doing[stage], await planNaming(context, clusters), { signal });
  }

  /** The steps of the instruments, as far as `until`. */
  async function instrumentSteps(
    steps: readonly Step[],
    until: string | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    const isPart = run.study.shard !== undefined;
    const last = until === undefined ? steps.length : steps.findIndex(({ id }) => id === until);
    const first = new Set(run.instruments().map(({ instrument }) => stepsOf(instrument)[0].id));
    await askInstruments(context, {
      signal,
      note: problem,
      again,
      wants(id) {
        const at = steps.findIndex((step) => step.id === id);
        if (at > last) return false;
        // A step that needs all parts is left to the merged run, unless it is named.
        if (isPart && until === undefined && steps[at]?.whole) return false;
        // A later step needs answers that are still in batches.
        return first.has(id) || parked() === 0;
      },
      async derive(): Promise<Derived> {
        await compute(signal);
        return { ownSystem: deriver.results().ownSystem };
      },
      async round({ id }, round, stored) {
        await runStage(id, round.title, round, { signal, stored });
        if (!isPart && !signal.aborted) computeMeanwhile();
      },
    });
  }

  async function ask(until: string | undefined, signal: AbortSignal): Promise<void> {
    const isPart = run.study.shard !== undefined;
    const steps = stepsOfAll(run.instruments());
    const at = (hostStages as readonly (string | undefined)[]).indexOf(until);
    refuseUnknownStage(until, steps);
    for (const stage of at < 0 ? hostStages : hostStages.slice(0, at + 1)) {
      await hostStage(stage, isPart, signal);
      if (signal.aborted) return;
      if (!isPart) computeMeanwhile();
    }
    if (at < 0) await instrumentSteps(steps, until, signal);
  }

  return { ask, compute };
}
