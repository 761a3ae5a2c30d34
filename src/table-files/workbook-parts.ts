/** What a workbook (.xlsx) says of its sheets beside their cells: hidden ones, cells over several rows, formulas without a value. */
import { text } from 'node:stream/consumers';
import type { Entry } from 'yauzl';

export type WorkbookParts = {
  /** Names of sheets. */
  hidden: ReadonlySet<string>;
  cellsOf(sheet: string): Promise<CellParts>;
};

export type CellParts = {
  /** Cells that reach over several rows: row and column of the first, from 0, and the last row. */
  tall: { row: number; column: number; lastRow: number }[];
  /** Columns, from 0, in which formulas stand whose values were never saved. */
  unsaved: Set<number>;
};

/** Nothing is said where the parts are not where programs put them, or the archive is damaged. A sheet is read when its cells are asked for. */
export async function workbookParts(bytes: Uint8Array): Promise<WorkbookParts> {
  const part = await openArchive(bytes).catch(() => async () => '');
  const targets = new Map(
    tagsOf(await part('xl/_rels/workbook.xml.rels'), 'Relationship').map((one) => [
      one.Id,
      (one.Target ?? '').replace(/^\/?(xl\/)?/, 'xl/'),
    ]),
  );
  const sheets = tagsOf(await part('xl/workbook.xml'), 'sheet');
  const hidden = sheets.filter(({ state = '' }) => /hidden/i.test(state));
  return {
    hidden: new Set(hidden.map(({ name = '' }) => name)),
    async cellsOf(sheet) {
      const found = sheets.findLast(({ name = '' }) => name === sheet);
      const xml = await part(targets.get(found?.['r:id'] ?? '') ?? '');
      return { tall: tallCells(xml), unsaved: unsavedColumns(xml) };
    },
  };
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

function tallCells(xml: string): CellParts['tall'] {
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

/** Reads files of a zip archive by their paths: their texts, empty for one that is not there or is damaged. Rejects if it is none. */
async function openArchive(bytes: Uint8Array): Promise<(path: string) => Promise<string>> {
  const { default: yauzl } = await import('yauzl');
  const archive = await yauzl.fromBufferPromise(
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    { lazyEntries: true },
  );
  const entries = new Map<string, Entry>();
  for await (const entry of archive.eachEntry()) entries.set(entry.fileName, entry);
  return async (path) => {
    const entry = entries.get(path);
    if (!entry) return '';
    return archive
      .openReadStreamPromise(entry)
      .then(text)
      .catch(() => '');
  };
}
