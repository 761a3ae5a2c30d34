/** What a new study asks is chosen before it starts, and seen with what it costs. */
import { afterEach, expect, test } from 'vitest';
import { fixtureInterface } from '../../../support/fixture-interface.ts';
import { fixtureSession } from '../../../support/fixture-session.ts';
import { type InterfaceScreen, interfaceScreen } from '../../../support/interface-screen.tsx';

let screen: InterfaceScreen | undefined;
afterEach(() => screen?.close());

const plain = (text: string) => text.replace(/\u001b\[[0-9;]*m/g, '').replace(/\s+/g, ' ');

test('own prompts, fewer stems, and other judges are chosen with their cost, and taken back', async () => {
  const options = fixtureInterface();
  screen = await interfaceScreen(options);
  const says = () => plain(screen!.text());
  await screen.press('2');
  expect(says()).toContain('= 96 answers + 54 completions + 648 ratings');
  await screen.press('t', '↓', '↓', '↓', 'Enter', 'n', ...'What for?', 'Enter');
  expect(says()).toContain('× 9 prompts = 108 answers');
  expect(says()).toContain('▸ ◉ own-1 What for?');
  await screen.press('Space');
  expect(says()).toContain('× 8 prompts = 96 answers');
  await screen.press('Space', 'Enter', '↓', 'Enter', 'a');
  // All were chosen: none is too few.
  expect(says()).toContain('a study has at least 2 stems');
  await screen.press('Space', 'Enter', '↓', '↓', 'Enter', 'n', ...'lab:judge', 'Enter', 'Enter');
  expect(says()).toContain('prompts * 8 of 20 + 1 of your own 108 answers');
  expect(says()).toContain('stems * 23 of 24');
  expect(says()).toContain('judges * 3: local:');
  await screen.press('r');
  expect(says()).toContain('judges 2: local:');
  await screen.press('↑', '↑', '↑', '↑', '↑', 'Enter', 'Ctrl+U', ...'0 1; 1', 'Enter');
  expect(says()).toContain('2 models × 2 settings × 9 prompts = 36 answers');
  await screen.press('G', 'Enter', 'Enter');
  expect(options.calls.find((call) => call.startsWith('create'))).toMatch(
    / prompts,ownPrompts,stems,settings$/,
  );
});

test('a model is asked under fewer settings, and an unknown one is refused', async () => {
  screen = await interfaceScreen(fixtureInterface());
  await screen.press('2', 'e', 'Ctrl+U', ...'t9', 'Enter');
  expect(plain(screen.text())).toContain('the study has no setting t9');
  await screen.press('Ctrl+U', ...'t1.0', 'Enter');
  expect(plain(screen.text())).toContain('2 models in 7 settings × 8 prompts = 56 answers');
  await screen.press('e', 'Ctrl+U', 'Enter');
  expect(plain(screen.text())).toContain('2 models × 6 settings × 8 prompts = 96 answers');
});

test('a file of values that cannot be read is said, and not chosen', async () => {
  screen = await interfaceScreen(fixtureInterface());
  await screen.press('2', 't', '↓', '↓', '↓', '↓', '↓', 'Enter', 'n', ...'no.yaml', 'Enter');
  expect(plain(screen.text())).toContain('no.yaml');
  expect(screen.ui.models.changes).toEqual({});
});

test('simulated models are listed behind a key, and do not mix with real ones', async () => {
  const { listModels, ...options } = fixtureInterface();
  screen = await interfaceScreen({
    ...options,
    listModels: async () => {
      const found = await listModels();
      const simulated = { ...found.models[0]!, name: 'sim:alpha-7b', place: 'simulated' };
      return { ...found, models: [simulated, ...found.models] };
    },
  });
  await screen.press('2');
  expect(screen.text()).not.toContain('alpha-7b');
  expect(screen.text()).toContain('s: 1 simulated');
  await screen.press('s', 'Space');
  expect(plain(screen.text())).toContain('2 real models unmarked');
  expect(screen.ui.models.marked).toEqual(['sim:alpha-7b']);
  await screen.press('s');
  expect(screen.ui.models.marked).toEqual([]);
});

test('an address is added in a form, asked at once, and removed', async () => {
  const options = fixtureInterface();
  screen = await interfaceScreen(options);
  const says = () => plain(screen!.text());
  await screen.press('2', 'n', 'Enter', ...'lab', 'Enter', 'Enter', ...'http://127.0.0.1:9/v1');
  await screen.press('Enter', 'Enter', ...'LAB_KEY', 'Enter', 'Enter');
  expect(options.calls).toContain('endpoint lab http://127.0.0.1:9/v1 LAB_KEY');
  expect(says()).toContain('does not answer now: nothing answers there. Start its server');
  await screen.press('↓', 'x');
  expect(options.calls).toContain('remove lab');
  expect(says()).not.toContain('Added by hand');
  // What was removed is still in the form.
  await screen.press(
    'g',
    '↓',
    'Enter',
    'Ctrl+U',
    ...'http://127.0.0.1:8000/v1',
    'Enter',
    '↓',
    'Enter',
  );
  expect(says()).toContain('lab answers: 4 models');
  expect(says()).toContain('2 Models');
});

test('a key in the place of its variable, or in an address, does not stay on the screen', async () => {
  const options = fixtureInterface();
  screen = await interfaceScreen(options);
  const says = () => plain(screen!.text());
  await screen.press('2', 'n', 'Enter', ...'lab', 'Enter');
  await screen.press('Enter', ...'http://me:hunter2hunter2@127.0.0.1:9/v1', 'Enter');
  expect(says()).toContain('The address of "lab" holds more than an address');
  await screen.press('↓', 'Enter', ...'sk-Ab12Cd34Ef56Gh78Ij90', 'Enter');
  expect(says()).toContain('The keyEnv of "lab" is not the name of a variable');
  expect(says()).not.toMatch(/hunter2|Ab12Cd34/);
});

test('marked models are added to the open run, which then asks them, with their cost first', async () => {
  const session = fixtureSession();
  screen = await interfaceScreen(fixtureInterface(session));
  await screen.press('2', 'A');
  expect(plain(screen.text())).toContain('mark models that quiet-otter does not have yet');
  await screen.press('↓', '↓', 'Space', 'A');
  expect(plain(screen.text())).toContain('Add 1 model to quiet-otter:');
  await screen.press('Enter');
  expect(session.calls).toEqual(['models openrouter:lab-0/llama-3.0-1b-instruct', 'work']);
  session.set({ status: 'working' });
  await screen.press('2', 'A');
  expect(plain(screen.text())).toContain('the run is asking: pause it first');
});

test('only judges of the kind of the models are offered, from the first that is chosen on', async () => {
  screen = await interfaceScreen(fixtureInterface());
  const says = () => plain(screen!.text());
  await screen.press('2', 't', ...Array.from({ length: 6 }, () => '↓'), 'Enter');
  expect(says()).toContain('▸ ◉ local:');
  expect(says()).not.toContain('sim:');
  await screen.press('n', ...'sim:nobody', 'Enter');
  expect(says()).toContain('there is no simulated model sim:nobody');
});
