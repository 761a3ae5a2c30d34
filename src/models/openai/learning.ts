/** What is known of one model while it is asked: begins with what earlier sessions learned, and keeps what is new. */
import type { Answer, Capabilities, ModelInfo } from '../model.ts';
import { type CapabilityMemory, type Learned, nothingLearned } from './capabilities.ts';
import type { Connection } from './connection.ts';

export type Learning = {
  /** Whoever learns something writes it here, and calls `keep`. */
  readonly learned: Learned;
  readonly capabilities: Capabilities;
  /** It turns texts into vectors, and answers nothing. */
  readonly embeds: boolean;
  /** Brings the capabilities in line with what was learned. */
  show(): void;
  /** Shows what was learned, and writes it down where it is new. */
  keep(): void;
  /** Takes up what an answer tells in passing. */
  notice(answer: Answer): void;
  /** Begins again, with nothing learned. */
  forget(): void;
};

/** What is remembered is believed until an answer says otherwise. The dialect of `connection` becomes the one that was learned. */
export function createLearning(
  id: string,
  info: ModelInfo,
  connection: Connection,
  memory: CapabilityMemory,
): Learning {
  const { url } = connection.config;
  let learned = memory.read(url, id)?.learned ?? nothingLearned();
  let kept = JSON.stringify(learned);
  connection.dialect = learned.dialect;
  const embeds = info.tags.training === 'embedding';
  const capabilities: Capabilities = {
    chat: false,
    completion: false,
    prefill: false,
    tokenProbabilities: 'top',
    seed: true,
    embed: true,
    likelihood: 'none',
  };

  /** What was never asked is what such models usually can. */
  function show(): void {
    if (learned.chat === false) info.form = 'completion';
    capabilities.chat = learned.chat ?? (!embeds && info.form !== 'completion');
    capabilities.completion = learned.completion ?? !embeds;
    // Unknown until probed; false is the safe way to ask.
    capabilities.prefill = (learned.prefill ?? null) !== null;
    capabilities.tokenProbabilities = learned.probabilities ?? 'top';
    capabilities.seed = learned.dialect.seed && learned.seedRepeats !== false;
    capabilities.embed = learned.embed ?? true;
    capabilities.likelihood = learned.likelihood ? 'base' : 'none';
    for (const field of ['seedRepeats', 'jsonSchema', 'usage', 'reasoning'] as const) {
      const value = learned[field];
      if (value === undefined) delete capabilities[field];
      else capabilities[field] = value;
    }
  }

  show();
  return {
    get learned() {
      return learned;
    },
    capabilities,
    embeds,
    show,
    keep() {
      show();
      const now = JSON.stringify(learned);
      if (now === kept) return;
      kept = now;
      memory.write(url, id, learned);
    },
    notice({ finishReason, completionTokens, reasoning }) {
      if (finishReason === 'abort') return;
      learned.usage = completionTokens !== null;
      if (reasoning !== undefined) learned.reasoning = true;
    },
    forget() {
      memory.forget(url, id);
      learned = nothingLearned();
      kept = '';
      connection.dialect = learned.dialect;
      show();
    },
  };
}
