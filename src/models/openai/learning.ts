/** What is known about one model: begins with what earlier sessions learned, and stores what is new. */
import type { Answer, Capabilities, ModelInfo } from '../model.ts';
import { type CapabilityMemory, type Learned, nothingLearned } from './capabilities.ts';
import type { Connection } from './connection.ts';

export type Learning = {
  /** Changes are written here, then stored by `keep`. */
  readonly learned: Learned;
  readonly capabilities: Capabilities;
  /** It turns texts into vectors, and answers nothing. */
  readonly embeds: boolean;
  /** Updates the capabilities from what was learned. */
  show(): void;
  /** Updates the capabilities, and stores what is new. */
  keep(): void;
  /** Learns from an answer. */
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

  /** Capabilities not tested yet are those usual for such models. */
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
