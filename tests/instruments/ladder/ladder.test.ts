/** Dilemma ladders: what is asked, what becomes of choices, and a whole run in a simulated world. */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Facts } from '../../../src/instruments/contract.ts';
import { ladder as instrument } from '../../../src/instruments/ladder/instrument.ts';
import {
  climbsIn,
  dependsText,
  type History,
  idOf,
  laddersIn,
  loadItems,
  type Question,
  questionsOf,
  stepOf,
  stepsOf,
  textOf,
} from '../../../src/instruments/ladder/items.ts';
import type { Result } from '../../../src/instruments/ladder/result.ts';
import { scoreLadders } from '../../../src/instruments/ladder/score.ts';
import { settingsSchema } from '../../../src/instruments/ladder/settings.ts';
import { plantedIn, speaker } from '../../../src/instruments/ladder/speaker.ts';
import { tellLadders } from '../../../src/instruments/ladder/tell.ts';
import { traceLadders } from '../../../src/instruments/ladder/trace.ts';
import { type AnswerLine, importedAnswer } from '../../../src/instruments/shared/answer-round.ts';
import { hashText } from '../../../src/models/simulated/random.ts';
import { promptFiles } from '../../../src/prompts/load.ts';
import { type TestTerminal, testTerminal } from '../../commands/test-context.ts';
import { writeSmallStudy } from '../../support/small-study.ts';

const items = loadItems(settingsSchema.parse({ extent: 'thorough' }), promptFiles(), null);
const ladders = laddersIn(items);
const rising = ladders.filter((one) => !one.flat);
const flats = ladders.filter((one) => one.flat);
const paper = ladders.find(({ id }) => id === 'school-paper')!;
const [againstA, againstB] = climbsIn({ sets: [{ source: '', ladders: [paper] }] });
const questionOf = (climb: NonNullable<typeof againstA>, step: number, history: History) =>
  questionsOf({ sets: [{ source: '', ladders: [paper] }] }, [history]).find(
    (one) => one.id === idOf(climb, step, history, 'forward'),
  ) as Question;

describe('what is asked', () => {
  const third = questionOf(againstA!, 3, 'own');

  it('is a step after its setting alone, or after the steps before it, with choices or not', () => {
    const told = (history: History, sides: ('a' | 'b' | null)[]) =>
      textOf({ ...third, history }, sides, items);
    const steps = stepsOf(paper, 'against-a').map(({ text }) => text);
    const alone = told('alone', []);
    expect(alone.startsWith(`${paper.setting}\n\n${steps[2]}\n\n`)).toBe(true);
    expect(alone).not.toContain(steps[0]);
    const story = told('story', [null, null]);
    expect(story).toContain(`${paper.setting}\n\n${steps[0]}\n\n${steps[1]}\n\n${steps[2]}\n\n`);
    expect(story).not.toContain('You decided');
    const own = told('own', ['b', null]);
    expect(own).toContain(`${steps[0]}\nYou decided: ${paper.b!.option}\n\n${steps[1]}\n\n`);
    expect(own).not.toContain(steps[3]);
  });

  it('shows both orders of the options, and a third option where it may depend', () => {
    const forward = textOf(third, [], items);
    expect(forward).toContain(`A: ${paper.a!.option}\nB: ${paper.b!.option}\n`);
    const reversed = textOf({ ...third, order: 'reversed' }, [], items);
    expect(reversed).toContain(`A: ${paper.b!.option}\nB: ${paper.a!.option}\n`);
    expect(dependsText(third, items)).toContain('C: It depends.');
  });

  it('has the start once, whichever way goes up from it', () => {
    const starts = questionsOf(items, ['alone', 'own']).filter(({ step }) => step === 1);
    expect(starts).toHaveLength(2 * 70);
    expect(stepOf({ climb: againstA!, step: 1 })).toEqual(stepOf({ climb: againstB!, step: 1 }));
  });
});

const at = '2026-11-30T00:00:00Z';
type Side = 'a' | 'b' | 'first' | 'none';
/** Both answers to a step: an option in both orders, the first letter, or nothing. */
function answersTo(
  model: string,
  id: (order: 'forward' | 'reversed') => string,
  side: Side,
): AnswerLine[] {
  return (['forward', 'reversed'] as const).map((order) => {
    const item = id(order);
    const letter = side === 'first' ? 'A' : (side === 'a') === (order === 'forward') ? 'A' : 'B';
    const text = side === 'none' ? 'Both have their merits.' : letter;
    return importedAnswer({ id: `${model}|${item}`, at }, { model, item, text });
  });
}
/** A whole way up; the start is answered once a ladder. */
function climbed(
  model: string,
  id: string,
  way: 'against-a' | 'against-b' | 'flat',
  sides: readonly Side[],
  history: History = 'alone',
) {
  const one = ladders.find((ladder) => ladder.id === id)!;
  return sides.flatMap((side, i) =>
    answersTo(model, (order) => idOf({ ladder: one, way }, i + 1, history, order), side),
  );
}
const factsWith = (lines: readonly AnswerLine[], seed = 1): Facts<typeof items> => ({
  ...{ items, models: [], raters: [], seed, derived: { ownSystem: null }, texts: {} },
  lines: { answers: [...new Map(lines.map((line) => [line.id, line])).values()] },
});
function score(lines: readonly AnswerLine[]): Result {
  const result = scoreLadders(factsWith(lines));
  if ('unavailable' in result) throw new Error(result.unavailable);
  return result;
}
const first = (result: Result) => result.readings[0]!.models[0]!;

describe('drift', () => {
  it('is half the difference of the slopes where stakes rise against A and against B', () => {
    const lines = rising.slice(0, 6).flatMap(({ id }, i) => [
      // Against A: 1 1 ½ 0 0, slope −.3; against B it stays, but in every second ladder.
      ...climbed('m', id, 'against-a', ['a', 'a', 'first', 'b', 'b']),
      ...climbed(
        'm',
        id,
        'against-b',
        i % 2 ? ['a', 'a', 'a', 'a', 'a'] : ['a', 'a', 'a', 'a', 'b'],
      ),
    ]);
    const { drift } = first(score(lines));
    const [alone] = drift;
    expect(alone!.history).toBe('alone');
    expect(alone!.againstA!.value).toBeCloseTo(-0.3, 12);
    expect(alone!.againstB!.value).toBeCloseTo(-0.1, 12);
    expect(alone!.drift!.value).toBeCloseTo(0.1, 12);
    expect(alone!.common!.value).toBeCloseTo(-0.2, 12);
    // Slopes against B are 0 or −.2: half the difference .15 or .05, SD .0548, t(5) 2.571.
    expect(alone!.drift!.high! - alone!.drift!.value).toBeCloseTo(
      (2.570582 * Math.sqrt(0.003)) / Math.sqrt(6),
      6,
    );
    expect(alone!.flat).toBeNull();
  });

  it('of flat ladders stands beside it, and a ladder with a step without a choice is left out', () => {
    const lines = [
      ...flats.slice(0, 3).flatMap(({ id }) => climbed('m', id, 'flat', ['a', 'a', 'a', 'a', 'b'])),
      ...climbed('m', flats[3]!.id, 'flat', ['b', 'b', 'none', 'a', 'a']),
    ];
    const [alone] = first(score(lines)).drift;
    expect(alone!.flat).toMatchObject({ n: 3 });
    expect(alone!.flat!.value).toBeCloseTo(-0.2, 12);
    expect(alone!.drift).toBeNull();
  });
});

describe('holding the first choice', () => {
  it('counts switches, those already at the other option, and those without a first choice', () => {
    const way = (i: number, sides: readonly Side[], to: 'against-a' | 'against-b' = 'against-a') =>
      climbed('m', rising[i]!.id, to, sides, 'own');
    const lines = [
      ...way(0, ['a', 'a', 'b', 'b', 'b']),
      // By position is not a switch; back again is not watched any more.
      ...way(1, ['a', 'first', 'a', 'b', 'a']),
      ...way(2, ['a', 'a', 'a', 'a', 'a']),
      // Ends the watching at step 2.
      ...way(3, ['a', 'a', 'none', 'b', 'b']),
      ...way(4, ['b', 'b', 'b', 'b', 'b']),
      ...way(5, ['first', 'a', 'a', 'a', 'b']),
      ...way(6, ['b', 'a', 'a', 'a', 'a'], 'against-b'),
    ];
    const { rising: found, flat } = first(score(lines));
    expect(found).toMatchObject({ watched: 5, already: 1, undecided: 1 });
    expect(found.curve.map(({ time, atRisk, ended }) => [time, atRisk, ended])).toEqual([
      [2, 5, 1],
      [3, 3, 1],
      [4, 2, 1],
      [5, 1, 0],
    ]);
    // 4/5 · 2/3 · 1/2.
    expect(found.curve.at(-1)!.left).toBeCloseTo(4 / 15, 12);
    expect(flat).toMatchObject({ watched: 0, curve: [] });
  });
});

describe('path dependence', () => {
  it('is P(A after A) − P(A after B), a ladder once', () => {
    const lines = rising
      .slice(0, 4)
      .flatMap(({ id }, i) => [
        ...climbed('m', id, 'against-a', ['a', 'a', 'a', 'first', 'b'], 'set-a'),
        ...climbed('m', id, 'against-a', ['a', 'b', i === 0 ? 'a' : 'b', 'b', 'b'], 'set-b'),
      ]);
    // 1, 1 (ladder 0: 0), ½, 0: .625, of ladder 0 .375.
    expect(first(score(lines)).path).toMatchObject({ n: 4 });
    expect(first(score(lines)).path!.value).toBeCloseTo((3 * 0.625 + 0.375) / 4, 12);
    expect(
      first(score(climbed('m', rising[0]!.id, 'against-a', ['a', 'a', 'a', 'a', 'a']))).path,
    ).toBeNull();
  });
});

describe('the scores', () => {
  const everywhere = (model: string, side: (one: (typeof rising)[number]) => Side) =>
    rising.flatMap((one) =>
      (['against-a', 'against-b'] as const).flatMap((way) => {
        const own = side(one);
        return climbed(model, one.id, way, [own, own, own, own, own]);
      }),
    );

  it('put the value first that is always chosen, and say that only the correction keeps it finite', () => {
    const order = [
      'universalism',
      'benevolence',
      'self-direction',
      'security',
      'conformity',
      'tradition',
      'stimulation',
      'achievement',
      'hedonism',
      'power',
    ];
    const result = score(
      everywhere('m', ({ a, b }) =>
        order.indexOf(a!.value!) < order.indexOf(b!.value!) ? 'a' : 'b',
      ),
    );
    const [schwartz] = result.readings[0]!.strengths;
    const sorted = schwartz!.values.toSorted((x, y) => y.value - x.value).map(({ id }) => id);
    expect(sorted).toEqual(order);
    expect(schwartz!.connected).toBe(false);
    expect(first(result).cycles).toMatchObject({ triads: 120, found: 0 });
    const notes = tellLadders(result).tables[0]!.notes.join(' ');
    expect(notes).toContain('finite by the correction alone');
  });

  it('name no strongest value where values are not shown to differ', () => {
    // Each value is chosen in every second ladder.
    const sides = new Map(rising.map(({ id }, i) => [id, i % 2 ? 'a' : 'b'] as const));
    const told = tellLadders(score(everywhere('m', ({ id }) => sides.get(id)!)));
    expect(told.headline).toContain('which values are stronger cannot be told');
    expect(told.findings).toEqual([]);
  });

  it('say nothing of strengths where one letter is always taken', () => {
    const result = score(everywhere('m', () => 'first'));
    expect(first(result)).toMatchObject({
      poles: null,
      steps: 0,
      position: { value: 1 },
      first: 1,
      cycles: null,
    });
    expect(first(result).values.every(({ won }) => won === null)).toBe(true);
    expect(result.readings[0]!.strengths).toEqual([]);
    const told = tellLadders(result);
    expect(told.headline).toContain('too few choices');
    expect(told.tables.find(({ id }) => id === 'poles-text')!.notes.join(' ')).toContain(
      'cannot be told',
    );
  });

  it('find choices that go round', () => {
    // a over b along the ring of ten values: each is chosen over those that follow it.
    const ring = [
      'self-direction',
      'stimulation',
      'hedonism',
      'achievement',
      'power',
      'conformity',
      'security',
      'tradition',
      'benevolence',
      'universalism',
    ];
    const ahead = (a: string, b: string) => (ring.indexOf(b) - ring.indexOf(a) + 10) % 10;
    const result = score(
      everywhere('m', ({ a, b }) =>
        ahead(a!.value!, b!.value!) < 5 ||
        (ahead(a!.value!, b!.value!) === 5 && a!.value! < b!.value!)
          ? 'a'
          : 'b',
      ),
    );
    const { cycles } = first(result);
    expect(cycles!.triads).toBe(120);
    expect(cycles!.found).toBeGreaterThan(30);
    expect(cycles!.p).toBeLessThan(0.01);
  });

  it('give bounds above 5 % without a choice, and are withheld above a third', () => {
    const some = score(everywhere('m', (one) => (one.id < 'f' ? 'none' : 'a')));
    const told = first(some).values.filter(({ worst }) => worst !== null);
    expect(told.length).toBeGreaterThan(0);
    for (const { won, worst, best } of told) {
      expect(worst).toBeLessThanOrEqual(won!.value);
      expect(best).toBeGreaterThanOrEqual(won!.value);
    }
    const most = score([
      ...everywhere('shy', (one) => (one.id < 'n' ? 'none' : 'a')),
      ...everywhere('open', () => 'a'),
    ]);
    expect(most.readings[0]!.withheld.map(({ model }) => model)).toEqual(['shy']);
    expect(tellLadders(most).notes.join(' ')).toContain('shy: withheld');
  });

  it('count "it depends", and trace what a cell stands on', () => {
    const depends = rising.slice(0, 4).map((one, i) => {
      const item = `${one.id}.start.forward.depends`;
      return importedAnswer({ id: `m|${item}`, at }, { model: 'm', item, text: i < 3 ? 'C' : 'A' });
    });
    const lines = [
      ...depends,
      ...climbed('m', 'school-paper', 'against-a', ['a', 'a', 'b', 'b', 'b']),
    ];
    expect(first(score(lines)).depends).toMatchObject({ value: 0.75, n: 4 });
    expect(first(score(lines)).asked).toBe(10);
    const place = (table: string, row: string, column: string | null) =>
      traceLadders(factsWith(lines), { table, row, column });
    expect(place('chosen-text-schwartz', 'm', 'conformity').length).toBeGreaterThanOrEqual(10);
    expect(place('chosen-text-schwartz', 'm', 'hedonism')).toHaveLength(0);
    expect(place('ladders-text', 'school-paper', null)).toHaveLength(11);
    const [one] = place('drift-text-alone', 'm', 'drift');
    expect(one!.notes.join(' ')).toMatch(/took ".+", which serves/);
    expect(one!.item.text).toContain(paper.setting);
  });

  it('say so where nothing was decided', () => {
    expect(scoreLadders(factsWith([]))).toHaveProperty('unavailable');
  });
});

describe('a run', () => {
  let terminal: TestTerminal;
  beforeEach(() => {
    terminal = testTerminal();
  });
  afterEach(() => rmSync(terminal.folder, { recursive: true, force: true }));
  const linesIn = () =>
    readFileSync(
      join(terminal.runs, readdirSync(terminal.runs)[0]!, 'ladder/answers.jsonl'),
      'utf8',
    )
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as AnswerLine);

  it('asks each step with the choices before it, and finds what was planted', async () => {
    const study = writeSmallStudy(terminal.folder, {
      models: ['sim:alpha-7b', 'sim:beta-8b'],
      more: { clusters: { minCount: 1000 }, instruments: { ladder: { extent: 'thorough' } } },
    });
    const { code, out } = await terminal.run('run', study);
    expect(code).toBe(0);
    expect(out).toContain('is chosen more strongly than');
    // 60 ladders: a start, and eight steps in five histories; flat ones four; both orders; each step once with a third option.
    const each = 2 * (60 * (1 + 8 * 5) + 10 * (1 + 4 * 5)) + 60 * 9 + 10 * 5;
    const taken = linesIn();
    expect(taken).toHaveLength(2 * each);
    const told = JSON.parse((await terminal.run('report', 'small', '--json')).out);
    const { result } = told.instruments[1].found as { result: Result };
    const [reading] = result.readings;
    for (const { model, poles, stakes, path, depends, drift } of reading!.models) {
      const planted = plantedIn(hashText(model.slice(4)));
      // Four standard errors.
      const near = (
        found: { value: number; low: number | null; high: number | null },
        truth: number,
      ) =>
        expect(Math.abs(found.value - truth), `${model} ${truth}`).toBeLessThan(
          2 * (found.high! - found.low!),
        );
      near(stakes!, planted.stakes);
      near(depends!, planted.depends);
      expect(poles).toHaveLength(4);
      expect(path!.value).toBeGreaterThan(path!.low!);
      expect(drift.map(({ history }) => history)).toEqual([
        'alone',
        'story',
        'own',
        'set-a',
        'set-b',
      ]);
      expect(drift[0]!.drift!.low!).toBeGreaterThan(0);
    }
    const folder = join(terminal.folder, told.folder);
    expect(readFileSync(join(folder, 'report.html'), 'utf8')).toContain('<section id="ladder">');
    const facts = readFileSync(join(folder, 'ladder-facts.csv'), 'utf8');
    expect(facts.trim().split('\n')).toHaveLength(1 + 2 * each);

    const rows = JSON.parse((await terminal.run('instruments', 'small', '--json')).out);
    const forecast = rows.find(({ id }: { id: string }) => id === 'ladder');
    const tokens = taken.reduce((sum, one) => sum + one.promptTokens! + one.completionTokens!, 0);
    expect(forecast).toMatchObject({ stored: 2 * each, requests: 2 * each });
    expect(forecast.tokens / tokens).toBeGreaterThan(1 / 1.5);
    expect(forecast.tokens / tokens).toBeLessThan(1.5);
  });

  it('is cut into parts, also within a model, and merged', async () => {
    const study = writeSmallStudy(terminal.folder, {
      models: ['sim:alpha-7b', 'sim:beta-8b'],
      more: { clusters: { minCount: 1000 }, instruments: { ladder: { extent: 'quick' } } },
    });
    const parts = ['1/4', '2/4', '3/4', '4/4'];
    for (const part of parts)
      expect((await terminal.run('run', study, '--shard', part)).code).toBe(0);
    const folders = readdirSync(terminal.runs).map((name) => join(terminal.runs, name));
    const merged = JSON.parse(
      (await terminal.run('merge', ...folders, '--name', 'whole', '--json')).out,
    );
    // A step whose earlier step lies in another part waits for the merged run.
    expect(merged.lines['ladder/answers']).toBeGreaterThan(2 * 184);
    expect(merged.lines['ladder/answers']).toBeLessThan(2 * 376);
    await terminal.run('run', merged.folder);
    const answers = join(merged.folder, 'ladder/answers.jsonl');
    const ids = readFileSync(answers, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).id);
    expect(ids).toHaveLength(2 * 376);
    expect(new Set(ids).size).toBe(2 * 376);
  });

  it('takes decisions that were collected elsewhere, and refuses what is none', async () => {
    const answersFile = join(terminal.folder, 'answers.csv');
    writeFileSync(answersFile, 'model,prompt,answer\nm,What do you value?,honesty and care\n');
    await terminal.run('import', answersFile, '--as', 'responses', '--name', 'mine');
    const file = join(terminal.folder, 'decisions.csv');
    const write = (...rows: string[]) =>
      writeFileSync(file, `model,ladder,step,direction,history,order,answer\n${rows.join('\n')}\n`);
    const importing = () => terminal.run('import', file, '--as', 'ladder', '--into', 'mine');
    write(
      ...['lab:m,school-paper,1,,,forward,A', 'lab:m,school-paper,1,,,reversed,B'],
      ...[
        'lab:m,school-paper,3,against-a,own,forward,B',
        'lab:m,flat-canoe,2,,alone,reversed,"A, of course"',
      ],
    );
    expect((await importing()).out).toContain('4 answers to ladder of 1 model added');
    const told = JSON.parse((await terminal.run('report', 'mine', '--json')).out);
    const { result } = told.instruments[0].found as { result: Result };
    expect(first(result)).toMatchObject({ asked: 4, steps: 1 });
    for (const [row, reason] of [
      ['lab:m,school-papr,1,,,forward,A', 'There is no ladder school-papr'],
      ['lab:m,school-paper,6,against-a,,forward,A', 'step is 6'],
      ['lab:m,school-paper,2,,,forward,A', 'direction is missing'],
      ['lab:m,school-paper,2,upward,,forward,A', 'direction is "upward"'],
      ['lab:m,school-paper,2,against-a,then,forward,A', 'history is "then"'],
      ['lab:m,school-paper,2,against-a,,upward,A', 'order is "upward"'],
    ] as const) {
      write(row);
      const { code, notes } = await importing();
      expect(code).not.toBe(0);
      expect(notes).toContain(reason);
      expect(notes).toMatch(/decisions\.csv.*2/);
    }
  });
});

describe('the simulated models', () => {
  it('answer no request of others', () => {
    const sampling = { temperature: 0, topP: 1, maxTokens: 8 };
    const said = (content: string) =>
      speaker(
        { kind: 'chat', messages: [{ role: 'user', content }], sampling },
        { id: 'm', seed: 1 },
      );
    expect(said('Which principles guide you?')).toBeNull();
    expect(said('Paint it.\n\nWhat do you do?\n\nA: Green.\nB: Blue.')).toBeNull();
    expect(said(textOf(questionOf(againstB!, 2, 'own'), ['a'], items))).toMatch(/^[AB]$/);
  });
});

it('the instrument is in the list by its contract', () => {
  expect(instrument.id).toBe('ladder');
  expect(instrument.settings.parse({})).toMatchObject({ extent: 'default', read: 'auto' });
});
