/** A run whose texts a person rates: the texts, the ratings so far, and the log of new ones. */
import { UserError } from '../../errors.ts';
import type { Facts, PeopleRating, PersonText } from '../../instruments/contract.ts';
import type { RunEnvironment } from '../environment.ts';
import { openRunFolder, type RunFolder } from '../run-folder.ts';
import { factsOf } from './instrument-facts.ts';
import type { OpenInstrument } from './instrument-folder.ts';

export type Annotating = {
  /** In the order in which they are shown. */
  texts: readonly PersonText[];
  /** The person's ratings so far, by the id of the text. */
  said(): ReadonlyMap<string, number | null>;
  /** Resolves when the rating is on disk. Throws UserError if it cannot be written. */
  rate(text: PersonText, rating: number | null, seconds: number | null): Promise<void>;
  close(): Promise<void>;
};

/** The instrument of the run whose texts people can rate. Throws UserError if there is none, or nothing to rate. */
function ratedPart(
  run: RunFolder,
  { prompts }: Pick<RunEnvironment, 'prompts'>,
): { open: OpenInstrument; people: PeopleRating; facts: Facts } {
  const open = run.instruments().find(({ instrument }) => instrument.people !== undefined);
  const facts = open && factsOf(open, run, prompts);
  if (!facts)
    throw new UserError('This run has no texts that people can rate yet.', {
      where: run.folder,
      hint: 'Let it continue to its ratings first.',
    });
  return { open, people: open.instrument.people!, facts };
}

/**
 * Opens a run for one person. `system` is one of the study's, the first by default; `count` is the number of texts,
 * with those that the person has rated already. Throws UserError if another process writes the run.
 */
export function openAnnotating(
  folder: string,
  { person, system, count }: { person: string; system?: string | undefined; count: number },
  environment: Pick<RunEnvironment, 'prompts' | 'now' | 'instruments'>,
): Annotating {
  const run = openRunFolder(folder, true, environment.now, {
    instruments: environment.instruments,
  });
  try {
    const { open, people, facts } = ratedPart(run, environment);
    const systems = people.systems(open.settings);
    const chosen = system ?? systems[0]!;
    if (!systems.includes(chosen))
      throw new UserError(`This run is not rated on ${chosen}.`, {
        hint: `One of ${systems.join(', ')}.`,
        exit: 'usage',
      });
    const log = open.logs.get(people.log)!;
    const now = () => ({ ...facts, lines: { ...facts.lines, [people.log]: log.lines } });
    return {
      texts: people.texts(facts, open.settings, chosen, count),
      said: () => people.said(now(), person, chosen),
      async rate(text, rating, seconds) {
        const at = new Date(environment.now()).toISOString();
        log.append(people.line(now(), { ...text, person }, { rating, seconds, at }));
        await log.synced();
      },
      close: () => run.close(),
    };
  } catch (error) {
    void run.close();
    throw error;
  }
}

/** Links raters' scales to people's ratings, or to the exam's anchors again. Throws as `openAnnotating` does. */
export async function calibrateRun(
  folder: string,
  by: 'people' | 'anchors',
  environment: Pick<RunEnvironment, 'prompts' | 'now' | 'instruments'>,
): Promise<void> {
  const run = openRunFolder(folder, true, environment.now, {
    instruments: environment.instruments,
  });
  try {
    const { open, people } = ratedPart(run, environment);
    const settings = people.calibrated(open.settings, by);
    const { id, studyKey } = open.instrument;
    run.saveStudy(
      studyKey === undefined
        ? { ...run.study, instruments: { ...run.study.instruments, [id]: settings } }
        : { ...run.study, [studyKey]: settings },
    );
  } finally {
    await run.close();
  }
}
