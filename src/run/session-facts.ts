/** The facts of an open run, as screens and reports look them up. */
import { linesAt } from '../facts/lines.ts';
import { evidenceOf } from '../instruments/shared/evidence.ts';
import type { RunEnvironment } from './environment.ts';
import { factsOf } from './instruments/instrument-facts.ts';
import type { RunFolder } from './run-folder.ts';
import type { AskedInstrument, Session } from './session.ts';
import type { Results } from './state.ts';

export type SessionFacts = Pick<
  Session,
  'instruments' | 'evidenceOf' | 'responses' | 'responsesOf' | 'placeOf'
>;

export function sessionFacts(
  run: RunFolder,
  environment: Pick<RunEnvironment, 'prompts'>,
  results: () => Results,
): SessionFacts {
  let known: { basis: readonly unknown[]; asked: AskedInstrument[] } | null = null;

  /** Gathered again only after new lines, since screens call this at every drawing. */
  function instruments(): AskedInstrument[] {
    const { ownSystem } = results();
    const all = run.instruments();
    const others = all.some(({ instrument }) => instrument.studyKey === undefined);
    // Every study has the sentence test; without models and lines it is not shown.
    const shown =
      run.study.models.length > 0 || !others
        ? all
        : all.filter(
            ({ instrument, logs }) =>
              instrument.studyKey === undefined ||
              [...logs.values()].some(({ lines }) => lines.length > 0),
          );
    const stands = all.flatMap(({ items, logs }) => [
      items(),
      ...[...logs.values()].map(({ lines }) => lines.length),
    ]);
    const basis = [run.study, ownSystem, ...stands];
    if (known?.basis.length !== basis.length || basis.some((one, i) => one !== known?.basis[i])) {
      const { prompts } = environment;
      const asked = shown.map((one) => ({
        instrument: one.instrument,
        settings: one.settings,
        items: one.itemsFor(prompts, one.settings),
        facts: factsOf(one, run, prompts, ownSystem),
      }));
      known = { basis, asked };
    }
    return known.asked;
  }

  return {
    instruments,
    evidenceOf(id, place) {
      const one = instruments().find(({ instrument }) => instrument.id === id);
      return one ? evidenceOf(one, place) : [];
    },
    responses: () => run.responses.lines,
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
