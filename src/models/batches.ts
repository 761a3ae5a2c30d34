/**
 * The batch interface for the rest of the program: a file of requests goes in, a file of answers
 * comes out within hours, at a lower price.
 */
import type { Model, ModelInfo } from './model.ts';

export type BatchStage =
  | 'validating'
  | 'in_progress'
  | 'finalizing'
  | 'completed'
  | 'failed'
  | 'expired'
  | 'cancelling'
  | 'cancelled';

/** A batch as its endpoint describes it. */
export type BatchStatus = {
  id: string;
  status: BatchStage;
  /** Requests answered and failed so far; null where the endpoint does not count. */
  counts: { completed: number; failed: number } | null;
  /** The files of answers and of errors, as soon as there are any. */
  outputFile: string | null;
  errorFile: string | null;
  /** Epoch milliseconds; null where the endpoint gives none. */
  expiresAt: number | null;
  /** Why the whole batch was refused; null where it was not. */
  refusal: { code: string; message: string } | null;
};

/** An address with a batch interface. Every function throws EndpointError. */
export type BatchAddress = {
  /** Host and port, for messages. */
  host: string;
  /** Whether there is one; asked once. */
  offered(signal?: AbortSignal): Promise<boolean>;
  /** Sends the file at `path` under `name` and gives its id there. */
  upload(path: string, name: string, signal?: AbortSignal): Promise<string>;
  /** The id of an upload of that name; null where there is none, or the endpoint lists no files. */
  findUpload(name: string, signal?: AbortSignal): Promise<string | null>;
  /** Starts a batch on the uploaded file; `mark` goes with it, to find it by. */
  create(
    order: { file: string; path: string; mark: string },
    signal?: AbortSignal,
  ): Promise<BatchStatus>;
  /** The batch with that mark, or made of that file; null where there is none. */
  find(order: { file: string; mark: string }, signal?: AbortSignal): Promise<BatchStatus | null>;
  status(id: string, signal?: AbortSignal): Promise<BatchStatus>;
  cancel(id: string, signal?: AbortSignal): Promise<BatchStatus>;
  /** Writes a file of the endpoint to `path`, whole or not at all. */
  fetchFile(id: string, path: string, signal?: AbortSignal): Promise<void>;
};

/** One request on its way into a batch, as it would have been posted: `/v1/chat/completions` or `/v1/completions`. */
export type BatchRequest = { path: string; body: Record<string, unknown> };

/** The answer to it, as it would have come over HTTP. */
export type BatchReply = { status: number; body: unknown };

/** Gives the answer to a request, or null where it is to be posted; throws where the answer is not there yet. */
export type BatchTransport = (request: BatchRequest) => BatchReply | null;

/** The batch interface of a model. */
export type Batches = {
  address: BatchAddress;
  /** Dollars per million tokens in a batch; null where unknown. */
  price: ModelInfo['price'];
  /** The same model, asked over `transport`; what that throws comes out as a network fault. */
  over(transport: BatchTransport): Model;
};
