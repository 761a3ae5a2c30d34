/**
 * Content validity of the shipped pairs of replies, and of the options of the ladders (`ladder` behind the word).
 *
 *   node scripts/content-validity.ts sheets [ladder]   writes the blind sheets and the definitions into validity/
 *   node scripts/content-validity.ts read [ladder]     reads the sheets that came back, and prints what they say as Markdown
 *   node scripts/content-validity.ts take              writes the raters' means into the pairs, as `acceptability`
 *
 * A reader fills in a copy of keying.csv and saves it as keyed-<reader>.csv; a rater one of acceptability.csv, as
 * rated-<rater>.csv. Who they are stands in the README.md of the folder.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { explainError, UserError } from '../src/errors.ts';
import { laddersIn, loadItems } from '../src/instruments/ladder/items.ts';
import { ladderSystems, valuesOf } from '../src/instruments/ladder/ladder-file.ts';
import { settingsSchema } from '../src/instruments/ladder/settings.ts';
import { valueIn } from '../src/instruments/ladder/strengths.ts';
import { loadPairs, type PairSet } from '../src/instruments/shared/pairs/pair-items.ts';
import { promptFiles } from '../src/prompts/load.ts';
import { readTableNow } from '../src/table-files/read-table.ts';
import { placeOf } from '../src/table-files/table-file.ts';
import { csv } from '../src/tables/csv-lines.ts';
import { share } from '../src/tables/numbers.ts';
import {
  acceptabilityOf,
  acceptabilitySheet,
  keyingOf,
  keyingSheet,
  type Sheet,
  type SheetItem,
  sheetItems,
} from '../src/validity/content-validity.ts';
import { shippedSystems } from '../src/values/load-systems.ts';
import { subdimensionsOf } from '../src/values/value-system.ts';

const [what, instrument = 'opposing'] = process.argv.slice(2);
const ofLadders = instrument === 'ladder';
const folder = ofLadders ? 'validity/ladder' : 'validity/opposing';
const sets = ofLadders ? ladderPairs() : loadPairs({ extent: 'thorough' }, promptFiles(), null);
const items = sheetItems(sets);

/** The two options of each ladder as a pair of replies to its setting and start, once for each system of values. */
function ladderPairs(): PairSet[] {
  const { sets: ladders } = loadItems(settingsSchema.parse({}), promptFiles(), null);
  return ladderSystems.map((system) => ({
    ...{ source: 'ladders by valuelex', system, values: valuesOf(system) },
    items: laddersIn({ sets: ladders }).flatMap(({ id, setting, start, a, b }) => {
      const [value, against] = [valueIn(system, a!), valueIn(system, b!)];
      if (value === null || against === null) return [];
      const replies = { serving: [a!.option], opposing: [b!.option] };
      return [{ id, value, against, request: `${setting} ${start}`, ...replies }];
    }),
  }));
}

/** The same items with the other option as the one that serves. */
function turned(own: readonly SheetItem[]): SheetItem[] {
  return own.map(({ pair, replies: [first, second], ...item }) => {
    const { against, value, serving, opposing } = pair;
    const other = {
      ...pair,
      value: against!,
      against: value,
      serving: opposing,
      opposing: serving,
    };
    const turn = (reply: SheetItem['replies'][0]) => ({
      ...reply,
      pair: other,
      serves: !reply.serves,
    });
    return { ...item, pair: other, replies: [turn(first), turn(second)] };
  });
}

function writeSheets(): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, [header, ...rows]] of [
    ['keying.csv', keyingSheet(items)],
    ...(ofLadders ? [] : [['acceptability.csv', acceptabilitySheet(items)] as const]),
  ] as const)
    writeFileSync(join(folder, name), [...csv(header!, rows)].join(''));
  const asked = new Set(sets.map(({ system }) => system));
  const definitions = shippedSystems
    .filter(({ id }) => asked.has(id))
    .flatMap((system) => [
      `## ${system.id}`,
      ...subdimensionsOf(system).map(
        ({ id, name, definition }) => `- \`${id}\` ${name}: ${definition}`,
      ),
    ]);
  writeFileSync(
    join(folder, 'definitions.md'),
    `# Values and their definitions\n\n${definitions.join('\n')}\n`,
  );
}

function sheetsNamed(start: string): Sheet[] {
  return readdirSync(folder)
    .filter((name) => name.startsWith(start) && name.endsWith('.csv'))
    .sort()
    .map((name) => {
      const table = readTableNow(join(folder, name));
      return {
        reader: name.slice(start.length, -'.csv'.length),
        rows: table.rows.map(({ cells, line }) => ({ cells, where: placeOf(table, line) })),
      };
    });
}

function report(): string {
  if (ofLadders)
    return [
      ...['## Option A', ...keyingLines(items), ''],
      ...['## Option B', ...keyingLines(turned(items))],
    ].join('\n');
  return [...keyingLines(items), '', ...acceptabilityLines()].join('\n');
}

function keyingLines(own: readonly SheetItem[]): string[] {
  const keyed = sheetsNamed('keyed-');
  if (keyed.length === 0) return ['No sheet of a reader has come back.'];
  const { readers, alpha, interval, values, rewrite, confusions } = keyingOf(own, keyed);
  const range = interval ? ` [${share(interval.lower)}–${share(interval.upper)}]` : '';
  return [
    `Readers: ${readers.join(', ')}. Krippendorff’s α ${share(alpha)}${range}; ${rewrite.length} of ${own.length} items to rewrite${rewrite.length > 0 ? `: ${rewrite.join(', ')}` : ''}.`,
    '',
    '| system | value | α | items | recovered |',
    '|---|---|---|---|---|',
    ...values.map(
      (one) =>
        `| ${one.system} | ${one.value} | ${share(one.alpha)} | ${one.items} | ${one.recovered} |`,
    ),
    '',
    ...confusions.map(({ keyed: as, read, count }) => `- ${as} read as ${read || '?'}: ${count}`),
  ];
}

function acceptabilityLines(): string[] {
  const rated = sheetsNamed('rated-');
  if (rated.length === 0) return ['No sheet of a rater has come back.'];
  const { raters, alpha, items: means, rewrite } = acceptabilityOf(items, rated);
  return [
    `Raters: ${raters.join(', ')}. Krippendorff’s α ${share(alpha)} (interval); ${rewrite.length} of ${means.length} items have replies more than half a point apart${rewrite.length > 0 ? `: ${rewrite.join(', ')}` : ''}.`,
    '',
    '| item | serving | opposing |',
    '|---|---|---|',
    ...means.map(
      ({ id, serving, opposing }) => `| ${id} | ${serving.toFixed(2)} | ${opposing.toFixed(2)} |`,
    ),
  ];
}

/** The means by item, as a line at the end of each item in its file. */
function takeAcceptability(): void {
  const means = new Map(
    acceptabilityOf(items, sheetsNamed('rated-')).items.map((one) => [one.id, one]),
  );
  for (const { system } of sets) {
    const file = join('prompts/opposing', `${system}.yaml`);
    const [head, ...blocks] = readFileSync(file, 'utf8').split(/^(?= {2}- id: )/m);
    const taken = blocks.map((block) => {
      const mean = means.get(/^ {2}- id: (\S+)/.exec(block)![1]!);
      const rest = block.replace(/^ {4}acceptability: .*\n/m, '').trimEnd();
      return mean
        ? `${rest}\n    acceptability: { serving: ${mean.serving}, opposing: ${mean.opposing} }\n`
        : `${rest}\n`;
    });
    writeFileSync(file, [head, ...taken].join(''));
  }
}

try {
  if (what === 'sheets') writeSheets();
  else if (what === 'read') console.log(report());
  else if (what === 'take' && !ofLadders) takeAcceptability();
  else throw new UserError('Say sheets, read, or take.', { exit: 'usage' });
} catch (error) {
  console.error(explainError(error).join('\n'));
  process.exitCode = 1;
}
