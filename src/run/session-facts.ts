/** The facts of an open run, found for whoever looks at them. */
import { indexLines } from '../facts/line-index.ts';
import { linesAt } from '../facts/lines.ts';
import { sentenceLogs, stemsOfRun } from '../instruments/sentence-completion/run-logs.ts';
import type { RunEnvironment } from './environment.ts';
import { factsOf } from './instruments/instrument-facts.ts';
import type { RunFolder } from './run-folder.ts';
import type { Session } from './session.ts';
import type { Results } from './state.ts';

export type SessionFacts = Pick<
  Session,
  'instruments' | 'responsesOf' | 'completionsOf' | 'stemText' | 'ratingsOf' | 'placeOf'
>;

export function sessionFacts(
  run: RunFolder,
  environment: Pick<RunEnvironment, 'prompts'>,
  results: () => Results,
): SessionFacts {
  const { completions, ratings } = sentenceLogs(run);
  const completionsByModel = indexLines(
    () => completions.lines,
    (line) => line.model,
  );
  const ratingsByCompletion = indexLines(
    () => ratings.lines,
    (line) => line.completion,
  );

  let stems: { study: unknown; texts: Map<string, string> } | null = null;
  function stemText(id: string): string | null {
    if (stems?.study !== run.study) {
      const own = stemsOfRun(run, environment.prompts);
      stems = { study: run.study, texts: new Map(own.map((stem) => [stem.id, stem.text])) };
    }
    return stems.texts.get(id) ?? null;
  }

  return {
    instruments: () =>
      run.instruments().map((one) => ({
        instrument: one.instrument,
        facts: factsOf(one, run, environment.prompts, results().ownSystem),
      })),
    responsesOf({ model, word }) {
      const { lines } = run.responses;
      if (word === undefined) return model === undefined ? lines : lines.ofModel(model);
      const { lexicon } = results();
      const mentions = lexicon?.descriptors.find((one) => one.word === word)?.mentions ?? [];
      const places = new Set(mentions.map((mention) => lines.placeOf(mention.answer)));
      places.delete(-1);
      const found = linesAt(
        lines,
        [...places].sort((a, b) => a - b),
      );
      return model === undefined ? found : found.filter((line) => line.model === model);
    },
    completionsOf({ model, stem }) {
      const own = model === undefined ? completions.lines : completionsByModel.with(model);
      return own.filter((line) => stem === undefined || line.stem === stem);
    },
    stemText,
    ratingsOf: (completion) => [...ratingsByCompletion.with(completion)],
    placeOf(id) {
      const answer = run.responses.lines.placeOf(id);
      if (answer >= 0) return { file: run.responses.file, line: answer + 1 };
      const own = run.instruments().flatMap(({ logs }) => [...logs.values()]);
      for (const log of [...own, run.extractions]) {
        const line = log.lines.findIndex((one) => one.id === id);
        if (line >= 0) return { file: log.file, line: line + 1 };
      }
      return null;
    },
  };
}
