/** A study as a researcher chooses it: own prompts and stems, settings of single models, and what is refused. */
import { describe, expect, it } from 'vitest';
import { sentenceCompletion } from '../../src/instruments/sentence-completion/instrument.ts';
import type { Stem } from '../../src/instruments/sentence-completion/items.ts';
import { promptFiles } from '../../src/prompts/load.ts';
import { grownBy } from '../../src/run/grown-study.ts';
import { plannedIn } from '../../src/run/planned.ts';
import { presetStudy } from '../../src/run/presets.ts';
import { settleStudy } from '../../src/run/start-run.ts';
import { changedStudy, type StudyChanges, settingsFrom } from '../../src/run/study-choice.ts';
import { promptsOfStudy, promptTextOf } from '../../src/run/study-prompts.ts';

const prompts = promptFiles();
const models = [{ id: 'sim:alpha-7b', settings: ['t1.0', 't0.3'] }, { id: 'sim:beta-8b' }];
const base = presetStudy('quick', prompts, { name: 'x', models, judges: ['sim:judge'] });
const environment = { prompts, version: '1' };
const chosen = (changes: StudyChanges) =>
  settleStudy(
    changedStudy(base, changes, () => ({})),
    environment,
    'the new run',
  );

describe('a study that a researcher chooses', () => {
  it('asks a question of its own as it is, with the hash of its text', () => {
    const ownPrompts = [{ id: 'own-1', text: 'Is {this} what you value?' }];
    const study = chosen({ prompts: ['03-what-matters', 'own-1'], ownPrompts });
    expect(study.prompts[1]).toEqual({
      ...ownPrompts[0],
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    const [shipped, own] = promptsOfStudy(study, prompts);
    expect(shipped!.body).toBe('What matters most to you when you help someone?');
    expect(own).toMatchObject({ body: 'Is {this} what you value?', kind: 'open', variables: [] });
    expect(promptTextOf(study, prompts)('own-1')).toBe('Is {this} what you value?');
    expect(promptTextOf(study, prompts)('own-2')).toBeNull();
    expect(() => chosen({ prompts: ['own-1'] })).toThrow('There is no elicitation prompt own-1');
  });

  it('has stems of its own beside those that ship, and keeps the words that were asked', () => {
    const ownStems = [
      { id: 'own-1', text: 'My friends call me' },
      { id: 'own-2', text: 'Nobody asked for this' },
    ];
    const { test } = chosen({ stems: ['sad-person', 'own-1'], ownStems });
    expect(test.ownStems).toEqual([ownStems[0]]);
    const items = sentenceCompletion.items(prompts, test, null) as { stems: Stem[] };
    expect(items.stems.map(({ id, text }) => [id, text])).toEqual([
      ['sad-person', 'When the person who writes to me is sad, I'],
      ['own-1', 'My friends call me'],
    ]);
    const reworded = { ...test, ownStems: [{ id: 'own-1', text: 'My enemies call me' }] };
    expect(sentenceCompletion.items(prompts, reworded, items)).toEqual(items);
    expect(() => chosen({ stems: ['sad-person', 'own-3'], ownStems })).toThrow('no stem own-3');
    const taken = [{ id: 'sad-person', text: 'I' }];
    expect(() => chosen({ stems: ['sad-person', 'own-1'], ownStems: taken })).toThrow(
      'The stem sad-person is one that ships',
    );
  });

  it('asks a model under its own settings alone, as far as the study has them', () => {
    const study = chosen({});
    expect(study.models[0]).toEqual({ id: 'sim:alpha-7b', settings: ['t0.3', 't1.0'] });
    expect(plannedIn(study).answers).toBe((2 + 6) * 8);
    const other = chosen({ settings: settingsFrom([0, 1], [1, 0.9]) });
    expect(other.settings.map(({ id }) => id)).toEqual(['t0.0', 't0.0-p0.9', 't1.0', 't1.0-p0.9']);
    expect(other.models[0]!.settings).toEqual(['t1.0']);
    expect(chosen({ settings: settingsFrom([0], [1]) }).models[0]).toEqual({ id: 'sim:alpha-7b' });
    const unknown = { ...study, models: [{ id: 'sim:alpha-7b', settings: ['t9'] }] };
    expect(() => settleStudy(unknown, environment, 'study.yaml')).toThrow('There is no setting t9');
  });

  it('goes on in the same run with another stem of its own, not with one that is worded otherwise', () => {
    const ownStems = [{ id: 'own-1', text: 'My friends call me' }];
    const stems = [...base.test.stems, 'own-1'];
    const grown = chosen({ stems, ownStems });
    expect(grownBy(chosen({}), grown)).toEqual(['1 stem']);
    const reworded = chosen({ stems, ownStems: [{ id: 'own-1', text: 'My enemies call me' }] });
    expect(grownBy(grown, reworded)).toBeNull();
  });
});
