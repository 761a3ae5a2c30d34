/** Pasted text on the whole interface: into a field or nowhere, never as keys. */
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { isBurst } from '../../src/ui/pasted-text.ts';
import { contextOf, type UiState } from '../../src/ui/ui-state.ts';
import { fixtureInterface } from '../support/fixture-interface.ts';
import { fixtureSession } from '../support/fixture-session.ts';
import { type InterfaceScreen, interfaceScreen } from '../support/interface-screen.tsx';

let screen: InterfaceScreen;
afterEach(() => screen?.close());

const paste = (text: string) => `\u001b[200~${text}\u001b[201~`;
const ignored = 'pasted text is ignored outside a field';

/** What a paste may change outside a field: nothing but the message. */
const beside = ({ message: _, ...rest }: UiState) => rest;

/** Keys that lead to a place without a field, from a finished run. */
const places: readonly (readonly [context: string, keys: readonly string[]])[] = [
  ['findings', ['1', 'f']],
  ['runs', ['1', 'Esc']],
  ['models', ['2']],
  ['tables', ['2', 'i']],
  ['elicit', ['3']],
  ['clusters', ['4']],
  ['words', ['4', 'Enter']],
  ['concordance', ['4', 'Enter', 'Enter']],
  ['list', ['3', '↑', 'Enter']],
  ['reader', ['4', 'Enter', 'Enter', 'Enter']],
  ['queue', ['4', 'D']],
  ['map', ['4', 'O']],
  ['history', ['4', 'H']],
  ['factors', ['5']],
  ['meaning', ['5', 'd']],
  ['scores', ['6']],
  ['compare', ['6', 'Space', '↓', '=']],
  ['report', ['7']],
  ['help', ['4', '?']],
  ['confirm', ['2', 'Enter']],
];

describe.each(places)('on %s', (context, keys) => {
  test('no pasted text changes anything but the message', async () => {
    const session = fixtureSession();
    const options = fixtureInterface(session);
    screen = await interfaceScreen(options);
    await screen.press(...keys);
    expect(contextOf(screen.ui)).toBe(context);
    const before = beside(screen.ui);
    const [edits, calls, asked] = [[...session.edits], [...session.calls], [...options.calls]];
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc
        .array(fc.constantFrom(...'xymse1q:/?u\r\n\t \u001b\u0003\u0018'), { maxLength: 20 })
        .map((all) => all.join('')),
    );
    await fc.assert(
      fc.asyncProperty(text, async (pasted) => {
        await screen.send(paste(pasted.replaceAll('\u001b[201~', '')));
        expect(beside(screen.ui)).toEqual(before);
        expect(screen.ui.message?.text).toContain(ignored);
      }),
      { numRuns: 8 },
    );
    // From a terminal that does not mark it.
    const unmarked = fc.string({
      unit: fc.constantFrom(...'xymse1q:/?uhjkl\r\t 値'),
      minLength: 3,
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(unmarked.filter(isBurst), async (pasted) => {
        await screen.send(pasted);
        expect(beside(screen.ui)).toEqual(before);
      }),
      { numRuns: 8 },
    );
    await screen.send('Excluded: xylophone, y, x\r');
    expect(beside(screen.ui)).toEqual(before);
    expect(screen.text()).toContain(ignored);
    expect(session.edits).toEqual(edits);
    expect(session.calls).toEqual(calls);
    expect(options.calls).toEqual(asked);
    expect(screen.left).toBe(0);
  });
});

describe('in a field', () => {
  test('a paste is text in one line, at the cursor', async () => {
    const session = fixtureSession();
    screen = await interfaceScreen(fixtureInterface(session));
    await screen.press('4', 'e', 'Ctrl+U');
    await screen.send(paste('truth and\rcare\tfor others'));
    expect(screen.ui.overlay).toMatchObject({ field: { value: 'truth and care for others' } });
    await screen.send('\u001b[H', paste('Home: '));
    expect(screen.text()).toContain('name: Home: truth and care for others');
    await screen.press('Enter');
    expect(session.edits.at(-1)).toMatchObject({ name: 'Home: truth and care for others' });
  });

  test('a paste in many reads is one, and one without an end ends', async () => {
    screen = await interfaceScreen(fixtureInterface());
    await screen.press(':');
    await screen.send('\u001b', '[2', '00~other', ' jud', 'ges\u001b[2', '01~');
    expect(screen.ui.overlay).toMatchObject({ field: { value: 'other judges' }, selected: 0 });
    await screen.press('Ctrl+U');
    await screen.send('\u001b[200~score', 's');
    await screen.press('q');
    await expect.poll(() => screen.ui.overlay).toMatchObject({ field: { value: 'scoresq' } });
    await screen.press('Esc', '5');
    expect(screen.ui).toMatchObject({ screen: 5, overlay: null });
  });

  test('several keys at once are text, as they are of a fast typist', async () => {
    screen = await interfaceScreen(fixtureInterface());
    await screen.press('4', '/');
    await screen.send('priv', 'ac', 'y');
    expect(screen.ui.overlay).toMatchObject({ field: { value: 'privacy' } });
  });
});

test('two keys in one read, and a key held down, are keys', async () => {
  screen = await interfaceScreen(fixtureInterface());
  await screen.send('4', 'jjjj', 'kk');
  expect(screen.ui.clusters.selected).toBe(2);
  await screen.send('jD');
  expect(contextOf(screen.ui)).toBe('queue');
  await screen.press('Esc');
  await screen.send('\u001b[B\u001b[B\u001b[A', 'k\r');
  expect(screen.ui.clusters).toMatchObject({ pane: 'words', selected: 3 });
});

describe('where nothing can be seen', () => {
  test('no key acts but those that leave, and the screen says so', async () => {
    const session = fixtureSession();
    screen = await interfaceScreen(fixtureInterface(session), { columns: 80, rows: 24 });
    await screen.press('4');
    await screen.resize(40, 10);
    const before = screen.ui;
    await screen.press('x', 'y', 'm', 'e', '5', 'Enter', 'Esc', ':', '↓', 'Ctrl+R');
    await screen.send(paste('xyz'), 'xyz');
    expect(screen.ui).toBe(before);
    expect(session.edits).toEqual([]);
    expect(screen.text().replace(/\s+/g, ' ')).toContain(
      'valuelex needs 60×20; this terminal is 40×10 Until it is larger, keys do nothing. To leave: q or Ctrl+C',
    );
    await screen.press('q', 'Ctrl+C');
    expect(screen.left).toBe(2);
    await screen.resize(80, 24);
    await screen.press('x');
    expect(session.edits).toHaveLength(1);
  });

  test.each([
    ['prompt', ['4', 'e']],
    ['palette', [':']],
    ['confirm', ['2', 'Enter']],
    ['help', ['?']],
  ])('nor in a %s, where q is no way out either', async (kind, keys) => {
    const session = fixtureSession();
    screen = await interfaceScreen(fixtureInterface(session));
    await screen.press(...keys);
    expect(screen.ui.overlay?.kind).toBe(kind);
    await screen.resize(40, 10);
    const before = screen.ui;
    await screen.press('q', 'y', 'Enter', 'Esc', 'Ctrl+U');
    await screen.send(paste('xyz'));
    expect(screen.ui).toBe(before);
    expect(screen.left).toBe(0);
    expect(screen.text().replace(/\s+/g, ' ')).toContain('To leave: Ctrl+C');
    await screen.press('Ctrl+C');
    expect(screen.left).toBe(1);
  });
});
