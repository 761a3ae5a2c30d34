import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { htmlReport } from '../../src/report/html.ts';
import { reportData } from '../../src/report/report-data.ts';
import { escapeMarkup, markup } from '../../src/tables/markup.ts';
import { hostile, hostileInput } from './hostile-run.ts';

const page = htmlReport(reportData(hostileInput()));

describe('htmlReport', () => {
  it('holds no script, no handler, no frame, and nothing that loads', () => {
    const tags = [...page.matchAll(/<\/?([a-z][a-z0-9-]*)/gi)].map((match) => match[1]!);
    const known =
      /^(html|head|meta|title|style|body|header|main|footer|nav|section|h[1-3]|p|a|ul|ol|li|dl|dt|dd|div|span|strong|table|thead|tbody|tr|th|td|figure|figcaption|details|summary|pre|code|blockquote|svg|text|line|path|circle|rect|g)$/;
    expect(tags.filter((tag) => !known.test(tag))).toEqual([]);
    for (const tag of page.match(/<[a-z][^>]*>/gi) ?? []) {
      expect(tag).not.toMatch(/\s(on\w+|style|src|srcset|action|formaction|xlink:href)\s*=/i);
      expect(/\shref="(?!#)/i.test(tag)).toBe(false);
    }
    expect(page.match(/<style>[\s\S]*<\/style>/)![0]).not.toMatch(/url\(|@import|expression/);
  });

  it('lets the browser load nothing but its own style sheet', () => {
    const style = /<style>([\s\S]*?)<\/style>/.exec(page)![1]!;
    const hash = createHash('sha256').update(style).digest('base64');
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)![1]!;
    expect(policy.split('; ')).toEqual([
      "default-src 'none'",
      `style-src 'sha256-${hash}'`,
      "base-uri 'none'",
      "form-action 'none'",
    ]);
    expect(page.indexOf('Content-Security-Policy')).toBeLessThan(page.indexOf('<style>'));
  });

  it('shows hostile text instead of obeying it', () => {
    expect(page).not.toContain(hostile.script);
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page).toContain('&quot;&gt;&lt;img src=&quot;http://evil.example/x&quot;');
    expect(page).toContain('␛]52;c;ZXZpbA==␇honesty␛[2J');
    expect(page).toContain('abc⟨U+202E⟩dcba⟨U+202C⟩⟨U+200B⟩');
    expect(page).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
  });

  it('tells no secret of an address', () => {
    expect(page).toContain('https://lab.example/v1');
    expect(page).not.toContain('canary-key');
  });

  it('names every section that the navigation leads to', () => {
    const linksIn = (html: string) =>
      [...html.matchAll(/href="#([a-z]+)"/g)].map((match) => match[1]);
    const links = linksIn(/<nav[\s\S]*<\/nav>/.exec(page)![0]);
    const sections = [...page.matchAll(/<section id="([a-z]+)"/g)].map((match) => match[1]);
    expect(links).toEqual(sections);
    expect(linksIn(page).filter((link) => !sections.includes(link))).toEqual([]);
    expect(sections).toEqual([
      'findings',
      'respondents',
      'descriptors',
      'clusters',
      'factors',
      'scores',
      'judges',
      'generalizability',
      'systems',
      'method',
      'again',
    ]);
  });

  it('closes every tag that it opens', () => {
    const open: string[] = [];
    for (const [, slash, tag, rest] of page.matchAll(/<(\/?)([a-z][a-z0-9]*)([^>]*)>/gi)) {
      if (tag === 'meta' || rest!.endsWith('/')) continue;
      if (slash) expect(open.pop()).toBe(tag);
      else open.push(tag!);
    }
    expect(open).toEqual([]);
  });

  it('marks a simulated run in title, banner, heading, and footer, and no other', () => {
    const simulated = htmlReport(reportData(hostileInput({ simulated: true })));
    expect(simulated).toMatch(/<title>SIMULATED/);
    expect(simulated).toMatch(/<h1>SIMULATED/);
    expect(simulated).toMatch(/class="banner"[\s\S]*SIMULATED[\s\S]*<h1>/);
    expect(simulated).toMatch(/<footer>.*SIMULATED/);
    expect(page).not.toContain('SIMULATED');
  });

  it('is the same for the same data', () => {
    expect(htmlReport(reportData(hostileInput()))).toBe(page);
  });
});

describe('markup', () => {
  it('escapes strings, keeps markup, drops nothing and false', () => {
    const inner = markup`<b>${'a&b'}</b>`;
    const text = markup`<p title="${`"'`}">${inner}${[inner, '<', 3]}${null}${false}</p>`.markup;
    expect(text).toBe('<p title="&quot;&#39;"><b>a&amp;b</b><b>a&amp;b</b>&lt;3</p>');
  });

  it('leaves no lone surrogate and no C1 control', () => {
    expect(escapeMarkup('\ud800x\u009b')).toBe('\ufffdx⟨U+009B⟩');
  });
});
