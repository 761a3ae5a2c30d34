/** The accounts of the models that are asked; the models of an account share its limit. */
import { type Account, createAccount } from '../models/account.ts';
import type { LaneWork } from './items.ts';

/** An account with an unknown limit begins with this many requests at once. */
const firstAtOnce = 2;
/** Requests that wait for batches at once, of all models: a full file of OpenAI’s. 10 to 15 kB each. */
const mostInBatches = 50_000;

export type Accounts = {
  /** The account of a lane; its learned limit is kept from stage to stage. */
  of(work: LaneWork): Account;
  /** A stage begins: nothing is in batches yet. */
  begin(): void;
  /** Changes the requests at once by `by`; returns the new highest number of an account. */
  change(by: number): number;
  setMost(most: number): void;
};

export function createAccounts(now: () => number): Accounts {
  const accounts = new Map<string, Account>();
  let most: number | null = null;
  /** One for all that is in batches: what is waited for is held in memory. */
  const batches = () => createAccount({ first: mostInBatches, most: mostInBatches, now });
  let inBatches = batches();

  function open(name: string, { account, concurrency }: LaneWork): Account {
    const first = account === null ? concurrency : firstAtOnce;
    const opened = createAccount({ first, most: concurrency, now });
    if (most !== null) opened.setMost(most);
    accounts.set(name, opened);
    return opened;
  }

  return {
    of(work) {
      if (work.batched) return inBatches;
      const name = work.account ?? work.model;
      return accounts.get(name) ?? open(name, work);
    },
    begin() {
      inBatches = batches();
    },
    change(by) {
      for (const account of accounts.values()) account.setMost(account.limit + by);
      return Math.max(0, ...[...accounts.values()].map((account) => account.limit));
    },
    setMost(next) {
      most = next;
      for (const account of accounts.values()) account.setMost(next);
    },
  };
}
