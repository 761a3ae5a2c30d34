/** Works on an open run without a screen: plain progress, pause on Ctrl+C, failures at the end. */

import { EndpointError, UserError } from '../../errors.ts';
import type { Session } from '../../run/session.ts';
import type { RunState } from '../../run/state.ts';
import type { CommandContext } from '../command-context.ts';
import { clockText } from '../plain-table.ts';

export type WorkOptions = {
  until: string | undefined;
  /** Progress as JSON lines on standard output too. */
  json: boolean;
  /** False where the printed results need no slow fits of other instruments; these are made when somebody looks. */
  fits?: boolean;
  /** The command that continues, for the pause. */
  resume: string;
};

/**
 * Asks for all missing answers up to `until`. The first Ctrl+C pauses and throws UserError (exit
 * `paused`) with the command that continues; the second leaves at once. Where answers are missing at
 * the end because a model failed, `finish` (which prints the results) is called first, then
 * EndpointError is thrown.
 */
export async function workOnRun(
  session: Session,
  options: WorkOptions,
  context: CommandContext,
  finish: () => Promise<void> = async () => {},
): Promise<void> {
  let interrupted = false;
  const stopListening = context.onInterrupt((again) => {
    if (again || interrupted) {
      context.progress(null);
      context.note(`Left at once. Continue with: ${options.resume}`);
      context.exit(130);
    }
    interrupted = true;
    context.progress(null);
    context.note('Pausing; what is stored stays. Ctrl+C again leaves at once.');
    void session.pause();
  });
  const printProgress = progressPrinter(options, context);
  const unsubscribe = session.subscribe(() => {
    const state = session.getState();
    if (state.status === 'pausing' && !interrupted) {
      interrupted = true;
      context.progress(null);
      context.note('Paused from another program; what is stored stays.');
    }
    printProgress(state);
  });
  try {
    const { until, fits = true } = options;
    await session.work({ ...(until === undefined ? {} : { until }), fits });
  } finally {
    unsubscribe();
    // While a paused run is closed, a Ctrl+C that comes late does not end the program in the middle of it.
    if (!interrupted) stopListening();
    context.progress(null);
  }
  printProgress(session.getState());
  context.progress(null);
  if (interrupted)
    throw new UserError('Paused; everything is on disk.', {
      where: session.getState().folder,
      hint: `Continue with: ${options.resume}`,
      exit: 'paused',
    });
  await finish();
  const { status, problems } = session.getState();
  if (status === 'paused')
    throw new EndpointError('server', `Some answers are missing: ${problems[0] ?? 'see above'}`, {
      hint: `What is stored stays. Ask again for the rest with: ${options.resume}`,
    });
}

/** Prints what has changed since the last call: stages, tenths of them, waits, problems. */
function progressPrinter(
  { json }: Pick<WorkOptions, 'json'>,
  context: CommandContext,
): (state: RunState) => void {
  let lastStep = '';
  const said = new Set<string>();
  return (state) => {
    for (const problem of state.problems) {
      if (said.has(problem)) continue;
      said.add(problem);
      context.note(`! ${problem}`);
      if (json) context.out(JSON.stringify({ event: 'problem', text: problem }));
    }
    for (const lane of state.lanes) {
      const text = lane.waiting && `${lane.model} waits: ${lane.waiting.reason}`;
      if (!text || lane.waiting?.until === null || said.has(text)) continue;
      said.add(text);
      context.note(text);
    }
    const stage = state.lanes[0]?.stage ?? state.progress.at(-1)?.stage;
    const now = state.progress.find((one) => one.stage === stage);
    if (state.status !== 'working' || !now || now.total === 0) return;
    const tenth = Math.floor((10 * now.done) / now.total);
    const step = `${now.stage} ${now.total} ${tenth}`;
    if (step !== lastStep && json)
      context.out(
        JSON.stringify({
          event: 'progress',
          stage: now.stage,
          done: now.done,
          total: now.total,
          spend: state.spend,
          secondsLeft: state.secondsLeft,
        }),
      );
    if (context.watched || step !== lastStep) context.progress(progressLine(state, now));
    lastStep = step;
  };
}

function progressLine(state: RunState, now: RunState['progress'][number]): string {
  const tokens = state.lanes.reduce((sum, lane) => sum + lane.tokensPerSecond, 0);
  return [
    `${activityOf[now.stage] ?? `asking ${now.stage}`} ${now.done}/${now.total}`,
    ...(tokens > 0 ? [`${tokens} tokens/s`] : []),
    ...(state.spend > 0 ? [`$${state.spend.toFixed(2)}`] : []),
    ...(state.secondsLeft !== null && now.done < now.total
      ? [`${clockText(state.secondsLeft)} left`]
      : []),
  ].join(' · ');
}

/** Titles of steps whose ids do not say what they ask. */
const activityOf: Readonly<Record<string, string>> = {
  elicit: 'asking for values',
  extract: 'reading prose',
  name: 'naming clusters',
  complete: 'completing stems',
  exam: 'examining judges',
  rate: 'rating',
  'read-exam': 'examining readers',
  read: 'reading texts',
};
