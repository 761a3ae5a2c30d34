/**
 * What an instrument is to the rest of the program. The host (run folder, study, budget, forecast,
 * merge, report, screens) goes over the list in `all.ts` and knows none by name.
 */
import type * as z from 'zod';
import type { AskContext, StagePlan } from '../asking/ask.ts';
import type { Respondent } from '../asking/respondents.ts';
import type { Shard } from '../asking/shard.ts';
import type { Embedder } from '../embedding/embedder.ts';
import type { Cost } from '../facts/cost.ts';
import type { Method, Profile } from '../methods/profiles.ts';
import type { Capabilities, Context, Form, Request, Tags } from '../models/model.ts';
import type { PromptFiles } from '../prompts/load.ts';
import type { RunFacetStretches } from '../statistics/many-facet/fit.ts';
import type { RunStretches } from '../statistics/ordinal-probit/fit.ts';
import type { Table as LabelTable } from '../table-files/table-file.ts';
import type { Cell } from '../tables/csv-lines.ts';
import type { Plot, Table } from '../tables/table.ts';
import type { ValueSystem } from '../values/value-system.ts';
import type { ScoreInput } from './shared/cells.ts';
import type { ModelComparison } from './shared/compare-models.ts';
import type { Drift, Verdict } from './shared/place-model.ts';

/** One line of one of its logs. */
export type Line = { id: string };

export type InstrumentLog = {
  /** Where it lies in a run folder; in the instrument's own folder by default. */
  file?: string;
  schema: z.ZodType<Line>;
  /** Models' answers, what raters made of them, or what an exam found. */
  kind: 'answer' | 'rating' | 'exam';
  /** Whose answer a line is: the name of a model. */
  modelOf(line: Line): string;
  /** What the request behind a line took. */
  taken(line: Line): Cost & { key: string | null };
};

/** A text that other instruments may read. */
export type InstrumentText = { id: string; model: string; text: string; asked: string };

/** What the host has computed from the facts so far. */
export type Derived = {
  /** The dimensions that the run found itself; null where there are none. */
  ownSystem: ValueSystem | null;
};

/** All that scores follow from. */
export type Facts<Items = unknown> = {
  items: Items;
  /** By log, sorted by identity. */
  lines: Readonly<Record<string, readonly Line[]>>;
  /** Those of the study, and those whose answers were imported. */
  models: readonly { name: string; tags: Tags }[];
  raters: readonly { name: string; tags: Tags }[];
  seed: number;
  /** Nothing where the instrument does not say that its scores follow from it. */
  derived: Derived;
  /** Texts of the instruments named in `after`, by instrument. */
  texts: Readonly<Record<string, readonly InstrumentText[]>>;
};

/** What an instrument reads and writes of a run. */
export type InstrumentRun<Items = unknown> = {
  items: Items;
  lines(log: string): readonly Line[];
  append(log: string, line: Line): void;
  /** Of an instrument of the study. */
  texts(instrument: string): readonly InstrumentText[];
  /** Instruments whose texts it reads. */
  after: readonly string[];
  /** A log of another instrument of the run; empty where the run does not ask it. */
  linesOf?(instrument: string, log: string): readonly Line[];
  /** Lines elsewhere in the run that answer the same kind of request: what they hold is not asked for again. */
  known?(log: string): readonly Line[];
};

export type InstrumentContext<Items = unknown> = AskContext<InstrumentRun<Items>> & {
  /** Who is asked, given by the host; an instrument never reads the models of the study. */
  respondents: readonly Respondent[];
  /**
   * An embedding by its name, which asks for no vector that is kept for all runs; with the SHA-256 of its weights, null
   * where it tells none. Whoever opens it closes it. Throws UserError or EndpointError where it is not here.
   */
  openEmbedding(name: string): Promise<{ embedder: Embedder; hash: string | null }>;
  /** The study's raters, as they are asked. */
  raters: readonly Respondent[];
  seed: number;
  shard: Shard;
  signal: AbortSignal;
  /** Whether the researcher wants this step now; those after one that is not wanted are not either. */
  wants(step: string): boolean;
  /** Resolves when all that follows from the facts so far is computed. */
  derive(): Promise<Derived>;
  /** Tells the researcher something, once. */
  note(text: string): void;
  /** Answers of an earlier run that this rater is to rate again; none but in a check of a model. */
  again?(rater: string): readonly Line[];
};

/** A part of the asking after which a run can stop. */
export type Step = {
  /** As `--until` and the progress name it. */
  id: string;
  /** The log that it fills. */
  log: string;
  /** It follows from what all parts of a study have answered: asked once these are put together. */
  whole?: boolean;
};

/** What is asked in one go; the next round may read what this one stored. */
export type Round = StagePlan & {
  /** What is done, on screen: "answering questions". */
  title: string;
  /** The step that it belongs to, where the instrument has several. */
  step?: string;
};

/** Requests that an instrument would send to one model. */
export type Planned = {
  model: string;
  requests: number;
  tokensIn: number;
  tokensOut: number;
  /** Of what this machine does at no cost: seconds of one request, on a free core. */
  here?: { seconds: number };
};

/** Why there are no scores, and what to do. */
export type NoScores = { unavailable: string; hint: string | null };

/** What a result says, worded once. */
export type Told = {
  headline: string;
  /** Headings that a page puts over tables and plots which name them, in this order; one for all by default. */
  parts?: ToldPart[];
  tables: Table[];
  plots: Plot[];
  notes: string[];
  /** What a finished run opens on, among the findings of all; none by default. */
  findings?: ToldFinding[];
};

export type ToldFinding = {
  /** One sentence. */
  text: string;
  certainty: 'firm' | 'likely' | 'sketch';
  /** What could change it. */
  overturn: string[];
};

export type ToldPart = { id: string; title: string; lead: string };

/** A cell of one of its tables; no column where a row is asked for as a whole. */
export type Place = { table: string; row: string; column: string | null };

/** What a figure stands on: a line of a log, and what it says. */
export type Evidence = {
  log: string;
  id: string;
  /** Who said it: the name of a model. */
  by: string;
  /** What it is about, in its words where these are known: the item that it answers, the value that it rates. */
  item: { id: string; text: string };
  /** What was said, without what does not count. */
  text: string;
  /** What the figure takes from it, in a few characters; empty where there is nothing to say. */
  figure: string;
  /** How it came about, a line each. */
  notes: string[];
  /** What was made of it in turn: the ratings of an answer. */
  under: Evidence[];
};

/** A file of lines for other programs, a row at a time: there may be very many. */
export type LineFile<Items = unknown> = {
  name: string;
  what: string;
  columns: readonly string[];
  rows(facts: Facts<Items>): Iterable<readonly Cell[]>;
};

/** Facts of a run, and the settings by which they are scored. */
export type Scored<Settings = unknown, Items = unknown> = {
  facts: Facts<Items>;
  settings: Settings;
};

/** How a new model is checked against a finished run. */
export type Check<Settings = unknown, Items = unknown> = {
  /** The logs of the finished run that the verdict stands on. */
  logs: readonly string[];
  /** How much has been asked, by what it is: "completions". */
  asked(facts: Facts<Items>): Readonly<Record<string, number>>;
  /** Its settings in the check. */
  settings(before: Scored<Settings, Items>): Settings;
  /** Lines of the finished run that the check begins with. */
  carried(before: Scored<Settings, Items>): { log: string; line: Line }[];
  /** Answers of the finished run that a rater rates again, to see whether it has moved. */
  again(before: Scored<Settings, Items>, rater: string, model: string): readonly Line[];
  /** Where the model stands; null without ratings of it, and where a rater has moved too far. */
  place(
    facts: Facts<Items>,
    settings: Settings,
    before: Scored<Settings, Items>,
    model: string,
  ): { verdict: Verdict | null; drift: Drift[] };
};

/** A text that a person rates on a value, by the raters' rubric and without knowing whose it is. */
export type PersonText = {
  /** Of text and value. */
  id: string;
  /** The identity of the line that holds the text. */
  line: string;
  system: string;
  subdimension: string;
  value: string;
  definition: string;
  /** What stands against the value. */
  against: string | null;
  /** What the text answers or continues. */
  asked: string;
  text: string;
};

/** How people rate the texts of an instrument. */
export type PeopleRating<Settings = unknown, Items = unknown> = {
  /** Its log of what people said. */
  log: string;
  /** The value systems, by id, the first by default. */
  systems(settings: Settings): readonly string[];
  /** `count` texts in the order in which they are shown, the same in each call. Throws UserError where none has been rated. */
  texts(facts: Facts<Items>, settings: Settings, system: string, count: number): PersonText[];
  /** What a person has said, by the id of the text; null: that it cannot be told. */
  said(facts: Facts<Items>, person: string, system: string): ReadonlyMap<string, number | null>;
  /** The line that says it, or says it again. */
  line(
    facts: Facts<Items>,
    about: PersonText & { person: string },
    said: { rating: number | null; seconds: number | null; at: string },
  ): Line;
  /** The settings by which raters' scales stand on people's ratings, or on the exam again. */
  calibrated(settings: Settings, by: 'people' | 'anchors'): Settings;
};

/** How simulated models answer its requests; null for a request that is none of its own. */
export type Speaker = (request: Request, model: { id: string; seed: number }) => string | null;

/** How likely simulated models find its continuations: nats, ≤ 0; null for a context that is none of its own. */
export type Scorer = (
  asked: { context: Context; continuation: string },
  model: { id: string; seed: number },
) => number | null;

/** Answers collected elsewhere: a row of a table as lines of logs. Throws UserError for one that does not fit. */
export type ImportRow<Items = unknown> = {
  required: readonly string[];
  optional?: readonly string[];
  /** Where a table with a column for each item, or for each model, is read too: what its cells hold, and the ids of items. */
  wide?: { cell: string; ids(items: Items): Iterable<string> };
  lines(
    row: Readonly<Record<string, string>>,
    about: {
      /** What the identity of each line begins with. */
      id: string;
      items: Items;
      at: string;
      where: string;
      /** Those of its columns that the table has. */
      columns: readonly string[];
    },
  ): { log: string; line: Line }[];
  /** Throws UserError where a line that stands already says something else; it is taken to say the same by default. */
  refuseChanged?(stored: Line, line: Line, where: string): void;
};

/** How a command has it read texts. */
export type TextReading<Items = unknown> = {
  /** Its part of a study, where a command asks for this on top of what stood there. Throws UserError for what does not fit. */
  settings(
    asked: {
      /** Where the texts come from, a whole path; none where those of a run are read. */
      file?: string;
      systems?: readonly string[];
      readers?: readonly string[];
      /** By what groups of texts are told apart. */
      compare?: string;
      /** The path of a profile that texts are held against. */
      target?: string;
      /** Whether readers are examined first. */
      exam?: boolean;
    },
    before: Readonly<Record<string, unknown>>,
  ): Record<string, unknown>;
  /** One row per text and reader. */
  vectors(facts: Facts<Items>): { columns: readonly string[]; rows: readonly (readonly Cell[])[] };
  /**
   * Trains a reader that runs on this machine. Throws UserError for rows that do not fit, and what `embed` and
   * `progress` throw.
   */
  train(labelled: readonly LabelTable[], training: Training): Promise<Trained>;
};

export type Training = {
  system: ValueSystem;
  embedding: { name: string; hash: string | null };
  /** Vectors of texts, in order. */
  embed(
    texts: readonly string[],
    options?: { signal?: AbortSignal; onProgress?: (done: number, of: number) => void },
  ): Promise<readonly Float32Array[]>;
  /** Awaited between steps, so that others get their turn. */
  progress(what: string, done: number, of: number): Promise<void>;
};

export type Trained = {
  /** What is to be written into the file of the reader. */
  file: string;
  /** How well it predicts texts that it has not seen. */
  tables: Table[];
  notes: string[];
};

/** What a slow fit is given beside facts, settings, and scores. */
export type Refining = {
  /** `total` is 0 where it is unknown. */
  progress(done: number, total: number): void;
  /** Parts of chains of the ordinal model, side by side in threads. */
  runStretches: RunStretches;
  /** The same of the many-facet model. */
  runFacetStretches: RunFacetStretches;
};

/** A slow fit on top of the scores. The host ends its thread to stop it, and keeps what it found by its facts. */
export type Refinement<Settings = unknown, Result = unknown, Items = unknown> = {
  /** As progress names it: "the ordinal model". */
  title: string;
  /** Whether these scores lack it. */
  isWanted(result: Result, settings: Settings): boolean;
  /** The scores with it; also where it fails to converge, which they say. */
  refine(
    facts: Facts<Items>,
    settings: Settings,
    result: Result,
    refining: Refining,
  ): Promise<Result>;
};

/** One way in which an item can be read: its title, and what its figures are counted in. */
export type Figure = { id: string; title: string; unit: string };

/** How far one item serves one value, as an instrument reads it; by its figures, null where it cannot be read so. */
export type ItemFigures = { item: string; value: string; figures: readonly (number | null)[] };

/** How an instrument is asked again under conditions that raise or lower the values of a system. */
export type Primable<Settings = unknown, Items = unknown> = {
  /** The first that a run holds counts; the others stand beside it. */
  figures: readonly [Figure, ...Figure[]];
  /** Its settings there; those of the run by default. */
  settings?(settings: Settings): Settings;
  /**
   * `each` of its items for every value of the system, or as many as there are; balanced as the whole is. Of these
   * `values` alone, where they are told.
   */
  items(items: Items, about: PrimedItems): Items;
  /**
   * What the lines of one model under one condition say of each item; higher serves the value more. `plain` are its
   * lines without a prompt.
   */
  read(lines: Facts['lines'], items: Items, plain: Facts['lines']): ItemFigures[];
};

export type PrimedItems = { system: string; each: number; values?: readonly string[] };

export type Instrument<Settings = unknown, Result = unknown, Items = unknown> = {
  /** Its key in study.yaml, and the name of its folder in a run. */
  id: string;
  title: string;
  /** The publication that it follows. */
  source: string;
  /** What it needs beside models that answer, in words. */
  requires?: string;
  /** Raised when the same facts give another result. */
  version: number;
  /** `experiment`: it asks others under conditions, and is no way of asking of its own. */
  method: Method | 'experiment';
  /** Where its settings stand in study.yaml; under `instruments` by default. Every study has one that is told. */
  studyKey?: string;
  /** One step with its id by default. */
  steps?: readonly [Step, ...Step[]];
  /** Its part of study.yaml; an empty object is the default. */
  settings: z.ZodType<Settings>;
  /** Fields of its settings that hold the path of a file; `items` that of a researcher's own items. */
  files?: readonly string[];
  /** Its part of the studies that come with the program; with `quick` no more than what a first look needs. The default settings otherwise. */
  preset?(prompts: PromptFiles, about: { quick: boolean; raters: readonly string[] }): object;
  /** Throws UserError where the settings name an item that does not exist. */
  refuseUnknown?(prompts: PromptFiles, settings: Settings, where: string): void;
  logs: Readonly<Record<string, InstrumentLog>>;
  /**
   * What is asked, written into the run at the first request; scores and screens read it there. `before`
   * is what stands in the run already: an item of it is taken as it was asked, however it is worded today.
   */
  items(prompts: PromptFiles, settings: Settings, before: Items | null): Items;
  /** The words of its items, by id. */
  words?(items: Items): ReadonlyMap<string, string>;
  /** What was asked by a run from before items stood in runs, as far as that is still known. */
  oldItems?(prompts: PromptFiles, settings: Settings): Items;
  /**
   * Instruments whose texts it reads: asked before it. None by default. `telling`: those of the study that tell
   * texts of their own.
   */
  after?(settings: Settings, telling: readonly string[]): readonly string[];
  /** Whether its scores follow from the dimensions that the run found itself; they do not by default. */
  readsOwnSystem?(settings: Settings): boolean;
  /** What others may read: the texts of its answers by default. */
  texts?(facts: Facts<Items>): readonly InstrumentText[];
  /** Models that its settings name as raters of its own; those of the study by default. */
  raters?(settings: Settings): readonly string[];
  /** Local models whose vectors it reads, by name: fetched or made before it is asked. None by default. */
  embeddings?(settings: Settings): readonly string[];
  /** Why a model cannot be its rater, in words; every model can by default. */
  raterNeeds?(capabilities: Capabilities): string | null;
  /** Why a model cannot take it, in words; every model can by default. */
  needs?(capabilities: Capabilities, form: Form): string | null;
  planned(
    items: Items,
    settings: Settings,
    respondents: readonly Respondent[],
    about?: {
      /** For one that reads texts: the study's raters, and what the instruments of the study, this one too, tell so far. */
      raters: readonly Respondent[];
      texts: readonly InstrumentText[];
      /** Models that chat and go on with plain text too. */
      plainToo?: ReadonlySet<string>;
    },
  ): Planned[];
  ask(context: InstrumentContext<Items>, settings: Settings): AsyncGenerator<Round>;
  /** Columns model, item, text, as a line of its log of answers, by default. */
  row?: ImportRow<Items>;
  /** Only of one that reads texts. */
  reads?: TextReading<Items>;
  speaker?: Speaker;
  scorer?: Scorer;
  /** Pure; runs in a thread of its own. */
  score(facts: Facts<Items>, settings: Settings): Result | NoScores;
  /** What takes minutes; the scores stand without it until it is done. */
  refinement?: Refinement<Settings, Result, Items>;
  /** The shape of a result; its type, its part of run.json, and that part's documentation. */
  result: z.ZodType<Result>;
  /** `items` are those of the run. */
  tell(result: Result, items: Items): Told;
  /** What a cell of one of its tables stands on; the answers of the model that names the row by default. */
  trace?(facts: Facts<Items>, settings: Settings, place: Place): Evidence[];
  /** Its lines as files of a report; one per log by default. */
  lineFiles?: readonly LineFile<Items>[];
  /** For the comparison of methods; none by default. */
  profiles?(result: Result): Profile[];
  /** The ratings behind its scores on a value system; only where raters rate. */
  ratings?(facts: Facts<Items>, settings: Settings, system: ValueSystem): ScoreInput;
  /**
   * Two models on a value system that its scores know; in a check also those of the finished run, `before`. Throws
   * UserError without ratings of both.
   */
  compare?(
    facts: Facts<Items>,
    settings: Settings,
    pair: { system: string; a: string; b: string },
    before: Scored<Settings, Items> | null,
  ): ModelComparison;
  /** How it is asked again under conditions that move values; it is not by default. */
  primable?: Primable<Settings, Items>;
  /** Its settings in a study that asks these instruments (settings by id); its default settings otherwise. */
  within?(others: Readonly<Record<string, unknown>>): object;
  /** How people rate its texts beside raters; only where raters rate. */
  people?: PeopleRating<Settings, Items>;
  /** A new model against a finished run; only where told. */
  check?: Check<Settings, Items>;
};

/** An instrument as the host holds it, whatever its own types are. */
export function defineInstrument<Settings, Result, Items>(
  instrument: Instrument<Settings, Result, Items>,
): Instrument {
  // The host hands each instrument only what came from it.
  return instrument as unknown as Instrument;
}

/** Its parts after which a run can stop. */
export function stepsOf({ id, logs, steps }: Instrument): readonly [Step, ...Step[]] {
  return steps ?? [{ id, log: Object.keys(logs)[0]! }];
}

export function hasScores(result: unknown): boolean {
  return typeof result === 'object' && result !== null && !('unavailable' in result);
}
