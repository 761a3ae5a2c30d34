/** What a workbook (.xlsx) says of its sheets beside their cells: hidden ones, cells over several rows, formulas without a value. */
import { inflateRawSync } from 'node:zlib';

export type SheetParts = {
  hidden: boolean;
  /** Cells that reach over several rows: row and column of the first, from 0, and the last row. */
  tall: { row: number; column: number; lastRow: number }[];
  /** Columns, from 0, in which formulas stand whose values were never saved. */
  unsaved: Set<number>;
};

/** By the names of sheets; empty where the parts are not where programs put them. */
export function workbookParts(bytes: Uint8Array): Map<string, SheetParts> {
  try {
    const part = zipEntries(bytes);
    const targets = new Map(
      tagsOf(part('xl/_rels/workbook.xml.rels'), 'Relationship').map((one) => [
        one.Id,
        (one.Target ?? '').replace(/^\/?(xl\/)?/, 'xl/'),
      ]),
    );
    return new Map(
      tagsOf(part('xl/workbook.xml'), 'sheet').map((sheet) => {
        const xml = part(targets.get(sheet['r:id'] ?? '') ?? '');
        const hidden = /hidden/i.test(sheet.state ?? '');
        return [sheet.name ?? '', { hidden, tall: tallCells(xml), unsaved: unsavedColumns(xml) }];
      }),
    );
  } catch (error) {
    if (error instanceof RangeError || /zlib|Z_|inflate/i.test(String(error))) return new Map();
    throw error;
  }
}

/** Of each tag of that name its attributes. */
function tagsOf(xml: string, name: string): Record<string, string>[] {
  return [...xml.matchAll(new RegExp(`<(?:\\w+:)?${name}\\s([^>]*)>`, 'g'))].map(([, inner]) =>
    Object.fromEntries(
      [...inner!.matchAll(/([\w:]+)\s*=\s*"([^"]*)"/g)].map(([, key, value]) => [
        key!,
        plainText(value!),
      ]),
    ),
  );
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function plainText(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (all, hex, decimal, name) =>
    name === undefined
      ? String.fromCodePoint(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16))
      : (entities[name] ?? all),
  );
}

function tallCells(xml: string): SheetParts['tall'] {
  return tagsOf(xml, 'mergeCell').flatMap(({ ref = '' }) => {
    const [, column, row, , last] = /^([A-Z]+)(\d+):([A-Z]+)(\d+)$/.exec(ref) ?? [];
    if (column === undefined || Number(last) <= Number(row)) return [];
    return [{ row: Number(row) - 1, column: columnAt(column), lastRow: Number(last) - 1 }];
  });
}

const unsavedFormula =
  /<c r="([A-Z]+)\d+"[^>]*>\s*<f(?:\s[^>]*)?(?:\/>|>[^<]*<\/f>)\s*(?:<v\s*\/>|<v>\s*<\/v>)?\s*<\/c>/g;

function unsavedColumns(xml: string): Set<number> {
  return new Set([...xml.matchAll(unsavedFormula)].map(([, column]) => columnAt(column!)));
}

/** A is 0, AA is 26. */
function columnAt(letters: string): number {
  return [...letters].reduce((sum, letter) => 26 * sum + letter.charCodeAt(0) - 64, 0) - 1;
}

/** The text of each file in a zip archive by its path, found by the list at its end; empty where there is none. Throws RangeError for a damaged one. */
function zipEntries(bytes: Uint8Array): (path: string) => string {
  const archive = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = archive.lastIndexOf('PK\u0005\u0006', undefined, 'latin1');
  const entries = new Map<string, { start: number; size: number; packed: boolean }>();
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    const [name, extra, comment] = [28, 30, 32].map((place) => archive.readUInt16LE(at + place));
    const start = archive.readUInt32LE(at + 42);
    entries.set(archive.toString('utf8', at + 46, at + 46 + name!), {
      // The entry itself begins with a header of its own.
      start: start + 30 + archive.readUInt16LE(start + 26) + archive.readUInt16LE(start + 28),
      size: archive.readUInt32LE(at + 20),
      packed: archive.readUInt16LE(at + 10) !== 0,
    });
    at += 46 + name! + extra! + comment!;
  }
  return (path) => {
    const entry = entries.get(path);
    if (!entry) return '';
    const held = archive.subarray(entry.start, entry.start + entry.size);
    return (entry.packed ? inflateRawSync(held) : held).toString('utf8');
  };
}
