import { describe, expect, it } from 'vitest';
import { interruptCounter } from '../../src/commands/ctrl-c.ts';

const told = (env: Record<string, string>, ...signals: NodeJS.Signals[]) =>
  signals.map(interruptCounter(env));
const npm = { npm_lifecycle_event: 'start' };

describe('signals', () => {
  it('are a keystroke each, and two under npm, which hands them on', () => {
    expect(told({}, 'SIGINT', 'SIGINT', 'SIGINT')).toEqual(['first', 'again', 'again']);
    expect(told(npm, 'SIGINT', 'SIGINT', 'SIGINT')).toEqual(['first', 'same', 'again']);
  });
  it('that are no Ctrl+C come as often as they like', () => {
    expect(told({}, 'SIGTERM', 'SIGTERM', 'SIGHUP')).toEqual(['first', 'same', 'same']);
    expect(told({}, 'SIGINT', 'SIGTERM')).toEqual(['first', 'same']);
  });
  it('after another end are a Ctrl+C after it', () => {
    expect(told({}, 'SIGTERM', 'SIGINT')).toEqual(['first', 'again']);
    expect(told(npm, 'SIGTERM', 'SIGINT')).toEqual(['first', 'again']);
  });
});
