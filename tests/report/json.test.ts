import { describe, expect, it } from 'vitest';
import { documentedKeys, parseRunJson, runJson } from '../../src/report/json.ts';
import { reportData } from '../../src/report/report-data.ts';
import { ratedIn } from '../../src/run/rated-results.ts';
import { ratedInstruments } from '../support/fixture-state.ts';
import { hostileInput } from './hostile-run.ts';

describe('runJson', () => {
  const data = reportData(hostileInput());

  it('reads back as what it was', () => {
    expect(parseRunJson(runJson(data))).toEqual(data);
  });

  it('holds no character that a terminal or an editor obeys', () => {
    expect(runJson(data)).not.toMatch(
      /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u202a-\u202e]/,
    );
    expect(runJson(data)).toContain('\\u001b]52;c;');
  });

  it('explains its keys, and only keys that it has', () => {
    const keys = documentedKeys();
    expect(keys.seed).toBeUndefined();
    expect(keys['factors.loadings']).toMatch(/columns × factors/);
    expect(keys['scores[].models[].raw[].se']).toMatch(/error/i);
    for (const path of Object.keys(keys)) expect(path.split(/[.[]/)[0]! in data).toBe(true);
  });

  it('refuses another shape', () => {
    expect(() => parseRunJson('{"format":"other"}')).toThrow();
  });

  it('turns what is not finite into null', () => {
    const input = hostileInput();
    const scores = structuredClone(ratedIn(input.state.results).scores);
    scores[0]!.models[0]!.raw[0]!.value = Number.NaN;
    const instruments = ratedInstruments([], scores);
    const state = { ...input.state, results: { ...input.state.results, instruments } };
    expect(reportData({ ...input, state }).scores[0]!.models[0]!.raw[0]!.value).toBeNull();
  });
});
