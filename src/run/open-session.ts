/** Opens a run: asks for what is missing, computes what follows, replays the researcher's edits. */

import { createBudget } from '../asking/budget.ts';
import { explainError, explainOnOneLine } from '../errors.ts';
import type { Line } from '../instruments/contract.ts';
import { type Against, openAgainst } from './check-run.ts';
import { type BatchChoice, type Batching, openBatching } from './choose-batched-models.ts';
import { socketAddress } from './control/address.ts';
import { type ControlServer, serveControls } from './control/serve.ts';
import { makeWhole, namedCopy } from './copy-run.ts';
import { createDeriver, nothing } from './derive/deriver.ts';
import { rememberedResults } from './derive/remembered.ts';
import { createDiscovery } from './discovery.ts';
import type { RunEnvironment } from './environment.ts';
import { isSimulated } from './list-runs.ts';
import { rememberModels } from './open-models.ts';
import { type OpenOptions, openRunFolder, type RunFolder } from './run-folder.ts';
import type { Session } from './session.ts';
import { sessionEdits } from './session-edits.ts';
import { sessionFacts } from './session-facts.ts';
import type { Results, RunState } from './state.ts';
import { createStore } from './store.ts';
import { takenBy } from './taken-by.ts';
import { watchTrouble } from './trouble-watch.ts';
import { createWork, type Work } from './work.ts';

/** Answers that are read one by one while a run is opened; of more, the lexicon brings the figures. */
const mostReadOnOpening = 3000;

/** Results, and whether they follow from all facts. */
export type KnownResults = { results: Results; current: boolean };

export type OpenedSession = Session & {
  /** What follows from the facts as far as it is computed. */
  known(): KnownResults;
  /** Resolves when everything is computed that follows from the facts, including those that came in the meantime. */
  computed: Promise<void>;
  /** Begins slow fits of instruments that are not stored yet; resolves when they are done. Throws what they threw. */
  fitted(): Promise<void>;
  /** Whether the last work found all done that it was to do, and wrote no event. */
  wasDone(): boolean;
  /** Resolves when the clusters are computed, on which all else is based. */
  clustered(): Promise<void>;
  /** Takes up what another process has written since; an edit of its is replayed at once. */
  refresh(): void;
  /** Computes what follows from the facts that were taken up. */
  recompute(): void;
  /** Asks the endpoints to stop the batches under way; gives their number. Throws EndpointError. */
  cancelBatches(): Promise<number>;
  /** Says in the log of the second curator, for whom the run is opened, what the clusters were at the beginning. */
  beginCurating(): void;
};

/**
 * Opens the run in `folder`, for writing unless `readOnly`. Nothing is asked before `work`; what the
 * stored facts give is computed at once, in the background: `computed` resolves when it stands. A reader
 * of results that this build has computed before takes those.
 * For a second curator (`curator`) clusters alone are computed, and edits go to that curator's own log.
 * Who opens it for writing can be asked and steered by other programs, but with `listen` false.
 * Throws what `openRunFolder` throws.
 */
export async function openSession(
  folder: string,
  environment: RunEnvironment,
  {
    readOnly = false,
    listen = true,
    followed = true,
    batch,
    known,
    ...opening
  }: {
    readOnly?: boolean;
    listen?: boolean;
    /** Whether somebody watches the words come in. Else the lexicon brings their figures, until a watcher comes. */
    followed?: boolean;
    batch?: BatchChoice;
    /** Results of the same facts, which another session holds. */
    known?: KnownResults;
  } & OpenOptions = {},
): Promise<OpenedSession> {
  const run = openRunFolder(folder, !readOnly, environment.now, {
    instruments: environment.instruments,
    ...opening,
  });
  const blind = opening.curator !== undefined;
  let batching: Batching | null = null;
  try {
    if (!readOnly && !blind)
      batching = openBatching(
        {
          folder: run.folder,
          study: () => run.study,
          environment,
          onWait: (model, wait) => work.lanes.tellWait(model, wait),
          onNote: (text) => work.problem(text),
        },
        batch,
      );
  } catch (error) {
    await run.close();
    throw error;
  }
  const models = rememberModels((name) =>
    environment.openModel(name, run.study).then((live) => batching?.wrap(name, live) ?? live),
  );
  const finished = finishedRun(run);
  const { build } = environment;
  const before = rememberedResults(run, environment);
  // What is remembered is of all that follows, and of the first curator.
  const remembered = known?.results ?? (blind ? null : before.read());
  const stands = known ? known.current : remembered !== null && build !== undefined;
  const { discovery, follow } = await openDiscovery(run, environment, remembered, {
    ...{ followed, readOnly },
  });
  const wasFinished = () => run.events.lines.at(-1)?.event === 'finish';
  const budget = createBudget(() => run.study.budget, takenBy(run));
  const store = createStore<RunState>({
    ...stateOnOpening(run, remembered),
    readOnly,
    ...(opening.curator !== undefined && { curator: opening.curator }),
    status: remembered && wasFinished() ? 'finished' : 'idle',
    spend: budget.spent().dollars,
    discovery: discovery.state(),
  });

  const deriver = createDeriver(
    run,
    environment,
    (results) => {
      discovery.settle(results.lexicon, run.responses.lines.length);
      store.set({ results, discovery: discovery.state() }, true);
    },
    (computing) => store.set({ computing }, computing === null),
    {
      initial: remembered ?? nothing,
      stands,
      mayFit: () => store.get().status !== 'working',
      blind,
    },
  );

  const work = createWork({
    environment,
    run,
    store,
    deriver,
    discovery,
    budget,
    openModel: models.open,
    batching,
    again: finished.again,
  });
  const { problem } = work;

  let refreshed = false;
  /** What stands is kept for the next opening, unless another process may have overtaken it. */
  function keep(): void {
    // The key is a hash of the logs: of none, where they are gone.
    if (store.get().trouble || !deriver.isCurrent() || refreshed) return;
    before.keep(store.get().results);
  }

  const computing = readOnly && stands ? Promise.resolve() : deriver.compute(run.curation.lines);
  const opened = computing.then(() => {
    if (store.get().status === 'idle')
      store.set({ status: wasFinished() ? 'finished' : 'idle' }, true);
  });
  opened.catch((error) => problem(explainError(error)[0]!));
  const computed = opened.then(deriver.settled);
  // What goes wrong stands in the state; a later call tells of itself.
  computed.catch(() => {});

  const recompute = () =>
    void deriver.compute(run.curation.lines).catch((error) => problem(explainError(error)[0]!));

  const trouble = watchTrouble(run, store);

  let server: ControlServer | null = null;
  const session: OpenedSession = {
    computed,
    fitted: deriver.fit,
    known: () => ({
      results: store.get().results,
      current: !refreshed && (deriver.isCurrent() || (readOnly && stands)),
    }),
    clustered: deriver.clustered,
    wasDone: work.wasDone,
    refresh() {
      const grown = run.refresh();
      if (grown.facts + grown.edits > 0 || grown.study) refreshed = true;
      if (grown.study) store.set({ study: run.study }, true);
      if (grown.edits === 0) return;
      deriver.replay(run.curation.lines);
      recompute();
    },
    recompute,
    cancelBatches: async () =>
      (await batching?.cancel((name) => environment.openModel(name, run.study))) ?? 0,
    beginCurating: run.beginCurating,
    getState: store.get,
    subscribe: store.subscribe,
    work: ({ until, fits } = {}) => work.begin(until, fits),
    async pause() {
      await work.pause();
      await run.synced();
    },
    togglePause: work.togglePause,
    toggleLane: async (model) => work.toggleLane(model),
    changeConcurrency: async (by) => work.changeConcurrency(by),
    async retryErrors() {
      if (work.isWorking()) return 'still asking: R asks again for what failed, once that is done';
      // What stops it stands in the state.
      work.begin().catch((error) => problem(explainOnOneLine(error)));
      return 'what failed is asked again';
    },
    saveTo: (runs) => makeWhole(runs, namedCopy(run.study, 'saved'), environment.now, run.copyTo),
    stopComputing: deriver.stop,
    resumeComputing() {
      void deriver.resume(run.curation.lines).catch((error) => problem(explainError(error)[0]!));
    },
    computePower() {
      void deriver.power().catch((error) => problem(explainError(error)[0]!));
    },
    ...sessionEdits({ run, environment, store, deriver, trouble, recompute }),
    compareModels: deriver.compareModels,
    ...sessionFacts(run, environment, () => store.get().results),
    async close() {
      trouble.close();
      server?.leave();
      await work.pause();
      await server?.close();
      keep();
      await deriver.close();
      await models.close();
      await batching?.close();
      await finished.close();
      await run.close();
    },
  };
  if (!readOnly && listen)
    // Without WordNet the figures come with the lexicon.
    server = await listenTo(
      session,
      run,
      environment,
      work,
      () =>
        void follow().then(
          (isRead) => {
            if (isRead) store.set({ discovery: discovery.state() }, true);
          },
          () => {},
        ),
    );
  return session;
}

/** The finished run that this one checks a model against, opened when its answers are first needed. */
function finishedRun({ study: { against, models: checked } }: RunFolder) {
  let opened: Against | null = null;
  return {
    again(rater: string): readonly Line[] {
      if (against === undefined) return [];
      opened ??= openAgainst(against);
      return opened.again(rater, checked.at(-1)?.id ?? '');
    },
    close: async () => opened?.close(),
  };
}

/** The words as they come in: read one by one where somebody watches and they are few, else counted. */
async function openDiscovery(
  run: RunFolder,
  environment: RunEnvironment,
  remembered: Results | null,
  { followed, readOnly }: { followed: boolean; readOnly: boolean },
) {
  const { lines } = run.responses;
  const reads = followed && remembered === null && lines.length <= mostReadOnOpening;
  const discovery = createDiscovery(reads ? await environment.wordNet() : null);
  if (reads) for (const line of lines) discovery.add(line);
  else discovery.skip(lines.length);
  if (remembered) {
    discovery.settle(remembered.lexicon, lines.length);
    // Who only reads takes no answers up.
    if (!readOnly && followed) void environment.wordNet().then(discovery.readWith, () => {});
  }
  let isFollowed = followed;
  return {
    discovery,
    /** From now on somebody watches: what was only counted is read, as where a run is opened. False where nothing is. */
    async follow(): Promise<boolean> {
      if (isFollowed) return false;
      isFollowed = true;
      if (run.responses.lines.length > mostReadOnOpening) return false;
      discovery.readAgain(await environment.wordNet(), run.responses.lines);
      return true;
    },
  };
}

/** What a run shows before anything is asked. */
function stateOnOpening({ folder, study }: RunFolder, remembered: Results | null) {
  return {
    folder,
    study,
    ...{ name: study.name, simulated: isSimulated(study), results: remembered ?? nothing },
    ...{ trouble: null, computing: null, secondsLeft: null, rate: 0 },
    ...{ activity: '', message: '', progress: [], lanes: [], problems: [] },
  };
}

/** Lets other programs watch and steer the run; null where that cannot be, which the run tells. */
async function listenTo(
  session: OpenedSession,
  run: RunFolder,
  { socketFolder, version }: RunEnvironment,
  work: Work,
  watched: () => void,
): Promise<ControlServer | null> {
  if (socketFolder === undefined) return null;
  const controls = { ...session, version, limit: work.lanes.setConcurrency, watched };
  try {
    const server = await serveControls(controls, socketAddress(socketFolder, run.folder));
    run.tellSocket(server.address);
    return server;
  } catch (error) {
    work.problem(`Other programs cannot reach this run: ${explainError(error)[0]}`);
    return null;
  }
}
