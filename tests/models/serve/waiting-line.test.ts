import { expect, it } from 'vitest';
import { waitingLine } from '../../../src/models/serve/waiting-line.ts';

/** A line, and a clock for it. */
function atClock() {
  let at = 0;
  const line = waitingLine(() => at);
  return {
    line,
    pass: (seconds: number) => {
      at += 1000 * seconds;
    },
  };
}

it('says a second before anything has ended', () => {
  const { line } = atClock();
  expect([line.turnAway(), line.turnAway(), line.turnAway()]).toEqual([1, 1, 1]);
});

it('gives places as far apart as requests end, and again from the front when time has passed', () => {
  const { line, pass } = atClock();
  for (let i = 0; i < 4; i += 1) {
    line.ended(true);
    pass(2);
  }
  expect([line.turnAway(), line.turnAway(), line.turnAway()]).toEqual([2, 4, 6]);
  pass(5);
  expect(line.turnAway()).toBe(3);
  pass(100);
  expect(line.turnAway()).toBe(2);
});

it('does not take a rest for a slow request, and never says more than half a minute', () => {
  const { line, pass } = atClock();
  line.ended(true);
  pass(1);
  line.ended(false);
  pass(500);
  line.ended(true);
  expect(line.turnAway()).toBe(1);
  for (let i = 0; i < 60; i += 1) line.turnAway();
  expect(line.turnAway()).toBe(30);
});
