import { describe, expect, it } from 'vitest';
import { htmlReport } from '../../src/report/html.ts';
import { markdownReport } from '../../src/report/markdown.ts';
import { contextOf } from '../../src/report/report-clusters.ts';
import { reportData } from '../../src/report/report-data.ts';
import { studySchema } from '../../src/run/study.ts';
import { fixtureState } from '../support/fixture-state.ts';
import { hostileInput } from './hostile-run.ts';

describe('reportData', () => {
  const input = hostileInput();
  const data = reportData(input);

  it('sums up the work in sentences', () => {
    expect(data.summary[0]).toBe('One model named 5 value words in 5 answers (1 refusal).');
    expect(data.summary[1]).toMatch(/^Curated by hand \(1 rename and 1 discard\), \d+ words form/);
    expect(data.summary[2]).toBe(
      'Three factors explain 48 % of the variance; 2 of 3 factors replicate across models.',
    );
    // What an instrument found stands there in its own words, once.
    const [test] = data.instruments;
    const { told } = test!.found as { told: { headline: string; findings: { text: string }[] } };
    expect(data.summary.at(-2)).toBe(`Sentence completion: ${told.headline.replace('▲ ', '')}.`);
    expect(data.summary.at(-1)).toBe(told.findings.at(-1)!.text);
    expect(data.summary.at(-1)).toMatch(
      /^SmolLM2-135M-Instruct \(subject only; side .*did not pass the exam/,
    );
  });

  it('counts refusals and words per respondent', () => {
    const one = data.respondents.find((respondent) => respondent.answers > 0)!;
    expect(one).toMatchObject({
      answers: 5,
      refused: 1,
      completions: 5,
      forms: ['chat'],
      tokens: 50,
    });
    expect(one.wordsPerAnswer).toBe(5);
  });

  it('has every choice of the study', () => {
    const { study } = input.state;
    expect(data.method).toMatchObject({
      seed: study.seed,
      repeats: study.repeats,
      clusters: study.clusters,
      factors: study.factors,
    });
    expect(data.method.prompts.at(-1)).toMatchObject({
      hash: 'a'.repeat(64),
      answers: 5,
      refused: 1,
    });
  });

  it('names a command that a shell takes as it is meant', () => {
    expect(data.again).toBe("valuelex run 'runs/quiet otter'");
  });

  it('says of a run without results what there is: nothing', () => {
    const bare = reportData({ ...input, state: fixtureState({ bare: true }) });
    expect(bare).toMatchObject({ lexicon: null, clusters: null, factors: null, scores: [] });
    expect(bare.summary).toEqual([]);
  });

  it('says how the decisions of the queue were taken, on the page and in Markdown', () => {
    const decided = (pointed: number, taken: number) => ({ pointed, taken, seconds: 4 });
    const state = fixtureState({
      edits: [
        { edit: 'confirm', word: 'candor', decided: decided(0, 0) },
        { edit: 'confirm', word: 'calm', decided: decided(1, 0) },
      ],
    });
    const data = reportData({ ...input, state });
    const said = '2 decisions taken in the queue: 50 % as the program suggested, median 4 s';
    expect(htmlReport(data)).toContain(said);
    expect(markdownReport(data)).toContain(said);
    const none = reportData({ ...input, state: fixtureState() });
    expect(htmlReport(none)).not.toContain('in the queue');
  });

  it('says why a part could not be computed', () => {
    const state = fixtureState();
    const unavailable = { unavailable: 'Two usable columns; three are needed.', hint: 'Ask more.' };
    const results = { ...state.results, factors: unavailable };
    const data = reportData({ ...input, state: { ...state, results } });
    expect(data.factors).toEqual(unavailable);
    expect(data.summary).toContain(unavailable.unavailable);
  });
});

describe('contextOf', () => {
  it('cuts between words on both sides', () => {
    const text = `${'word '.repeat(40)}honesty ${'after '.repeat(40)}`;
    const context = contextOf(text, 200, 207, 12);
    expect(context).toBe('…word word honesty after…');
  });
  it('keeps a short text whole', () => {
    expect(contextOf('I value honesty.', 8, 15)).toBe('I value honesty.');
  });
});

describe('the method', () => {
  it('leaves out no choice of the study', () => {
    // The budget and the version say nothing about what was found; models stand among the respondents.
    const elsewhere = ['name', 'version', 'models', 'budget'];
    const keys = Object.keys(studySchema.shape).filter((key) => !elsewhere.includes(key));
    expect(Object.keys(reportData(hostileInput()).method).sort()).toEqual(keys.sort());
  });
});
