/** The part of a run folder that belongs to one instrument: its items and its logs. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import * as z from 'zod';
import { hashOf } from '../../asking/identity.ts';
import { UserError } from '../../errors.ts';
import type { Cost } from '../../facts/cost.ts';
import { type Log, openLog } from '../../facts/log.ts';
import { makePlainFolder, readPlainText, replaceFile } from '../../facts/plain-file.ts';
import type { Instrument, Line } from '../../instruments/contract.ts';
import { makeFolder } from '../../make-folder.ts';
import type { PromptFiles } from '../../prompts/load.ts';
import { readYaml } from '../../prompts/read-yaml.ts';

export type OpenInstrument = {
  instrument: Instrument;
  settings: unknown;
  logs: ReadonlyMap<string, Log<Line>>;
  /** The items stored in the run; null before the first request. */
  items(): { items: unknown; hash: string } | null;
  /**
   * The items for these settings: those stored in the run; new ones, and all before the first request, as they come with
   * the program.
   */
  itemsFor(prompts: PromptFiles, settings: unknown): unknown;
  /** The same items, which are also stored in the run. */
  settleItems(prompts: PromptFiles, settings: unknown): unknown;
  /** Stores items of a merged or imported run if the run has none yet. */
  takeItems(items: unknown, settings: unknown): void;
  /** Replaces the stored items by a larger set that includes them. */
  putItems(items: unknown, settings: unknown): void;
  refresh(): number;
  /** Writes its items and logs into another run folder. */
  copyTo(folder: string): void;
  close(): Promise<void>;
};

const itemsSchema = z.object({
  instrument: z.string(),
  version: z.number(),
  /** The hash of the settings that chose the items. */
  settings: z.string(),
  hash: z.string(),
  items: z.unknown(),
});

const mostBytes = 50_000_000;

/** Opens the logs of an instrument in a run folder. Throws UserError if something else is in their place. */
export function openInstrument(
  folder: string,
  instrument: Instrument,
  write: boolean,
): Omit<OpenInstrument, 'settings'> {
  const place = join(folder, instrument.id);
  const hasPlace = Object.values(instrument.logs).some(({ file }) => file === undefined);
  const fileOf = (name: string, root: string) =>
    join(root, instrument.logs[name]!.file ?? join(instrument.id, `${name}.jsonl`));
  const itemsPlace = join(folder, 'items');
  const file = join(itemsPlace, `${instrument.id}.yaml`);
  if (hasPlace && (write || existsSync(place))) makePlainFolder(place);
  if (existsSync(itemsPlace)) makePlainFolder(itemsPlace);
  const logs = new Map(
    Object.entries(instrument.logs).map(([name, { schema }]) => [
      name,
      openLog(fileOf(name, folder), schema, write),
    ]),
  );
  let known: z.infer<typeof itemsSchema> | null = null;
  const stored = () => {
    if (!known && existsSync(file))
      known = readYaml(readPlainText(file, mostBytes), itemsSchema, file);
    return known;
  };
  function keep(items: unknown, settings: string): void {
    const { id, version } = instrument;
    known = { instrument: id, version, settings, hash: hashOf(items), items };
    makePlainFolder(itemsPlace);
    try {
      replaceFile(file, stringify(known, { lineWidth: 100 }));
    } catch (cause) {
      throw new UserError('The items cannot be written.', { where: file, exit: 'disk', cause });
    }
  }
  function itemsFor(prompts: PromptFiles, settings: unknown): unknown {
    const before = stored();
    if (before?.settings === hashOf(settings ?? null)) return before.items;
    const isOld = !before && [...logs.values()].some(({ lines }) => lines.length > 0);
    if (isOld && instrument.oldItems) return instrument.oldItems(prompts, settings);
    return instrument.items(prompts, settings, before?.items ?? null);
  }
  return {
    instrument,
    logs,
    items: stored,
    itemsFor,
    settleItems(prompts, settings) {
      const settingsHash = hashOf(settings ?? null);
      const items = itemsFor(prompts, settings);
      if (stored()?.settings !== settingsHash) keep(items, settingsHash);
      return items;
    },
    takeItems(items, settings) {
      if (!stored()) keep(items, hashOf(settings ?? null));
    },
    putItems(items, settings) {
      keep(items, hashOf(settings ?? null));
    },
    refresh: () => [...logs.values()].reduce((sum, log) => sum + log.refresh(), 0),
    copyTo(to) {
      if (hasPlace) makeFolder(join(to, instrument.id));
      for (const [name, log] of logs) log.copyTo(fileOf(name, to));
      const own = stored();
      if (!own) return;
      makeFolder(join(to, 'items'));
      replaceFile(join(to, 'items', `${instrument.id}.yaml`), stringify(own, { lineWidth: 100 }));
    },
    async close() {
      await Promise.all([...logs.values()].map((log) => log.close()));
    },
  };
}

/** The requests, tokens, and cost of its stored lines; lines that share a request count once, also with earlier `keys`. */
export function takenBy(
  { instrument, logs }: OpenInstrument,
  keys: Set<string>,
): Cost & { requests: number } {
  const sum = { tokens: 0, dollars: 0, requests: 0 };
  for (const [name, log] of logs)
    for (const line of log.lines) {
      const { key, tokens, dollars } = instrument.logs[name]!.taken(line);
      sum.dollars += dollars;
      if (key === null || keys.has(key)) continue;
      keys.add(key);
      sum.requests += 1;
      sum.tokens += tokens;
    }
  return sum;
}
