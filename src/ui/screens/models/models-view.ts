/** The list of models as a table, and a summary of the marked ones. */
import type { ModelInfo } from '../../../models/model.ts';
import { presetNames } from '../../../run/preset-names.ts';
import { safeLine } from '../../../safe-text/safe-line.ts';
import type { TableColumn } from '../../components/table-layout.ts';
import type { TextTable } from '../../interface-options.ts';
import type { View } from '../../scene.ts';
import { fill, money, plural, short, wrap } from '../../text.ts';
import { theme } from '../../theme.ts';
import type { UiState } from '../../ui-state.ts';
import { askableModels, changedParts, draftOf, estimateOf, isShown } from './draft.ts';

const endpointOf = (name: string) => name.slice(0, Math.max(0, name.indexOf(':')));
/** The name without its endpoint. */
export const idOf = (name: string) => name.slice(name.indexOf(':') + 1);

/** The columns; tags set by hand come before the guessed ones. */
export function columnsOf(models: UiState['models']): TableColumn<ModelInfo>[] {
  const tags = (model: ModelInfo) => models.tags[model.name] ?? model.tags;
  return [
    {
      id: 'model',
      title: 'model',
      align: 'left',
      text: (model) => safeLine(idOf(model.name)),
      min: 24,
      max: 27,
    },
    {
      id: 'at',
      title: 'at',
      align: 'left',
      text: (model) => safeLine(model.ready ? model.place : 'to be fetched'),
      max: 13,
    },
    {
      id: 'size',
      title: 'size',
      align: 'right',
      text: (model) => sizeText(tags(model).size),
      sort: (model) => tags(model).size ?? Number.NaN,
    },
    { id: 'training', title: 'training', align: 'left', text: (model) => tags(model).training },
    {
      id: 'context',
      title: 'ctx',
      align: 'right',
      text: (model) => (model.contextLength === null ? '–' : short(model.contextLength)),
      sort: (model) => model.contextLength ?? Number.NaN,
    },
    {
      id: 'price',
      title: '$/M out',
      align: 'decimal',
      text: (model) => (model.price === null ? '?' : money(model.price.completion)),
      sort: (model) => model.price?.completion ?? Number.NaN,
    },
    { id: 'family', title: 'family', align: 'left', text: (model) => safeLine(tags(model).family) },
    { id: 'form', title: 'asked as', align: 'left', text: (model) => model.form },
    {
      id: 'endpoint',
      title: 'endpoint',
      align: 'left',
      text: (model) => safeLine(endpointOf(model.name)),
    },
  ];
}

function sizeText(size: number | null): string {
  if (size === null) return '?';
  return size < 1 ? `${Math.round(size * 1000)}M` : `${size}B`;
}

/** How many of the marked models have each value of a tag: "llama 4 · qwen 1". */
function tally(values: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .map(([value, count]) => `${value} ${count}`)
    .join(' · ');
}

function balanceOf(view: View): { tag: string; marked: string }[] {
  const { models } = view.ui;
  const marked = (models.list ?? []).filter((model) => models.marked.includes(model.name));
  const tags = marked.map((model) => models.tags[model.name] ?? model.tags);
  const sizes = tags.flatMap((tag) => (tag.size === null ? [] : [tag.size])).sort((a, b) => a - b);
  const range = sizes.length > 0 ? `${sizeText(sizes[0]!)} ─ ${sizeText(sizes.at(-1)!)}` : '–';
  return [
    { tag: 'family', marked: tally(tags.map((tag) => safeLine(tag.family))) || '–' },
    { tag: 'training', marked: tally(tags.map((tag) => tag.training)) || '–' },
    { tag: 'size', marked: range },
  ];
}

/** Family, training, and size of the marked models. */
export function balanceTable(view: View): TextTable {
  return {
    title: 'balance of what is marked',
    columns: ['tag', 'marked'],
    rows: balanceOf(view).map(({ tag, marked }) => [tag, marked]),
  };
}

/** The models of the list: simulated ones only on request. */
export function listedModels(models: UiState['models']): ModelInfo[] {
  return askableModels(models).filter(({ name }) => isShown(name, models));
}

/** The study on the left; on the right the balance, unless its table is shown. */
export function settingsLines(view: View, columns: number, withBalance: boolean): string[] {
  const { models } = view.ui;
  const estimate = estimateOf(view);
  const study = draftOf(view);
  const half = Math.floor(columns / 2);
  const preset = presetNames
    .map((name) => (name === models.preset ? theme.accent(`[${name}]`) : name))
    .join(' ');
  const changed = changedParts(models);
  const others = Object.keys(study.instruments).length;
  const left = [
    `   preset    ${preset}${changed.length > 0 ? ' · changed' : ''}`,
    `   settings  ${study.settings.length}: ${study.settings.map(({ id }) => id).join(' ')}`,
    `   judges    ${study.test.judges.map((name) => safeLine(idOf(name))).join(', ')}`,
    `   values    ${study.test.systems.map(safeLine).join(', ')}${others > 0 ? ` · ${plural(others, 'more instrument')}` : ''}`,
    `   budget    ${models.budget === null ? 'no limit' : money(models.budget)}`,
  ];
  const right = [
    ...(withBalance ? ['balance of what is marked'] : []),
    ...(withBalance ? balanceOf(view) : []).map(({ tag, marked }) => `${fill(tag, 9)} ${marked}`),
    ...(estimate?.warnings ?? [])
      .slice(0, withBalance ? 1 : 4)
      .flatMap((text) => wrap(`▲ ${safeLine(text)}`, columns - half - 1))
      .map((line) => theme.warning(line)),
  ];
  return Array.from(
    { length: Math.max(left.length, right.length) },
    (_, at) => `${fill(left[at] ?? '', half - 1)} ${fill(right[at] ?? '', columns - half)}`,
  );
}
