/** `valuelex instruments <run>`: the instruments that a run can use, and what each would take. */
import { paidPrices, takenLines } from '../../asking/taken-lines.ts';
import type { Outside } from '../../environment.ts';
import type { Instrument } from '../../instruments/contract.ts';
import {
  forecastOf,
  modelForecasts,
  sumOf,
  sumOfForecasts,
} from '../../run/instruments/forecast.ts';
import { addedSettings, optionalIn, ownRegistry } from '../../run/instruments/registry.ts';
import { findRun } from '../../run/list-runs.ts';
import type { Session } from '../../run/session.ts';
import { wrapText } from '../../tables/text-lines.ts';
import type { InstrumentRow } from '../../ui/interface-options.ts';
import type { CommandContext, SharedOptions } from '../command-context.ts';
import { costText, plainTable, timeText } from '../plain-table.ts';
import { print } from '../print.ts';
import { withRunRead } from './open-run.ts';

export async function listInstruments(
  run: string,
  options: SharedOptions,
  context: CommandContext,
): Promise<void> {
  const outside = await context.outside();
  await withRunRead(
    findRun(run, options.runs),
    outside,
    (session) => {
      const rows = instrumentRows(session, outside);
      const right = (title: string) => ({ title, align: 'right' as const });
      print(context, options, rows, () => [
        plainTable(
          [
            ...['instrument', 'title', 'method'],
            ...['answers', 'requests', 'tokens', 'left to ask', 'time', 'cost'].map(right),
          ],
          rows.map((row) => [
            row.id,
            row.title,
            row.method,
            row.inStudy ? String(row.stored) : 'not asked',
            String(row.requests),
            String(row.tokens),
            String(row.left),
            timeText(row.seconds),
            costText(row.dollars),
          ]),
        ),
        ...rows.flatMap(({ id, requires }) =>
          requires === null ? [] : wrapText(`${id} needs ${requires}.`, context.layout.width),
        ),
      ]);
    },
    'clusters',
  );
}

const read = new WeakMap<Outside['prompts'], Map<string, unknown>>();

/** Its items with these settings, which are only counted here: read once, since a screen asks for every state of a run. */
function shippedItems(instrument: Instrument, settings: unknown, prompts: Outside['prompts']) {
  const known = read.get(prompts) ?? new Map<string, unknown>();
  read.set(prompts, known);
  const key = JSON.stringify([instrument.id, settings]);
  const items = known.get(key) ?? instrument.items(prompts, settings, null);
  known.set(key, items);
  return items;
}

/**
 * One row per optional instrument: whether the study uses it, what is stored, what asking all models takes, and what is
 * left of that. Prices are those that the run's lines were paid at. An instrument takes as long as its stored lines took,
 * and one that asks others again as long as theirs.
 */
export function instrumentRows(
  session: Session,
  { instruments = ownRegistry, prompts }: Pick<Outside, 'instruments' | 'prompts'>,
): InstrumentRow[] {
  const { study } = session.getState();
  const asked = new Map(
    session.instruments().map(({ instrument, facts }) => [instrument.id, facts]),
  );
  const texts = session
    .instruments()
    .flatMap(({ instrument, facts }) => (facts && instrument.texts?.(facts)) ?? []);
  const taken = new Map(
    session
      .instruments()
      .map(({ instrument, facts }) => [
        instrument.id,
        Object.entries(facts?.lines ?? {}).flatMap(([log, lines]) =>
          takenLines(instrument.logs[log]!.modelOf, lines),
        ),
      ]),
  );
  const prices = paidPrices([
    ...takenLines(({ model }: { model: string }) => model, session.responses()),
    ...[...taken.values()].flat(),
  ]);
  return optionalIn(instruments).map((instrument) => {
    const settings = instrument.settings.parse(
      study.instruments[instrument.id] ?? addedSettings(instrument.id, study, instruments),
    );
    const facts = asked.get(instrument.id);
    const planned = forecastOf(instrument, settings, study, prompts, {
      items: facts?.items ?? shippedItems(instrument, settings, prompts),
      texts,
    });
    const own = taken.get(instrument.id) ?? [];
    const alike = session
      .instruments()
      .flatMap((one) => (one.instrument.primable ? taken.get(one.instrument.id)! : []));
    return {
      id: instrument.id,
      title: instrument.title,
      method: instrument.method,
      source: instrument.source,
      requires: instrument.requires ?? null,
      inStudy: asked.has(instrument.id),
      stored: own.length,
      ...sumOf(planned),
      ...sumOfForecasts(
        modelForecasts(planned, own, instrument.within ? [...own, ...alike] : own, prices),
      ),
    };
  });
}
