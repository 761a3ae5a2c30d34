/** Esc only leaves: what is computed or fetched continues, the header shows it, and Ctrl+X stops it. */
import { afterEach, describe, expect, test } from 'vitest';
import type { PullProgress } from '../../src/ui/interface-options.ts';
import { contextOf } from '../../src/ui/ui-state.ts';
import { fixtureInterface, fixtureModelList } from '../support/fixture-interface.ts';
import { fixtureSession } from '../support/fixture-session.ts';
import { type InterfaceScreen, interfaceScreen, settled } from '../support/interface-screen.tsx';

let screen: InterfaceScreen;
afterEach(() => screen?.close());

const computing = { what: 'power', done: 412, total: 1000 };

describe('a computation', () => {
  test('continues when its layer is left, on every screen in the header', async () => {
    const session = fixtureSession();
    screen = await interfaceScreen(fixtureInterface(session));
    await screen.press('5', 'p');
    session.set({ computing });
    await settled();
    expect(screen.text()).toContain('computing power 412/1000 · Ctrl+X stops it');
    for (const key of ['Esc', 'Esc', '1', '4', '6', '7', '5']) {
      await screen.press(key);
      expect(screen.lines()[0]).toContain('● power 412/1000');
    }
    expect(screen.ui.layers[5]).toEqual([]);
    // What the screen itself says stays beside it where there is room.
    expect(screen.lines()[0]).toContain('◂ 3 ▸');
    expect(session.calls).toEqual(['power']);
    await screen.press('6', 'Ctrl+X');
    expect(session.calls).toEqual(['power', 'stop']);
    expect(screen.text()).toContain('on 5 Factors c takes it up again');
  });

  test('that is not there cannot be stopped', async () => {
    const session = fixtureSession();
    screen = await interfaceScreen(fixtureInterface(session));
    await screen.press('5', 'Ctrl+X');
    expect(screen.text()).toContain('Ctrl+X: nothing is being computed or fetched');
    expect(session.calls).toEqual([]);
  });
});

describe('a download', () => {
  /** Default models that are still to be fetched, and the fetch in the hands of the test. */
  async function fetching(...way: string[]) {
    const fetches: {
      show(progress: Partial<PullProgress>): void;
      finish(): void;
      fail(error: Error): void;
      signal: AbortSignal;
    }[] = [];
    const options = fixtureInterface(fixtureSession(), {
      listModels: async () => ({
        endpoints: [],
        models: fixtureModelList.map((model) => ({ ...model, ready: false })),
      }),
      pullDefaults: (onProgress, signal) => {
        const { promise, resolve, reject } = Promise.withResolvers<void>();
        signal.addEventListener('abort', () => reject(signal.reason));
        const base = { file: 'a.gguf', source: 'the model hub', licence: 'MIT' };
        fetches.push({
          show: (part) => onProgress({ ...base, done: 0, total: 100, ...part }),
          finish: resolve,
          fail: reject,
          signal,
        });
        return promise;
      },
    });
    screen = await interfaceScreen(options, { folder: null });
    await screen.press(...way);
    return { options, fetches, fetch: fetches[0]! };
  }

  test('continues when its progress is left, in the header, and comes back with the same key', async () => {
    const { fetch, fetches } = await fetching('2', 'd', 'Enter');
    expect(contextOf(screen.ui)).toBe('progress');
    fetch.show({ done: 45 });
    await screen.press('Esc');
    expect(screen.ui.overlay).toBeNull();
    expect(fetch.signal.aborted).toBe(false);
    expect(screen.lines()[0]).toContain('↓ 45 %');
    await screen.press('4');
    fetch.show({ done: 61.9 });
    await settled();
    expect(screen.lines()[0]).toContain('↓ 61 %');
    expect(screen.ui.overlay).toBeNull();
    await screen.press('2', 'd');
    expect(contextOf(screen.ui)).toBe('progress');
    expect(screen.text()).toContain('a.gguf');
    expect(fetches).toHaveLength(1);
    fetch.finish();
    await settled();
    expect(screen.ui).toMatchObject({ overlay: null, fetch: null });
    expect(screen.lines()[0]).not.toContain('↓');
  });

  test('offers the encoder for clusters with its size, also where it alone is missing', async () => {
    const encoder = {
      ...fixtureModelList[0]!,
      name: 'local:encoder',
      bytes: 25_401_344,
      licence: 'Apache-2.0',
      ready: false,
    };
    const ask = async (ready: boolean) => {
      const models = [...fixtureModelList.map((model) => ({ ...model, ready })), encoder];
      const listModels = async () => ({ endpoints: [], models });
      screen = await interfaceScreen(fixtureInterface(fixtureSession(), { listModels }), {
        folder: null,
      });
      await screen.press('2', 'd');
      return screen.text();
    };
    const both = await ask(false);
    expect(both).toContain('Fetch the default models?');
    expect(both).toContain('For better clusters, not required:');
    expect(both).toContain('local:encoder: 25 MB, licence Apache-2.0');
    screen.close();
    expect(await ask(true)).toContain('Fetch the embedding model?');
  });

  test.each([[['Ctrl+X']], [['Esc', '7', 'Ctrl+X']]])('is stopped by %s', async (keys) => {
    const { fetch } = await fetching('2', 'd', 'Enter');
    await screen.press(...keys);
    expect(fetch.signal.aborted).toBe(true);
    expect(screen.ui).toMatchObject({ overlay: null, fetch: null });
    expect(screen.text()).toContain('stopped; what was fetched stays');
  });

  test('that fails says so, and takes no field from who types meanwhile', async () => {
    const { fetch } = await fetching('2', 'd', 'Enter', 'Esc', ':', 'x');
    fetch.fail(new Error('no network'));
    await settled();
    expect(screen.ui.overlay).toMatchObject({ kind: 'palette', field: { value: 'x' } });
    expect(screen.ui.message?.text).toContain('no network');
    expect(screen.ui.fetch).toBeNull();
  });

  test('before a start: the run starts where its progress is watched', async () => {
    const { fetch, options } = await fetching('2', 'Enter', 'Enter');
    fetch.finish();
    await expect.poll(() => screen.ui.session).not.toBeNull();
    expect(options.calls.join()).toContain('create quick');
    expect(screen.ui.screen).toBe(3);
  });

  test('before a start: the run starts behind the screen that was gone to', async () => {
    const { fetch, options } = await fetching('2', 'Enter', 'Enter', 'Esc', '7');
    fetch.finish();
    await expect.poll(() => screen.ui.session).not.toBeNull();
    expect(options.calls.join()).toContain('create quick');
    expect(screen.ui.screen).toBe(7);
  });

  test('before a start: no run is taken from who has opened one meanwhile', async () => {
    const { fetch, options } = await fetching('2', 'Enter', 'Enter', 'Esc', '1', 'Enter');
    const opened = screen.ui.session;
    expect(opened).not.toBeNull();
    fetch.finish();
    await expect.poll(() => screen.ui.message?.text).toContain('Enter on 2 Models starts the run');
    expect(screen.ui.session).toBe(opened);
    expect(options.calls.join()).not.toContain('create');
  });
});
