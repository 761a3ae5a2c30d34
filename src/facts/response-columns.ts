/** The columns of a run's answers in memory, about 36 bytes an answer; the texts stay on disk. */
import type { Cost } from './cost.ts';
import { createHashTable, type HashTable, hashPair } from './hash-table.ts';
import type { Response } from './records.ts';

/** One entry a line, in order of arrival; arrays may be longer than `count`. */
export type Columns = {
  count: number;
  /** The end offset of each line. */
  ends: Float64Array;
  idHigh: Uint32Array;
  idLow: Uint32Array;
  /** 0 and 0 for a line without a request key. */
  keyHigh: Uint32Array;
  keyLow: Uint32Array;
  /** Places in `names`. */
  model: Uint32Array;
  setting: Uint32Array;
  prompt: Uint32Array;
};

export type ModelCounts = {
  model: string;
  answers: number;
  cutOff: number;
  dollars: number;
  /** Over the answers that report it; null if none does. */
  tokens: number | null;
  forms: string[];
};

/** The columns and the sums over them: everything that an index stores. */
export type ColumnsState = {
  columns: Columns;
  models: string[];
  settings: string[];
  prompts: string[];
  counts: ModelCounts[];
  /** A key that several lines share counts once. */
  taken: Cost & { requests: number };
};

export const columnNames = [
  ...(['ends', 'idHigh', 'idLow', 'keyHigh', 'keyLow'] as const),
  ...(['model', 'setting', 'prompt'] as const),
] as const;

export function emptyColumns(): ColumnsState {
  const first = 1024;
  const column = () => new Uint32Array(first);
  return {
    columns: {
      count: 0,
      ends: new Float64Array(first),
      ...{ idHigh: column(), idLow: column(), keyHigh: column(), keyLow: column() },
      ...{ model: column(), setting: column(), prompt: column() },
    },
    models: [],
    settings: [],
    prompts: [],
    counts: [],
    taken: { tokens: 0, dollars: 0, requests: 0 },
  };
}

export type ColumnStore = {
  readonly state: ColumnsState;
  add(line: Response, end: number): void;
  /** The place of an identity; −1 if the run does not have it. */
  placeOfId(id: string): number;
  /** The first place with a request key; −1 without one. */
  placeOfKey(key: string): number;
  /** Places of a model's answers, in order. */
  placesOf(model: string): Uint32Array;
};

/** Continues from a stored state, which is changed in place. */
export function createColumnStore(state: ColumnsState): ColumnStore {
  const { columns } = state;
  const places = {
    models: numberOf(state.models),
    settings: numberOf(state.settings),
    prompts: numberOf(state.prompts),
  };
  // Looked up first when something is asked for: a run that is only read needs neither.
  let byId: HashTable | null = null;
  let byKey: HashTable | null = null;
  const ids = () => {
    byId ??= createHashTable(() => ({ high: columns.idHigh, low: columns.idLow }), columns.count);
    return byId;
  };
  const keys = () => {
    byKey ??= createHashTable(
      () => ({ high: columns.keyHigh, low: columns.keyLow }),
      columns.count,
    );
    return byKey;
  };

  return {
    state,
    add(line, end) {
      const place = columns.count;
      if (place === columns.ends.length) grow(columns);
      columns.ends[place] = end;
      const id = hashPair(line.id);
      columns.idHigh[place] = id.high;
      columns.idLow[place] = id.low;
      const key = line.key === null ? { high: 0, low: 0 } : hashPair(line.key);
      columns.keyHigh[place] = key.high;
      columns.keyLow[place] = key.low;
      const model = places.models(line.model);
      columns.model[place] = model;
      columns.setting[place] = places.settings(line.setting);
      columns.prompt[place] = places.prompts(line.prompt);
      // Made before the line counts: the first to be asked for takes up all lines before it.
      const known = keys();
      columns.count += 1;
      byId?.add(place);
      state.counts[model] ??= {
        ...{ model: line.model, answers: 0, cutOff: 0, dollars: 0 },
        ...{ tokens: null, forms: [] },
      };
      const own = state.counts[model];
      own.answers += 1;
      if (line.completionTokens !== null) own.tokens = (own.tokens ?? 0) + line.completionTokens;
      if (!own.forms.includes(line.form)) own.forms.push(line.form);
      if (line.finish === 'length') own.cutOff += 1;
      own.dollars += line.cost ?? 0;
      state.taken.dollars += line.cost ?? 0;
      if (line.key === null || !known.add(place)) return;
      state.taken.requests += 1;
      state.taken.tokens += (line.promptTokens ?? 0) + (line.completionTokens ?? 0);
    },
    placeOfId: (id) => ids().find(hashPair(id)),
    placeOfKey: (key) => keys().find(hashPair(key)),
    placesOf(model) {
      const wanted = state.models.indexOf(model);
      const found = new Uint32Array(wanted < 0 ? 0 : (state.counts[wanted]?.answers ?? 0));
      let at = 0;
      for (let place = 0; at < found.length; place++)
        if (columns.model[place] === wanted) found[at++] = place;
      return found;
    },
  };
}

/** Numbers names in order of arrival, continuing from those in `names`, to which it adds. */
function numberOf(names: string[]): (name: string) => number {
  const known = new Map(names.map((name, i) => [name, i]));
  return (name) => {
    let number = known.get(name);
    if (number === undefined) {
      number = names.length;
      names.push(name);
      known.set(name, number);
    }
    return number;
  };
}

function grow(columns: Columns): void {
  const length = columns.ends.length * 2;
  for (const name of columnNames) {
    const before = columns[name];
    const after = name === 'ends' ? new Float64Array(length) : new Uint32Array(length);
    after.set(before);
    Object.assign(columns, { [name]: after });
  }
}
