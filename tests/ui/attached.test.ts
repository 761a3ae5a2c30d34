/** The whole interface on a run that another process works on. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fixtureInterface } from '../support/fixture-interface.ts';
import { type FixtureSession, fixtureSession } from '../support/fixture-session.ts';
import { type InterfaceScreen, interfaceScreen, settled } from '../support/interface-screen.tsx';

let session: FixtureSession;
let screen: InterfaceScreen;
beforeEach(async () => {
  session = fixtureSession();
  session.set({ status: 'working', attached: { pid: 7, gone: null } });
  screen = await interfaceScreen(fixtureInterface(session));
});
afterEach(() => screen.close());

const lost = {
  status: 'paused',
  activity: 'its process is gone',
  attached: { pid: 7, gone: 'lost' },
} as const;

test('says whose the run is, and that leaving does not end it', () => {
  expect(screen.text()).toContain('process 7 works on this run: q leaves the screen');
});

test('offers to continue where that process is gone, and says so as long as it is true', async () => {
  session.set(lost);
  await settled();
  expect(screen.text()).toContain('Continue this run here?');
  expect(screen.text()).toContain('process 7 is gone');
  session.set({ status: 'working', attached: { pid: 9, gone: null } });
  await settled();
  expect(screen.text()).not.toContain('Continue this run here?');
  expect(screen.text()).toContain('process 9 works on this run');
  expect(session.calls).not.toContain('work');
});

test('continues here with Enter', async () => {
  session.set(lost);
  await settled();
  await screen.press('Enter');
  expect(session.calls).toContain('work');
});

test('says once that a run is paused', async () => {
  session.set({ status: 'paused', activity: 'paused', attached: { pid: 7, gone: 'left' } });
  await settled();
  expect(screen.lines()[0]).toMatch(/‖ paused$/);
  expect(screen.text()).toContain('its process has ended; P continues here');
});
