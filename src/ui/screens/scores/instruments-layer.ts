/** The instruments beside the sentence test: the results of each, or its requests, time, and cost. */
import type { Told } from '../../../instruments/contract.ts';
import { safeLine } from '../../../safe-text/safe-line.ts';
import { shownTables } from '../../../tables/table.ts';
import type { InstrumentRow } from '../../interface-options.ts';
import type { Layer, ListItem } from '../../layer.ts';
import type { View } from '../../scene.ts';
import { duration, money, plural, short } from '../../text.ts';
import { resultTablesLayer } from './scores-layers.ts';

/** A list; Enter shows the results, or asks whether to ask the models. */
export function instrumentsLayer(view: View): Layer {
  const { session, options } = view;
  return {
    kind: 'list',
    title: 'instruments',
    so: 'Other ways to read the values of these models',
    load: () => (session ? options.instruments(session).map((row) => itemOf(view, row)) : []),
    empty: 'this program has no other instruments',
    selected: 0,
    keep: '',
    find: '',
    computed: true,
  };
}

/** The results of the open run's instruments if it has no sentence test. */
export function resultsWithoutTest({ run, session }: View): Found[] {
  const asked = session?.instruments() ?? [];
  if (asked.some(({ instrument }) => instrument.studyKey !== undefined)) return [];
  return asked.flatMap(({ instrument: { id, title } }) => {
    const found = run?.results.instruments[id];
    return found && 'told' in found ? [{ id, title, results: found.told }] : [];
  });
}

type Found = { id: string; title: string; results: Told };

function itemOf(view: View, row: InstrumentRow): ListItem {
  const takes = `${plural(row.requests, 'request')}, about ${short(row.tokens)} tokens`;
  const costs = `Time: ${timeWords(row)}. Cost: ${costWords(row)}.`;
  const found = view.session?.getState().results.instruments[row.id];
  const results = found && 'told' in found ? found.told : null;
  const nobody = asksNobody(view, row);
  const headline = results?.headline ?? withoutScores(view, row, takes, costs);
  return {
    text: `${safeLine(row.title)} · ${safeLine(row.id)}`,
    right: results
      ? 'scored'
      : nobody
        ? 'no models to ask'
        : row.inStudy
          ? plural(row.stored, 'answer')
          : takes,
    detail: [
      safeLine(headline),
      ...(row.inStudy && row.left > 0 && !nobody
        ? ['', `Left to ask: ${plural(row.left, 'request')}. ${costs}`]
        : []),
      '',
      ...(row.requires === null ? [] : [`Needs ${safeLine(row.requires)}.`, '']),
      `${row.method} · ${safeLine(row.source)}`,
      `on the command line: --instrument ${safeLine(row.id)}`,
    ],
    open: () =>
      results ? resultLayer(row, results) : nobody ? null : askFor(view, row, takes, costs),
  };
}

const timeWords = ({ seconds }: InstrumentRow) =>
  seconds === null ? 'not known yet' : `about ${duration(seconds)}`;
const costWords = ({ dollars }: InstrumentRow) =>
  dollars === null ? 'not known yet' : money(dollars);

/** Whether it has no model to ask: a run made of a file of texts names none. */
function asksNobody({ run }: View, { inStudy, requests }: InstrumentRow): boolean {
  return !inStudy && requests === 0 && run?.study.models.length === 0;
}

/** Why there are no scores yet. */
function withoutScores(view: View, row: InstrumentRow, takes: string, costs: string): string {
  const { id, stored } = row;
  const state = view.session?.getState();
  const found = state?.results.instruments[id];
  if (asksNobody(view, row)) return 'This run names no models, so there is no model to ask.';
  if (!found || 'told' in found) return `Not asked yet: it takes ${takes}. ${costs} Enter asks.`;
  const isUnderWay = state.status === 'working' || state.computing !== null;
  return isUnderWay && stored > 0 ? 'Answers are coming in. The scores follow.' : found.unavailable;
}

export function resultLayer(row: { id: string }, { headline, tables, notes }: Told): Layer {
  const layer = resultTablesLayer(
    row.id,
    safeLine(row.id),
    shownTables(tables),
    safeLine(headline),
  );
  return layer.kind === 'tables' ? { ...layer, notes: [...(layer.notes ?? []), ...notes] } : layer;
}

function askFor({ act, session }: View, row: InstrumentRow, takes: string, costs: string): null {
  if (!session) return null;
  act.confirm(
    `Ask “${row.title}”?`,
    [
      `All models of the study: ${takes}.`,
      costs,
      'Answers that are stored are not asked for again.',
    ],
    () =>
      void act
        .attempt('adding the instrument', async () => {
          await session.addInstruments([row.id]);
          return true;
        })
        .then((added) => added && act.work(session)),
  );
  return null;
}
