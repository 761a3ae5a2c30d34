/** `valuelex ctl`: queries and controls the process that works on a run. */
import type { Lane } from '../../asking/lane.ts';
import { UserError } from '../../errors.ts';
import { lockOwner } from '../../facts/lock.ts';
import { connectToOwner, type Link, LinkEnded } from '../../run/control/connect.ts';
import type { Live } from '../../run/control/protocol.ts';
import { findRun, summariseRun } from '../../run/list-runs.ts';
import { visibleLine } from '../../safe-text/visible.ts';
import type { CommandContext, SharedOptions } from '../command-context.ts';
import { clockText, plainTable } from '../plain-table.ts';
import { shellWord } from '../shell-word.ts';
import type { ControlName } from './define-steering.ts';
import { startWorker, workerLog } from './detach.ts';

/** Milliseconds that a paused command may take to end. */
const patience = 60_000;

/** Carries out `what`. Throws UserError with what to do where no process works on the run. */
export async function control(
  name: string,
  what: ControlName,
  number: number | undefined,
  options: SharedOptions,
  context: CommandContext,
): Promise<void> {
  if ((what === 'limit') !== (number !== undefined))
    throw new UserError(
      what === 'limit' ? 'limit needs a number of requests.' : `${what} takes no number.`,
      { hint: `For example: valuelex ctl ${shellWord(name)} limit 8`, exit: 'usage' },
    );
  const folder = findRun(name, options.runs);
  const say = (text: string, more: object) =>
    context.out(options.json ? JSON.stringify({ run: folder, ...more }) : text);
  if (what === 'resume') return resume(folder, say);
  if (!lockOwner(folder) && what === 'status') return stoppedStatus(folder, options, context, say);
  const link = await connectToOwner(folder);
  try {
    if (what === 'status') {
      const status = statusOf(folder, link, Date.now());
      context.out(options.json ? JSON.stringify(status, null, 1) : statusText(status));
    } else if (what === 'limit') {
      await link.ask({ ask: 'limit', requests: number! });
      say(`At most ${number} requests at once to each account.`, { limit: number });
    } else {
      await pause(folder, link);
      const how = `valuelex ctl ${shellWord(folder)} resume`;
      say(`Paused; everything is on disk. Continue with: ${how}`, { status: 'paused' });
    }
  } finally {
    link.close();
  }
}

type Say = (text: string, more: object) => void;

/** Resolves when no request is under way and, where a command worked on the run, its process has released it. */
async function pause(folder: string, link: Link): Promise<void> {
  try {
    await link.ask({ ask: 'pause' });
  } catch (error) {
    if (!(error instanceof LinkEnded)) throw error;
    await untilFree(folder);
  }
}

async function resume(folder: string, say: Say): Promise<void> {
  if (lockOwner(folder)) {
    const link = await connectToOwner(folder);
    try {
      await link.ask({ ask: 'resume' });
      const { pid } = link.owner;
      return say(`Process ${pid} works on ${folder}`, { status: 'working', pid });
    } catch (error) {
      if (!(error instanceof LinkEnded)) throw error;
      await untilFree(folder);
    } finally {
      link.close();
    }
  }
  if (summariseRun(folder).finished)
    return say(`The run is finished: ${folder}`, { status: 'finished', pid: null });
  const pid = await startWorker(folder, undefined);
  if (pid === null) say(`The run is finished: ${folder}`, { status: 'finished', pid });
  else
    say(`Process ${pid} works on ${folder}; its log is ${workerLog(folder)}`, {
      status: 'working',
      pid,
    });
}

/** The stage of a run that no process works on. A finished run is printed; any other is an error that says what to do. */
function stoppedStatus(
  folder: string,
  options: SharedOptions,
  context: CommandContext,
  say: Say,
): void {
  const { finished, stage, answers } = summariseRun(folder);
  const status = finished ? 'finished' : 'stopped';
  if (finished || options.json)
    say(`finished · ${answers} answers · no process works on it`, {
      status,
      pid: null,
      stage,
      answers,
    });
  if (finished) return;
  context.progress(null);
  throw new UserError(`No process works on this run; it stopped at ${stage}.`, {
    where: folder,
    hint: `Continue it in the background: valuelex ctl ${shellWord(folder)} resume`,
  });
}

async function untilFree(folder: string): Promise<void> {
  const deadline = performance.now() + patience;
  while (lockOwner(folder) && performance.now() < deadline) await sleep(20);
}

const sleep = (milliseconds: number) =>
  new Promise<undefined>((wake) => setTimeout(() => wake(undefined), milliseconds));

type Status = ReturnType<typeof statusOf>;

/** What `--json` prints: times in seconds, money in dollars. */
function statusOf(folder: string, { owner, first }: Link, now: number) {
  const { status, activity, progress, rate, secondsLeft, spend, message, problems } = first;
  const stage = progress.at(-1) ?? null;
  return {
    run: folder,
    pid: owner.pid,
    version: owner.version,
    status,
    activity,
    stage: stage?.stage ?? null,
    done: stage?.done ?? 0,
    total: stage?.total ?? 0,
    progress,
    rate,
    secondsLeft,
    spend,
    answers: first.discovery.answers,
    lanes: lanesNow(first, now),
    message,
    problems,
  };
}

function lanesNow({ lanes }: Live, now: number) {
  return lanes.map(({ tail: _, waiting, ...lane }) => ({
    ...lane,
    waiting: waiting && {
      reason: waiting.reason,
      /** Null where it does not continue by itself. */
      seconds: waiting.until === null ? null : Math.max(0, (waiting.until - now) / 1000),
    },
  }));
}

function statusText(status: Status): string {
  const { done, total, rate, secondsLeft, spend, lanes, problems } = status;
  const head = [
    `${status.status}${status.activity && status.status === 'working' ? `: ${status.activity}` : ''}`,
    ...(total > 0 && status.status !== 'working' ? [`${status.stage} ${done}/${total}`] : []),
    ...(rate > 0 && status.status === 'working' ? [`${rate.toFixed(1)}/s`] : []),
    ...(secondsLeft === null ? [] : [`${clockText(secondsLeft)} left`]),
    ...(spend > 0 ? [`$${spend.toFixed(2)}`] : []),
    `process ${status.pid}`,
  ].join(' · ');
  const right = (title: string) => ({ title, align: 'right' as const });
  const table =
    lanes.length === 0
      ? []
      : [
          '',
          plainTable(
            ['model', right('done'), right('at once'), right('tokens/s'), right('errors'), ''],
            lanes.map((lane) => [
              lane.model,
              `${lane.done}/${lane.total}`,
              String(lane.inFlight),
              String(lane.tokensPerSecond),
              String(lane.errors),
              stateOf(lane),
            ]),
          ),
        ];
  const lines = problems.slice(-5).map((problem) => visibleLine(`! ${problem}`));
  return [visibleLine(head), ...table, ...lines].join('\n');
}

function stateOf({
  done,
  total,
  paused,
  waiting,
}: Pick<Lane, 'done' | 'total' | 'paused'> & Status['lanes'][number]): string {
  if (done >= total) return 'done';
  if (paused) return 'paused';
  if (!waiting) return '';
  if (waiting.seconds === null) return `stopped: ${waiting.reason}`;
  return `waits ${Math.ceil(waiting.seconds)} s: ${waiting.reason}`;
}
