/** The settings of primed instruments in a study: which instruments, on which values, with how many items. */
import * as z from 'zod';
import { UserError } from '../../errors.ts';
import { nearest } from '../../models/nearest.ts';
import { listOf } from '../../tables/numbers.ts';
import type { Instrument } from '../contract.ts';

/** An instrument that can be asked again under conditions. */
export type PrimableInstrument = Instrument & { primable: NonNullable<Instrument['primable']> };

export function primableIn(list: readonly Instrument[]): PrimableInstrument[] {
  return list.filter((one): one is PrimableInstrument => one.primable !== undefined);
}

/** Each instrument's settings as it is asked again. */
export type Settings = {
  of: Readonly<Record<string, unknown>>;
  values?: string[] | undefined;
  items: number;
  own: boolean;
  models?: string[] | undefined;
};

export function settingsSchemaOf(list: readonly PrimableInstrument[]): z.ZodType<Settings> {
  const of = Object.fromEntries(
    list.map(({ id, settings, primable }) => [
      id,
      settings.transform((own) => primable.settings?.(own) ?? own).optional(),
    ]),
  );
  const all = Object.fromEntries(list.map(({ id }) => [id, {}]));
  return z.strictObject({
    /** The instruments, with their settings; all that can be asked so by default. */
    of: z.strictObject(of).prefault(all),
    /** The values that are raised and lowered; all that have prompts by default. */
    values: z.array(z.string()).min(1).optional(),
    /** Items for each value at most. */
    items: z.number().int().min(1).max(100).default(4),
    /** Whether only a value's own items are asked under its prompts: no side effects, far fewer requests. */
    own: z.boolean().default(false),
    /** Models of the study to ask; all by default. */
    models: z.array(z.string()).min(1).optional(),
  }) as unknown as z.ZodType<Settings>;
}

/** Throws UserError (exit `usage`) for a name that is not known. */
export function refuseUnknownNames(
  named: readonly string[] | undefined,
  known: readonly string[],
  what: string,
): void {
  const wrong = named?.find((one) => !known.includes(one));
  if (wrong === undefined) return;
  const near = nearest(wrong, known);
  throw new UserError(`There is no ${what} ${wrong} here.`, {
    hint: near.length > 0 ? `Nearest: ${listOf(near)}.` : `Known: ${listOf([...known])}.`,
    exit: 'usage',
  });
}
