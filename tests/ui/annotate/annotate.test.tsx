import { cleanup, render } from 'ink-testing-library';
import { afterEach, describe, expect, it } from 'vitest';
import type { PersonText } from '../../../src/instruments/contract.ts';
import type { Annotating } from '../../../src/run/instruments/annotate.ts';
import { Annotate } from '../../../src/ui/annotate/annotate.tsx';
import { fits } from '../../../src/ui/annotate/annotate-lines.ts';

afterEach(cleanup);

const texts = ['kind', 'neat', 'brave'].map(
  (word): PersonText => ({
    ...{ id: word, line: `lab:secret|${word}`, system: 's', subdimension: word },
    ...{ value: `Value ${word}`, definition: 'What it is.', against: 'What is not.' },
    ...{ asked: 'In the morning I', text: `am ${word}.` },
  }),
);

/** As a run's log does, it knows a rating at once; the rating is on disk when `write` says so. */
function annotating(write: () => Promise<void> = async () => {}) {
  const said = new Map<string, number | null>();
  const rated: [string, number | null][] = [];
  const one: Annotating = {
    texts,
    said: () => new Map(said),
    async rate({ id }, rating) {
      said.set(id, rating);
      await write();
      rated.push([id, rating]);
    },
    close: async () => {},
  };
  return { one, rated, said };
}

function show(one: Annotating) {
  const screen = render(<Annotate annotating={one} person="ann" now={() => 0} />);
  const frame = () => screen.lastFrame() ?? '';
  return {
    frame,
    /** Presses a key, and waits for what it shows. */
    async press(key: string, shows: string) {
      screen.stdin.write(key);
      await expect.poll(frame).toContain(shows);
    },
    screen,
  };
}

describe('rating texts by hand', () => {
  it('rates by a digit, goes back by u, and never shows whose text it is', async () => {
    const { one, rated } = annotating();
    const { press, frame } = show(one);
    expect(frame()).toContain('am kind.');
    expect(frame()).not.toContain('secret');
    await press('4', 'am neat.');
    await press('s', 'am brave.');
    await press('u', 'You said cannot tell.');
    await press('0', 'Value neat: 0');
    await press('6', 'All 3 texts are rated');
    expect(frame()).toContain('3 of 3');
    expect(rated).toEqual([
      ['kind', 4],
      ['neat', null],
      ['neat', 0],
      ['brave', 6],
    ]);
  });

  it('takes no digit beyond 6, no burst, and no key while a rating is on its way', async () => {
    let written = () => {};
    const { one, rated } = annotating(() => new Promise((done) => (written = done)));
    const { press, frame, screen } = show(one);
    await press('7', '7 does nothing here');
    await press('\r', 'Enter does nothing here');
    screen.stdin.write('345');
    screen.stdin.write('2');
    screen.stdin.write('5');
    await expect.poll(() => frame()).toContain('am kind.');
    written();
    await expect.poll(frame).toContain('am neat.');
    expect(rated).toEqual([['kind', 2]]);
  });

  it('counts a rating when it is on disk, and takes the next key then', async () => {
    let written = () => {};
    const writes = [new Promise<void>((done) => (written = done)), Promise.resolve()];
    const { one, rated } = annotating(() => writes.shift()!);
    const { press, frame, screen } = show(one);
    screen.stdin.write('4');
    // Whatever draws the screen meanwhile.
    screen.rerender(<Annotate annotating={one} person="bo" now={() => 0} />);
    await expect.poll(frame).toContain('bo');
    expect(frame()).toContain('0 of 3');
    written();
    await expect.poll(frame).toContain('1 of 3');
    await press('2', '2 of 3');
    expect(rated).toEqual([
      ['kind', 4],
      ['neat', 2],
    ]);
  });

  it('says what was not stored, and stays on the text', async () => {
    const { one, rated } = annotating(async () => {
      throw new Error('the disk is full');
    });
    const { press, frame } = show(one);
    await press('3', 'Not stored: the disk is full');
    expect(frame()).toContain('am kind.');
    expect(rated).toEqual([]);
  });

  it('continues with the first text that is not rated', () => {
    const { one, said } = annotating();
    said.set('kind', 1);
    expect(show(one).frame()).toContain('am neat.');
  });

  it('knows whether a text can be seen whole', () => {
    expect(fits(texts[0]!, 80, 24)).toBe(true);
    expect(fits(texts[0]!, 40, 24)).toBe(false);
    expect(fits(texts[0]!, 80, 10)).toBe(false);
    expect(fits(null, 80, 10)).toBe(true);
  });
});
