/** What a researcher does, key by key, on the whole interface. */
import { afterEach, describe, expect, test } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { methodsOfRun, type WayOfAsking } from '../../src/methods/run-methods.ts';
import { tellMethods } from '../../src/methods/tell-methods.ts';
import { contextOf } from '../../src/ui/ui-state.ts';
import { fixtureInterface, fixtureModelList } from '../support/fixture-interface.ts';
import { fixtureSession } from '../support/fixture-session.ts';
import { type InterfaceScreen, interfaceScreen, settled } from '../support/interface-screen.tsx';

let screen: InterfaceScreen;
afterEach(() => screen?.close());

test('a newcomer goes from nothing to the report with Enter and arrows alone', async () => {
  const session = fixtureSession();
  const options = fixtureInterface(session, {
    listRuns: async () => [],
    listModels: async () => ({
      endpoints: [],
      models: fixtureModelList.map((model) => ({ ...model, ready: true })),
    }),
  });
  screen = await interfaceScreen(options, { folder: null });
  expect(screen.text()).toContain('Which values do language models hold?');
  await screen.press('↓', 'Enter');
  expect(screen.ui.screen).toBe(2);
  await settled();
  await screen.press('Enter');
  expect(screen.text()).toContain('Start: 150 requests');
  await screen.press('Enter');
  await settled();
  expect(options.calls).toContain('create quick local:SmolLM2-135M-Instruct,local:gemma-3-270m');
  expect(session.calls).toContain('work');
  expect(screen.ui.screen).toBe(3);
  for (const [number, name] of [
    [4, 'Clusters'],
    [5, 'Factors'],
    [6, 'Scores'],
    [7, 'Report'],
  ] as const) {
    // The elicitation is done, so its line that leads on is selected already.
    if (number > 4) await screen.press('↑');
    await screen.press('Enter');
    expect(screen.lines()[0]).toContain(`${number} ${name}`);
  }
  await screen.press('Enter');
  await settled();
  expect(screen.text()).toContain('report.html');
  expect(screen.ui.report.written).toHaveLength(2);
});

describe('the workbench', () => {
  test('marks, merges, renames, undoes, and says what it did', async () => {
    const session = fixtureSession();
    screen = await interfaceScreen(fixtureInterface(session));
    await screen.press('4', '↓', 'Space', '↑', '↑', 'm');
    expect(session.edits.at(-1)).toMatchObject({ edit: 'merge' });
    expect(screen.text()).toContain('(u undoes)');
    expect(screen.text()).toContain('23 clusters');
    await screen.press('u');
    expect(screen.text()).toContain('24 clusters');
    await screen.press('Ctrl+R');
    expect(screen.text()).toContain('23 clusters');
    await screen.press('e', 'Ctrl+U', 'T', 'r', 'u', 't', 'h', 'Enter');
    expect(session.edits.at(-1)).toMatchObject({ edit: 'rename', name: 'Truth' });
    expect(screen.text()).toContain('Truth ✎');
  });

  test('a key that can do nothing says why', async () => {
    screen = await interfaceScreen(fixtureInterface());
    await screen.press('4', 'm');
    expect(screen.text()).toContain('merge Accuracy into');
    await screen.press('Esc', 'u');
    expect(screen.text()).toContain('nothing to undo');
  });

  test('discards to the tray and brings back from there', async () => {
    const session = fixtureSession();
    screen = await interfaceScreen(fixtureInterface(session));
    await screen.press('4', 'x');
    expect(session.edits.at(-1)).toMatchObject({ edit: 'discard' });
    await screen.press('↑', '↑');
    while (!screen.lines().some((line) => line.includes('▸ ✗ discarded'))) await screen.press('↑');
    await screen.press('x');
    expect(session.edits.at(-1)).toMatchObject({ edit: 'restore' });
  });

  test('splits marked words out, and walks down to the raw line', async () => {
    const session = fixtureSession();
    const options = fixtureInterface(session);
    screen = await interfaceScreen(options);
    await screen.press('4', 'Enter', '↓', 'Space', 's');
    expect(session.edits.at(-1)).toMatchObject({ edit: 'split', out: ['precision'] });
    await screen.press('Esc', 'g', '↓', 'Enter', 'Enter');
    expect(contextOf(screen.ui)).toBe('concordance');
    expect(screen.lines()[1]).toContain('sorted by model (S)');
    await screen.press('S');
    expect(screen.lines()[1]).toContain('sorted by what follows (S)');
    await screen.press('o');
    await settled();
    expect(options.calls.at(-1)).toBe('editor responses.jsonl:2');
    await screen.press('Enter');
    expect(contextOf(screen.ui)).toBe('reader');
  });

  test('the queue takes by digit and pointer, types, repeats, and leaves for later', async () => {
    const session = fixtureSession();
    screen = await interfaceScreen(fixtureInterface(session));
    const last = () => session.edits.at(-1);
    await screen.press('4', 'D');
    expect(screen.lines()[1]).toContain('decision 1 of');
    expect(screen.text()).toContain('Are these one value?');
    await screen.press('0');
    expect(last()).toMatchObject({ edit: 'apart', decided: { pointed: 0, taken: 0 } });
    expect(screen.lines()[1]).toContain('decision 2 of');
    await screen.press('Enter');
    expect(last()).toMatchObject({ edit: 'confirm', decided: { pointed: 0, taken: 0 } });
    await screen.press('↓', 'Enter');
    expect(last()).toMatchObject({ edit: 'move', decided: { pointed: 0, taken: 1 } });
    await screen.press('2');
    expect(last()).toMatchObject({ edit: 'move', decided: { taken: 2 } });
    const before = screen.lines()[3];
    await screen.press('→');
    expect(screen.lines()[3]).not.toBe(before);
    await screen.press('/', 'p', 'r', 'i', 'v', 'Enter');
    const { to } = last() as { to: string[] };
    expect(to).toContain('privacy');
    expect(last()).toMatchObject({ edit: 'move', decided: { taken: null } });
    await screen.press('.');
    expect((last() as { to: string[] }).to).toEqual(expect.arrayContaining(to));
    await screen.press('n', 'x');
    expect(session.edits.slice(-2)).toMatchObject([
      { edit: 'move', to: null },
      { edit: 'discard' },
    ]);
  });

  test('discarding word after word stays in the cluster, though it falls in the list', async () => {
    const session = fixtureSession();
    screen = await interfaceScreen(fixtureInterface(session));
    const sizes = () => session.getState().results.curated!.clusters;
    const at = sizes().findIndex(({ words }) => words.length > 2);
    const { words } = sizes()[at]!;
    await screen.press('4', ...Array.from({ length: at }, () => '↓'), 'Enter', 'x', 'x');
    const gone = session.edits.slice(-2).flatMap((edit) => (edit as { words: string[] }).words);
    expect(gone).toEqual(words.slice(0, 2));
    const here = sizes()[screen.ui.clusters.selected]!;
    expect(here.words).toEqual(words.slice(2));
  });

  test('two clusters of one name are both reached by typing', async () => {
    const session = fixtureSession();
    const state = session.getState();
    const curated = state.results.curated!;
    const [first, second, ...others] = curated.clusters;
    const clusters = [{ ...first!, name: 'Twins' }, { ...second!, name: 'Twins' }, ...others];
    session.set({ results: { ...state.results, curated: { ...curated, clusters } } });
    screen = await interfaceScreen(fixtureInterface(session));
    await screen.press('4', 'G', '↑', '↑', 'm', ...'twins');
    expect(screen.text()).toContain(`Twins (${first!.words[0]})`);
    await screen.press('↓', 'Enter');
    expect(session.edits.at(-1)).toMatchObject({ edit: 'merge' });
    expect((session.edits.at(-1) as { clusters: string[][] }).clusters[1]).toEqual(second!.words);
  });

  test('of a pair whose clusters have other words now, the queue tells no count of before', async () => {
    const session = fixtureSession();
    screen = await interfaceScreen(fixtureInterface(session));
    await screen.press('4', 'D');
    expect(screen.text()).toContain('said together by');
    const { results } = session.getState();
    const open = results.decisions!.open.map((one) =>
      one.kind === 'merge'
        ? { ...one, words: [[...one.words[0], 'directness'], one.words[1]] as typeof one.words }
        : one,
    );
    session.set({ results: { ...results, decisions: { ...results.decisions!, open } } });
    await settled();
    expect(screen.text()).toContain('Are these one value?');
    expect(screen.text()).not.toContain('said together by');
  });

  test('a digit in the queue is not a screen, and undo asks what it took back', async () => {
    const session = fixtureSession();
    screen = await interfaceScreen(fixtureInterface(session));
    await screen.press('4', 'D', '9');
    expect(screen.ui.screen).toBe(4);
    expect(screen.text()).toContain('there is no choice 9 here');
    await screen.press('1');
    expect(session.edits.at(-1)?.edit).toBe('merge');
    await screen.press('→', '0');
    const { word } = session.edits.at(-1) as { word: string };
    expect(screen.lines()[3]).not.toContain(word);
    await screen.press('u');
    expect(screen.lines()[3]).toContain(word);
  });

  test('screen 6 tells how far the instruments agree', async () => {
    const session = fixtureSession();
    screen = await interfaceScreen(fixtureInterface(session));
    await screen.press('6', 'M');
    expect(screen.text()).toContain('no instrument has scores yet');
    const way = (id: string, sign: number) => ({
      ...{ id, title: id, rated: false },
      profile: {
        system: 'schwartz',
        method: 'self-report' as const,
        scores: ['power', 'security', 'tradition', 'benevolence'].map((value, at) => ({
          ...{ model: 'sim:alpha-7b', value, estimate: sign * at, se: 0.1, n: 4 },
        })),
      },
    });
    const { results } = session.getState();
    const found = (ways: WayOfAsking[]) => {
      const result = methodsOfRun(ways, (model) => model);
      return { results: { ...results, methods: { result, told: tellMethods(result) } } };
    };
    session.set(found([way('words', 1)]));
    await screen.press('M');
    expect(screen.text()).toContain('Agreement needs two methods');
    session.set(found([way('words', 1), way('boxes', -1)]));
    await screen.press('M');
    expect(screen.lines()[1]).toContain(
      '2 ways of asking are compared. words and boxes (schwartz)',
    );
    expect(screen.text()).toContain('−1.00 [−1.00, −1.00]');
  });

  test('screen 6 lists other instruments: answers that are not read yet are not missing ones', async () => {
    const session = fixtureSession();
    screen = await interfaceScreen(fixtureInterface(session));
    const { results } = session.getState();
    const unread = { unavailable: 'The chain has no answers yet.', hint: null };
    session.set({
      results: { ...results, instruments: { ...results.instruments, chain: unread } },
    });
    session.set({ status: 'working' });
    await screen.press('6', 'I');
    expect(screen.text()).toContain('10 answers');
    expect(screen.text()).toContain('Answers are coming in. The scores follow.');
    await screen.press('↓');
    expect(screen.text()).toContain('Not asked yet: it takes 4 requests, about 84 tokens');
    expect(screen.text()).toMatch(/Time:\s+about\s+2\s+min\.\s+Cost:\s+not\s+known\s+yet\./);
    session.set({ status: 'finished', computing: null });
    await screen.press('↑');
    expect(screen.text()).toContain('The chain has no answers yet.');
  });

  test('the queue tells how well decisions are predicted, and L turns that off', async () => {
    const session = fixtureSession();
    screen = await interfaceScreen(fixtureInterface(session));
    await screen.press('4', 'D');
    expect(screen.text()).not.toContain('What you decided predicts');
    const { results } = session.getState();
    const share = (right: number) => ({ right, share: right / 40, lower: 0.1, upper: 0.6 });
    session.set({
      results: {
        ...results,
        decisions: {
          ...results.decisions!,
          learned: { decisions: 40, without: share(10), with: share(14), helps: true },
        },
      },
    });
    await settled();
    const text = screen.text().replaceAll(/\s+/g, ' ');
    expect(text).toContain('What you decided predicts 35 % [10–60] of 40 later decisions,');
    expect(text).toContain('similarity alone 25 % [10–60]: candidates follow what you decided');
    await screen.press('L');
    expect(session.edits.at(-1)).toEqual({ edit: 'learning', on: false });
    expect(screen.text()).toContain('Candidates do not learn from your decisions');
    await screen.press('L');
    expect(session.edits.at(-1)).toEqual({ edit: 'learning', on: true });
  });

  test('marks act together, and a number of clusters is one step of undo', async () => {
    const session = fixtureSession();
    screen = await interfaceScreen(fixtureInterface(session));
    await screen.press('4', '→', '→', '→');
    expect(session.edits.map((edit) => 'k' in edit && edit.k)).toEqual([25, 26, 27]);
    await screen.press('u');
    expect(screen.text()).toContain('24 clusters');
    await screen.press('Enter', 'Space', 'Space', 'M', 't', 'r', 'u', 's', 't', 'Enter');
    expect(session.edits.at(-1)).toMatchObject({
      edit: 'gather',
      words: ['accuracy', 'precision'],
    });
    await screen.press('Esc', 'g', 'm', 'p', 'r', 'i', 'v', 'Enter');
    expect(session.edits.at(-1)).toMatchObject({ edit: 'merge' });
  });

  test('numbers of clusters count from the one that was asked for, also before it is computed', async () => {
    const session = fixtureSession();
    const before = session.getState();
    const late = { ...session, getState: () => before };
    screen = await interfaceScreen(fixtureInterface(late));
    await screen.press('4', '→', '→', '←');
    expect(session.edits).toMatchObject([{ k: 25 }, { k: 26 }, { k: 25 }]);
  });

  test('a name is not a second cluster’s, and a filter is seen', async () => {
    const session = fixtureSession();
    screen = await interfaceScreen(fixtureInterface(session));
    await screen.press('4', 'e', 'Ctrl+U', ...'honesty', 'Enter');
    expect(session.edits).toEqual([]);
    expect(screen.text()).toContain('another cluster is named Honesty');
    await screen.press('Esc', '&', ...'priv', 'Enter');
    expect(screen.lines()[0]).toContain('filter "priv": 1');
    await screen.press('&', ...'zzz', 'Enter');
    expect(screen.text()).toContain('nothing holds "privzzz": r shows all');
    await screen.press('r', 'Enter', 'm', ...'priv', 'Enter');
    expect(session.edits.at(-1)).toMatchObject({ edit: 'merge' });
  });

  test('find opens empty, goes along while one types, and stays where nothing fits', async () => {
    screen = await interfaceScreen(fixtureInterface());
    await screen.press('4', '/', 'p', 'r', 'i', 'v');
    const at = screen.ui.clusters.selected;
    expect(at).toBeGreaterThan(0);
    await screen.press('Enter', '/', 'q', 'q', 'q');
    expect(screen.ui.clusters.selected).toBe(at);
    await screen.press('Enter');
    expect(screen.text()).toContain('no cluster holds "qqq"');
  });

  test('a line that is refused stands in its field again, below the reason', async () => {
    const session = fixtureSession();
    screen = await interfaceScreen(fixtureInterface(session));
    await screen.press('4', 'e', 'Ctrl+U', ...'honesty', 'Enter');
    const field = () => screen.lines().slice(-4, -1);
    expect(field()[0]).toContain('▲ another cluster is named Honesty');
    expect(field()[2]).toContain('name: honesty');
    await screen.press('!');
    expect(field()[0]).toContain('▲ another cluster is named Honesty');
    expect(field()[2]).toContain('name: honesty!');
    await screen.press('Enter');
    expect(session.edits.at(-1)).toMatchObject({ edit: 'rename', name: 'honesty!' });
    expect(screen.ui.overlay).toBeNull();
    await screen.press('/', ...'qqq', 'Enter', 'Esc');
    expect(screen.ui.overlay).toBeNull();
    expect(screen.text()).not.toContain('no cluster holds');
  });
});

describe('the factors', () => {
  test('follow the arrows and the rotation at once, and mark what moved', async () => {
    const session = fixtureSession();
    screen = await interfaceScreen(fixtureInterface(session));
    await screen.press('5', '→');
    expect(session.edits.at(-1)).toEqual({ edit: 'factors', k: 4 });
    expect(screen.lines()[0]).toContain('◂ 4 ▸');
    expect(screen.text()).toContain('≠');
    await screen.press('t');
    expect(screen.lines()[0]).toContain('varimax');
    await screen.press('l', 'f', 'e', 'Enter');
    expect(session.edits.slice(-2).map(({ edit }) => edit)).toEqual(['flip', 'name-factor']);
  });
});

describe('the scores', () => {
  test('compare two models and come back', async () => {
    screen = await interfaceScreen(fixtureInterface());
    await screen.press('6', 'Space', '↓', '=');
    await expect.poll(() => screen.text()).toMatch(/(?:holds|fails) with [✓✗]/);
    expect(screen.text()).toContain('begin with what they feel');
    await screen.press('Esc', 'c');
    expect(screen.lines()[0]).not.toContain('profile');
    expect(screen.text()).toContain('t shows it');
    await screen.press('t', 'c');
    expect(screen.lines()[0]).toContain('profile');
    await screen.press('V');
    expect(screen.lines()[0]).toContain('Schwartz');
  });

  test('walk down from a number to ratings and the raw line', async () => {
    const options = fixtureInterface();
    screen = await interfaceScreen(options);
    await screen.press('6', 'Enter', 'Enter');
    expect(screen.lines()[0]).toContain('ratings');
    await screen.press('o');
    await settled();
    expect(options.calls.at(-1)).toMatch(/^editor /);
  });

  test('a stronger judge is one step', async () => {
    const session = fixtureSession();
    screen = await interfaceScreen(fixtureInterface(session));
    await screen.press('6', 'J', 'Ctrl+U', 'l', 'a', 'b', ':', 'x', 'Enter');
    await settled();
    expect(session.calls).toEqual(['raters lab:x', 'work']);
  });

  test('a judge that is not there is refused before the run knows of it', async () => {
    const session = fixtureSession();
    const options = fixtureInterface(session, {
      checkRaters: async () => {
        throw new UserError('lab has no model x', { hint: 'Did you mean lab:y?' });
      },
    });
    screen = await interfaceScreen(options);
    await screen.press('6', 'J', 'Ctrl+U', 'l', 'a', 'b', ':', 'x', 'Enter');
    await settled();
    expect(session.calls).toEqual([]);
    expect(screen.text()).toContain('▲ lab has no model x. Did you mean lab:y?');
  });
});

test('a study that cannot run is copied only once that is known', async () => {
  const copied: string[] = [];
  const options = fixtureInterface(fixtureSession(), {
    checkStudy: async (folder) => {
      if (folder.includes('heron')) throw new UserError('There is no simulated model sim:x');
    },
    duplicateRun: async (folder) => {
      copied.push(folder);
      return `${folder}-copy`;
    },
  });
  screen = await interfaceScreen(options, { folder: null });
  await screen.press('d');
  await settled();
  expect(copied).toEqual(['runs/2026-11-21-quiet-otter']);
  await screen.press('↓', 'd');
  await settled();
  expect(screen.text()).toContain('There is no simulated model sim:x');
  expect(copied).toHaveLength(1);
  await screen.press('Enter');
  await settled();
  expect(copied[1]).toBe('runs/2026-11-20-loud-heron');
});

test('Enter on a finding opens its evidence', async () => {
  screen = await interfaceScreen(fixtureInterface());
  await screen.press('Enter');
  expect(screen.ui.screen).toBe(6);
  expect(screen.lines()[1]).toContain('How often Social comes up');
  await screen.press('t');
  expect(screen.text()).toContain('[Social]');
});

test('the palette finds a command by its words and runs it on its own screen', async () => {
  screen = await interfaceScreen(fixtureInterface());
  await screen.press(':', ...'other judges', 'Enter');
  expect(screen.ui.screen).toBe(6);
  expect(screen.ui.overlay?.kind).toBe('prompt');
});

test('keys that come in one piece each do their part', async () => {
  screen = await interfaceScreen(fixtureInterface());
  await screen.press('4', 'jj');
  expect(screen.ui.clusters.selected).toBe(2);
});

test('Ctrl+C and q ask to leave, also over a question', async () => {
  screen = await interfaceScreen(fixtureInterface());
  await screen.press('2', 'Enter', 'Ctrl+C');
  expect(screen.left).toBe(1);
  await screen.press('Esc', 'q');
  expect(screen.left).toBe(2);
});

test('lanes are paused and let go one by one', async () => {
  const session = fixtureSession({ status: 'working' });
  screen = await interfaceScreen(fixtureInterface(session));
  await screen.press('3', 'g', 'p', '}', 'R', 'P');
  expect(session.calls).toEqual([
    'pause local:SmolLM2-135M-Instruct',
    'concurrency 1',
    'retry',
    'pause',
  ]);
  expect(screen.text()).toContain('▲ waits 12 s');
});

test('a study that ends says so, rings where that is wanted, and shows what was found to who watches', async () => {
  const session = fixtureSession();
  const { findings } = session.getState().results;
  const results = (found: typeof findings) => ({ ...session.getState().results, findings: found });
  session.set({ status: 'working', results: results([]) });
  screen = await interfaceScreen(fixtureInterface(session));
  // Opened again from the list, it is watched once all the same.
  screen.act.openSession(session);
  await screen.press('3', 'b');
  session.set({ status: 'finished' });
  await settled();
  expect(screen.text()).toContain('quiet-otter is finished');
  expect(screen.written).toEqual(['\u0007']);
  session.set({ results: results(findings) });
  await settled();
  expect(contextOf(screen.ui)).toBe('findings');
  expect(screen.ui.layers[1]).toHaveLength(1);
});

test('who reads elsewhere when a study ends stays there', async () => {
  const session = fixtureSession();
  screen = await interfaceScreen(fixtureInterface(session));
  session.set({ status: 'working' });
  await screen.press('4');
  session.set({ status: 'finished' });
  await settled();
  expect(screen.text()).toContain('quiet-otter is finished');
  expect(screen.written).toEqual([]);
  expect(contextOf(screen.ui)).toBe('clusters');
});
