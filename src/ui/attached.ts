/** What differs where another process works on the run that is shown. */
import type { Session } from '../run/session.ts';
import type { Actions } from './scene.ts';

const question = 'Continue this run here?';

/**
 * Says that the run continues without this screen. If its process disappears before the end, offers to continue here.
 * `isShown`: whether the session is still the one on the screen.
 */
export function watchOwner(session: Session, act: Actions, isShown: () => boolean): void {
  const { attached } = session.getState();
  if (!attached) return;
  act.say(`process ${attached.pid} works on this run: q leaves the screen, and it continues`);
  let { gone } = attached;
  const stop = session.subscribe(() => {
    const { attached: now, status, activity } = session.getState();
    if (!isShown() || !now) return stop();
    if (now.gone === gone) return;
    gone = now.gone;
    if (!gone) {
      // Another process has continued the run first.
      act.update((ui) =>
        ui.overlay?.kind === 'confirm' && ui.overlay.title === question
          ? { ...ui, overlay: null }
          : ui,
      );
      return act.say(`process ${now.pid} works on this run`);
    }
    if (status === 'finished') return act.say('the run is finished, and its process has ended');
    if (gone === 'left') return act.say('paused: its process has ended; P continues here');
    act.say(`process ${now.pid} is gone: P continues here`, 'warning');
    act.confirm(
      question,
      [
        `The run is paused: ${activity}.`,
        'Everything that was answered is on disk, and is not asked for again.',
        '',
        'Esc looks at what there is; P continues later.',
      ],
      () => {
        act.go(3);
        act.work(session);
      },
    );
  });
}

/**
 * Pauses a run and gives its lock back; a run that another process works on continues. Throws UserError
 * where what was stored is not on disk.
 */
export async function leaveSession(session: Session | null): Promise<void> {
  try {
    if (!session?.getState().attached) await session?.pause();
  } finally {
    await session?.close();
  }
}
