/** Opens a run: asks for missing answers, computes results, replays the researcher's edits. */

import { createBudget } from '../asking/budget.ts';
import { explainError } from '../errors.ts';
import type { Line } from '../instruments/contract.ts';
import { type Against, openAgainst } from './check-run.ts';
import { type BatchChoice, type Batching, openBatching } from './choose-batched-models.ts';
import { socketAddress } from './control/address.ts';
import { type ControlServer, serveControls } from './control/serve.ts';
import { makeWhole, namedCopy } from './copy-run.ts';
import { createDeriver, nothing } from './derive/deriver.ts';
import { rememberedResults } from './derive/remembered.ts';
import type { RunEnvironment } from './environment.ts';
import { isSimulated } from './list-runs.ts';
import { openDiscovery } from './open-discovery.ts';
import { rememberModels } from './open-models.ts';
import { type OpenOptions, openRunFolder, type RunFolder } from './run-folder.ts';
import type { Session } from './session.ts';
import { hasFinished, type KnownResults, sessionComputing } from './session-computing.ts';
import { sessionEdits } from './session-edits.ts';
import { sessionFacts } from './session-facts.ts';
import { sessionWork } from './session-work.ts';
import type { Results, RunState } from './state.ts';
import { createStore } from './store.ts';
import { takenBy } from './taken-by.ts';
import { watchTrouble } from './trouble-watch.ts';
import { createWork, type Work } from './work.ts';

export type OpenedSession = Session & {
  /** The results computed so far. */
  known(): KnownResults;
  /** Resolves when all results are computed, including those of facts that came in meanwhile. */
  computed: Promise<void>;
  /** Begins slow fits of instruments that are not stored yet; resolves when they are done. Throws what they threw. */
  fitted(): Promise<void>;
  /** Whether the last work found nothing left to do, and wrote no event. */
  wasDone(): boolean;
  /** Resolves when the clusters are computed; all other results follow from them. */
  clustered(): Promise<void>;
  /** Reads what another process has written since; new edits are replayed at once. */
  refresh(): void;
  /** Computes the results of the facts read by `refresh`. */
  recompute(): void;
  /** Asks the endpoints to stop the batches under way; gives their number. Throws EndpointError. */
  cancelBatches(): Promise<number>;
  /** Records the clusters that the second curator begins with, in that curator's log. */
  beginCurating(): void;
};

export type SessionOptions = OpenOptions & {
  readOnly?: boolean;
  /** Whether other programs can watch and steer a run that is opened for writing. */
  listen?: boolean;
  /** Whether somebody watches the words come in. Otherwise the lexicon gives their figures until somebody does. */
  followed?: boolean;
  batch?: BatchChoice;
  /** Results of the same facts, which another session holds. */
  known?: KnownResults;
};

/**
 * Opens the run in `folder`, for writing unless `readOnly`. Nothing is asked before `work`. The results of
 * the stored facts are computed at once, in the background: `computed` resolves when that is done. A
 * reader uses stored results of this build.
 * For a second curator (`curator`) clusters alone are computed, and edits go to that curator's own log.
 * Throws what `openRunFolder` throws.
 */
export async function openSession(
  folder: string,
  environment: RunEnvironment,
  options: SessionOptions = {},
): Promise<OpenedSession> {
  const { readOnly = false, listen = true, followed = true, batch, known, ...opening } = options;
  const run = openRunFolder(folder, !readOnly, environment.now, {
    instruments: environment.instruments,
    ...opening,
  });
  const blind = opening.curator !== undefined;
  const batching =
    readOnly || blind ? null : await openBatchingOf(run, environment, batch, () => work);
  const models = rememberModels((name) =>
    environment.openModel(name, run.study).then((live) => batching?.wrap(name, live) ?? live),
  );
  const finished = finishedRun(run);
  const stored = rememberedResults(run, environment);
  // Only the first curator's results are stored.
  const remembered = known?.results ?? (blind ? null : stored.read());
  const areCurrent = known ? known.current : remembered !== null && environment.build !== undefined;
  const { discovery, follow } = await openDiscovery(run, environment, remembered, {
    followed,
    readOnly,
  });
  const budget = createBudget(() => run.study.budget, takenBy(run));
  const store = createStore<RunState>({
    ...stateOnOpening(run, remembered),
    readOnly,
    ...(opening.curator !== undefined && { curator: opening.curator }),
    status: remembered && hasFinished(run) ? 'finished' : 'idle',
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
      stands: areCurrent,
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
  const computing = sessionComputing({
    run,
    store,
    deriver,
    problem: work.problem,
    areCurrent: readOnly && areCurrent,
  });
  const trouble = watchTrouble(run, store);

  let server: ControlServer | null = null;
  const session: OpenedSession = {
    ...computing.session,
    ...sessionWork(work, run),
    ...sessionEdits({
      ...{ run, environment, store, deriver, trouble },
      recompute: computing.session.recompute,
    }),
    ...sessionFacts(run, environment, () => store.get().results),
    compareModels: deriver.compareModels,
    contextGroups: deriver.contextGroups,
    cancelBatches: async () =>
      (await batching?.cancel((name) => environment.openModel(name, run.study))) ?? 0,
    beginCurating: run.beginCurating,
    getState: store.get,
    subscribe: store.subscribe,
    saveTo: (runs) => makeWhole(runs, namedCopy(run.study, 'saved'), environment.now, run.copyTo),
    async close() {
      trouble.close();
      server?.leave();
      await work.pause();
      await server?.close();
      computing.keepIn(stored);
      await deriver.close();
      await models.close();
      await batching?.close();
      await finished.close();
      await run.close();
    },
  };
  if (readOnly || !listen) return session;
  server = await listenTo(session, run, environment, work, () => {
    const shown = follow().then((isRead) => {
      if (isRead) store.set({ discovery: discovery.state() }, true);
    });
    // Without WordNet the lexicon gives the figures.
    shown.catch(() => {});
  });
  return session;
}

/** The batches of the run's models; closes the run where they cannot be opened. */
async function openBatchingOf(
  run: RunFolder,
  environment: RunEnvironment,
  batch: BatchChoice | undefined,
  work: () => Work,
): Promise<Batching | null> {
  try {
    return openBatching(
      {
        folder: run.folder,
        study: () => run.study,
        environment,
        onWait: (model, wait) => work().lanes.showWait(model, wait),
        onNote: (text) => work().problem(text),
      },
      batch,
    );
  } catch (error) {
    await run.close();
    throw error;
  }
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

/** The state of a run before anything is asked. */
function stateOnOpening({ folder, study }: RunFolder, remembered: Results | null) {
  return {
    folder,
    study,
    ...{ name: study.name, simulated: isSimulated(study), results: remembered ?? nothing },
    ...{ trouble: null, computing: null, secondsLeft: null, rate: 0 },
    ...{ activity: '', message: '', progress: [], lanes: [], problems: [] },
  };
}

/** Lets other programs watch and steer the run; if that is impossible, null and a problem in the state. */
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
    run.recordSocket(server.address);
    return server;
  } catch (error) {
    work.problem(`Other programs cannot reach this run: ${explainError(error)[0]}`);
    return null;
  }
}
