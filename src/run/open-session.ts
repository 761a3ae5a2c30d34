/** Opens a run: asks for what is missing, computes what follows, replays the researcher's edits. */
import type { Edit } from '../clustering/edits.ts';
import { EndpointError, explainError, UserError } from '../errors.ts';
import type { Verdict } from '../instruments/check.ts';
import { compareModels } from '../instruments/compare.ts';
import type { Model } from '../models/model.ts';
import { createBudget, takenBy } from './budget.ts';
import { type Against, openAgainst } from './check-run.ts';
import { createDeriver, nothing } from './derive/deriver.ts';
import { lengthsOf } from './derive/facts.ts';
import { systemsOfStudy } from './derive/systems.ts';
import { describeEdit } from './describe-edit.ts';
import { createDiscovery } from './discovery.ts';
import type { RunEnvironment } from './environment.ts';
import { createLanes, type LaneWork } from './lanes.ts';
import { isSimulated } from './list-runs.ts';
import type { RunEvent } from './records.ts';
import { openRunFolder } from './run-folder.ts';
import type { Session } from './session.ts';
import { planCompletions } from './stages/complete.ts';
import { planElicitation } from './stages/elicit.ts';
import { type Exam, examWork, openExam } from './stages/exam.ts';
import { planExtraction } from './stages/extract.ts';
import { planNaming } from './stages/name.ts';
import { planRating } from './stages/rate.ts';
import type { StageContext, StagePlan } from './stages/stage.ts';
import { type AskingStage, askingStages, type RunState } from './state.ts';
import { createStore } from './store.ts';

const activities: Record<AskingStage, string> = {
  elicit: 'eliciting',
  extract: 'reading prose',
  name: 'naming clusters',
  complete: 'completing stems',
  exam: 'examining judges',
  rate: 'rating',
};

/**
 * Opens the run in `folder`, for writing unless `readOnly`. Nothing is asked before `work`; what the
 * stored facts give is computed at once, in the background: `computed` resolves when it stands.
 * Throws what `openRunFolder` throws.
 */
export async function openSession(
  folder: string,
  environment: RunEnvironment,
  { readOnly = false }: { readOnly?: boolean } = {},
): Promise<Session & { computed: Promise<void> }> {
  const run = openRunFolder(folder, !readOnly, environment.now);
  const models = new Map<string, Promise<Model>>();
  const openModel = (name: string) => {
    let model = models.get(name);
    if (!model) {
      model = environment.openModel(name, run.study);
      models.set(name, model);
      model.catch(() => models.delete(name));
    }
    return model;
  };
  const simulated = isSimulated(run.study);
  let old: Against | null = null;
  /** The finished run that this one checks a model against, opened when it is first needed. */
  const against = (): Against | null => {
    if (run.study.against !== undefined) old ??= openAgainst(run.study, environment.now);
    return old;
  };
  const discovery = createDiscovery(
    run.responses.lines.length > 3000 ? null : await environment.wordNet(),
  );
  for (const line of run.responses.lines) discovery.add(line);

  const budget = createBudget(() => run.study.budget, takenBy(run));
  const store = createStore<RunState>({
    folder: run.folder,
    name: run.study.name,
    study: run.study,
    simulated,
    readOnly,
    status: 'idle',
    activity: '',
    progress: [],
    lanes: [],
    rate: 0,
    secondsLeft: null,
    spend: budget.spent().dollars,
    discovery: discovery.state(),
    results: nothing,
    message: '',
    problems: [],
  });

  const deriver = createDeriver(run, environment, (results) => {
    discovery.settle(results.lexicon, run.responses.lines);
    store.set({ results, discovery: discovery.state() }, true);
  });

  let abort: AbortController | null = null;
  let working: Promise<void> | null = null;
  let stageBegan = { at: 0, done: 0 };

  const event = (part: Omit<RunEvent, 'at'>) => {
    if (!readOnly) run.events.append({ at: new Date(environment.now()).toISOString(), ...part });
  };
  const problem = (text: string) => {
    const { problems } = store.get();
    if (!problems.includes(text))
      store.set({ problems: [...problems, text].slice(-50), message: text });
  };

  const context: StageContext = {
    environment,
    run,
    openModel,
    again: (judge) => against()?.again(judge) ?? [],
    onUnavailable(model, error) {
      if (error instanceof UserError || error instanceof EndpointError) {
        problem(`${model}: ${explainError(error).join(' ')}`);
        event({ event: 'failed', text: explainError(error)[0]!, model });
        firstFailure ??= error;
      } else throw error;
    },
  };
  let firstFailure: unknown = null;

  const lanes = createLanes({
    now: environment.now,
    random: environment.random,
    onChange: () => refresh(),
    onRetry(model, id, reason, seconds) {
      event({ event: 'retry', text: `${reason}; again in ${seconds.toFixed(1)} s`, model, id });
    },
    onFailed(model, id, reason) {
      firstFailure ??= new EndpointError('server', `${model}: ${reason}`);
      problem(`${model}: ${reason}`);
      event({ event: 'failed', text: reason, model, id });
    },
    budget,
  });

  let refreshing = false;
  /** Coalesces the many changes of a streaming stage into one snapshot a tenth of a second. */
  function refresh(): void {
    if (refreshing) return;
    refreshing = true;
    setTimeout(() => {
      refreshing = false;
      const rows = lanes.snapshot();
      const stage = rows[0]?.stage;
      if (!stage) return;
      const done = rows.reduce((sum, lane) => sum + lane.done, 0);
      const total = rows.reduce((sum, lane) => sum + lane.total, 0);
      const seconds = (environment.now() - stageBegan.at) / 1000;
      const rate = seconds > 0.5 ? (done - stageBegan.done) / seconds : 0;
      const spend = budget.spent().dollars;
      for (const line of run.responses.lines.slice(discovery.state().answers)) discovery.add(line);
      const progress = [
        ...store.get().progress.filter((one) => one.stage !== stage),
        { stage, done, total },
      ];
      store.set({
        lanes: rows,
        progress,
        rate,
        secondsLeft: rate > 0 ? (total - done) / rate : null,
        spend,
        discovery: discovery.state(),
        activity:
          store.get().status === 'working'
            ? `${activities[stage]} ${done}/${total}`
            : store.get().activity,
      });
    }, 100).unref();
  }

  async function runStage(stage: AskingStage, plan: StagePlan, signal: AbortSignal): Promise<void> {
    const done = [...plan.done.values()].reduce((sum, one) => sum + one, 0);
    const total = done + plan.work.reduce((sum, lane) => sum + lane.items.length, 0);
    store.set(
      {
        progress: [
          ...store.get().progress.filter((one) => one.stage !== stage),
          { stage, done, total },
        ],
      },
      true,
    );
    if (plan.work.length === 0) return;
    if (run.study.budget.dollars !== undefined) await tellUnpriced(plan.work);
    event({ event: 'stage', text: `${stage}: ${total - done} of ${total} to ask` });
    stageBegan = { at: environment.now(), done };
    store.set({ activity: `${activities[stage]} ${done}/${total}` }, true);
    await lanes.run(stage, plan.work, (model) => plan.done.get(model) ?? 0, signal);
  }

  /** A budget in dollars holds nothing whose price is not known. */
  async function tellUnpriced(work: LaneWork[]): Promise<void> {
    for (const { model: name } of work)
      if ((await openModel(name)).info.price === null)
        problem(
          `${name}: its price is not known, so the budget in dollars cannot hold it back. Set budget.tokens or budget.requests beside it.`,
        );
  }

  async function examStage(signal: AbortSignal): Promise<void> {
    if (run.completions.lines.length === 0) return;
    const judges = new Map<string, Model>();
    for (const judge of run.study.test.judges) {
      const model = await openModel(judge).catch((error) => {
        context.onUnavailable(judge, error);
        return null;
      });
      if (model) judges.set(judge, model);
    }
    const systems = systemsOfStudy(run.study, null);
    const known = new Set(
      run.exams.lines.map((line) => `${line.result.judge} ${line.result.system}`),
    );
    const exams: Exam[] = [];
    try {
      for (const [judge, model] of judges)
        for (const system of systems) {
          if (known.has(`${judge} ${system.id}`)) continue;
          const exam = openExam(judge, model, system, environment);
          if (exam) exams.push(exam);
        }
      // The second half is asked in the protocol that the first half chose.
      for (let half = 0; half < 2; half++) {
        const work: LaneWork[] = examWork(exams, judges, environment);
        await runStage('exam', { work, done: new Map() }, signal);
        if (signal.aborted) return;
      }
      for (const exam of exams) {
        if (exam.missing().length > 0) continue;
        run.exams.append({
          id: exam.id,
          at: new Date(environment.now()).toISOString(),
          result: exam.grade(),
        });
      }
    } finally {
      await Promise.all(exams.map((exam) => exam.close()));
    }
    const failed = run.exams.lines.filter(
      (line) =>
        run.study.test.judges.includes(line.result.judge) && line.result.verdict !== 'passes',
    );
    if (run.study.test.requireJudge && failed.length > 0)
      throw new UserError(
        `${failed.map((line) => `${line.result.judge} (${line.result.system}: ${line.result.verdict})`).join(', ')} did not pass the exam.`,
        {
          hint: 'Name a stronger judge, or leave --require-judge out to get marked scores.',
          exit: 'examFailed',
        },
      );
  }

  async function ratingStage(signal: AbortSignal): Promise<void> {
    const exams = run.exams.lines.map((line) => line.result);
    for (const system of systemsOfStudy(run.study, deriver.results().ownSystem)) {
      await runStage('rate', await planRating(context, system, exams), signal);
      if (signal.aborted) return;
      await deriver.compute(run.curation.lines);
    }
  }

  async function work(until: AskingStage): Promise<void> {
    if (readOnly) throw new UserError('This run is read-only.', { hint: 'Copy it first.' });
    abort = new AbortController();
    const { signal } = abort;
    firstFailure = null;
    store.set({ status: 'working', message: '', problems: [] }, true);
    event({ event: 'start', text: `valuelex ${environment.version}` });
    try {
      for (const stage of askingStages.slice(0, askingStages.indexOf(until) + 1)) {
        if (stage === 'elicit') await runStage(stage, await planElicitation(context), signal);
        else if (stage === 'extract') await runStage(stage, await planExtraction(context), signal);
        else if (stage === 'name') {
          if (run.study.clusters.naming === null) continue;
          await deriver.compute(run.curation.lines);
          const clusters = deriver.results().curated?.clusters ?? [];
          await runStage(stage, await planNaming(context, clusters), signal);
        } else if (stage === 'complete')
          await runStage(stage, await planCompletions(context), signal);
        else if (stage === 'exam') await examStage(signal);
        else await ratingStage(signal);
        if (signal.aborted) break;
        // A stage that got nothing at all says why, instead of failing later for want of input.
        if (firstFailure && nothingOf(stage)) throw firstFailure;
        void deriver.compute(run.curation.lines).catch((error) => problem(explainError(error)[0]!));
      }
      await deriver.compute(run.curation.lines);
      const paused = signal.aborted || firstFailure !== null;
      event(
        paused
          ? { event: 'pause', text: 'paused' }
          : { event: 'finish', text: `done up to ${until}` },
      );
      store.set(
        {
          status: paused ? 'paused' : until === 'rate' ? 'finished' : 'idle',
          activity: paused ? 'paused' : '',
          secondsLeft: null,
        },
        true,
      );
    } catch (error) {
      store.set(
        {
          status: 'failed',
          activity: 'stopped',
          message: explainError(error)[0]!,
          secondsLeft: null,
        },
        true,
      );
      try {
        event({ event: 'pause', text: explainError(error)[0]! });
      } catch {
        // The disk that is full is what stopped the run: its reason is thrown below.
      }
      throw error;
    } finally {
      abort = null;
    }
  }

  function begin(until: AskingStage): Promise<void> {
    working ??= work(until).finally(() => {
      working = null;
    });
    return working;
  }

  function nothingOf(stage: AskingStage): boolean {
    if (stage === 'elicit') return run.responses.lines.length === 0;
    if (stage === 'complete') return run.completions.lines.length === 0;
    if (stage === 'rate') return run.ratings.lines.length === 0;
    return false;
  }

  const computed = deriver.compute(run.curation.lines).then(() => {
    const finished = run.events.lines.at(-1)?.event === 'finish';
    if (store.get().status === 'idle') store.set({ status: finished ? 'finished' : 'idle' }, true);
  });
  computed.catch((error) => problem(explainError(error)[0]!));

  return {
    computed,
    getState: store.get,
    subscribe: store.subscribe,
    work: (options = {}) => begin(options.until ?? 'rate'),
    async pause() {
      if (!abort) return;
      store.set({ status: 'pausing' }, true);
      abort.abort();
      await working?.catch(() => {});
    },
    pauseLane: lanes.pauseLane,
    setConcurrency: lanes.changeConcurrency,
    retryErrors() {
      if (!working) void begin('rate').catch((error) => problem(explainError(error)[0]!));
    },
    edit(edit: Edit) {
      const before = store.get().results.curated;
      run.curation.append(edit);
      deriver.replay(run.curation.lines);
      store.set({ message: describeEdit(edit, before, store.get().results.curated) }, true);
      void deriver.compute(run.curation.lines).catch((error) => problem(explainError(error)[0]!));
    },
    setJudges(judges) {
      run.saveStudy({ ...run.study, test: { ...run.study.test, judges } });
      store.set({ study: run.study, status: 'idle' }, true);
    },
    compareModels(system, a, b) {
      const input = deriver.inputOf(system);
      if (!input)
        throw new UserError(`This study does not score ${system}.`, {
          hint: 'Add it to test.systems in study.yaml.',
        });
      const lengths = lengthsOf(run, input.stems, input.models);
      return compareModels(against()?.extend(input) ?? input, a, b, {
        lengths: (model, stem) => lengths.get(model)?.get(stem),
      });
    },
    verdict(): Verdict | null {
      const input = deriver.inputOf(run.study.test.systems[0]!);
      const newcomer = run.study.models.at(-1)?.id;
      if (!input || newcomer === undefined) return null;
      return against()?.verdict(run, input, newcomer) ?? null;
    },
    inputOf: deriver.inputOf,
    responsesOf({ model, word }) {
      const mentions =
        word === undefined
          ? null
          : new Set(
              store
                .get()
                .results.lexicon?.descriptors.find((one) => one.word === word)
                ?.mentions.map((mention) => mention.answer),
            );
      return run.responses.lines.filter(
        (line) =>
          (model === undefined || line.model === model) &&
          (mentions === null || mentions.has(line.id)),
      );
    },
    completionsOf: ({ model, stem }) =>
      run.completions.lines.filter(
        (line) =>
          (model === undefined || line.model === model) &&
          (stem === undefined || line.stem === stem),
      ),
    ratingsOf: (completion) => run.ratings.lines.filter((line) => line.completion === completion),
    placeOf(id) {
      for (const log of [run.responses, run.completions, run.ratings, run.extractions]) {
        const line = log.lines.findIndex((one) => one.id === id);
        if (line >= 0) return { file: log.file, line: line + 1 };
      }
      return null;
    },
    async close() {
      abort?.abort();
      await working?.catch(() => {});
      await deriver.close();
      for (const model of models.values()) await model.then((one) => one.close()).catch(() => {});
      await run.close();
    },
  };
}
