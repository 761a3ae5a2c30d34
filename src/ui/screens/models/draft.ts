/** The study under choice: what it asks, and its time and cost, in words. */
import type { ModelInfo } from '../../../models/model.ts';
import { isSimulatedModel } from '../../../models/simulated/is-simulated-model.ts';
import type { Study } from '../../../run/study.ts';
import type { StudyChoice } from '../../../run/study-choice.ts';
import type { RunEstimate } from '../../interface-options.ts';
import type { View } from '../../scene.ts';
import { duration, money, plural, short } from '../../text.ts';
import type { UiState } from '../../ui-state.ts';

/** The present choice. */
export function choiceOf({ ui: { models } }: View): StudyChoice {
  return {
    preset: models.preset,
    models: models.marked.map((id) => ({
      id,
      ...(models.tags[id] && { tags: models.tags[id] }),
      ...(models.settings[id] && { settings: [...models.settings[id]] }),
    })),
    changes: models.changes,
    budget: models.budget,
  };
}

/** The study of the present choice. */
export function draftOf(view: View): Study {
  return view.options.draftStudy(choiceOf(view));
}

/** The estimate of its cost; null while no model is marked. */
export function estimateOf(view: View): RunEstimate | null {
  const { models } = view.ui;
  if (models.marked.length === 0 || models.list === null) return null;
  return view.options.estimateRun(draftOf(view), models.list);
}

/** "2 models × 6 settings × 8 prompts = 96 answers + 48 completions + 576 ratings". */
export function sizeLine(study: Study, { respondents, prompts, parts }: RunEstimate): string {
  const { models, settings, repeats } = study;
  const product = respondents === models.length * settings.length;
  const asked = product
    ? `${plural(models.length, 'model')} × ${plural(settings.length, 'setting')}`
    : `${plural(models.length, 'model')} in ${respondents} settings`;
  const again = repeats > 1 ? ` × ${plural(repeats, 'repeat')}` : '';
  const sum = parts
    .filter(({ count }) => count > 0)
    .map(({ what, count }) => plural(count, what))
    .join(' + ');
  return `${asked} × ${plural(prompts, 'prompt')}${again} = ${sum}`;
}

/** "450 requests · 61k tokens · $0.18 · ~7 min". */
export function costLine(estimate: RunEstimate): string {
  return `${plural(estimate.requests, 'request')} · ${short(estimate.tokens)} tokens · ${costText(estimate)}`;
}

/** "free · ~2 min". */
export function costText({ dollars, seconds }: RunEstimate): string {
  const price = dollars === null ? 'price unknown' : money(dollars);
  return `${price}${seconds === null ? '' : ` · ~${duration(seconds)}`}`;
}

/** The models that can be asked: all except those that only embed texts. */
export function askableModels({ list, tags }: UiState['models']): ModelInfo[] {
  return (list ?? []).filter((model) => (tags[model.name] ?? model.tags).training !== 'embedding');
}

/** Whether a model is listed: simulated ones only on request. */
export function isShown(name: string, { simulated }: UiState['models']): boolean {
  return simulated || !isSimulatedModel(name);
}

/** The names of the parts that differ from the preset: "settings", "judges". */
export function changedParts({ changes, settings }: UiState['models']): string[] {
  const names = Object.keys(changes).filter((name) => !name.startsWith('own'));
  return Object.keys(settings).length > 0 ? [...names, 'settings of models'] : names;
}

/** Changes the choice. */
export function setChoice({ act }: View, change: Partial<UiState['models']>): void {
  act.update((now) => ({ ...now, models: { ...now.models, ...change } }));
}

/** The size and the cost of the chosen study, or what to do first. */
export function studySo(view: View): string {
  const estimate = estimateOf(view);
  if (!estimate) return 'Mark models with ␣; their cost is shown here before anything is asked';
  return `${sizeLine(draftOf(view), estimate)} · ${costText(estimate)}`;
}
