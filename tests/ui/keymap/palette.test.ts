import { afterEach, expect, test } from 'vitest';
import { paletteOf } from '../../../src/ui/keymap/palette.ts';
import { fixtureInterface } from '../../support/fixture-interface.ts';
import { type InterfaceScreen, interfaceScreen } from '../../support/interface-screen.tsx';

const typed = (text: string) =>
  [...text.replaceAll(' ', '␣')].map((key) => (key === '␣' ? 'Space' : key));

let screen: InterfaceScreen | undefined;
afterEach(() => screen?.close());

test('the palette reaches the commands of other screens, each with its key and command line', () => {
  const entries = paletteOf('runs', '/a/long/way/to/runs/otter');
  const merge = entries.find(({ command }) => command.id === 'merge');
  expect(merge).toMatchObject({ keys: 'm', place: 'clusters' });
  expect(merge?.line).toBe('valuelex curate otter merge <word> <word>');
});

test('a command of another screen is done there', async () => {
  screen = await interfaceScreen(fixtureInterface());
  await screen.press('6', ':', ...typed('rename the cluster'), 'Enter');
  expect(screen.lines()[0]).toContain('4 Clusters');
  expect(screen.ui.overlay).toMatchObject({ kind: 'prompt', label: 'name' });
});

test('a command of another screen on which something else is open says so, and does nothing', async () => {
  screen = await interfaceScreen(fixtureInterface());
  await screen.press('4', 'D', '6', ':', ...typed('rename the cluster'), 'Enter');
  expect(screen.lines()[0]).toContain('queue');
  expect(screen.ui.overlay).toBeNull();
  expect(screen.text()).toContain('4 Clusters shows something else now: "Rename the cluster"');
});

test('what it lists of the archive is not done to a run that lies elsewhere', async () => {
  const moved: string[] = [];
  const options = fixtureInterface();
  screen = await interfaceScreen({
    ...options,
    shelveRun: async (folder, shelf) => {
      moved.push(folder);
      return options.shelveRun(folder, shelf);
    },
  });
  await screen.press('6', ':', ...typed('bring the selected run back'), 'Enter');
  expect(screen.text()).toContain('1 Runs shows something else now');
  expect(moved).toEqual([]);
});

test('the selected command is explained whole, however narrow the terminal', async () => {
  screen = await interfaceScreen(fixtureInterface());
  await screen.press('4', ':', ...typed('merge the marked clusters'));
  const shown = screen.text().replace(/\s+/g, ' ');
  expect(shown).toContain('without marks, the selected one into one that you type');
  expect(shown).toContain('same as: valuelex curate');
});
