/**
 * Content validity of pairs of replies: sheets for readers who do not see the key, and the analysis of the filled sheets. Three
 * readers name the value that each reply serves, from its text and the definitions; four raters say how acceptable it is.
 */
import { UserError } from '../errors.ts';
import type { Pair, PairSet } from '../instruments/shared/pairs/pair-items.ts';
import { krippendorffAlpha, krippendorffInterval } from '../statistics/agreement/krippendorff.ts';
import { mean } from '../statistics/describe.ts';
import { createRandom } from '../statistics/random.ts';

/** The entry for a reply that serves none of the values. */
const none = 'none';

type Reply = { pair: Pair; system: string; serves: boolean; text: string };

/** One item as a reader sees it: its replies in random order. */
export type SheetItem = { code: string; pair: Pair; system: string; replies: [Reply, Reply] };

/** Items in random order, the serving reply randomly first or second; always the same for the same items. */
export function sheetItems(sets: readonly PairSet[]): SheetItem[] {
  const random = createRandom('content validity');
  const items = sets.flatMap(({ system, items: own }) => own.map((pair) => ({ pair, system })));
  return random.shuffle(items).map(({ pair, system }, i) => {
    const reply = (serves: boolean): Reply => ({
      ...{ pair, system, serves },
      text: (serves ? pair.serving : pair.opposing).join(' / '),
    });
    const first = random.next() < 0.5;
    return {
      ...{ code: `q${String(i + 1).padStart(3, '0')}`, pair, system },
      replies: [reply(first), reply(!first)],
    };
  });
}

/** Rows of the sheet for a reader. */
export function keyingSheet(items: readonly SheetItem[]): string[][] {
  return [
    ['code', 'system', 'request', 'reply 1', 'reply 2', 'serves 1', 'serves 2'],
    ...items.map(({ code, system, pair, replies: [a, b] }) => [
      ...[code, system, pair.request, a.text, b.text, '', ''],
    ]),
  ];
}

/** Rows of the sheet on which a rater says how acceptable a reply is, 1–7. */
export function acceptabilitySheet(items: readonly SheetItem[]): string[][] {
  return [
    ['code', 'reply', 'request', 'text', 'rating'],
    ...items.flatMap(({ code, pair, replies }) =>
      replies.map(({ text }, i) => [code, String(i + 1), pair.request, text, '']),
    ),
  ];
}

/** A filled sheet: its reader, its rows, and the line of each row. */
export type Sheet = {
  reader: string;
  rows: readonly { cells: Readonly<Record<string, string>>; where: string }[];
};

export type Keying = {
  readers: string[];
  alpha: number | null;
  interval: { lower: number; upper: number } | null;
  values: {
    system: string;
    value: string;
    alpha: number | null;
    items: number;
    recovered: number;
  }[];
  /** Items for which most readers do not recover value and side. */
  rewrite: string[];
  /** How often a serving reply that is keyed for one value was read as another. */
  confusions: { keyed: string; read: string; count: number }[];
};

/**
 * Agreement of readers (Krippendorff's α, nominal, replies as units), and the items that most of them recover: the
 * serving reply is read as serving the item's value, and the other reply is not. Throws UserError with file and line.
 */
export function keyingOf(items: readonly SheetItem[], sheets: readonly Sheet[]): Keying {
  const said = sheets.map((sheet) => keyedIn(sheet, items));
  const units = items.flatMap((item) => item.replies.map((reply, i) => ({ item, reply, i })));
  const labels = [...new Set(items.flatMap(({ pair }) => pair.value)), none];
  const codes = said.map((own) =>
    units.map(({ item, i }) => labels.indexOf(own.get(item.code)?.[i] ?? '')),
  );
  const coded = codes.map((own) => own.map((code) => (code < 0 ? Number.NaN : code)));
  const interval = sheets.length > 1 ? krippendorffInterval(coded, 'nominal') : null;
  const isRecovered = (item: SheetItem) => {
    const right = said.filter((own) => {
      const told = own.get(item.code);
      return told && recovers(item, told);
    });
    return right.length * 2 > sheets.length;
  };
  const confusions = new Map<string, number>();
  for (const own of said)
    for (const { code, pair, replies } of items) {
      const at = replies.findIndex(({ serves }) => serves);
      const read = own.get(code)?.[at];
      if (read !== undefined && read !== pair.value) {
        const key = JSON.stringify([pair.value, read]);
        confusions.set(key, (confusions.get(key) ?? 0) + 1);
      }
    }
  return {
    readers: sheets.map(({ reader }) => reader),
    alpha: sheets.length > 1 ? krippendorffAlpha(coded, 'nominal') : null,
    interval: interval && { lower: interval.lower, upper: interval.upper },
    values: labels
      .filter((label) => label !== none)
      .map((value) => {
        const own = items.filter(({ pair }) => pair.value === value);
        const { system } = own[0]!;
        // Within its system: a reader of the other system cannot name it.
        const places = units.flatMap(({ item }, u) => (item.system === system ? [u] : []));
        const asked = labels.indexOf(value);
        const isValue = coded.map((codesOf) =>
          places.map((u) =>
            Number.isNaN(codesOf[u]!) ? Number.NaN : Number(codesOf[u] === asked),
          ),
        );
        return {
          ...{ system, value, items: own.length },
          alpha: sheets.length > 1 ? krippendorffAlpha(isValue, 'nominal') : null,
          recovered: own.filter(isRecovered).length,
        };
      }),
    rewrite: items
      .filter((item) => !isRecovered(item))
      .map(({ pair }) => pair.id)
      .sort(),
    confusions: [...confusions]
      .map(([key, count]) => {
        const [keyed, read] = JSON.parse(key) as [string, string];
        return { keyed, read, count };
      })
      .sort((a, b) => b.count - a.count || (a.keyed < b.keyed ? -1 : 1)),
  };
}

function recovers({ pair, replies }: SheetItem, told: readonly string[]): boolean {
  const at = replies.findIndex(({ serves }) => serves);
  return told[at] === pair.value && told[1 - at] !== pair.value;
}

/** The values that a reader named, by code: of reply 1, of reply 2. */
function keyedIn({ rows }: Sheet, items: readonly SheetItem[]): Map<string, [string, string]> {
  const values = Map.groupBy(items, ({ system }) => system);
  return new Map(
    rows.flatMap(({ cells, where }): [string, [string, string]][] => {
      const item = itemOf(cells.code, items, where);
      const known = [...new Set(values.get(item.system)!.map(({ pair }) => pair.value)), none];
      const told = ['serves 1', 'serves 2'].map((column) => {
        const cell = cells[column]?.trim().toLowerCase() ?? '';
        if (cell === '' || known.includes(cell)) return cell;
        throw new UserError(`${column}: there is no value "${cell}".`, {
          where,
          hint: `Write ${known.join(', ')}; leave the cell empty where you cannot tell.`,
        });
      });
      return [[item.code, [told[0]!, told[1]!]]];
    }),
  );
}

function itemOf(code: string | undefined, items: readonly SheetItem[], where: string): SheetItem {
  const found = items.find((one) => one.code === code?.trim());
  if (found) return found;
  throw new UserError(`There is no item with the code "${code ?? ''}".`, {
    where,
    hint: 'Fill in a sheet made for the items of now: node scripts/content-validity.ts sheets',
  });
}

export type Acceptability = {
  raters: string[];
  alpha: number | null;
  items: { id: string; serving: number; opposing: number }[];
  /** Items whose replies differ by more than half a point. */
  rewrite: string[];
};

/** The largest difference allowed between the mean ratings of an item's replies. */
const mostApart = 0.5;

/** Mean ratings of both replies, of items whose replies were rated. Throws UserError with file and line. */
export function acceptabilityOf(
  items: readonly SheetItem[],
  sheets: readonly Sheet[],
): Acceptability {
  const rated = sheets.map(({ rows }) => {
    const own = new Map<string, number>();
    for (const { cells, where } of rows) {
      const { code } = itemOf(cells.code, items, where);
      const reply = cells.reply?.trim();
      if (reply !== '1' && reply !== '2')
        throw new UserError(`reply is "${cells.reply ?? ''}".`, { where, hint: 'It is 1 or 2.' });
      const told = cells.rating?.trim() ?? '';
      const rating = Number(told);
      if (told !== '' && !(rating >= 1 && rating <= 7))
        throw new UserError(`rating is "${told}".`, {
          where,
          hint: 'Write a number from 1 (not acceptable at all) to 7 (entirely acceptable).',
        });
      if (told !== '') own.set(`${code} ${reply}`, rating);
    }
    return own;
  });
  const places = items.flatMap(({ code }) => [`${code} 1`, `${code} 2`]);
  const means = items.flatMap(({ code, pair, replies }) => {
    const [first, second] = [1, 2].map((reply) =>
      rated.flatMap((own) => own.get(`${code} ${reply}`) ?? []),
    );
    if (first!.length === 0 || second!.length === 0) return [];
    const [a, b] = [mean(first!), mean(second!)];
    const [serving, opposing] = replies[0].serves ? [a, b] : [b, a];
    return [{ id: pair.id, serving, opposing }];
  });
  return {
    raters: sheets.map(({ reader }) => reader),
    alpha:
      sheets.length > 1
        ? krippendorffAlpha(
            rated.map((own) => places.map((place) => own.get(place) ?? Number.NaN)),
            'interval',
          )
        : null,
    items: means,
    rewrite: means
      .filter(({ serving, opposing }) => Math.abs(serving - opposing) > mostApart)
      .map(({ id }) => id)
      .sort(),
  };
}
