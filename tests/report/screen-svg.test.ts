import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { recordScreens } from '../../scripts/record-screens.ts';
import {
  animatedSvg,
  paletteColour,
  type ScreenCell,
  screenSvg,
  screenText,
} from '../../scripts/screen-svg.ts';

const plain: ScreenCell = {
  text: '',
  width: 1,
  foreground: null,
  background: null,
  bold: false,
  dim: false,
  italic: false,
  underline: false,
  inverse: false,
};

const cells = (text: string, style: Partial<ScreenCell> = {}): ScreenCell[] =>
  [...text].map((one) => ({ ...plain, ...style, text: one }));

describe('animatedSvg', () => {
  const frame = (lines: string[], seconds: number) => ({
    screen: { columns: 3, rows: lines.length, cells: lines.map((line) => cells(line)) },
    seconds,
  });

  it('draws a row that stays once, and shows the others in their time', () => {
    const frames = [frame(['one', 'aaa'], 1), frame(['one', 'bbb'], 2), frame(['one', 'aaa'], 1)];
    const svg = animatedSvg(frames, 'T');
    expect(svg.match(/>one</g)).toHaveLength(1);
    const shown = [
      ...svg.matchAll(
        /<g visibility="(\w+)">.*?>(\w+)<\/text>.*?dur="4s".*?keyTimes="([^"]*)" values="([^"]*)"/g,
      ),
    ];
    expect(shown.map(([, first, text, times, values]) => [first, text, times, values])).toEqual([
      ['visible', 'aaa', '0;0.25', 'visible;hidden'],
      ['hidden', 'bbb', '0;0.25;0.75', 'hidden;visible;hidden'],
      ['hidden', 'aaa', '0;0.75', 'hidden;visible'],
    ]);
  });
});

describe('screenSvg', () => {
  it('keeps text as text, each piece at its place and held to its width', () => {
    const row = cells('a  bc d');
    const svg = screenSvg({ columns: 7, rows: 1, cells: [row] }, 'T');
    const texts = [...svg.matchAll(/<text x="([\d.]+)"[^>]*textLength="([\d.]+)"[^>]*>([^<]*)</g)];
    expect(texts.map(([, x, size, text]) => [Number(x), Number(size), text])).toEqual([
      [12, 8.4, 'a'],
      [12 + 3 * 8.4, 4 * 8.4, 'bc d'].map((one) =>
        typeof one === 'number' ? Math.round(one * 100) / 100 : one,
      ),
    ]);
  });

  it('turns inverse cells round, merges one background, escapes', () => {
    const row = cells('<&', { inverse: true, foreground: '#111111' });
    const svg = screenSvg({ columns: 2, rows: 1, cells: [row] }, '"T"');
    expect(svg.match(/fill="#111111"/g)).toHaveLength(1);
    expect(svg).toContain('&lt;&amp;</text>');
    expect(svg).toContain('aria-label="&quot;T&quot;"');
  });

  it('draws bars and boxes as shapes that fill their share of the cell', () => {
    const svg = screenSvg({ columns: 4, rows: 1, cells: [cells('█▌▄┼')] }, 'T');
    expect(svg).not.toContain('<text');
    const rects = [...svg.matchAll(/width="([\d.]+)" height="([\d.]+)" stroke/g)].map(
      ([, w, h]) => [Number(w), Number(h)],
    );
    expect(rects).toEqual([
      [8.4, 18],
      [4.2, 18],
      [8.4, 9],
    ]);
    expect(svg.match(/<path/g)).toHaveLength(4);
  });

  it('gives wide characters two columns', () => {
    const row = [
      { ...plain, text: '正', width: 2 as const },
      { ...plain, width: 0 as const },
      ...cells('a'),
    ];
    const screen = { columns: 3, rows: 1, cells: [row] };
    expect(screenSvg(screen, 'T')).toMatch(/textLength="16.8"[^>]*>正</);
    expect(screenText(screen)).toBe('正a\n');
  });
});

describe('paletteColour', () => {
  it('is the terminal’s cube and greys', () => {
    expect(paletteColour(16)).toBe('#000000');
    expect(paletteColour(231)).toBe('#ffffff');
    expect(paletteColour(32)).toBe('#0087d7');
    expect(paletteColour(244)).toBe('#808080');
  });
});

describe('recordScreens', () => {
  it('plays keys in a real terminal and writes what it shows', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'screens-'));
    try {
      const program =
        "process.stdout.write('ready ');process.stdin.setRawMode(true);process.stdin.once('data',d=>{process.stdout.write('\\x1b[31mgot '+d+'\\x1b[0m');setTimeout(()=>process.exit(),3e4)})";
      const written = await recordScreens(
        {
          command: process.execPath,
          arguments: ['-e', program],
          columns: 30,
          rows: 6,
          steps: [{ until: 'ready' }, { keys: 'x', until: 'got x', name: 'one', title: 'One' }],
        },
        folder,
      );
      expect(written).toEqual([join(folder, 'one.svg'), join(folder, 'one.txt')]);
      expect(readFileSync(written[1]!, 'utf8')).toBe('ready got x\n');
      expect(readFileSync(written[0]!, 'utf8')).toContain(
        `fill="${paletteColour(1)}">got x</text>`,
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('says what stood there when a text does not come', async () => {
    await expect(
      recordScreens(
        {
          command: process.execPath,
          arguments: ['-e', "console.log('other')"],
          steps: [{ until: 'never', timeout: 20 }],
        },
        tmpdir(),
      ),
    ).rejects.toThrow(/ended with 0[\s\S]*other/);
  });
});
