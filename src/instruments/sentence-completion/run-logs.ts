/** The test's part of a run folder, as what it is: for what is computed from it beside its scores. */
import type { Log } from '../../facts/log.ts';
import type { PromptFiles } from '../../prompts/load.ts';
import type { Line } from '../contract.ts';
import type { ExamRecord } from '../shared/exam/exam-record.ts';
import type { Stem } from './items.ts';
import type { Completion, Rating } from './records.ts';
import type { SentenceItems } from './sentence-context.ts';

type Open = {
  instrument: { id: string };
  settings: unknown;
  logs: ReadonlyMap<string, Log<Line>>;
  itemsFor(prompts: PromptFiles, settings: unknown): unknown;
  putItems(items: unknown, settings: unknown): void;
};

type Run = { instruments(): readonly Open[] };

export type SentenceLogs = {
  completions: Log<Completion>;
  exams: Log<ExamRecord>;
  ratings: Log<Rating>;
};

/** Its logs in a run folder. */
export function sentenceLogs(run: Run): SentenceLogs {
  const { logs } = partOf(run);
  const log = (name: keyof SentenceLogs) => logs.get(name) as unknown;
  return {
    completions: log('completions') as Log<Completion>,
    exams: log('exams') as Log<ExamRecord>,
    ratings: log('ratings') as Log<Rating>,
  };
}

/** Puts stems among those of a run whose study does not name them yet; gives their ids, which the study is to name from now on. */
export function addStems(run: Run, stems: readonly Stem[], prompts: PromptFiles): string[] {
  const { settings, itemsFor, putItems } = partOf(run);
  const chosen = settings as { stems: readonly string[] };
  const ids = stems.map(({ id }) => id).filter((id) => !chosen.stems.includes(id));
  if (ids.length === 0) return [];
  const { stems: known } = itemsFor(prompts, settings) as SentenceItems;
  const added = stems.filter(({ id }) => !known.some((one) => one.id === id));
  putItems({ stems: [...known, ...added] }, { ...chosen, stems: [...chosen.stems, ...ids] });
  return ids;
}

function partOf(run: Run): Open {
  return run.instruments().find(({ instrument }) => instrument.id === 'sentence-completion')!;
}
