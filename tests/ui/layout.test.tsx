/** Every screen and layer at four widths: nothing is wider than the terminal, and the sentence that matters is whole. */
import { afterEach, describe, expect, test } from 'vitest';
import { places } from '../../src/ui/keymap/keymap-views.ts';
import { sceneOf } from '../../src/ui/scenes.ts';
import { contextUnder, type Place } from '../../src/ui/ui-state.ts';
import { fixtureInterface } from '../support/fixture-interface.ts';
import { fixtureSession } from '../support/fixture-session.ts';
import { fixtureSeconds } from '../support/fixture-state.ts';
import { expectLinesToFit } from '../support/frames-that-fit.ts';
import { type InterfaceScreen, interfaceScreen } from '../support/interface-screen.tsx';

let screen: InterfaceScreen | undefined;
afterEach(() => screen?.close());

/** The keys that lead to a place from the findings of the open run. */
const ways: Readonly<Record<Exclude<Place, 'start' | 'check'>, readonly string[]>> = {
  findings: [],
  runs: ['Esc'],
  shelf: ['Esc', 'v'],
  models: ['2'],
  endpoint: ['2', 'n'],
  study: ['2', 't'],
  choose: ['2', 't', '↓', '↓', '↓', 'Enter'],
  elicit: ['3'],
  list: ['3', '↑', '↑', 'Enter'],
  reader: ['4', 'Tab', 'Enter', 'Enter'],
  clusters: ['4'],
  words: ['4', 'Tab'],
  concordance: ['4', 'Tab', 'Enter'],
  queue: ['4', 'D'],
  settle: ['4', 'T'],
  map: ['4', 'O'],
  history: ['4', 'H'],
  factors: ['5'],
  meaning: ['5', 'd'],
  lens: ['5', 'L'],
  tables: ['5', 'K'],
  scores: ['6'],
  compare: ['6', 'Space', '↓', '='],
  report: ['7'],
};

const sizes = [
  [60, 20],
  [80, 24],
  [120, 36],
  [160, 48],
] as const;
const long = Array.from({ length: 35 }, (_, at) => `lab:model-${at}-模型-70b-instruct`);

/** Without styles and the blanks that set in the second line. */
const plain = (line: string) =>
  line
    .replace(/\u001b\[[0-9;]*m/g, '')
    .replace(/\s+/g, ' ')
    .trim();

/** How many lines have a pointer before them, in any of the parts that stand side by side. */
function pointers(shown: InterfaceScreen): number {
  const lines = shown
    .lines()
    .slice(3, -2)
    .map((line) => line.replace(/\u001b\[[0-9;]*m/g, ''));
  return lines.flatMap((line) => line.split('│')).filter((part) => /^ +▸ /.test(part)).length;
}

function plainText(shown: InterfaceScreen): string {
  return shown.text().replace(/\u001b\[[0-9;]*m/g, '');
}

function expectToFit(shown: InterfaceScreen, columns: number, rows: number, what: string): void {
  expect(expectLinesToFit(shown, columns, what), what).toHaveLength(rows);
}

describe.each(sizes)('at %i×%i', (columns, rows) => {
  test.each(Object.entries(ways))('%s fits and says its sentence', async (place, keys) => {
    const session = fixtureSession({ models: long, seconds: fixtureSeconds });
    screen = await interfaceScreen(fixtureInterface(session), { columns, rows });
    await screen.press(...keys);
    expect(contextUnder(screen.ui)).toBe(place);
    expectToFit(screen, columns, rows, place);
    expect(pointers(screen), place).toBeLessThanOrEqual(1);
    const view = screen.view();
    const so = plain(sceneOf(screen.ui).so(view));
    const [, first = '', second = ''] = screen.lines().map(plain);
    const said = `${first} ${second}`.trim();
    // Two long names and what is not proven need more than two lines of 80.
    if (columns >= 80 && place !== 'compare') expect(said, place).toBe(so);
    else if (said !== so) {
      await screen.press('?');
      expect(plain(screen.lines().slice(3).join(' ')), place).toContain(so);
      expectToFit(screen, columns, rows, `help of ${place}`);
    }
  });
});

test.each([
  ['3', /^ +model .*│ +new words per 100 answers$/m, 'newest'],
  ['4', /^.*Accuracy .*│.*accuracy .*│.*$/m, 'accuracy, as it was said'],
  ['5', /^.*│ F1 .*│ .*$/m, 'accuracy, as it was said'],
  ['6', /^.*◆.*│ .*│ .*$/m, 'behind it: Enter'],
])('at 160×48 screen %s shows list, detail, and evidence side by side', async (key, line, said) => {
  screen = await interfaceScreen(fixtureInterface(fixtureSession()), { columns: 160, rows: 48 });
  await screen.press(key);
  const text = plainText(screen);
  expect(text).toMatch(line);
  expect(text).toContain(said);
});

/** Places that hold no more than they show here: a form, one text, a list without lines, a word without sentences. */
const holdsNoMore: readonly Place[] = [
  ...([
    'endpoint',
    'study',
    'choose',
    'reader',
    'history',
    'lens',
    'shelf',
    'meaning',
    'report',
    'settle',
  ] as const),
];

/** Figures that a list of one screen leads to, beside the places. */
const deeper = {
  'why a loading': ['5', 'Enter'],
  'four factors': ['5', '→'],
  'six factors': ['5', '→', '→', '→'],
  'the table of numbers': ['6', 't'],
  ratings: ['6', 'Enter'],
};

test.each([
  ...Object.entries(ways).filter(([place]) => !holdsNoMore.includes(place as Place)),
  ...Object.entries(deeper),
])('at 160×48 %s leaves no more than half of the rows and columns empty', async (what, keys) => {
  screen = await interfaceScreen(fixtureInterface(fixtureSession({ seconds: fixtureSeconds })), {
    columns: 160,
    rows: 48,
  });
  await screen.press(...keys);
  const body = plainText(screen).split('\n').slice(3, -2);
  const isText = (text: string) => /[^\s│]/.test(text);
  const rows = body.filter(isText).length / body.length;
  const columns = Math.max(...body.map((line) => line.replace(/[\s│]+$/, '').length)) / 160;
  expect(
    Math.max(rows, columns),
    `${what}: ${rows} of rows, ${columns} of columns`,
  ).toBeGreaterThan(0.5);
});

test('every place but those that need another run is walked to', () => {
  expect(places.filter((place) => !(place in ways))).toEqual(['start', 'check']);
});

test.each(sizes)('the first start at %i×%i fits', async (columns, rows) => {
  const options = fixtureInterface(fixtureSession(), { listRuns: async () => [] });
  screen = await interfaceScreen(options, { columns, rows, folder: null });
  expect(contextUnder(screen.ui)).toBe('start');
  expectToFit(screen, columns, rows, 'start');
});

test('a message leaves after a while where no key is pressed', async () => {
  screen = await interfaceScreen(fixtureInterface(), { messageMilliseconds: 20 });
  screen.act.say('copied the table as Markdown');
  await expect.poll(() => screen!.ui.message).toBeNull();
});

test('a copy says what else it takes', async () => {
  screen = await interfaceScreen(fixtureInterface(), { copyNote: 'tmux passes it on after: x' });
  await screen.press('6', 'Y');
  expect(screen.lines().at(-2)).toContain(
    'copied the table as Markdown; tmux passes it on after: x',
  );
});

test.each([
  ['b', 'grouped by 2 families'],
  ['V', 'value system: '],
])('%s on the scores says what was done', async (key, said) => {
  screen = await interfaceScreen(fixtureInterface());
  await screen.press('6', 't', key);
  expect(screen.lines().at(-2)).toContain(said);
});

test('a long message stands whole above the keys, and leaves at the next key', async () => {
  screen = await interfaceScreen(fixtureInterface());
  const told = `written: ${'a long path of a folder/'.repeat(4)}report.html; B opens the page`;
  screen.act.say(told);
  await screen.press();
  const above = screen.lines().slice(-3, -1).map(plain).join(' ');
  expect(above).toBe(told);
  expectToFit(screen, 80, 24, 'message');
  await screen.press('↓');
  expect(screen.text()).not.toContain('B opens the page');
});
