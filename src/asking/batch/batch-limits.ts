/** How large batches are made, and how often they are looked at. */
export type BatchLimits = {
  /** Requests and bytes of one file at most. */
  requests: number;
  bytes: number;
  /** Seconds without a new request after which the gathered ones are submitted. */
  gather: number;
  /** Seconds between two looks at a batch: at first, and at most. */
  firstLook: number;
  longestLook: number;
  /** Seconds before a batch is submitted again that the endpoint had no room for: at first, and at most. */
  firstRest: number;
  longestRest: number;
};

/** Those of OpenAI. */
export const usualLimits: BatchLimits = {
  requests: 50_000,
  bytes: 200_000_000,
  gather: 1,
  firstLook: 5,
  longestLook: 60,
  firstRest: 60,
  longestRest: 900,
};
