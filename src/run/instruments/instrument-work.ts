/** Makes the missing requests of a run's instruments, round by round. */
import type { AskContext } from '../../asking/ask.ts';
import { noCondition, type Respondent } from '../../asking/respondents.ts';
import { shardOf } from '../../asking/shard.ts';
import {
  type InstrumentContext,
  type Line,
  type Round,
  type Step,
  stepsOf,
} from '../../instruments/contract.ts';
import { sharedEmbedder } from '../derive/shared-vectors.ts';
import type { RunEnvironment } from '../environment.ts';
import type { RunFolder } from '../run-folder.ts';
import type { Study } from '../study.ts';
import { textsOf } from './instrument-facts.ts';
import type { OpenInstrument } from './instrument-folder.ts';
import { readBy } from './registry.ts';

/** Every model of the study under its test setting; more settings only where a study asks for them. */
export function respondentsOf(study: Study): Respondent[] {
  const setting = study.test.setting;
  return study.models.map((entry) => ({ entry, setting, condition: noCondition }));
}

/** The raters of the study as respondents. */
export function ratersAsked({ test }: Pick<Study, 'test'>): Respondent[] {
  const { setting, judges } = test;
  return judges.map((id) => ({ entry: { id }, setting, condition: noCondition }));
}

export type Asked = {
  /** Whether to do a step now; called before each of its rounds is planned. */
  wants(step: string): boolean;
  derive: InstrumentContext['derive'];
  note(text: string): void;
  again(rater: string): readonly Line[];
  signal: AbortSignal;
  /** Makes the requests of a round; `stored` counts the lines of the log that its step fills. */
  round(step: Step, round: Round, stored: () => number): Promise<void>;
};

/** Makes the missing requests of a run's instruments, in their order, until none is left or the signal aborts. */
export async function askInstruments(
  context: AskContext<RunFolder, RunEnvironment>,
  asked: Asked,
): Promise<void> {
  const { run } = context;
  const { wants, signal } = asked;
  for (const open of run.instruments()) {
    const { instrument, settings } = open;
    const steps = stepsOf(instrument);
    const [first] = steps;
    if (!wants(first.id)) continue;
    for await (const next of instrument.ask(contextOf(open, context, asked), settings)) {
      const step = next.step === undefined ? first : steps.find(({ id }) => id === next.step)!;
      if (!wants(step.id)) break;
      await asked.round(step, next, () => open.logs.get(step.log)!.lines.length);
      if (signal.aborted) return;
    }
  }
}

/** The context of an instrument. */
function contextOf(
  open: OpenInstrument,
  { run, environment, ...context }: AskContext<RunFolder, RunEnvironment>,
  { wants, derive, note, again, signal }: Asked,
): InstrumentContext {
  const { study } = run;
  const { logs, settings, settleItems } = open;
  const items = settleItems(environment.prompts, settings);
  return {
    ...context,
    environment,
    run: {
      items,
      lines: (log) => logs.get(log)!.lines,
      append: (log, line) => logs.get(log)!.append(line),
      texts: (id) => {
        const other = run.instruments().find((one) => one.instrument.id === id);
        return other ? textsOf(other, run, environment.prompts) : [];
      },
      after: readBy(open, run.instruments()),
      linesOf: (id, log) =>
        run
          .instruments()
          .find((one) => one.instrument.id === id)
          ?.logs.get(log)?.lines ?? [],
    },
    async openEmbedding(name) {
      const { embeddingHash } = await environment.chooseEmbedding(name);
      const model = await environment.openEmbedder(name, study);
      const embedder = sharedEmbedder(model, embeddingHash ?? name, environment.vectorsFolder);
      return { embedder, hash: embeddingHash ?? null };
    },
    respondents: respondentsOf(study),
    raters: ratersAsked(study),
    seed: study.seed,
    shard: shardOf(study),
    ...{ signal, wants, derive, note, again },
  };
}
