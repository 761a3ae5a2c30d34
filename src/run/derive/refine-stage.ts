/**
 * Slow fits of instruments, in the background: each once for the present facts, in a thread that can be stopped. Scores
 * are shown without them until they are done.
 */
import { hashOf } from '../../asking/identity.ts';
import type { Instrument } from '../../instruments/contract.ts';
import type { InstrumentInput } from './jobs.ts';
import type { StageParts } from './stage.ts';
import { type Computer, createComputer } from './worker-client.ts';

export type RefineStage = {
  /** Stops a fit whose facts have changed; with `mayBegin`, begins the fits that scores lack. */
  keepUp(mayBegin: boolean): void;
  /** Resolves when no fit is running. Throws what a fit threw. */
  settled(): Promise<void>;
  /** Ends running fits; no fit begins for these facts until `resume`. */
  stop(): void;
  resume(): void;
  close(): Promise<void>;
};

type Fit = { id: string; key: string; computer: Computer; done: Promise<void> };

export function createRefineStage(
  { results, publish, onComputing }: Pick<StageParts, 'results' | 'publish' | 'onComputing'>,
  inputs: () => { instrument: Instrument; input: InstrumentInput }[],
): RefineStage {
  let fit: Fit | null = null;
  /** Keys of facts for which the researcher has stopped the fit. */
  const stopped = new Set<string>();

  function keepUp(mayBegin: boolean): void {
    const wanted = inputs().flatMap(({ instrument, input }) => {
      const found = results().instruments[instrument.id];
      const key = hashOf([instrument.version, input]);
      const coarse = found && 'result' in found && found.coarse;
      return coarse && instrument.refinement && !stopped.has(key)
        ? [{ id: instrument.id, key, input, title: instrument.refinement.title }]
        : [];
    });
    if (fit) {
      if (wanted.some(({ key }) => key === fit!.key)) return;
      end();
    }
    const [first] = wanted;
    if (first && mayBegin) fit = start(first);
  }

  function start(one: { id: string; key: string; input: InstrumentInput; title: string }): Fit {
    const computer = createComputer();
    const report = (done: number) => {
      if (fit?.computer === computer) onComputing({ what: one.title, done, total: 100 });
    };
    report(0);
    const done = computer
      .run('refinement', one.input, report)
      .then(
        (found) => {
          if (fit?.computer !== computer) return;
          publish({ instruments: { ...results().instruments, [one.id]: found } });
        },
        (error) => {
          // This fit was stopped on purpose.
          if (fit?.computer !== computer) return;
          stopped.add(one.key);
          throw error;
        },
      )
      .finally(() => {
        if (fit?.computer !== computer) return;
        fit = null;
        onComputing(null);
        void computer.close();
        keepUp(true);
      });
    done.catch(() => {});
    return { id: one.id, key: one.key, computer, done };
  }

  function end(): void {
    const ended = fit;
    fit = null;
    if (!ended) return;
    onComputing(null);
    void ended.computer.close();
  }

  return {
    keepUp,
    async settled() {
      while (fit) await fit.done;
    },
    stop() {
      if (fit) stopped.add(fit.key);
      end();
      keepUp(true);
    },
    resume: () => stopped.clear(),
    async close() {
      const ended = fit;
      fit = null;
      await ended?.computer.close();
    },
  };
}
