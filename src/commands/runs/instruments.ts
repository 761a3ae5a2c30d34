/** `valuelex instruments <run>`: the instruments that a run can use, and what each would take. */
import type { Outside } from '../../environment.ts';
import { forecastOf, sumOf } from '../../run/instruments/forecast.ts';
import { addedSettings, optionalIn, ownRegistry } from '../../run/instruments/registry.ts';
import { findRun } from '../../run/list-runs.ts';
import type { Session } from '../../run/session.ts';
import type { InstrumentRow } from '../../ui/interface-options.ts';
import type { CommandContext, SharedOptions } from '../command-context.ts';
import { plainTable } from '../plain-table.ts';
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
      print(context, options, rows, () =>
        plainTable(
          ['instrument', 'title', 'method', right('answers'), right('requests'), right('tokens')],
          rows.map((row) => [
            row.id,
            row.title,
            row.method,
            row.inStudy ? String(row.stored) : 'not asked',
            String(row.requests),
            String(row.tokens),
          ]),
        ),
      );
    },
    'clusters',
  );
}

/** One row per optional instrument: whether the study uses it, what is stored, and what asking all models takes. */
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
  return optionalIn(instruments).map((instrument) => {
    const settings = instrument.settings.parse(
      study.instruments[instrument.id] ?? addedSettings(instrument.id, study, instruments),
    );
    const facts = asked.get(instrument.id);
    const lines = Object.values(facts?.lines ?? {});
    return {
      id: instrument.id,
      title: instrument.title,
      method: instrument.method,
      source: instrument.source,
      inStudy: asked.has(instrument.id),
      stored: lines.reduce((sum, log) => sum + log.length, 0),
      ...sumOf(forecastOf(instrument, settings, study, prompts, { items: facts?.items, texts })),
    };
  });
}
