/** Lists of facts: what was answered, completed, rated; each leads to its raw line. */

import type { Response } from '../../facts/records.ts';
import type { Completion, Rating } from '../../instruments/sentence-completion/records.ts';
import { safeLine, safeLines } from '../../safe-text/safe-line.ts';
import { shortName } from '../../tables/numbers.ts';
import type { Layer, ListItem } from '../layer.ts';
import type { View } from '../scene.ts';
import { fill, share } from '../text.ts';

type ListLayer = Extract<Layer, { kind: 'list' }>;

function listLayer(title: string, so: string, empty: string, load: () => ListItem[]): ListLayer {
  return { kind: 'list', title, so, empty, load, selected: 0, keep: '', find: '' };
}

function responseItem(view: View, response: Response): ListItem {
  const prompt = view.options.promptText(response.prompt);
  return {
    text: safeLine(response.text) || '(empty)',
    right: `${safeLine(shortName(response.model))} · ${safeLine(response.setting)}`,
    detail: [
      `${safeLine(response.model)} · ${safeLine(response.setting)} · prompt ${safeLine(response.prompt)}, asked as ${response.form}, ended by ${response.finish}`,
      ...(prompt ? ['', ...safeLines(prompt).map((line) => `> ${line}`)] : []),
      '',
      ...safeLines(response.text),
    ],
    fact: response.id,
  };
}

/** The answers of a model. */
export function answersLayer(view: View, model: string): ListLayer {
  const name = safeLine(shortName(model));
  return listLayer(
    name,
    `Everything that ${name} answered; Enter reads one whole, o opens its raw line`,
    'no answers yet',
    () =>
      (view.session?.responsesOf({ model }) ?? []).map((response) => responseItem(view, response)),
  );
}

function completionItem(view: View, completion: Completion): ListItem {
  const stem = view.session?.stemText(completion.stem) ?? completion.stem;
  const ratings = view.session?.ratingsOf(completion.id) ?? [];
  return {
    text: `${safeLine(stem)} … ${safeLine(completion.text)}`,
    right: safeLine(completion.stem),
    detail: [
      `${safeLine(completion.model)} · stem ${safeLine(completion.stem)}, asked as ${completion.form}`,
      '',
      `${safeLine(stem)} …`,
      ...safeLines(completion.text).map((line) => `  ${line}`),
      '',
      ...ratings.map(ratingText),
    ],
    fact: completion.id,
    open: () => ratingsLayer(view, completion),
  };
}

/** "6 of 6" is the rubric's; other protocols keep their own unit. */
function ratingText(rating: Rating): string {
  const raw =
    rating.raw === null
      ? `missing: ${safeLine(rating.missing ?? 'no reason given')}`
      : share(rating.raw);
  return `${fill(safeLine(rating.subdimension), 20)} ${fill(raw, 8)} ${safeLine(shortName(rating.judge))} (${rating.protocol})`;
}

/** The ratings of one completion. */
function ratingsLayer(view: View, completion: Completion): ListLayer {
  const stem = view.session?.stemText(completion.stem) ?? completion.stem;
  return listLayer(
    'ratings',
    `${safeLine(stem)} … ${safeLine(completion.text)}`,
    'not rated yet',
    () =>
      (view.session?.ratingsOf(completion.id) ?? []).map((rating) => ({
        text: ratingText(rating),
        right: safeLine(rating.system),
        detail: [
          `${safeLine(stem)} …`,
          ...safeLines(completion.text).map((line) => `  ${line}`),
          '',
          ratingText(rating),
        ],
        fact: rating.id,
      })),
  );
}

/** The ratings behind a score: a model's completions with what each got on one subdimension, highest first. */
export function scoreLayer(
  view: View,
  model: string,
  system: string,
  column: { id: string; name: string } | null,
): ListLayer {
  const name = safeLine(shortName(model));
  const about = column ? ` on ${safeLine(column.name)}` : '';
  return listLayer(
    `${name}${column ? ` · ${safeLine(column.name)}` : ''}`,
    `What the judges gave ${name}${about}, stem by stem; Enter goes down to ratings and stem`,
    'not rated yet',
    () =>
      (view.session?.completionsOf({ model }) ?? []).map((completion) => {
        const ratings = (view.session?.ratingsOf(completion.id) ?? []).filter(
          (rating) => rating.system === system && (!column || rating.subdimension === column.id),
        );
        const item = completionItem(view, completion);
        const marks = column
          ? ratings.map((rating) => (rating.raw === null ? '–' : rating.raw.toFixed(1))).join(' ')
          : `${ratings.length} ratings`;
        return { ...item, right: marks || 'not rated' };
      }),
  );
}
