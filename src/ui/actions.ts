/** What the screens can start, apart from changes of their own state. */
import type { Edit } from '../clustering/edits.ts';
import { explainOnOneLine } from '../errors.ts';
import { hasNoAnswers } from '../run/has-no-answers.ts';
import type { Session } from '../run/session.ts';
import { safeLine } from '../safe-text/safe-line.ts';
import { leaveSession, watchOwner } from './attached.ts';
import { troubleWords } from './components/chrome.ts';
import { textField } from './components/text-field.ts';
import type { InterfaceOptions, LendTerminal } from './interface-options.ts';
import type { Actions } from './scene.ts';
import {
  onVerdict,
  popLayer,
  pushLayer,
  replaceLayer,
  topLayerOf,
  withSession,
} from './ui-state.ts';
import type { UiStore } from './ui-store.ts';

/** Milliseconds after which a message says that an edit is not on disk yet. */
const slowEdit = 300;

/** Why an edit was refused; on a short line the remedy comes first. */
function refusal(error: unknown, session: Session): string {
  const { trouble } = session.getState();
  return trouble ? `not saved: ${troubleWords[trouble.kind]}` : explainOnOneLine(error);
}

type TerminalOfActions = {
  /** Writes text to the terminal unchanged, for its clipboard. */
  write(text: string): void;
  lend: LendTerminal;
  /** What the user must do so that a copy reaches the clipboard; null if nothing is known to prevent it. */
  copyNote: string | null;
};

export function createActions(
  store: UiStore,
  options: InterfaceOptions,
  terminal: TerminalOfActions,
): Actions {
  const act: Actions = {
    ...sessionActions(store, options, terminal, () => act),
    ...editActions(store, () => act),
    ...listActions(store, options, () => act),
    now: store.get,
    update: store.update,
    say: (text, tone = 'plain') =>
      store.update((ui) => ({
        ...ui,
        message: { text: safeLine(text), warning: tone === 'warning' },
      })),
    push: (layer) => store.update((ui) => pushLayer(ui, layer)),
    replace: (layer) => store.update((ui) => replaceLayer(ui, layer)),
    pop: () => store.update(popLayer),
    go: (screen) => {
      if (screen !== 4 && store.get().session?.getState().curator !== undefined) {
        act.say('you curate blind: the other screens show what the first curator did', 'warning');
        return false;
      }
      store.update((ui) => ({ ...ui, screen, maximised: false }));
      if (screen === 1) void act.refreshRuns();
      if (screen === 2 && store.get().models.list === null) void act.refreshModels();
      return true;
    },
    overlay: (overlay) => store.update((ui) => ({ ...ui, overlay })),
    ask: (label, start, accept, more) =>
      act.overlay({
        kind: 'prompt',
        label,
        field: textField(start),
        selected: -1,
        accept,
        ...more,
      }),
    confirm: (title, lines, accept) => act.overlay({ kind: 'confirm', title, lines, accept }),
    attempt: async (doing, job) => {
      store.update((ui) => ({ ...ui, busy: doing }));
      try {
        return await job();
      } catch (error) {
        act.say(explainOnOneLine(error), 'warning');
        return undefined;
      } finally {
        store.update((ui) => (ui.busy === doing ? { ...ui, busy: null } : ui));
      }
    },
    showReply: async (reply) => {
      try {
        act.say(await reply);
      } catch (error) {
        act.say(explainOnOneLine(error), 'warning');
      }
    },
    copy: (text, what) => {
      // OSC 52: the terminal keeps the clipboard, also over ssh.
      terminal.write(`\u001b]52;c;${Buffer.from(text, 'utf8').toString('base64')}\u0007`);
      act.say([`copied ${what}`, terminal.copyNote].filter(Boolean).join('; '));
    },
    openSource: (fact) => {
      const place = store.get().session?.placeOf(fact) ?? null;
      if (!place) return act.say('this line is not in the logs of this run', 'warning');
      void act.attempt(`opening line ${place.line} of ${place.file}`, () =>
        options.openInEditor(place.file, place.line, terminal.lend),
      );
    },
  };
  return act;
}

/** Opening a run, and writing it elsewhere. `own`: all actions, which call each other. */
function sessionActions(
  store: UiStore,
  options: InterfaceOptions,
  terminal: Pick<TerminalOfActions, 'write'>,
  own: () => Actions,
): Pick<Actions, 'openSession' | 'saveElsewhere' | 'work'> {
  /** Shows a finished run's findings once they are computed, unless a key was pressed meanwhile. */
  function showFindingsOnceThere(session: Session): void {
    const { presses } = store.get();
    /** True once there is nothing more to wait for. */
    const look = (): boolean => {
      const ui = store.get();
      const untouched = ui.session === session && ui.presses === presses;
      const { status, results } = session.getState();
      if (!untouched || status === 'working') return true;
      if (results.findings.length === 0) return false;
      store.update((now) => pushLayer({ ...now, screen: 1 }, { kind: 'findings', selected: 0 }));
      return true;
    };
    if (look()) return;
    const stop = session.subscribe(() => {
      if (look()) stop();
    });
  }

  /** Reports the end of a working run; if its lanes are still on the screen, its findings are shown. */
  function watchEnd(session: Session): void {
    let before = session.getState().status;
    const stop = session.subscribe(() => {
      const ui = store.get();
      if (ui.session !== session) return stop();
      const { status, name, study } = session.getState();
      const ended = before === 'working' && status === 'finished';
      before = status;
      if (!ended) return;
      if (ui.bell) terminal.write('\u0007');
      // The verdict of a check that is watched has just appeared.
      if (topLayerOf(ui, 'check') && ui.overlay === null) return;
      const what = study.against === undefined ? 'what was found' : 'its verdict';
      own().say(`${name} is finished: f on 1 Runs shows ${what}`);
      const watched = ui.screen === 3 && ui.layers[3].length === 0 && ui.overlay === null;
      if (watched && study.against === undefined) showFindingsOnceThere(session);
    });
  }

  return {
    openSession: (session, screen) => {
      const before = store.get().session;
      if (before && before !== session) {
        // A run that cannot be written has reported that already.
        const known = before.getState().trouble !== null;
        void own().attempt('closing the run before', () =>
          leaveSession(before).catch((error: unknown) => {
            if (!known) throw error;
          }),
        );
      }
      const state = session.getState();
      store.update((ui) => withSession(ui, session));
      // The open run may be opened again from the list; it is watched already.
      if (before !== session) {
        watchOwner(session, own(), () => store.get().session === session);
        watchEnd(session);
      }
      if (screen) own().go(screen);
      else if (state.study.against) {
        store.update(onVerdict);
      } else if (state.results.findings.length > 0) {
        store.update((ui) => pushLayer({ ...ui, screen: 1 }, { kind: 'findings', selected: 0 }));
      } else {
        const { answers } = state.discovery;
        if (hasNoAnswers(state)) own().go(6);
        else own().go(answers > 0 && state.status !== 'working' ? 4 : 3);
        showFindingsOnceThere(session);
      }
    },
    saveElsewhere: (session) =>
      own().ask(
        'write this run, as it is in memory, to a new run in',
        options.runsFolder,
        async (typed) => {
          const runs = typed.trim();
          if (runs === '') return;
          const saved = await own().attempt('writing the run', async () =>
            options.openRun(await session.saveTo(runs)),
          );
          if (!saved) return false;
          own().openSession(saved, store.get().screen);
          own().say(`written: ${saved.getState().folder}`);
        },
      ),
    work: (session) => {
      // Its progress is in the run's state; only errors are reported here.
      session.work().catch((error: unknown) => {
        own().say(explainOnOneLine(error), 'warning');
      });
    },
  };
}

/** Edits, one after another. */
function editActions(store: UiStore, own: () => Actions): Pick<Actions, 'edit' | 'pendingEdit'> {
  /** The edit that is on its way to the disk. */
  let pending: Promise<boolean> | null = null;

  async function edited(session: Session, edit: Edit): Promise<boolean> {
    const slow = setTimeout(() => own().say('writing the edit …'), slowEdit);
    try {
      own().say(await session.edit(edit));
      return true;
    } catch (error) {
      own().say(refusal(error, session), 'warning');
      return false;
    } finally {
      clearTimeout(slow);
    }
  }

  return {
    edit: (edit) => {
      const { session } = store.get();
      if (!session) return Promise.resolve(false);
      const mine = (pending ?? Promise.resolve(true)).then(() => edited(session, edit));
      pending = mine;
      void mine.finally(() => {
        if (pending === mine) pending = null;
      });
      return mine;
    },
    pendingEdit: () => pending,
  };
}

/** Reads the lists of runs and of models again. */
function listActions(
  store: UiStore,
  options: InterfaceOptions,
  own: () => Actions,
): Pick<Actions, 'refreshRuns' | 'refreshModels'> {
  return {
    refreshRuns: async () => {
      const { shelf } = store.get().runs;
      const list = await own().attempt('looking for runs', () => options.listRuns(shelf));
      if (list)
        store.update((ui) =>
          // The user may have asked for another list meanwhile.
          ui.runs.shelf === shelf ? { ...ui, runs: { ...ui.runs, list } } : ui,
        );
    },
    refreshModels: async () => {
      const found = await own().attempt('looking for models', () => options.listModels());
      if (!found) return;
      store.update((ui) => ({
        ...ui,
        models: {
          ...ui.models,
          endpoints: found.endpoints,
          list: found.models,
          marked:
            ui.models.marked.length > 0
              ? ui.models.marked
              : found.models
                  .map((model) => model.name)
                  .filter((name) => options.defaultModels.includes(name)),
        },
      }));
    },
  };
}
