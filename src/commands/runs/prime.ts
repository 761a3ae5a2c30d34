/** `valuelex prime <run>`: asks its instruments again under role prompts, after it has printed what that takes and the user has agreed. */
import { join } from 'node:path';
import { type TakenLine, takenLines } from '../../asking/taken-lines.ts';
import type { Outside } from '../../environment.ts';
import { UserError } from '../../errors.ts';
import type { Instrument } from '../../instruments/contract.ts';
import { forecastOf, type ModelForecast, modelForecasts } from '../../run/instruments/forecast.ts';
import {
  addedSettings,
  instrumentsOf,
  optionalIn,
  ownRegistry,
  type Registry,
  settingsOf,
} from '../../run/instruments/registry.ts';
import { findRun } from '../../run/list-runs.ts';
import { openRunFolder } from '../../run/run-folder.ts';
import type { Study } from '../../run/study.ts';
import { readStudy } from '../../run/study-file.ts';
import { listOf } from '../../tables/numbers.ts';
import type { BudgetOptions } from '../budget-options.ts';
import type { CommandContext, SharedOptions } from '../command-context.ts';
import { isYes } from '../is-yes.ts';
import { costText, plainTable, timeText } from '../plain-table.ts';
import { changeStudy } from './change-study.ts';
import { writableRun } from './open-run.ts';
import { runStudy } from './run.ts';

const id = 'prime';

export type PrimeOptions = SharedOptions &
  BudgetOptions & {
    values?: string[];
    /** Instruments to ask again. */
    instrument?: string[];
    /** Items of each value. */
    items?: number;
    models?: string[];
    /** Only items of the raised or lowered value. */
    own?: boolean;
    /** Starts without confirmation. */
    yes?: boolean;
  };

/** The settings of a study that this command changes. */
type Given = {
  of?: object;
  values?: string[];
  items?: number;
  models?: string[];
  own?: boolean;
};

export async function prime(
  named: string,
  options: PrimeOptions,
  context: CommandContext,
): Promise<void> {
  const outside = await context.outside();
  const registry = outside.instruments ?? ownRegistry;
  const found = findRun(named, options.runs);
  refuseUnknownValues(options.values, outside);
  const study = withPrimed(readStudy(join(found, 'study.yaml')), options, registry, found);
  const rows = await forecast(found, study, outside);
  if (rows.every(({ left }) => left === 0))
    context.note('Everything has been asked: here is what came out.');
  else if (!(await isAgreed(rows, options, context))) return;
  const folder = await writableRun(found, options, outside, context);
  await changeStudy(folder, outside, () => study);
  const { runs, json, budget, maxTokens, maxRequests } = options;
  const limits = {
    ...(budget === undefined ? {} : { budget }),
    ...(maxTokens === undefined ? {} : { maxTokens }),
    ...(maxRequests === undefined ? {} : { maxRequests }),
  };
  await runStudy(folder, { runs, ...(json && { json }), ...limits, only: id }, context);
}

/** Throws UserError (exit `usage`) for a value without role prompts, whatever else is wrong. */
function refuseUnknownValues(
  values: string[] | undefined,
  { instruments = ownRegistry, prompts }: Outside,
): void {
  const primed = optionalIn(instruments).find((one) => one.id === id);
  if (values === undefined || !primed) return;
  primed.items(prompts, settingsOf(primed, { of: {}, values }, 'prime --values'), null);
}

/** The study with these instruments primed; earlier priming stays. Throws UserError for an instrument that cannot be primed. */
function withPrimed(
  study: Study,
  { instrument, values, items, models, own = false }: PrimeOptions,
  registry: Registry,
  where: string,
): Study {
  const able = optionalIn(registry).filter(({ primable }) => primable !== undefined);
  const inRun = able.filter(({ id: own }) => own in study.instruments);
  const chosen = instrument ?? inRun.map(({ id: own }) => own);
  const unknown = chosen.find((one) => !able.some(({ id: own }) => own === one));
  const ids = able.map(({ id: own }) => own);
  if (unknown !== undefined)
    throw new UserError(`${unknown} cannot be asked under role prompts.`, {
      hint: `These can: ${listOf(ids)}.`,
      exit: 'usage',
    });
  const before = study.instruments[id] as Given | undefined;
  if (chosen.length === 0 && before === undefined)
    throw new UserError('This run asks no instrument that can be asked under role prompts.', {
      where,
      hint: `Name one with --instrument: ${listOf(ids)}.`,
    });
  const unasked = models?.find((one) => !study.models.some((model) => model.id === one));
  if (unasked !== undefined)
    throw new UserError(`This run has no model ${unasked}.`, {
      hint: `Its models are ${listOf(study.models.map((model) => model.id))}.`,
      exit: 'usage',
    });
  const settings = Object.fromEntries(
    chosen.map((own) => [own, study.instruments[own] ?? addedSettings(own, study, registry)]),
  );
  const given = {
    of: { ...before?.of, ...settings },
    ...both('values', before, values),
    ...both('models', before, models),
    items: Math.max(items ?? 0, before?.items ?? 0) || undefined,
    // Once all items have been asked, they are reported.
    own: (own && (before === undefined || before.own === true)) || undefined,
  };
  const changed = Object.fromEntries(Object.entries(given).filter(([, one]) => one !== undefined));
  const primed = { ...study, instruments: { ...study.instruments, [id]: changed } };
  instrumentsOf(primed, registry, where);
  return primed;
}

/** Both lists together; undefined where either of them is, which means all. */
function both(
  field: 'values' | 'models',
  before: Given | undefined,
  now: readonly string[] | undefined,
): Given {
  if (before && before[field] === undefined) return {};
  if (now === undefined) return before?.[field] ? { [field]: before[field] } : {};
  return { [field]: [...new Set([...(before?.[field] ?? []), ...now])] };
}

async function forecast(folder: string, study: Study, outside: Outside): Promise<ModelForecast[]> {
  const registry = outside.instruments ?? ownRegistry;
  const { instrument, settings } = instrumentsOf(study, registry, folder).find(
    (one) => one.instrument.id === id,
  )!;
  const { primed, alike } = linesIn(folder, outside, instrument);
  const planned = forecastOf(instrument, settings, study, outside.prompts);
  const prices = await Promise.all(
    planned.map(
      async ({ model }) => [model, (await outside.findModel(model, study))?.price ?? null] as const,
    ),
  );
  return modelForecasts(planned, primed, alike, new Map(prices));
}

/** Answers under role prompts; and these with the answers of the instruments that can be asked again. */
function linesIn(
  folder: string,
  outside: Outside,
  primed: Instrument,
): { primed: TakenLine[]; alike: TakenLine[] } {
  const run = openRunFolder(folder, false, outside.now, { instruments: outside.instruments });
  try {
    const lines = run.instruments().flatMap(({ instrument, logs }) => {
      const isPrimed = instrument.id === primed.id;
      if (!isPrimed && instrument.primable === undefined) return [];
      return [...logs].flatMap(([log, { lines }]) =>
        takenLines(instrument.logs[log]!.modelOf, lines).map((line) => ({ isPrimed, line })),
      );
    });
    return {
      primed: lines.flatMap(({ isPrimed, line }) => (isPrimed ? [line] : [])),
      alike: lines.map(({ line }) => line),
    };
  } finally {
    void run.close();
  }
}

/** Prints what it takes; true where the user, or `--yes`, agrees. */
async function isAgreed(
  rows: readonly ModelForecast[],
  { yes = false, json = false }: PrimeOptions,
  context: CommandContext,
): Promise<boolean> {
  const ask = context.interactive && !json && !yes;
  if (json && !yes) context.out(JSON.stringify({ event: 'forecast', models: rows }));
  else context.note(forecastText(rows));
  if (yes) return true;
  if (!ask) {
    context.note('Nothing was asked. Add --yes to ask.');
    return false;
  }
  return isYes('Ask? [y/N] ');
}

function forecastText(rows: readonly ModelForecast[]): string {
  const right = (title: string) => ({ title, align: 'right' as const });
  return plainTable(
    [
      'model',
      right('requests'),
      right('left to ask'),
      right('tokens'),
      right('time'),
      right('cost'),
    ],
    rows.map(({ model, requests, left, tokens, seconds, dollars }) => [
      ...[model, String(requests), String(left), String(tokens)],
      ...[timeText(seconds), costText(dollars)],
    ]),
  );
}
