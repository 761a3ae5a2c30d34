/** Asks what the instruments of a run still want to know, round by round. */
import type { AskContext } from '../../asking/ask.ts';
import { noCondition, type Respondent } from '../../asking/respondents.ts';
import { shardOf } from '../../asking/shard.ts';
import type { InstrumentContext, Round } from '../../instruments/contract.ts';
import type { RunEnvironment } from '../environment.ts';
import { tagsIn } from '../model-tags.ts';
import type { RunFolder } from '../run-folder.ts';
import type { Study } from '../study.ts';
import { textsOf } from './instrument-folder.ts';

/** Every model of the study under its test setting; more settings only where a study asks for them. */
export function respondentsOf(study: Study): Respondent[] {
  const setting = study.test.setting;
  return study.models.map((entry) => ({ entry, setting, condition: noCondition }));
}

/** What every instrument is told of the models. */
export function modelsOf(study: Study) {
  const tagsOf = tagsIn(study);
  return study.models.map(({ id }) => ({ name: id, tags: tagsOf(id) }));
}

/** Runs `round` for each round of each instrument, in their order, until all is asked or the signal aborts. */
export async function askInstruments(
  context: AskContext<RunFolder, RunEnvironment>,
  signal: AbortSignal,
  round: (stage: string, round: Round) => Promise<void>,
): Promise<void> {
  const { run, environment } = context;
  for (const open of run.instruments()) {
    const { instrument, settings, logs } = open;
    const { study } = run;
    const items = open.settleItems(environment.prompts, settings);
    const about = { models: modelsOf(study), seed: study.seed };
    const own: InstrumentContext = {
      environment,
      openModel: context.openModel,
      onUnavailable: context.onUnavailable,
      onLeftOut: context.onLeftOut,
      run: {
        items,
        lines: (log) => logs.get(log)!.lines,
        append: (log, line) => logs.get(log)!.append(line),
        texts: (id) => {
          const other = run.instruments().find((one) => one.instrument.id === id);
          return other ? textsOf(other, about) : [];
        },
      },
      respondents: respondentsOf(study),
      raters: study.test.judges.map((id) => ({
        entry: { id },
        setting: study.test.setting,
        condition: noCondition,
      })),
      seed: study.seed,
      shard: shardOf(study),
      signal,
    };
    for await (const next of instrument.ask(own, settings)) {
      await round(instrument.id, next);
      if (signal.aborted) return;
    }
  }
}
