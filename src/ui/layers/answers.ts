/** Lists of facts: answers, and the evidence for a figure; each entry opens its raw line. */

import type { Response } from '../../facts/records.ts';
import type { Evidence, Place } from '../../instruments/contract.ts';
import { safeLine, safeLines } from '../../safe-text/safe-line.ts';
import { shortName } from '../../tables/numbers.ts';
import type { Layer, ListItem } from '../layer.ts';
import type { View } from '../scene.ts';
import { fill } from '../text.ts';

type ListLayer = Extract<Layer, { kind: 'list' }>;

function listLayer(title: string, so: string, empty: string, load: () => ListItem[]): ListLayer {
  return { kind: 'list', title, so, empty, load, selected: 0, keep: '', find: '' };
}

/** The text of a prompt: the study's own, or one that comes with the program. */
function promptOf({ run, options }: View, id: string): string | null {
  const own = run?.study.prompts.find((prompt) => prompt.id === id)?.text;
  return own ?? options.promptText(id);
}

function responseItem(view: View, response: Response): ListItem {
  const prompt = response.promptText ?? promptOf(view, response.prompt);
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

/** One line of a log, and how it was read. */
function evidenceItem(evidence: Evidence, rows: readonly Evidence[]): ListItem {
  const { id, by, item, text, figure, notes, under } = evidence;
  const words = safeLine(item.text);
  const who = rows.some((one) => one.by !== by) ? safeLine(shortName(by)) : '';
  // An item that all rows share is shown once, beside them.
  const alike = rows.length > 1 && rows.every((one) => one.item.id === item.id);
  return {
    text: alike ? `… ${safeLine(text)}` : `${words} … ${safeLine(text)}`,
    right: [safeLine(figure), who].filter(Boolean).join(' · '),
    detail: [
      [by, ...notes].map(safeLine).join(' · '),
      '',
      `${words} …`,
      ...safeLines(text).map((line) => `  ${line}`),
      '',
      ...under.map(underLine),
    ],
    fact: id,
    ...(under.length > 0 && { open: () => underLayer(evidence) }),
  };
}

/** "Social               5.00     gemma-3-1b (digits)". */
function underLine({ by, item, text, notes }: Evidence): string {
  const how = notes.length > 0 ? ` (${notes.map(safeLine).join(', ')})` : '';
  return `${fill(safeLine(item.text), 20)} ${safeLine(text).padEnd(8)} ${safeLine(shortName(by))}${how}`;
}

/** The ratings of one answer. */
function underLayer({ item, text, under }: Evidence): ListLayer {
  const whole = `${safeLine(item.text)} … ${safeLine(text)}`;
  return listLayer('ratings', whole, 'not rated yet', () =>
    under.map((one) => ({
      text: underLine(one),
      detail: [whole, '', underLine(one)],
      fact: one.id,
    })),
  );
}

/** A cell of a table of an instrument's results, and its names for the title. */
export type CellPlace = { instrument: string; place: Place; row: string; column: string | null };

/** The lines behind a cell, each down to its raw line; null, with a message, if the cell follows from all lines at once. */
export function evidenceLayer(view: View, cell: CellPlace): ListLayer | null {
  const { instrument, place, row, column } = cell;
  const load = () => view.session?.evidenceOf(instrument, place) ?? [];
  if (load().length === 0) {
    view.act.say(
      'this figure follows from the whole table: no line of a log is behind it',
      'warning',
    );
    return null;
  }
  const title = [row, column].filter((name) => name !== null && name !== '').join(' · ');
  return listLayer(
    safeLine(title),
    `The answers behind ${safeLine(title)}; Enter shows how an answer was read, o its raw line`,
    'nothing is stored yet',
    () => {
      const rows = load();
      return rows.map((one) => evidenceItem(one, rows));
    },
  );
}
