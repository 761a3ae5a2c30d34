/** The instruments beside the sentence test: what each found, or what asking it takes. */
import type { Told } from '../../../instruments/contract.ts';
import { safeLine } from '../../../safe-text/safe-line.ts';
import { shownTables } from '../../../tables/table.ts';
import type { InstrumentRow } from '../../interface-options.ts';
import type { Layer, ListItem } from '../../layer.ts';
import type { View } from '../../scene.ts';
import { plural } from '../../text.ts';
import { toldLayer } from './scores-layers.ts';

/** A list; Enter shows what was found, or asks whether to ask. */
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
  };
}

function itemOf(view: View, row: InstrumentRow): ListItem {
  const takes = `${plural(row.requests, 'request')}, about ${plural(row.tokens, 'token')}`;
  const found = view.session?.getState().results.instruments[row.id];
  const told = found && 'told' in found ? found.told : null;
  const headline = told?.headline ?? withoutScores(view, row, takes);
  return {
    text: safeLine(row.title),
    right: told ? 'scored' : row.inStudy ? plural(row.stored, 'answer') : takes,
    detail: [safeLine(headline), '', `${row.method} · ${safeLine(row.source)}`],
    open: () => (told ? resultLayer(row, told) : askFor(view, row, takes)),
  };
}

/** Why there are no scores yet. */
function withoutScores({ session }: View, { id, stored }: InstrumentRow, takes: string): string {
  const state = session?.getState();
  const found = state?.results.instruments[id];
  if (!found || 'told' in found) return `Not asked yet: it takes ${takes}. Enter asks.`;
  const isUnderWay = state.status === 'working' || state.computing !== null;
  return isUnderWay && stored > 0 ? 'Answers are coming in. The scores follow.' : found.unavailable;
}

function resultLayer(row: InstrumentRow, { headline, tables, notes }: Told): Layer {
  const layer = toldLayer(row.id, safeLine(row.id), shownTables(tables), safeLine(headline));
  return layer.kind === 'tables' ? { ...layer, notes: [...(layer.notes ?? []), ...notes] } : layer;
}

function askFor({ act, session }: View, row: InstrumentRow, takes: string): null {
  if (!session) return null;
  act.confirm(
    `Ask the ${row.title.toLowerCase()}?`,
    [`All models of the study: ${takes}.`, 'Answers that are stored are not asked for again.'],
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
