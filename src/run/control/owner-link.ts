/** The link to the process that works on a run; after it ends, a new owner is looked for. */
import { lockOwner } from '../../facts/lock.ts';
import { connectToOwner, type Link } from './connect.ts';
import type { Live } from './protocol.ts';

/** Milliseconds between two looks for a new owner. */
const searchInterval = 1000;

export type OwnerLink = ReturnType<typeof createOwnerLink>;

export function createOwnerLink(
  folder: string,
  {
    isWanted,
    maySearch,
    onOwner,
    onState,
    onEnd,
  }: {
    /** False once this process owns the run itself, or the session is closed. */
    isWanted(): boolean;
    /** False while this process is about to take the run over. */
    maySearch(): boolean;
    onOwner(pid: number): void;
    onState(part: Partial<Live>): void;
    onEnd(how: 'left' | 'lost'): void;
  },
) {
  let link: Link | null = null;
  let pid = 0;
  let searching: NodeJS.Timeout | null = null;
  let isConnecting = false;

  function stopSearching(): void {
    if (searching) clearInterval(searching);
    searching = null;
  }

  /** If another process continues the run, this session shows that process's work. */
  function search(): void {
    searching ??= setInterval(() => {
      if (!maySearch() || link || isConnecting || !lockOwner(folder)) return;
      isConnecting = true;
      void connect(0)
        .catch(() => {})
        .finally(() => {
          isConnecting = false;
        });
    }, searchInterval).unref();
  }

  /** Connects to the present owner of the run; throws what `connectToOwner` throws. */
  async function connect(wait?: number): Promise<void> {
    /** Parts received before the first state is shown; they are newer than that state. */
    let early: Partial<Live> | null = {};
    const next = await connectToOwner(folder, {
      onState(part) {
        if (early) early = { ...early, ...part };
        else onState(part);
      },
      ...(wait === undefined ? {} : { wait }),
    });
    if (!isWanted()) return next.close();
    stopSearching();
    link = next;
    pid = next.owner.pid;
    onOwner(pid);
    void next.ended.then((how) => {
      if (link !== next) return;
      link = null;
      if (!isWanted()) return;
      onEnd(how);
      search();
    });
    const first = { ...next.first, ...early };
    early = null;
    onState(first);
  }

  return {
    connect,
    now: () => link,
    /** The process of the owner, or of the last one. */
    pid: () => pid,
    stopSearching,
    close(): void {
      stopSearching();
      link?.close();
      link = null;
    },
  };
}
