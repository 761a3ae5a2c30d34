/** Choosing models and settings, fetching the default models, starting a run. */
import { explainOnOneLine } from '../../../errors.ts';
import type { ModelInfo, Tags, Training } from '../../../models/model.ts';
import type { PresetName } from '../../../run/preset-names.ts';
import type { PullProgress } from '../../interface-options.ts';
import type { View } from '../../scene.ts';
import { plural } from '../../text.ts';
import type { FetchEnd } from '../../ui-state.ts';
import { choiceOf, costLine, draftOf, estimateOf, setChoice, sizeLine } from './draft.ts';

/** Goes to Models with a preset chosen. */
export function choosePreset(view: View, preset: PresetName): void {
  setChoice(view, { preset });
  view.act.go(2);
}

/** Shows sizes and licences, asks, then fetches the default models. If a fetch is under way, shows its progress. */
export function fetchDefaults(view: View) {
  const { act, options, ui } = view;
  if (ui.fetch) return act.overlay({ kind: 'progress' });
  const known = (ui.models.list ?? []).filter((model) =>
    options.defaultModels.includes(model.name),
  );
  const missing = known.filter((model) => !model.ready);
  if (missing.length === 0 && known.length > 0 && !missingEncoder(view))
    return act.say('the default models are here already');
  const what = missing.length > 0 || known.length === 0 ? 'default models' : 'embedding model';
  act.confirm(`Fetch the ${what}?`, fetchLines(view, missing), () => void fetchNow(view));
}

/** The encoder, if it can be fetched and is missing. */
function missingEncoder({ options, ui }: View): ModelInfo | undefined {
  return (ui.models.list ?? []).find(
    (model) => model.name === options.defaultEmbedding && !model.ready,
  );
}

/** One line per model: size and licence. */
function fetchLines(view: View, missing: readonly ModelInfo[]): string[] {
  const line = ({ name, bytes, licence }: ModelInfo) =>
    `${name}: ${bytes === null ? 'size unknown' : `${Math.round(bytes / 1e6)} MB`}, licence ${licence ?? 'unknown'}`;
  const encoder = missingEncoder(view);
  return [
    ...missing.map(line),
    ...(encoder ? ['For better clusters, not required:', line(encoder)] : []),
    '',
    'They are kept in the cache folder and used by every run.',
  ];
}

/**
 * Fetches the default models, one at a time. Its progress is shown until the user closes it; the fetch
 * continues without it.
 */
function fetchNow({ act, options }: View): Promise<FetchEnd> {
  act.overlay({ kind: 'progress' });
  const going = act.now().fetch;
  if (going) return going.end;
  const stopper = new AbortController();
  const { promise: end, resolve } = Promise.withResolvers<FetchEnd>();
  const title = 'Fetching the default models';
  const stop = () => {
    act.say('stopping the download');
    stopper.abort();
  };
  const fetch = { title, progress: null, stop, end };
  act.update((ui) => ({ ...ui, fetch }));
  const show = (progress: PullProgress) =>
    act.update((ui) => (ui.fetch ? { ...ui, fetch: { ...ui.fetch, progress } } : ui));
  void options
    .pullDefaults(show, stopper.signal)
    .catch((error: unknown) => {
      if (!stopper.signal.aborted) act.say(explainOnOneLine(error), 'warning');
      return 'failed' as const;
    })
    .then(async (failed) => {
      const watched = act.now().overlay?.kind === 'progress';
      act.update((ui) => ({ ...ui, fetch: null, overlay: watched ? null : ui.overlay }));
      if (stopper.signal.aborted) act.say('stopped; what was fetched stays');
      const fetched = failed === undefined && !stopper.signal.aborted;
      if (fetched) await act.refreshModels();
      resolve({ fetched, watched });
    });
  return end;
}

/** Shows the cost, asks, fetches missing models, and starts. */
export function askStart(view: View) {
  const { act, options, ui } = view;
  const estimate = estimateOf(view);
  if (!estimate) return act.say('mark at least one model with ␣', 'warning');
  const missing = (ui.models.list ?? []).filter(
    (model) => ui.models.marked.includes(model.name) && !model.ready,
  );
  const foreign = missing.filter((model) => !options.defaultModels.includes(model.name));
  if (foreign[0]) return act.say(`${foreign[0].name} is not ready: take it out with ␣`, 'warning');
  act.confirm(
    `Start: ${costLine(estimate)}?`,
    [
      sizeLine(draftOf(view), estimate),
      `${plural(ui.models.marked.length, 'model')}: ${ui.models.marked.join(', ')}`,
      ...(missing.length > 0 ? ['', 'First to be fetched:', ...fetchLines(view, missing)] : []),
      ...estimate.warnings.map((warning) => `▲ ${warning}`),
      '',
      'It can be paused at any time; nothing that was answered is asked for again.',
    ],
    () => void start(view, missing.length > 0),
  );
}

async function start(view: View, fetch: boolean): Promise<void> {
  const { act, options } = view;
  const { fetched, watched } = fetch ? await fetchNow(view) : { fetched: true, watched: true };
  if (!fetched) return;
  // After the download the user may have opened another run.
  if (act.now().session !== view.session)
    return act.say('the models are here: Enter on 2 Models starts the run');
  const session = await act.attempt('starting', () => options.createRun(choiceOf(view)));
  if (!session) return;
  act.openSession(session, watched ? 3 : act.now().screen);
  act.work(session);
}

/** Shows the cost of the marked models that the open run does not have, asks, and adds them to the run. */
export function askAddModels(view: View): void {
  const { act, options, ui, run, session } = view;
  if (!run || !session) return;
  const known = new Set(run.study.models.map(({ id }) => id));
  const models = choiceOf(view)
    .models.filter(({ id }) => !known.has(id))
    // They are asked under all settings of this run.
    .map(({ settings: _, ...entry }) => entry);
  if (models.length === 0) {
    act.say(`mark models that ${run.name} does not have yet with ␣`, 'warning');
    return;
  }
  const added = { ...run.study, models };
  const estimate = options.estimateRun(added, ui.models.list ?? [], session.instruments());
  act.confirm(
    `Add ${plural(models.length, 'model')} to ${run.name}: ${costLine(estimate)}?`,
    [
      sizeLine(added, estimate),
      models.map(({ id }) => id).join(', '),
      '',
      'Nothing that was answered is asked for again; clusters, factors, and scores follow from all.',
    ],
    () =>
      void act
        .attempt('adding models', async () => {
          await options.addModels(session, models);
          return true;
        })
        .then((done) => {
          if (!done) return;
          act.go(3);
          act.work(session);
        }),
  );
}

const trainings: readonly Training[] = [
  ...(['base', 'instruct', 'aligned', 'reasoning', 'code', 'embedding', 'unknown'] as const),
];

/** "llama 8 instruct" → tags; a message for a text that cannot be read. */
export function parseTags(text: string): Tags | string {
  const [family, size, training] = text.trim().split(/\s+/);
  if (!family || !size || !training) return 'give three: family, size in billions or ?, training';
  const billions = size === '?' ? null : Number.parseFloat(size.replace(/b$/i, ''));
  if (billions !== null && !(billions > 0))
    return `"${size}" is not a size: billions of parameters, or ?`;
  const known = trainings.find((one) => one.startsWith(training.toLowerCase()));
  if (!known) return `"${training}" is not one of ${trainings.join(', ')}`;
  return { family, size: billions, training: known };
}

/** "0.3 0.7 1; 0.9 1" → temperatures and top-p; a message for a text that cannot be read. */
export function parseSettings(text: string): { temperatures: number[]; topPs: number[] } | string {
  const [warm = '', nucleus = '1'] = text.split(';');
  const numbers = (part: string) => [
    ...new Set(
      part
        .trim()
        .split(/[\s,]+/)
        .filter(Boolean)
        .map(Number),
    ),
  ];
  const temperatures = numbers(warm);
  const topPs = numbers(nucleus);
  if (temperatures.length === 0 || temperatures.some((t) => !(t >= 0 && t <= 2)))
    return 'temperatures are numbers from 0 to 2';
  if (topPs.length === 0 || topPs.some((p) => !(p > 0 && p <= 1)))
    return 'top-p are numbers above 0, at most 1';
  return { temperatures, topPs };
}
