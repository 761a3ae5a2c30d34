/** The state that the screens keep between two keys. Replaced, never mutated. */
import type { ModelInfo, Tags } from '../models/model.ts';
import type { RunSummary } from '../run/list-runs.ts';
import type { PresetName } from '../run/preset-names.ts';
import type { Session } from '../run/session.ts';
import type { Shelf } from '../run/shelves.ts';
import type { StudyChanges } from '../run/study-choice.ts';
import { type TableState, tableState } from './components/table-state.ts';
import type { EndpointView, PullProgress, ReportFormat } from './interface-options.ts';
import type { Layer, Overlay } from './layer.ts';

export type ScreenNumber = 1 | 2 | 3 | 4 | 5 | 6 | 7;
export const screenNames = [
  'Runs',
  'Models',
  'Elicit',
  'Clusters',
  'Factors',
  'Scores',
  'Report',
] as const;

/** A download, shown by the overlay `progress` or at the right of the header. */
type Fetch = {
  title: string;
  progress: PullProgress | null;
  stop(): void;
  end: Promise<FetchEnd>;
};

/** Whether all was fetched, and whether its progress was on the screen at the end. */
export type FetchEnd = { fetched: boolean; watched: boolean };

export type UiState = {
  screen: ScreenNumber;
  layers: Readonly<Record<ScreenNumber, readonly Layer[]>>;
  overlay: Overlay | null;
  /** The line above the keys; takes precedence over the run's own message until the next key. */
  message: { text: string; warning: boolean } | null;
  /** The slow job under way, in words. */
  busy: string | null;
  fetch: Fetch | null;
  maximised: boolean;
  /** The run's message at the last key: it is not shown again. */
  readMessage: string;
  /** How many keys were pressed. */
  presses: number;
  /** The terminal's bell is rung when a run ends. */
  bell: boolean;
  session: Session | null;
  runs: {
    list: readonly RunSummary[] | null;
    selected: number;
    /** Folders. */
    marked: readonly string[];
    /** The shelf that is listed; null for the runs themselves. */
    shelf: Shelf | null;
    /** The folders of runs moved to a shelf from here, the most recent one last. */
    away: readonly string[];
  };
  models: {
    endpoints: readonly EndpointView[];
    list: readonly ModelInfo[] | null;
    table: TableState;
    marked: readonly string[];
    tags: Readonly<Record<string, Tags>>;
    /** By model, the ids of its settings; only models that are not asked under all settings. */
    settings: Readonly<Record<string, readonly string[]>>;
    /** Simulated models are in the list. */
    simulated: boolean;
    preset: PresetName;
    /** The differences of the study from the preset. */
    changes: StudyChanges;
    budget: number | null;
  };
  /** Null: the first lane or, once everything is asked, the line to the next step. */
  elicit: { selected: number | null };
  clusters: {
    selected: number;
    /** Clusters, each by its most frequent word. */
    marked: readonly string[];
    pane: 'clusters' | 'words';
    word: number;
    markedWords: readonly string[];
    suggestion: number;
    find: string;
    keep: string;
    sort: 'said' | 'words' | 'name';
    /** The number of clusters that a key asked for last; null without one. */
    askedK: number | null;
    /** Models are hidden where words are decided on. */
    blind: boolean;
  };
  factors: {
    table: TableState;
    structure: boolean;
    /** The clusters that were together before the last change, to mark those that moved. */
    before: readonly (readonly string[])[] | null;
  };
  scores: {
    table: TableState;
    /** The table of numbers replaces the picture. */
    numbers: boolean;
    profile: boolean;
    system: string | null;
    byGroup: boolean;
    marked: readonly string[];
  };
  report: { selected: number; chosen: readonly ReportFormat[]; written: readonly string[] };
};

/** Where the keys go, apart from overlays: a screen, or a layer over it. */
export type Place =
  | 'start'
  | 'runs'
  | 'shelf'
  | 'models'
  | 'elicit'
  | 'clusters'
  | 'words'
  | 'factors'
  | 'scores'
  | 'report'
  | Layer['kind'];

/** Where the keys go. An overlay holds the whole keyboard until it is answered. */
export type Context = Place | Overlay['kind'];

const noLayers: UiState['layers'] = { 1: [], 2: [], 3: [], 4: [], 5: [], 6: [], 7: [] };

export function startState(): UiState {
  return {
    screen: 1,
    layers: noLayers,
    overlay: null,
    message: null,
    busy: null,
    fetch: null,
    maximised: false,
    readMessage: '',
    presses: 0,
    bell: false,
    session: null,
    runs: { list: null, selected: 0, marked: [], shelf: null, away: [] },
    models: {
      endpoints: [],
      list: null,
      table: tableState({ column: 0 }),
      marked: [],
      tags: {},
      settings: {},
      simulated: false,
      preset: 'quick',
      changes: {},
      budget: null,
    },
    ...freshRunState(),
  };
}

/** The state that is reset when another run is opened. */
function freshRunState(
  blind = false,
): Pick<UiState, 'elicit' | 'clusters' | 'factors' | 'scores' | 'report'> {
  return {
    elicit: { selected: null },
    clusters: {
      selected: 0,
      marked: [],
      pane: 'clusters',
      word: 0,
      markedWords: [],
      suggestion: 0,
      find: '',
      keep: '',
      sort: 'said',
      askedK: null,
      blind,
    },
    factors: { table: tableState(), structure: false, before: null },
    scores: {
      table: tableState(),
      numbers: false,
      profile: false,
      system: null,
      byGroup: false,
      marked: [],
    },
    report: { selected: 0, chosen: ['html', 'csv'], written: [] },
  };
}

/** The layer on top of the present screen. */
export function topLayer(ui: UiState): Layer | undefined {
  return ui.layers[ui.screen].at(-1);
}

/** The layer on top of the present screen, if it is of this kind. */
export function topLayerOf<Kind extends Layer['kind']>(
  ui: UiState,
  kind: Kind,
): Extract<Layer, { kind: Kind }> | null {
  const layer = topLayer(ui);
  return layer?.kind === kind ? (layer as Extract<Layer, { kind: Kind }>) : null;
}

/** Where the keys go, apart from overlays. */
export function contextUnder(ui: UiState): Place {
  const layer = topLayer(ui);
  if (layer) return layer.kind;
  switch (ui.screen) {
    case 1:
      if (ui.runs.shelf !== null) return 'shelf';
      // In a clone the examples are among the runs.
      return ui.runs.list?.every(({ example }) => example) ? 'start' : 'runs';
    case 2:
      return 'models';
    case 3:
      return 'elicit';
    case 4:
      return ui.clusters.pane;
    case 5:
      return 'factors';
    case 6:
      return 'scores';
    case 7:
      return 'report';
  }
}

/** Where the keys go. */
export function contextOf(ui: UiState): Context {
  return ui.overlay?.kind ?? contextUnder(ui);
}

/** The state with one layer more on the present screen. */
export function pushLayer(ui: UiState, layer: Layer): UiState {
  return { ...ui, layers: { ...ui.layers, [ui.screen]: [...ui.layers[ui.screen], layer] } };
}

/** The state without the top layer. */
export function popLayer(ui: UiState): UiState {
  return { ...ui, layers: { ...ui.layers, [ui.screen]: ui.layers[ui.screen].slice(0, -1) } };
}

/** The state with another top layer. */
export function replaceLayer(ui: UiState, layer: Layer): UiState {
  return pushLayer(popLayer(ui), layer);
}

/** The state on the verdict of the open run, which is a check. */
export function onVerdict(ui: UiState): UiState {
  return { ...ui, screen: 6, layers: { ...ui.layers, 6: [{ kind: 'check', selected: 0 }] } };
}

/** The state with another run: its screens start afresh, without the layers of the last one. */
export function withSession(ui: UiState, session: Session | null): UiState {
  const blind = session?.getState().curator !== undefined;
  return { ...ui, session, ...freshRunState(blind), layers: noLayers };
}
