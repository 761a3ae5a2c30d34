import { expect, test } from 'vitest';
import { estimateRun } from '../../../../src/commands/runs/estimate-run.ts';
import { promptFiles } from '../../../../src/prompts/load.ts';
import { presetStudy } from '../../../../src/run/presets.ts';
import type { Study } from '../../../../src/run/study.ts';
import { changedStudy, type StudyChanges } from '../../../../src/run/study-choice.ts';
import { costLine, sizeLine } from '../../../../src/ui/screens/models/draft.ts';
import { parseSettings, parseTags } from '../../../../src/ui/screens/models/models-actions.ts';
import { fixtureModelList } from '../../../support/fixture-interface.ts';

test('tags are three words, or a reason in words', () => {
  expect(parseTags('llama 8b inst')).toEqual({ family: 'llama', size: 8, training: 'instruct' });
  expect(parseTags('x ? base')).toEqual({ family: 'x', size: null, training: 'base' });
  expect(parseTags('llama 8')).toMatch(/three/);
  expect(parseTags('llama huge base')).toMatch(/not a size/);
  expect(parseTags('llama 8 tuned')).toMatch(/not one of/);
});

test('settings are temperatures and top-p', () => {
  expect(parseSettings('0.3 0.7, 1; 0.9')).toEqual({ temperatures: [0.3, 0.7, 1], topPs: [0.9] });
  expect(parseSettings('1 1')).toEqual({ temperatures: [1], topPs: [1] });
  expect(parseSettings('3')).toMatch(/0 to 2/);
  expect(parseSettings('1; 0')).toMatch(/top-p/);
});

test('the cost in one line', () => {
  const estimate = {
    respondents: 30,
    prompts: 15,
    parts: [],
    requests: 450,
    tokens: 61_000,
    dollars: 0.18,
    seconds: 420,
    fetch: 0,
    warnings: [],
    fault: null,
  };
  expect(costLine(estimate)).toBe('450 requests · 61k tokens · $0.18 · ~7 min');
  expect(costLine({ ...estimate, dollars: null, seconds: null })).toBe(
    '450 requests · 61k tokens · price unknown',
  );
});

test('the size of a study adds up: respondents × prompts × repeats, and what else is asked', () => {
  const files = promptFiles();
  const base = presetStudy('quick', files, { name: 'x' });
  const sizeOf = (changes: StudyChanges, models = base.models) => {
    const study = changedStudy({ ...base, models }, changes, () => ({}));
    return sizeLine(study, estimateRun(study, [], { prompts: files }));
  };
  expect(sizeOf({})).toBe(
    '2 models × 6 settings × 8 prompts = 96 answers + 48 completions + 576 ratings',
  );
  const [first, second] = base.models as [Study['models'][number], Study['models'][number]];
  expect(sizeOf({ repeats: 2 }, [first, { ...second, settings: ['t1.0'] }])).toBe(
    '2 models in 7 settings × 8 prompts × 2 repeats = 112 answers + 48 completions + 576 ratings',
  );
  expect(
    sizeOf({
      prompts: ['03-what-matters', 'own-1'],
      ownPrompts: [{ id: 'own-1', text: 'What do you hold dear?' }],
      ...{ stems: ['sad-person', 'secret-shared'], systems: ['schwartz'], judges: ['lab:a'] },
      instruments: ['opposing'],
    }),
  ).toMatch(
    /^2 models × 6 settings × 2 prompts = 24 answers \+ 4 completions \+ \d+ [\w ]+ requests \+ 40 ratings$/,
  );
});

test('a value system that cannot be read is not counted, and the forecast says so', () => {
  const files = promptFiles();
  const study = presetStudy('quick', files, { name: 'x' });
  const systems = ['schwartz', '/no/such/system.yaml'];
  const { parts, warnings } = estimateRun({ ...study, test: { ...study.test, systems } }, [], {
    prompts: files,
  });
  const alone = estimateRun({ ...study, test: { ...study.test, systems: ['schwartz'] } }, [], {
    prompts: files,
  });
  expect(parts).toEqual(alone.parts);
  expect(warnings[0]).toContain('There is no value system /no/such/system.yaml.');
});

test('what this machine reads beside the models costs nothing, and its price is not missed', () => {
  const files = promptFiles();
  const base = presetStudy('quick', files, { name: 'x' });
  const priced = fixtureModelList.map((model, at) => ({
    ...model,
    ...{ name: base.models[at]?.id ?? model.name, price: { prompt: 0, completion: 0 } },
  }));
  const dollars = (instruments: Study['instruments']) =>
    estimateRun({ ...base, instruments }, priced, { prompts: files }).dollars;
  expect([dollars({}), dollars({ stance: {} })]).toEqual([0, 0]);
});
