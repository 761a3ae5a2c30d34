/** The report's files, with a payload in every text that they are made of. */

import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { screenSvg } from '../../scripts/screen-svg.ts';
import { htmlReport } from '../../src/report/html.ts';
import { runJson } from '../../src/report/json.ts';
import { markdownReport } from '../../src/report/markdown.ts';
import { reportData } from '../../src/report/report-data.ts';
import type { ReportData } from '../../src/report/report-schema.ts';
import { readTable } from '../../src/table-files/read-table.ts';
import { csv, originalCell, safeCell } from '../../src/tables/csv-lines.ts';
import { hostileInput } from '../report/hostile-run.ts';
import { everything, payloads } from './payloads.ts';

/** Breaks out of text, attributes, style, URLs, comments, CDATA, and templates, as it is or decoded once. */
const breakouts = [
  `</title></style></script><script>evil()</script>`,
  `" onmouseover="evil()" x="`,
  `' onmouseover='evil()' x='`,
  '` onmouseover=`evil()`',
  `--><img src=http://evil.example/x onerror=evil()><!--`,
  `]]><svg onload=evil()>`,
  `javascript:evil()`,
  `&lt;script&gt;evil()&lt;/script&gt;&quot;&#34;`,
  `url(http://evil.example/x)} body{background:red} @import "http://evil.example/x";`,
  `<a href="http://evil.example">x</a><iframe srcdoc="<script>evil()</script>">`,
  `<meta http-equiv="refresh" content="0;url=http://evil.example">`,
  `</svg><foreignObject><base href="http://evil.example">`,
].join(' ');

const poison = `${breakouts} ${everything}`;

/** Every text of the data with the poison behind it, or in its place. */
function poisoned(value: unknown, replace: boolean): unknown {
  if (typeof value === 'string') return replace ? poison : value + poison;
  if (Array.isArray(value)) return value.map((one) => poisoned(one, replace));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, poisoned(one, replace)]),
  );
}

const plain = reportData(hostileInput());
/** With the kinds that code switches by left as they are. */
const data = {
  ...(poisoned(plain, false) as ReportData),
  findings: plain.findings.map((one) => ({
    ...one,
    text: poison,
    overturn: [poison],
  })),
} as ReportData;
const replaced = { ...(poisoned(plain, true) as ReportData), findings: data.findings };

type Tag = { name: string; attributes: Map<string, string>; closing: boolean };

/** Tags as a browser reads them; throws where a `<` is neither a tag nor text, or an attribute has no quotes. */
function tagsOf(page: string): Tag[] {
  const tags: Tag[] = [];
  const tag =
    /<(\/?)([a-zA-Z][a-zA-Z0-9]*)((?:\s+[a-zA-Z][a-zA-Z0-9:_-]*(?:="[^"<>]*")?)*)\s*\/?>/y;
  for (let at = page.indexOf('<'); at >= 0; at = page.indexOf('<', at)) {
    if (page.startsWith('<!doctype html>', at)) {
      at += 15;
      continue;
    }
    tag.lastIndex = at;
    const found = tag.exec(page);
    if (!found) throw new Error(`no tag: ${page.slice(at, at + 120)}`);
    const attributes = new Map(
      [...found[3]!.matchAll(/([a-zA-Z][a-zA-Z0-9:_-]*)(?:="([^"]*)")?/g)].map((one) => [
        one[1]!.toLowerCase(),
        one[2] ?? '',
      ]),
    );
    tags.push({ name: found[2]!.toLowerCase(), attributes, closing: found[1] === '/' });
    at = tag.lastIndex;
  }
  return tags;
}

describe('report.html', () => {
  it.each([
    ['behind', data],
    ['in place of', replaced],
  ])('holds poison %s every text as text alone', (_, poisonedData) => {
    const page = htmlReport(poisonedData);
    expect(page).toContain('evil');
    const tags = tagsOf(page);
    const loading =
      /^(?:script|iframe|object|embed|img|image|link|base|form|input|audio|video|source|foreignobject|use|animate|set|template|a|area)$/;
    const acting = /^on|^(?:style|src|srcset|srcdoc|action|formaction|background|ping|xlink:href)$/;
    for (const { name, attributes } of tags.filter(({ closing }) => !closing)) {
      if (name === 'a') expect(attributes.get('href')).toMatch(/^#[\w-]+$/);
      else if (loading.test(name)) expect.fail(`<${name}>`);
      for (const [attribute, value] of attributes) {
        const acts =
          acting.test(attribute) ||
          /["<>]/.test(value) ||
          (name !== 'meta' && /^\s*(?:javascript|data|vbscript):/i.test(value));
        if (acts) expect.fail(`<${name} ${attribute}="${value}">`);
      }
    }
    expect(tags.filter(({ name, closing }) => name === 'style' && !closing)).toHaveLength(1);
    expect(
      tags.filter(({ name, attributes }) => name === 'meta' && attributes.has('http-equiv')),
    ).toHaveLength(1);
    expect(page).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
  });

  it('lets a browser load and run nothing but its own style sheet, by its hash', () => {
    const page = htmlReport(data);
    const style = /<style>([\s\S]*?)<\/style>/.exec(page)![1]!;
    expect(style).not.toMatch(/url\(|@import|expression|http/i);
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)![1]!;
    const hash = createHash('sha256').update(style).digest('base64');
    expect(policy.split('; ').sort()).toEqual([
      "base-uri 'none'",
      "default-src 'none'",
      "form-action 'none'",
      `style-src 'sha256-${hash}'`,
    ]);
    // A policy counts from where it stands on.
    expect(page.indexOf('Content-Security-Policy')).toBeLessThan(page.indexOf('<title>'));
    expect(page.indexOf('Content-Security-Policy')).toBeLessThan(page.indexOf('<style>'));
  });
});

describe('tables', () => {
  const dangerous = /^[\s]*[=+\-@＝＋－＠]|[\t\r]/;

  it('begin no formula with an answer, wherever a cell may begin', () => {
    for (const payload of [...Object.values(payloads), ...breakouts.split(' ')])
      for (const text of [payload, `=${payload}`, `\t@${payload}`, `x;=${payload}`, `'=${payload}`])
        for (const cell of String(safeCell(text)).split(';'))
          expect(cell.replace(/^[\s"]+/, '')).not.toMatch(dangerous);
  });

  const words = fc
    .array(
      fc.constantFrom(
        '=',
        '+',
        '-',
        '@',
        "'",
        "''",
        ';',
        '"',
        ' ',
        'a',
        'ß',
        '誠',
        '1',
        ',',
        '＝',
        '\n',
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join(''));

  it('read back as they were written', () => {
    fc.assert(
      fc.property(words, (text) => {
        if (text.includes('⏎')) return;
        expect(originalCell(String(safeCell(text)))).toBe(text);
      }),
      { numRuns: 3000 },
    );
  });

  it('keep numbers as numbers', () => {
    for (const number of [-0.25, 1e-7, -3, 12345678.5])
      expect(safeCell(String(number))).toBe(String(number));
    expect(originalCell('-0.25')).toBe('-0.25');
  });

  it('are read by our own reader as they were, through a file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'valuelex-csv-'));
    try {
      await fc.assert(
        fc.asyncProperty(fc.array(words, { minLength: 1, maxLength: 8 }), async (texts) => {
          const file = join(folder, 't.csv');
          const rows = texts.map((text, i) => [i, text, -i]);
          writeFileSync(file, [...csv(['row', 'answer', 'number'], rows)].join(''));
          const read = (await readTable(file)).rows.map(({ cells }) => cells.answer);
          expect(read).toEqual(texts);
        }),
        { numRuns: 200, examples: [[[',=";']]] },
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('are one line per row, without controls', () => {
    const rows = Object.values(payloads).map((text) => [text, poison]);
    const text = [...csv(['a', 'b'], rows)].join('');
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
    expect(text.trimEnd().split('\n')).toHaveLength(rows.length + 1);
    expect(parse(text)).toHaveLength(rows.length + 1);
  });
});

describe('Markdown, JSON, and pictures', () => {
  it('Markdown holds no tag, link, image, or table that a text brings', () => {
    // What is set in is code, in which nothing counts.
    const text = markdownReport(data).replace(/\n\n {4}\S.*\n/g, '\n');
    expect(text).not.toMatch(/<(?!\/?br>)/);
    expect(text).not.toMatch(/(?<!\\)!?\[[^\]]*(?<!\\)\]\(/);
    expect(text).not.toMatch(/https?:\/\//);
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
  });

  it('JSON reads back, and holds nothing raw that an editor or terminal obeys', () => {
    const text = runJson(data);
    expect(text).not.toMatch(
      /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\u200b-\u200f]/,
    );
    expect((JSON.parse(text) as { name: string }).name).toBe(data.name);
  });

  it('pictures of screens hold it as text', () => {
    const cell = (text: string) => ({
      text,
      width: 1 as const,
      foreground: null,
      background: null,
      bold: false,
      dim: false,
      italic: false,
      underline: false,
      inverse: false,
    });
    const cells = [[...breakouts].map(cell)];
    const picture = screenSvg({ columns: cells[0]!.length, rows: 1, cells }, poison);
    for (const { name, attributes } of tagsOf(picture)) {
      expect(name).toMatch(/^(?:svg|title|rect|g|text|path)$/);
      for (const attribute of attributes.keys()) expect(attribute).not.toMatch(/^on|^style$|href/);
    }
  });
});
