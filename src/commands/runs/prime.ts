/** `valuelex prime <run>`: asks its instruments again under role prompts, after it has printed what that takes and the user has agreed. */
import { join } from 'node:path';
import type { Outside } from '../../environment.ts';
import { UserError } from '../../errors.ts';
import type { Instrument } from '../../instruments/contract.ts';
import { forecastOf } from '../../run/instruments/forecast.ts';
import {
  addedSettings,
  instrumentsOf,
  optionalIn,
  ownRegistry,
  type Registry,
} from '../../run/instruments/registry.ts';
import { findRun } from '../../run/list-runs.ts';
import { openRunFolder } from '../../run/run-folder.ts';
import type { Study } from '../../run/study.ts';
import { readStudy } from '../../run/study-file.ts';
import { listOf } from '../../tables/numbers.ts';
import type { BudgetOptions } from '../budget-options.ts';
import type { CommandContext, SharedOptions } from '../command-context.ts';
import { isYes } from '../is-yes.ts';
import { clockText, plainTable } from '../plain-table.ts';
import { changeStudy } from './change-study.ts';
import { secondsPerRequest } from './estimate-run.ts';
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
  const told = Object.fromEntries(Object.entries(given).filter(([, one]) => one !== undefined));
  const primed = { ...study, instruments: { ...study.instruments, [id]: told } };
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

/** What is asked of one model. */
type ForecastRow = {
  model: string;
  requests: number;
  left: number;
  tokens: number;
  seconds: number;
  /** Null where the price is not known. */
  dollars: number | null;
};

async function forecast(folder: string, study: Study, outside: Outside): Promise<ForecastRow[]> {
  const registry = outside.instruments ?? ownRegistry;
  const { instrument, settings } = instrumentsOf(study, registry, folder).find(
    (one) => one.instrument.id === id,
  )!;
  const stored = linesIn(folder, outside, instrument);
  const planned = forecastOf(instrument, settings, study, outside.prompts);
  return Promise.all(
    planned.map(async ({ model, requests, tokensIn, tokensOut }) => {
      const own = stored.filter((line) => line.model === model);
      const left = Math.max(0, requests - own.filter(({ primed }) => primed).length);
      const told = own.flatMap(({ milliseconds }) => milliseconds ?? []);
      const share = requests > 0 ? left / requests : 0;
      const { price } = (await outside.findModel(model, study)) ?? { price: null };
      const each =
        told.length > 0
          ? told.reduce((sum, one) => sum + one, 0) / told.length / 1000
          : secondsPerRequest(model);
      return {
        ...{ model, requests, left, tokens: Math.round((tokensIn + tokensOut) * share) },
        seconds: left * each,
        dollars: price && ((tokensIn * price.prompt + tokensOut * price.completion) * share) / 1e6,
      };
    }),
  );
}

/** Answers of the instruments that can be asked again, and answers under role prompts. */
function linesIn(
  folder: string,
  outside: Outside,
  primed: Instrument,
): { model: string; primed: boolean; milliseconds: number | null }[] {
  const run = openRunFolder(folder, false, outside.now, { instruments: outside.instruments });
  try {
    return run.instruments().flatMap(({ instrument, logs }) =>
      instrument.id !== primed.id && instrument.primable === undefined
        ? []
        : [...logs].flatMap(([log, { lines }]) =>
            lines.map((line) => ({
              model: instrument.logs[log]!.modelOf(line),
              primed: instrument.id === primed.id,
              milliseconds: (line as { milliseconds?: number | null }).milliseconds ?? null,
            })),
          ),
    );
  } finally {
    void run.close();
  }
}

/** Prints what it takes; true where the user, or `--yes`, agrees. */
async function isAgreed(
  rows: readonly ForecastRow[],
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

function forecastText(rows: readonly ForecastRow[]): string {
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
      ...[model, String(requests), String(left), String(tokens), clockText(seconds)],
      dollars === null ? 'not known' : `$${dollars.toFixed(2)}`,
    ]),
  );
}
