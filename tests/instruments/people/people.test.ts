import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RawRating, ScoreInput } from '../../../src/instruments/shared/cells.ts';
import {
  type Annotation,
  annotationOf,
  latestOf,
} from '../../../src/instruments/shared/people/annotations.ts';
import { calibratedOnPeople } from '../../../src/instruments/shared/people/calibrate.ts';
import { chooseTexts } from '../../../src/instruments/shared/people/choose-texts.ts';
import { agreementWithPeople } from '../../../src/instruments/shared/people/people-agreement.ts';

const values = ['care', 'order', 'wit'];
const system = {
  id: 'small',
  title: 'Small',
  source: 'here',
  dimensions: [
    {
      ...{ id: 'all', name: 'All', definition: 'all' },
      subdimensions: values.map((id) => ({ id, name: id, definition: id, words: [id] })),
    },
  ],
};
const models = Array.from({ length: 10 }, (_, m) => ({
  ...{ name: `lab:m${m}`, family: `f${m % 9}`, form: 'chat' as const, refusals: 0 },
}));

/** Each model ends six stems; `raw` by the place of the text and the place of the value. */
function inputOf(raw: (text: number, value: number) => number, rater = 'lab:judge'): ScoreInput {
  const ratings = models.flatMap(({ name }, m) =>
    Array.from({ length: 6 }, (_, s) => s).flatMap((s) =>
      values.map(
        (subdimension, v): RawRating => ({
          ...{ completion: `${name}|s${s}`, model: name, item: `s${s}`, form: 'chat' },
          ...{ rater, system: 'small', subdimension, protocol: 'digits' },
          raw: raw(m * 6 + s, v),
        }),
      ),
    ),
  );
  const exam = {
    ...{ rater, system: 'small', protocol: 'digits' as const, tried: [], baselines: [] },
    subject: { value: 1, low: 0.9, high: 1, pairs: 9, passes: true },
    side: { value: 1, low: 0.9, high: 1, pairs: 9, passes: true },
    verdict: 'passes' as const,
    map: values.map((subdimension) => ({ subdimension, a: 0, b: 1 })),
  };
  return {
    ...{ ratings, exams: [exam], system, models, seed: 1 },
    words: { item: 'stem', rater: 'judge', text: 'completion' },
    items: Array.from({ length: 6 }, (_, s) => ({ id: `s${s}`, framing: 'positive' as const })),
  };
}

const place = (completion: string) => {
  const [, m, s] = /m(\d+)\|s(\d+)/.exec(completion)!;
  return Number(m) * 6 + Number(s);
};

/** What a person says of all chosen texts. */
function say(
  input: ScoreInput,
  person: string,
  rating: (text: number) => number | null,
  count = 60,
): Annotation[] {
  return chooseTexts(input, count).map((one) =>
    annotationOf(
      { ...one, person, system: 'small' },
      { rating: rating(place(one.completion)), seconds: 1, at: '2026-01-01' },
      [],
    ),
  );
}

const wave = (text: number) => (text * 5) % 7;

describe('texts that people rate', () => {
  it('are spread over values, models, and what raters said, the same each time, none twice', () => {
    const input = inputOf((text, value) => text + value);
    const chosen = chooseTexts(input, 30);
    expect(chosen).toEqual(chooseTexts(input, 30));
    expect(new Set(chosen.map((one) => `${one.completion} ${one.subdimension}`)).size).toBe(30);
    for (const value of values) {
      const own = chosen.filter(({ subdimension }) => subdimension === value);
      expect(own).toHaveLength(10);
      // One of each stratum of six texts.
      const strata = own.map(({ completion }) => Math.floor(place(completion) / 6));
      expect(strata.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    }
    const perModel = Map.groupBy(chosen, ({ completion }) => completion.split('|')[0]);
    expect([...perModel.values()].map(({ length }) => length)).toEqual(Array(10).fill(3));
  });

  it('are as many as there are, whatever is asked for', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), (count) => {
        const chosen = chooseTexts(inputOf(wave), count);
        expect(chosen).toHaveLength(Math.min(count, 180));
      }),
    );
  });

  it('hold what a person said last', () => {
    const about = { person: 'ann', system: 'small', completion: 'c', subdimension: 'care' };
    const first = annotationOf(about, { rating: 2, seconds: 3, at: 'a' }, []);
    const second = annotationOf(about, { rating: 5, seconds: 3, at: 'a' }, [first]);
    const other = annotationOf({ ...about, person: 'bo' }, { rating: 0, seconds: 3, at: 'a' }, [
      first,
      second,
    ]);
    expect(new Set([first.id, second.id, other.id]).size).toBe(3);
    const latest = latestOf([second, other, first], 'small');
    expect(latest.map(({ person, rating }) => [person, rating])).toEqual([
      ['ann', 5],
      ['bo', 0],
    ]);
    expect(latestOf([first], 'another')).toEqual([]);
  });
});

describe('agreement with people', () => {
  it('is 1 for a rater in their order, −1 for the reverse, with the offset of its scale', () => {
    const same = inputOf((text, value) => wave(text) + 10 * value);
    const people = say(same, 'ann', wave);
    const [judge] = agreementWithPeople(same, people, false)!.raters;
    expect(judge!.order!.value).toBeCloseTo(1, 12);
    // By its lines it says 0, 10, 20 more on the three values.
    expect(judge!.offset!.value).toBeCloseTo(10, 12);
    const reverse = inputOf((text) => -wave(text));
    const [backwards] = agreementWithPeople(reverse, say(reverse, 'ann', wave), false)!.raters;
    expect(backwards!.order!.value).toBeCloseTo(-1, 12);
  });

  it('leaves out families where there are eight, and says nothing of texts that nobody could rate', () => {
    const input = inputOf((text) => wave(text) + (text % 3));
    const found = agreementWithPeople(input, say(input, 'ann', wave), false)!;
    expect(found).toMatchObject({ unit: 'family', units: 9, texts: 60, between: null });
    const [{ order }] = found.raters as [(typeof found.raters)[0]];
    expect(order!.low!).toBeLessThan(order!.value);
    expect(order!.high!).toBeGreaterThan(order!.value);
    expect(
      agreementWithPeople(
        input,
        say(input, 'ann', () => null),
        false,
      ),
    ).toBeNull();
    const few = { ...input, models: models.map((one) => ({ ...one, family: 'one' })) };
    expect(agreementWithPeople(few, say(few, 'ann', wave), false)).toMatchObject({ unit: 'text' });
  });

  it('tells how far people agree among themselves', () => {
    const input = inputOf(wave);
    const both = [...say(input, 'ann', wave), ...say(input, 'bo', wave)];
    expect(agreementWithPeople(input, both, false)!.between!.value).toBe(1);
    const mixed = [...say(input, 'ann', wave), ...say(input, 'bo', (text) => (text * 3) % 7)];
    expect(agreementWithPeople(input, mixed, false)!.between!.value).toBeLessThan(0.9);
  });
});

describe('scales on people', () => {
  it('give people’s mean rating for a rater’s, by a line that was planted', () => {
    const input = inputOf((text) => 2 + 0.5 * wave(text));
    const [exam] = calibratedOnPeople(input, say(input, 'ann', wave));
    for (const line of exam!.map) {
      expect(line.none).toBeUndefined();
      expect(line.b).toBeCloseTo(2, 6);
      expect(line.a).toBeCloseTo(-4, 6);
    }
  });

  it('stay on the anchors with fewer than 30 texts, and say where ratings do not follow people', () => {
    const input = inputOf((text) => 2 + 0.5 * wave(text));
    expect(calibratedOnPeople(input, say(input, 'ann', wave, 29))).toEqual(input.exams);
    const reverse = inputOf((text) => -wave(text));
    const other = calibratedOnPeople(reverse, say(reverse, 'ann', wave));
    expect(other[0]!.map.every(({ none }) => none?.includes('people’s ratings'))).toBe(true);
  });
});
