/** What every asking stage is given. */
import type { Answer, Model } from '../../models/model.ts';
import type { RunEnvironment } from '../environment.ts';
import type { LaneWork, Spent } from '../lanes.ts';
import type { Completion } from '../records.ts';
import type { RunFolder } from '../run-folder.ts';

export type StageContext = {
  environment: RunEnvironment;
  run: RunFolder;
  /** Opened once for the session. */
  openModel(name: string): Promise<Model>;
  /** Completions of an earlier run that this judge is to rate again; none but in a check of a model. */
  again?: (judge: string) => readonly Completion[];
  /** The model could not be opened: said once, its lane left out. */
  onUnavailable(model: string, error: unknown): void;
};

/** What a stage still has to ask, and how much of it stands already. */
export type StagePlan = { work: LaneWork[]; done: Map<string, number> };

/** Where a line comes from. */
export function sourceOf(model: Model): 'model' | 'sim' {
  return model.info.name.startsWith('sim:') ? 'sim' : 'model';
}

/** Dollars of an answer; null where prices or counts are unknown. */
export function costOf(model: Model, answer: Answer): number | null {
  const { price } = model.info;
  if (!price || answer.promptTokens === null || answer.completionTokens === null) return null;
  return (
    (answer.promptTokens * price.prompt + answer.completionTokens * price.completion) / 1_000_000
  );
}

export function spentOn(answer: Answer, dollars: number | null): Spent {
  return { tokens: answer.completionTokens ?? 0, dollars: dollars ?? 0 };
}

/**
 * Shares one answer among identities with one request key: those stored, and those in flight.
 * `ask` runs once per key.
 */
export function createSharing<T>(stored: Iterable<[string, T]>) {
  const known = new Map<string, Promise<T | null>>();
  for (const [key, value] of stored) known.set(key, Promise.resolve(value));
  return async (
    key: string,
    ask: () => Promise<T | null>,
  ): Promise<{ value: T; shared: boolean } | null> => {
    const earlier = known.get(key);
    if (earlier) {
      const value = await earlier.catch(() => null);
      if (value !== null) return { value, shared: true };
    }
    const asked = ask();
    known.set(key, asked);
    asked.catch(() => known.delete(key));
    const value = await asked;
    if (value === null) known.delete(key);
    return value === null ? null : { value, shared: false };
  };
}
