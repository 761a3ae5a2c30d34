import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { numbersIn, numbersOf, textOf } from './base-table.ts';

const rows = numbersOf('steps');
const header = ['größe', 'güte', 'naïveté', 'œuvre – 1', '“q5”'];
const text = textOf(rows, { header, separator: ';' });

function utf16(of: string, big = false): Uint8Array {
  const bytes = Buffer.from(of, 'utf16le');
  return big ? bytes.swap16() : bytes;
}

/** Of the signs above; Latin 1 but for a few. */
function windows1252(of: string): Uint8Array {
  const own: Record<string, number> = { œ: 0x9c, '–': 0x96, '“': 0x93, '”': 0x94, '€': 0x80 };
  return Uint8Array.from([...of].map((sign) => own[sign] ?? sign.charCodeAt(0)));
}

describe('the encoding of a text file', () => {
  const silent: [string, Uint8Array][] = [
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${text}`)],
    ['UTF-16, little end first, with a mark', utf16(`\uFEFF${text}`)],
    ['UTF-16, big end first, with a mark', utf16(`\uFEFF${text}`, true)],
  ];
  it.each(silent)('%s is read', async (_, bytes) => {
    expect(await numbersIn(bytes)).toMatchObject({ rows, names: header, notes: [] });
  });

  const told: [string, Uint8Array, RegExp][] = [
    ['UTF-16 without a mark', utf16(text), /UTF-16 without a byte order mark \(read as UTF-16LE\)/],
    ['UTF-16, big end first, without a mark', utf16(text, true), /read as UTF-16BE/],
    ['Windows-1252', windows1252(text), /read as Windows-1252.*--encoding/],
  ];
  it.each(told)('%s is read and told', async (_, bytes, note) => {
    const found = await numbersIn(bytes);
    expect(found).toMatchObject({ rows, names: header });
    expect(found.notes).toEqual([expect.stringMatching(note)]);
  });

  it('UTF-16 without a mark is recognised where the names are Chinese', async () => {
    const names = ['诚实', '善良', '公平', '勇气', '耐心'];
    const found = await numbersIn(utf16(textOf(rows, { header: names })));
    expect(found).toMatchObject({ rows, names });
  });

  it('is what the reader says it is', async () => {
    const bytes = Uint8Array.from(
      [...'\u00f7\u00e5\u00f1\u00f2\u00fc,b\n1,2\n'].map((c) => c.charCodeAt(0)),
    );
    expect((await numbersIn(bytes, { encoding: 'windows-1251' })).names[0]).toBe('честь');
    await expect(numbersIn(bytes, { encoding: 'windows-9' })).rejects.toMatchObject({
      message: 'There is no encoding windows-9.',
    });
  });

  it('is UTF-8 where a single character is broken', async () => {
    const long = textOf(rows, { header: ['größe', 'güte', 'höhe', 'märz', 'ßßßß'] });
    const bytes = Buffer.from(long);
    const broken = Buffer.concat([bytes.subarray(0, 2), Buffer.from([0xff]), bytes.subarray(2)]);
    const found = await numbersIn(broken);
    expect(found.names.slice(1)).toEqual(['güte', 'höhe', 'märz', 'ßßßß']);
    expect(found.notes).toEqual([
      expect.stringContaining('1 character of this UTF-8 file is broken'),
    ]);
  });
});

it('is UTF-8 where a cut character stands among a few others, with its line', async () => {
  const [head, rest] = [Buffer.from('größe,güte,kraft'), Buffer.from('\n1,2,5\n3,4,1\n')];
  const broken = Buffer.concat([head, Buffer.from([0xf0, 0x9f, 0x98]), rest]);
  const { notes, names } = await numbersIn(broken);
  expect(names).toEqual(['größe', 'güte', 'kraft\uFFFD']);
  expect(notes).toEqual([
    expect.stringMatching(/1 character of this UTF-8 file is broken.*line 1/),
  ]);
});

it('is not UTF-32, which is named', async () => {
  const wide = Buffer.concat([...text].map((sign) => Buffer.from([sign.charCodeAt(0), 0, 0, 0])));
  await expect(numbersIn(wide)).rejects.toMatchObject({
    message: expect.stringContaining('UTF-32'),
  });
});

describe('what is no text', () => {
  it.each([
    ['gzip', gzipSync(text), /compressed file/],
    ['an old workbook', Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1]), /old kind \(\.xls\)/],
    ['zeros', new Uint8Array(200), /not a text file/],
  ])('is named: %s', async (_, bytes, message) => {
    await expect(numbersIn(bytes)).rejects.toMatchObject({
      message: expect.stringMatching(message),
      hint: expect.stringContaining('.csv'),
    });
  });
});
