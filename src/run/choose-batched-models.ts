/** Which models of a run are asked in batches, and what is under way. */

import { type BatchLimits, usualLimits } from '../asking/batch/batch-limits.ts';
import { batchedModel } from '../asking/batch/batched-model.ts';
import { type Batcher, createBatcher } from '../asking/batch/batcher.ts';
import { hasLedger, type Ledger, openLedger } from '../asking/batch/ledger.ts';
import { EndpointError, UserError } from '../errors.ts';
import type { Model } from '../models/model.ts';
import type { RunEnvironment } from './environment.ts';
import { ratersOf } from './raters.ts';
import type { Study } from './study.ts';

/** The choices about batches when a run is opened. */
export type BatchChoice = {
  /** Models or endpoints to ask in batches, `all` that can be, or `none`; the last choice if absent. */
  models?: 'all' | 'none' | readonly string[];
  /** True (the default): wait until the batches have ended; false: leave once they are under way. */
  wait?: boolean;
  limits?: Partial<BatchLimits>;
};

export type Waiting = {
  batches: number;
  requests: number;
  /** Epoch milliseconds by which all have ended; null if the endpoint does not state it. */
  until: number | null;
};

export type Batching = {
  /** The model with its batches, if any. Throws EndpointError if it was named and cannot be asked in batches. */
  wrap(name: string, live: Model): Promise<Model>;
  /** What is under way. */
  waiting(): Waiting;
  /** Requests that were left to batches since `begin`. */
  parked(): number;
  begin(): void;
  /** Called after a stage in which nothing failed: all answers of its batches are stored; with `all`, no more are wanted. */
  settle(all: boolean): void;
  /** Asks the endpoints to stop every batch under way; gives their number. Throws EndpointError. */
  cancel(open: (model: string) => Promise<Model>): Promise<number>;
  close(): Promise<void>;
};

export type BatchingParts = {
  folder: string;
  study(): Study;
  environment: Pick<RunEnvironment, 'now' | 'random' | 'wait'>;
  onWait(model: string, wait: { reason: string; until: number | null } | null): void;
  onNote(text: string): void;
};

/**
 * Null if nothing was or will be asked in batches. Throws UserError for a name that is neither a model
 * of the study nor an endpoint of one, and what opening the ledger throws.
 */
export function openBatching(parts: BatchingParts, choice: BatchChoice = {}): Batching | null {
  const { folder, environment } = parts;
  if (choice.models === undefined && !hasLedger(folder)) return null;
  if (Array.isArray(choice.models)) refuseUnknown(choice.models, parts.study());
  const ledger = openLedger(folder, environment.now);
  if (choice.models !== undefined && !isSame(choice.models, ledger.choice()))
    ledger.choose(choice.models);
  const wait = choice.wait ?? true;
  const batchers = new Map<string, Batcher>();
  let parked = 0;

  function chosen(name: string): 'named' | 'if offered' | 'no' {
    const models = ledger.choice() ?? 'none';
    if (models === 'all') return 'if offered';
    if (models === 'none') return 'no';
    return models.some((one) => names(one, name)) ? 'named' : 'no';
  }

  return {
    async wrap(name, live) {
      const how = chosen(name);
      const open = ledger.batches().some((one) => one.model === name && !one.settled);
      if (how === 'no' && !open) return live;
      const { batches } = live;
      const offered = batches !== undefined && (open || (await batches.address.offered()));
      if (!batches || !offered) {
        if (how !== 'named') return live;
        throw new EndpointError('missing', `${name}: its endpoint has no batch interface`, {
          ...(batches ? { where: batches.address.host } : {}),
          hint: 'Leave it out of --batch; it is then asked live beside the batches.',
        });
      }
      const batcher = createBatcher({
        model: name,
        address: batches.address,
        ledger,
        wait,
        collectOnly: how === 'no',
        limits: { ...usualLimits, ...choice.limits },
        now: environment.now,
        random: environment.random,
        ...(environment.wait && { pause: environment.wait }),
        onWait: (waits) => parts.onWait(name, waits),
        onNote: parts.onNote,
      });
      batchers.set(name, batcher);
      return batchedModel(live, batches, batcher, () => {
        parked += 1;
      });
    },
    waiting: () => waitingIn(ledger),
    parked: () => parked,
    begin() {
      parked = 0;
    },
    settle(all) {
      for (const batcher of batchers.values()) batcher.settle();
      if (!all) return;
      for (const known of ledger.batches()) if (known.ended && !known.settled) ledger.settle(known);
    },
    async cancel(open) {
      let cancelled = 0;
      for (const known of ledger.batches()) {
        if (known.ended || known.id === null || known.cancelling) continue;
        const { batches } = await open(known.model);
        if (!batches) continue;
        await batches.address.cancel(known.id);
        ledger.cancelling(known);
        cancelled += 1;
      }
      return cancelled;
    },
    close: () => ledger.close(),
  };
}

function waitingIn(ledger: Ledger): Waiting {
  const open = ledger.batches().filter((one) => one.ended === null);
  const ends = open.map((one) => one.until);
  return {
    batches: open.length,
    requests: open.reduce((sum, one) => sum + one.requests, 0),
    until: open.length > 0 && ends.every((end) => end !== null) ? Math.max(...ends) : null,
  };
}

function names(one: string, model: string): boolean {
  return one === model || model.startsWith(`${one}:`);
}

function refuseUnknown(models: readonly string[], study: Study): void {
  const asked = [
    ...study.models.map((model) => model.id),
    ...ratersOf(study),
    ...[study.extraction.model, study.clusters.naming].filter((one) => one !== null),
  ];
  const unknown = models.find((one) => !asked.some((model) => names(one, model)));
  if (unknown !== undefined)
    throw new UserError(`--batch names ${unknown}, which this study does not ask.`, {
      hint: `It asks ${[...new Set(asked)].slice(0, 8).join(', ')}; the endpoint is the part before the colon. The study is named before --batch.`,
      exit: 'usage',
    });
}

function isSame(a: 'all' | 'none' | readonly string[], b: ReturnType<Ledger['choice']>): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
