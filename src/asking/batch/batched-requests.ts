/** Which request of a model is in which batch, and where its answer is stored. */
import type { BatchReply } from '../../models/batches.ts';
import { noRoom } from './batch-words.ts';
import type { EndpointRoom } from './endpoint-room.ts';
import type { KnownBatch, Ledger } from './ledger.ts';
import { type AnswerPlace, answerAt, readResults } from './results.ts';

export type BatchedRequests = {
  /** Reads what earlier sessions left: batches under way, answers that are not in the logs yet. */
  load(): Promise<void>;
  /** Batches that have not ended. */
  underWay(): KnownBatch[];
  /** Whether the requests of all batches under way are known here. */
  isWhole(): boolean;
  /** Fetches the requests of batches under way whose own file is gone; before that no request can be said to be in none. */
  recover(fetchInput: (file: string, to: string) => Promise<void>): Promise<void>;
  /** The batch under way that holds a request. */
  batchOf(id: string): KnownBatch | undefined;
  idsIn(known: KnownBatch): ReadonlySet<string>;
  hold(known: KnownBatch, ids: Set<string>): void;
  /** A batch has ended with these requests. */
  release(known: KnownBatch, ids: Iterable<string>): void;
  hasAnswer(id: string): boolean;
  /** The answer to a request, which counts as given out; null where there is none. */
  takeAnswer(id: string): BatchReply | null;
  /** An answer came in; `taken` where it was given out. */
  keepAnswer(id: string, place: AnswerPlace, taken: boolean): void;
  forget(id: string): void;
  /** Lets go of batches whose answers were all given out. */
  settle(): void;
};

const noIds: ReadonlySet<string> = new Set();

export function createBatchedRequests(
  model: string,
  ledger: Ledger,
  room: Pick<EndpointRoom, 'recall'>,
): BatchedRequests {
  const answers = new Map<string, AnswerPlace & { taken: boolean }>();
  const inBatch = new Map<string, KnownBatch>();
  const idsOf = new Map<string, Set<string>>();
  const own = () => ledger.batches().filter((one) => one.model === model);
  const underWay = () => own().filter((one) => one.ended === null);

  function hold(known: KnownBatch, ids: Set<string>): void {
    idsOf.set(known.batch, ids);
    for (const id of ids) inBatch.set(id, known);
  }

  return {
    async load() {
      for (const known of own()) {
        if (known.settled) continue;
        if (known.ended) {
          if (known.ended.code === noRoom) room.recall(known.requests);
          const files = (['output', 'errors'] as const).map((one) =>
            ledger.fileOf(known.batch, one),
          );
          for (const [id, place] of (await readResults(files, null)).answers)
            answers.set(id, { ...place, taken: false });
          continue;
        }
        const ids = await ledger.idsOf(known);
        if (ids) hold(known, ids);
      }
    },
    underWay,
    isWhole: () => underWay().every((known) => idsOf.has(known.batch)),
    async recover(fetchInput) {
      for (const known of underWay()) {
        if (idsOf.has(known.batch)) continue;
        if (known.file === null) {
          // Without its requests it was never uploaded, and never will be.
          ledger.ended(known, { status: 'lost', answered: 0, failed: 0, missing: known.requests });
          continue;
        }
        ledger.makePlace();
        await fetchInput(known.file, ledger.fileOf(known.batch, 'input'));
        hold(known, (await ledger.idsOf(known)) ?? new Set());
      }
    },
    batchOf: (id) => inBatch.get(id),
    idsIn: (known) => idsOf.get(known.batch) ?? noIds,
    hold,
    release(known, ids) {
      idsOf.delete(known.batch);
      for (const id of ids) inBatch.delete(id);
    },
    hasAnswer: (id) => answers.has(id),
    takeAnswer(id) {
      const place = answers.get(id);
      const reply = place ? answerAt(place) : null;
      if (place && reply) place.taken = true;
      return reply;
    },
    keepAnswer: (id, place, taken) => void answers.set(id, { ...place, taken }),
    forget: (id) => void answers.delete(id),
    settle() {
      for (const known of own()) {
        if (!known.ended || known.settled) continue;
        const output = ledger.fileOf(known.batch, 'output');
        const places = [...answers].filter(([, one]) => one.file === output);
        if (places.some(([, one]) => !one.taken)) continue;
        ledger.settle(known);
        for (const [id] of places) answers.delete(id);
      }
    },
  };
}
