/** The commands that do the same everywhere except in an overlay. */
import type { AppView, View } from '../scene.ts';
import { type ScreenNumber, screenNames } from '../ui-state.ts';
import { type Command, type Commands, needs } from './command.ts';

const toScreens = Object.fromEntries(
  screenNames.map((name, at): [string, Command] => [
    `screen-${at + 1}`,
    {
      keys: [String(at + 1)],
      label: name,
      help: `Go to ${name}.`,
      group: 'screens',
      ...(at !== 3 && { reveals: true }),
      act: ({ act }) => void act.go((at + 1) as ScreenNumber),
    },
  ]),
) as Record<`screen-${ScreenNumber}`, Command>;

/** The second time, the program ends at once. */
export const interrupt = {
  keys: ['Ctrl+C'],
  label: 'leave',
  group: 'out',
  act: ({ leave }: AppView) => leave(),
} as const;

export const everywhere = {
  ...toScreens,
  'previous-screen': {
    keys: ['['],
    label: 'back',
    help: 'Go to the screen before.',
    group: 'screens',
    reveals: true,
    act: ({ act, ui }) => void act.go(Math.max(1, ui.screen - 1) as ScreenNumber),
  },
  'next-screen': {
    keys: [']'],
    label: 'next screen',
    help: 'Go to the next screen.',
    group: 'screens',
    reveals: true,
    act: ({ act, ui }) => void act.go(Math.min(7, ui.screen + 1) as ScreenNumber),
  },
  help: {
    keys: ['?'],
    label: 'help',
    help: 'Show what the keys do here.',
    group: 'screens',
    act: ({ act }) => act.overlay({ kind: 'help', top: 0 }),
  },
  palette: {
    keys: [':'],
    label: 'command',
    help: 'Find any command by typing.',
    group: 'screens',
    act: ({ act }) =>
      act.overlay({ kind: 'palette', field: { value: '', cursor: 0 }, selected: 0 }),
  },
  back: {
    keys: ['Esc'],
    label: 'back',
    help: 'Leave what is open here. Always safe: computations continue.',
    group: 'screens',
    act: goBack,
  },
  stop: {
    keys: ['Ctrl+X'],
    label: 'stop',
    help: 'Stop the running computation or download; results so far are kept.',
    group: 'screens',
    needs: needs.stoppable,
    act: stopBackground,
  },
  maximise: {
    keys: ['z'],
    label: 'maximise',
    help: 'Give the selected part the whole screen, or back.',
    group: 'screens',
    act: ({ act }) => act.update((now) => ({ ...now, maximised: !now.maximised })),
  },
  'save-run': {
    keys: ['W'],
    label: 'save elsewhere',
    help: 'Write the run, as it is in memory, to another folder.',
    group: 'open',
    needs: needs.run,
    reveals: true,
    act: ({ act, session }) => session && act.saveElsewhere(session),
  },
  quit: {
    keys: ['q'],
    label: 'quit',
    help: 'Pause what works, and leave.',
    group: 'out',
    act: ({ leave }) => leave(),
  },
  interrupt: {
    ...interrupt,
    help: 'Once: pause and leave, the command that resumes is printed. Twice: leave at once.',
  },
} satisfies Commands<AppView>;

export type EverywhereId = keyof typeof everywhere;

/** Closes one thing: the maximised part, the top layer, or a part that the scene has opened. */
function goBack(view: AppView) {
  const { ui, act, scene } = view;
  if (ui.maximised) return act.update((now) => ({ ...now, maximised: false }));
  if (ui.layers[ui.screen].length > 0) return act.pop();
  scene.back?.(view);
}

/** Stops the computation in the header; without one, the download. */
function stopBackground({ run, session, ui, act }: View) {
  if (run?.computing) {
    session?.stopComputing();
    act.say('stopped; on 5 Factors c takes it up again, p a power simulation');
  } else ui.fetch?.stop();
}
