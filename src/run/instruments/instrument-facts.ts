/**
 * The facts behind the scores of an instrument: as lists, and as the place where they are stored, so that the worker
 * thread reads them from disk: the ratings of many models are never sent from thread to thread.
 */
import { type Log, openLog } from '../../facts/log.ts';
import { sortedById } from '../../facts/sorted.ts';
import type { Facts, Instrument, InstrumentText, Line } from '../../instruments/contract.ts';
import { answerTexts } from '../../instruments/shared/answer-round.ts';
import type { PromptFiles } from '../../prompts/load.ts';
import type { ValueSystem } from '../../values/value-system.ts';
import { tagsIn } from '../model-tags.ts';
import type { Study } from '../study.ts';
import type { OpenInstrument } from './instrument-folder.ts';
import { readBy } from './registry.ts';

type Run = { study: Study; instruments(): readonly OpenInstrument[] };

/** The facts without the lines. */
type About = Omit<Facts, 'lines' | 'texts'>;

/** Where its facts are stored: the file of every log, and how many of its first lines to read. Plain data, so that it crosses threads. */
export type FactsPlace = {
  id: string;
  logs: Readonly<Record<string, { file: string; lines: number }>>;
  about: About;
  /** The instruments whose texts it reads. */
  sources: readonly FactsPlace[];
};

/** Where the present facts of an instrument of the run are stored; null before the first request. */
export function placeOfFacts(
  one: OpenInstrument,
  run: Run,
  prompts: PromptFiles,
  ownSystem: ValueSystem | null = null,
): FactsPlace | null {
  const about = askedAbout(one, run, prompts, ownSystem);
  if (!about) return null;
  const logs = [...one.logs].map(
    ([name, { file, lines }]) => [name, { file, lines: lines.length }] as const,
  );
  return {
    id: one.instrument.id,
    logs: Object.fromEntries(logs),
    about,
    sources: sourcesOf(one, run).flatMap((other) => placeOfFacts(other, run, prompts) ?? []),
  };
}

/** The facts at `placeOfFacts` as lists. */
export function factsOf(
  one: OpenInstrument,
  run: Run,
  prompts: PromptFiles,
  ownSystem: ValueSystem | null = null,
): Facts | null {
  const about = askedAbout(one, run, prompts, ownSystem);
  if (!about) return null;
  return {
    ...about,
    lines: linesOf(one),
    texts: Object.fromEntries(
      sourcesOf(one, run).map((other) => [other.instrument.id, textsOf(other, run, prompts)]),
    ),
  };
}

/**
 * The facts of a run with the items of a check, which asked the same ones. Without texts of other instruments.
 */
export function factsWithItems(one: OpenInstrument, run: Run, items: unknown): Facts {
  return { ...aboutOf(one, run, items, null), lines: linesOf(one), texts: {} };
}

/** The texts of an instrument that other instruments may read; empty before its first request. */
export function textsOf(
  one: OpenInstrument,
  run: Run,
  prompts: PromptFiles,
): readonly InstrumentText[] {
  const facts = factsOf(one, run, prompts);
  return facts ? textsIn(one.instrument, facts) : [];
}

/** The logs read last, by file, so that only new lines of the same run are read. */
const held = new Map<string, Log<Line>>();

/** Reads the facts at a place, or only the new ones. Throws what opening a log throws. */
export function factsAt(place: FactsPlace, instruments: readonly Instrument[]): Facts {
  const all = [place, ...place.sources];
  const files = new Set(all.flatMap(({ logs }) => Object.values(logs).map(({ file }) => file)));
  if (![...files].some((file) => held.has(file))) {
    for (const log of held.values()) void log.close();
    held.clear();
  }
  return read(place, instruments);
}

function read({ id, logs, about, sources }: FactsPlace, instruments: readonly Instrument[]): Facts {
  const instrument = instruments.find((one) => one.id === id)!;
  const lines = Object.entries(logs).map(([name, part]) => {
    const log = held.get(part.file) ?? openLog(part.file, instrument.logs[name]!.schema, false);
    held.set(part.file, log);
    log.refresh();
    return [name, sortedById(log.lines.slice(0, part.lines))] as const;
  });
  const texts = sources.map((source) => {
    const other = instruments.find((one) => one.id === source.id)!;
    return [source.id, textsIn(other, read(source, instruments))] as const;
  });
  return { ...about, lines: Object.fromEntries(lines), texts: Object.fromEntries(texts) };
}

function textsIn(instrument: Instrument, facts: Facts): readonly InstrumentText[] {
  if (instrument.texts) return instrument.texts(facts);
  return Object.entries(instrument.logs).flatMap(([log, { kind }]) =>
    kind === 'answer' ? answerTexts(facts.lines[log] ?? []) : [],
  );
}

/** Null before the first request. An old run that does not store its items has been asked if it has lines. */
function askedAbout(
  one: OpenInstrument,
  run: Run,
  prompts: PromptFiles,
  ownSystem: ValueSystem | null,
): About | null {
  const isAsked =
    one.items() !== null || [...one.logs.values()].some((log) => log.lines.length > 0);
  return isAsked ? aboutOf(one, run, one.itemsFor(prompts, one.settings), ownSystem) : null;
}

/** Kept per log and number of its lines, so that they are sorted once. */
const sortedLines = new WeakMap<Log<Line>, readonly Line[]>();

function linesOf({ logs }: OpenInstrument): Facts['lines'] {
  const of = (log: Log<Line>) => {
    const known = sortedLines.get(log);
    if (known?.length === log.lines.length) return known;
    const now = sortedById(log.lines);
    sortedLines.set(log, now);
    return now;
  };
  return Object.fromEntries([...logs].map(([name, log]) => [name, of(log)]));
}

function aboutOf(
  { instrument, settings, logs }: OpenInstrument,
  { study }: Run,
  items: unknown,
  ownSystem: ValueSystem | null,
): About {
  const answered = [...logs].flatMap(([name, { lines }]) => {
    const { kind, modelOf } = instrument.logs[name]!;
    return kind === 'answer' ? lines.map(modelOf) : [];
  });
  const tagsOf = tagsIn(study);
  const tagged = (names: readonly string[]) =>
    [...new Set(names)].map((name) => ({ name, tags: tagsOf(name) }));
  return {
    items,
    models: tagged([...study.models.map(({ id }) => id), ...answered]),
    raters: tagged(study.test.judges),
    seed: study.seed,
    derived: { ownSystem: instrument.readsOwnSystem?.(settings) ? ownSystem : null },
  };
}

/** The instruments whose texts it reads. */
function sourcesOf(one: OpenInstrument, run: Run): OpenInstrument[] {
  const wanted = readBy(one, run.instruments());
  return run.instruments().filter((other) => wanted.includes(other.instrument.id));
}
