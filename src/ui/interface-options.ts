/**
 * What the screens need from outside. The screens compute nothing and touch no disk or network:
 * each of these does one thing for them.
 */
import type { ModelInfo } from '../models/model.ts';
import type { LensResult } from '../run/lens/lens-result.ts';
import type { Condition } from '../run/lens/where.ts';
import type { RunSummary } from '../run/list-runs.ts';
import type { AskedInstrument, Session } from '../run/session.ts';
import type { Shelf } from '../run/shelves.ts';
import type { Study } from '../run/study.ts';
import type { StudyChoice, StudyOffers } from '../run/study-choice.ts';

/** Somewhere models were looked for. */
export type EndpointView = {
  name: string;
  title: string;
  /** "127.0.0.1:11434 · 4 models". */
  detail: string;
  ready: boolean;
  /** Why it is not ready and how to fix that. */
  mend: string | null;
};

/** An address that was added by hand; `keyEnv` names the variable that holds its key. */
export type OwnEndpoint = { name: string; url: string; keyEnv: string | null };

/** What a choice would cost, before anything is asked. */
export type RunEstimate = {
  respondents: number;
  prompts: number;
  /** What is asked for, in the order of asking: "answer", 96. */
  parts: { what: string; count: number }[];
  /** Requests to models, and to raters at endpoints. */
  requests: number;
  tokens: number;
  /** Dollars; null where prices are unknown. */
  dollars: number | null;
  /** Null where it is unknown. */
  seconds: number | null;
  /** Bytes to fetch before the run can start. */
  fetch: number;
  /** "no base model: training cannot be compared" and the like. */
  warnings: string[];
  /** Why a value system of the study cannot be read, so that its ratings are not counted; also one of the warnings. */
  fault: string | null;
};

export type PullProgress = {
  file: string;
  done: number;
  total: number;
  source: string;
  licence: string;
};

/** A small table in words, as compared runs and written views use it. */
export type TextTable = { title: string; columns: string[]; rows: string[][] };

export type ReportFormat = 'html' | 'csv' | 'md' | 'json';

export type ReportFile = {
  name: string;
  format: ReportFormat;
  what: string;
};

/** Leaves the terminal to another program until the job is done. */
export type LendTerminal = (job: () => Promise<void>) => Promise<void>;

/** An instrument beside the sentence test, as the scores screen lists it. */
export type InstrumentRow = {
  id: string;
  title: string;
  method: string;
  source: string;
  /** What it needs beside models that answer; null for nothing. */
  requires: string | null;
  inStudy: boolean;
  /** Lines of its logs. */
  stored: number;
  /** Requests for all models of the study. */
  requests: number;
  tokens: number;
  /** Requests not stored yet, and their time and cost in dollars; null where these are not known yet. */
  left: number;
  seconds: number | null;
  dollars: number | null;
};

export type InterfaceOptions = {
  runsFolder: string;
  /** Finished studies that come with the program. */
  examples: { folder: string; title: string; note: string; simulated: boolean }[];
  /** Null lists the runs that are on no shelf. */
  listRuns(shelf: Shelf | null): Promise<RunSummary[]>;
  /** Rejects with UserError if the run cannot have this name. */
  checkRunName(folder: string, name: string): Promise<void>;
  /** Renames a run that no session here has open; resolves with its new folder. */
  renameRun(folder: string, name: string): Promise<string>;
  /** Moves such a run to a shelf, or with null back among the others; resolves with its new folder. */
  shelveRun(folder: string, shelf: Shelf | null): Promise<string>;
  /** A read-only run is copied at its first edit; an example that ships as a study alone is run at once. */
  openRun(folder: string): Promise<Session>;
  /** The folder of the session that `openRun` resolves with: an example that ships as a study alone is kept in the cache. */
  placeOf(folder: string): string;
  createRun(choice: StudyChoice): Promise<Session>;
  /** The study that a choice makes; the same object for the same choice. */
  draftStudy(choice: StudyChoice): Study;
  /** The choices for a study. */
  offers(): StudyOffers;
  /** Models of the quick and default studies, by name. */
  defaultModels: readonly string[];
  /** The encoder that makes clusters better, by name; never required. */
  defaultEmbedding: string;
  listModels(): Promise<{ endpoints: EndpointView[]; models: ModelInfo[] }>;
  /** `asked` are the instruments of an open run, which keep their items. */
  estimateRun(
    study: Study,
    models: readonly ModelInfo[],
    asked?: readonly AskedInstrument[],
  ): RunEstimate;
  /** Endpoints that were added by hand. */
  ownEndpoints(): OwnEndpoint[];
  /** Adds an endpoint, or replaces the one of that name, and asks it at once; `kept` is false if it is lost when the program ends. */
  addEndpoint(endpoint: OwnEndpoint): Promise<{ kept: boolean; view: EndpointView }>;
  removeEndpoint(name: string): void;
  /** Fetches the missing models of the quick and default studies, then the encoder, which is optional. */
  pullDefaults(onProgress: (progress: PullProgress) => void, signal: AbortSignal): Promise<void>;
  /** Imports answers into a new run; `notes` state how the file was read, and what was left out. */
  importAnswers(
    file: string,
    as: 'responses' | 'completions',
  ): Promise<{ session: Session; notes: string[] }>;
  checkModel(model: string, against: string): Promise<Session>;
  /** Rejects if these raters cannot rate in the run: unknown models, or simulated ones for real answers. */
  checkRaters(session: Session, raters: string[]): Promise<void>;
  /** Adds models to an open run. Rejects if they cannot be asked in it, or if the run is read-only or a part of a study. */
  addModels(session: Session, models: StudyChoice['models']): Promise<void>;
  /** Rejects if the study of a run names an unknown model. */
  checkStudy(folder: string): Promise<void>;
  /** Copies the study alone; resolves with the new folder. */
  duplicateRun(folder: string): Promise<string>;
  /** Compares a part of a run with the whole. Rejects with UserError for conditions that select no part. */
  lens(session: Session, where: Condition[]): Promise<LensResult>;
  compareRuns(a: string, b: string): Promise<TextTable[]>;
  /** The text of an elicitation prompt, by id. */
  promptText(id: string): string | null;
  instruments(session: Session): InstrumentRow[];
  reportFiles(session: Session): ReportFile[];
  /** Some lines of plain text: the summary that the report opens with. */
  reportPreview(session: Session): Promise<string[]>;
  /** Returns the files written. */
  writeReport(session: Session, formats: ReportFormat[]): Promise<string[]>;
  /** Writes one view of a screen beside the run; returns the files. */
  writeTable(session: Session | null, table: TextTable): Promise<string[]>;
  openInBrowser(file: string): Promise<void>;
  openInEditor(file: string, line: number, lend: LendTerminal): Promise<void>;
  /** Epoch milliseconds, for waits. */
  now(): number;
  version: string;
  /** The first message. */
  warning?: string;
  /**
   * `work`: the opened run continues at once; `queue`: its open decisions are shown at once; `settle`: the words that a
   * second curator placed elsewhere, and who settles them.
   */
  initial?: {
    folder?: string;
    screen?: number;
    work?: boolean;
    queue?: boolean;
    settle?: { second: string; by: string };
  };
};
