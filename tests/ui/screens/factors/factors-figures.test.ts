/** The figures of screen 5: each explained by `?`, heads whole, the scree drawn. */
import { afterEach, expect, test } from 'vitest';
import { screeOf } from '../../../../src/report/factor-tables.ts';
import { screeBar, screeLines } from '../../../../src/tables/scree.ts';
import { factorFigures } from '../../../../src/ui/screens/factors/factors-figures.ts';
import { loadingColumns } from '../../../../src/ui/screens/factors/factors-view.ts';
import { fixtureInterface } from '../../../support/fixture-interface.ts';
import { fixtureFactors } from '../../../support/fixture-state.ts';
import { type InterfaceScreen, interfaceScreen } from '../../../support/interface-screen.tsx';

let screen: InterfaceScreen | undefined;
afterEach(() => screen?.close());
const plain = (text: string) => text.replace(/\u001b\[[0-9;]*m/g, '');
const explained = factorFigures.map(([written]) => written);

test('every column and every figure below the table is explained', async () => {
  const titles = loadingColumns(fixtureFactors(3)).map(({ title, above }) => above?.[0] ?? title);
  for (const title of titles.filter((one) => one !== ''))
    expect(
      explained.some((one) => title.startsWith(one.replace('F1 …', 'F'))),
      title,
    ).toBe(true);
  screen = await interfaceScreen(fixtureInterface(), { columns: 160, rows: 48 });
  await screen.press('5');
  const below = plain(screen.text()).split('→ 6 Scores')[1]!;
  const names = below.match(
    /\b(?:[A-Z]{3,}|Bartlett|suggested|eigenvalues|chance|correlations|like)\b/g,
  )!;
  expect(new Set(names).size).toBeGreaterThan(6);
  for (const name of names.filter((one) => one !== 'MAP' && one !== 'EKC'))
    expect(
      explained.some((one) => one.includes(name)),
      name,
    ).toBe(true);
});

test('`?` on the factors begins with the figures', async () => {
  screen = await interfaceScreen(fixtureInterface());
  await screen.press('5', '?');
  const lines = screen.lines().map(plain);
  expect(lines[3]).toContain('Figures');
  expect(lines.join('\n')).toContain('h²');
});

test('a head has a long name over two lines, and the header names the selected factor', async () => {
  const view = fixtureFactors(2);
  const name = 'Empathy & compassion · Kindness';
  const named = { ...view, factors: view.factors.map((one) => ({ ...one, name })) };
  const headAt = (width: number) => {
    const [, first] = loadingColumns(named, width);
    return [...(first!.above ?? []), first!.title];
  };
  expect(headAt(80)).toEqual(['F1 Empathy &', 'compassion · Kindness']);
  expect(headAt(56)).toEqual(['F1 Empathy &', 'compassion ·', 'Kindness']);
  screen = await interfaceScreen(fixtureInterface());
  await screen.press('5', 'l');
  expect(plain(screen.lines()[0]!)).toContain('F2 Character');
});

test('the scree has a bar for each eigenvalue, chance on it, and a rule after those taken', () => {
  expect(screeBar(2, 1, 4, 8)).toBe('▇▇┊▇    ');
  expect(screeBar(1, 2, 4, 8)).toBe('▇▇  ┊   ');
  const view = fixtureFactors(3);
  const lines = screeLines(screeOf(view), 40, 20);
  expect(lines).toHaveLength(view.eigenvalues.length + 2);
  expect(lines[4]).toContain('3 taken');
  expect(lines[1]).toMatch(/^ {2}1 ▇+┊▇+ +5\.1$/);
});

test('a search or a filter that finds nothing says so, and the pointer stays', async () => {
  screen = await interfaceScreen(fixtureInterface());
  await screen.press('5', '/', 'z', 'z', 'Enter');
  expect(screen.lines().at(-2)).toContain('nothing holds "zz"');
  expect(screen.ui.factors.table.row).toBe(0);
  await screen.press('&', 'z', 'z', 'Enter');
  expect(screen.text()).toContain('nothing holds "zz": r shows all');
  await screen.press('r');
  expect(screen.text()).not.toContain('nothing holds');
});

test.each([80, 120, 160])(
  'at %i columns the eigenvalues of chance stand whole beside those found',
  async (columns) => {
    screen = await interfaceScreen(fixtureInterface(), { columns, rows: 48 });
    await screen.press('5');
    const line = screen
      .lines()
      .map(plain)
      .find((one) => one.includes('suggested'))!;
    expect(line).toMatch(/chance.* \d\.\d/);
    expect(line).not.toContain('…');
  },
);
