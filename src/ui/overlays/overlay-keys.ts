/** The keys of the help, the palette, a prompt, a question, and a download. */
import { textField } from '../components/text-field.ts';
import { type Commands, each, type FooterEntry, type Words } from '../keymap/command.ts';
import { interrupt } from '../keymap/everywhere.ts';
import type { Overlay, Refusal } from '../layer.ts';
import { type Move, moveInList } from '../list-position.ts';
import type { AppView } from '../scene.ts';

export type OverlayKeys = {
  commands: Commands<AppView>;
  footer: readonly FooterEntry[];
};

function defineOverlay<Id extends string>(keys: {
  commands: Readonly<Record<Id, Commands<AppView>[string]>>;
  footer: readonly FooterEntry<NoInfer<Id>>[];
}): OverlayKeys {
  return keys;
}

type OverlayOf<Kind extends Overlay['kind']> = Extract<Overlay, { kind: Kind }>;

/** An act on the overlay of this kind that is open. */
const on =
  <Kind extends Overlay['kind']>(
    kind: Kind,
    act: (overlay: OverlayOf<Kind>, app: AppView) => void,
  ) =>
  (app: AppView): void => {
    const { overlay } = app.ui;
    if (overlay?.kind === kind) act(overlay as OverlayOf<Kind>, app);
  };

type ShortMove = Exclude<Move, 'top' | 'bottom'>;

/** Fewer keys than in a list: letters are typed into a field. */
const moveWords = {
  up: { keys: ['↑'], label: 'up', help: 'Up.', group: 'screens' },
  down: { keys: ['↓'], label: 'down', help: 'Down.', group: 'screens' },
  'page-up': { keys: ['PageUp'], label: 'page up', help: 'A page up.', group: 'screens' },
  'page-down': { keys: ['PageDown'], label: 'page down', help: 'A page down.', group: 'screens' },
} as const satisfies Record<ShortMove, Words>;

const moving = (act: (move: ShortMove, app: AppView) => void) => each(moveWords, act);

const cancel = {
  keys: ['Esc'],
  label: 'cancel',
  help: 'Leave without doing anything.',
  group: 'screens',
} as const satisfies Words;

const close = ({ act }: AppView): void => act.overlay(null);

const take = {
  keys: ['Enter'],
  label: 'take',
  help: 'Take what is typed or selected.',
  group: 'screens',
} as const satisfies Words;

/** Closes the field; a line that is refused stands in it again, below the reason. */
function acceptLine(overlay: OverlayOf<'prompt'>, { act }: AppView): void {
  const suggestions = overlay.suggest?.(overlay.field.value) ?? [];
  const chosen = overlay.selected >= 0 ? suggestions[overlay.selected] : undefined;
  const line = chosen ?? overlay.field.value;
  act.overlay(null);
  const { presses } = act.now();
  const end = (refusal: Refusal) => {
    if (refusal === undefined) return;
    if (refusal !== false) act.say(refusal, 'warning');
    const now = act.now();
    // Whoever has gone on meanwhile is not interrupted.
    if (now.presses !== presses) return;
    const refused = now.message?.text ?? '';
    act.overlay({ ...overlay, field: textField(line), selected: -1, refused });
  };
  const answer = overlay.accept(line);
  if (answer instanceof Promise) void answer.then(end);
  else end(answer);
}

const leaving = {
  interrupt: { ...interrupt, help: 'Once: pause and leave. Twice: leave at once.' },
} satisfies Commands<AppView>;

const steps = { up: -1, down: 1, 'page-up': -10, 'page-down': 10 } as const;

export const overlayKeys: Readonly<Record<Overlay['kind'], OverlayKeys>> = {
  help: defineOverlay({
    commands: {
      close: {
        keys: ['Esc', '?', 'q'],
        label: 'close',
        help: 'Close the help.',
        group: 'screens',
        act: close,
      },
      // Only the drawing knows how far down it can scroll.
      ...moving((move, app) =>
        on('help', (overlay, { act }) =>
          act.overlay({ ...overlay, top: Math.max(0, overlay.top + steps[move]) }),
        )(app),
      ),
      ...leaving,
    },
    footer: ['up', 'down', 'close'],
  }),
  palette: defineOverlay({
    commands: {
      close: { ...cancel, act: close },
      accept: { ...take, act: on('palette', ({ selected }, { choose }) => choose(selected)) },
      ...moving((move, app) =>
        on('palette', (overlay, { act, found }) =>
          act.overlay({ ...overlay, selected: moveInList(overlay.selected, move, found()) }),
        )(app),
      ),
      ...leaving,
    },
    footer: ['accept', 'up', 'down', 'close'],
  }),
  prompt: defineOverlay({
    commands: {
      close: {
        ...cancel,
        act: on('prompt', (overlay, { act }) => {
          overlay.change?.('');
          act.overlay(null);
        }),
      },
      accept: {
        ...take,
        act: on('prompt', acceptLine),
      },
      complete: {
        keys: ['Tab'],
        label: 'complete',
        help: 'Take the suggestion into the line.',
        group: 'screens',
        act: on('prompt', (overlay, { act }) => {
          const suggestions = overlay.suggest?.(overlay.field.value) ?? [];
          const taken = suggestions[Math.max(0, overlay.selected)];
          if (taken) act.overlay({ ...overlay, field: textField(taken), selected: -1 });
        }),
      },
      ...moving((move, app) =>
        on('prompt', (overlay, { act }) => {
          const count = overlay.suggest?.(overlay.field.value).length ?? 0;
          const selected = moveInList(Math.max(0, overlay.selected), move, count);
          act.overlay({ ...overlay, selected: count > 0 ? selected : -1 });
        })(app),
      ),
      ...leaving,
    },
    footer: ['accept', 'complete', 'close'],
  }),
  confirm: defineOverlay({
    commands: {
      close: { ...cancel, act: close },
      accept: {
        keys: ['Enter', 'y'],
        label: 'yes',
        help: 'Continue.',
        group: 'screens',
        act: on('confirm', (overlay, { act }) => {
          act.overlay(null);
          overlay.accept();
        }),
      },
      decline: { keys: ['n'], label: 'no', help: 'Do not.', group: 'screens', act: close },
      ...leaving,
    },
    footer: ['accept', ['close', 'no']],
  }),
  progress: defineOverlay({
    commands: {
      stop: {
        keys: ['Ctrl+X'],
        label: 'stop',
        help: 'Stop the download; what is fetched so far stays.',
        group: 'screens',
        act: ({ ui }) => ui.fetch?.stop(),
      },
      close: {
        keys: ['Esc'],
        label: 'leave',
        help: 'Leave; the download continues, the header shows it.',
        group: 'screens',
        act: close,
      },
      ...leaving,
    },
    footer: [['close', 'leave: it continues'], 'stop'],
  }),
};
