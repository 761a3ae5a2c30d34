/** The shipped ladders: every rule that they keep, counted. */
import { describe, expect, it } from 'vitest';
import {
  climbsIn,
  laddersIn,
  loadItems,
  questionsOf,
  waysOf,
} from '../../../src/instruments/ladder/items.ts';
import { type Ladder, valuesOf } from '../../../src/instruments/ladder/ladder-file.ts';
import { historiesOf, settingsSchema } from '../../../src/instruments/ladder/settings.ts';
import { promptFiles } from '../../../src/prompts/load.ts';
import {
  circleOpposites,
  isOfRoot,
  rootsOf,
  isContent as saysSomething,
  wordsOf,
} from '../value-words.ts';

const itemsAt = (extent: 'quick' | 'default' | 'thorough') =>
  loadItems(settingsSchema.parse({ extent }), promptFiles(), null);
const items = itemsAt('default');
const [rising, flat] = items.sets.map(({ ladders }) => ladders) as [Ladder[], Ladder[]];
const all = laddersIn(items);

const opposites = circleOpposites.map((pair) => pair.toSorted().join(' '));

type Edge = readonly [string, string];
const pairOf = ({ a, b }: Ladder): Edge => [a!.value!, b!.value!];
const foundationsOf = ({ a, b }: Ladder): Edge[] =>
  a!.foundation && b!.foundation ? [[a!.foundation, b!.foundation]] : [];
const later = ({ againstA = [], againstB = [], flat: same = [] }: Ladder) => [
  ...againstA,
  ...againstB,
  ...same,
];
const common = (a: ReadonlySet<string>, b: ReadonlySet<string>) =>
  [...a].filter((word) => b.has(word));
const between = (text: string, least: number, most: number) => {
  const count = text.split(/\s+/).length;
  return count >= least && count <= most;
};
const optionsOf = ({ a, b }: Ladder) => [a!.option, b!.option] as const;

/** Whether the pairs join all of them. */
function joins(nodes: readonly string[], edges: readonly Edge[]): boolean {
  const seen = new Set(nodes.slice(0, 1));
  for (const one of seen)
    for (const [a, b] of edges) {
      if (a === one) seen.add(b);
      if (b === one) seen.add(a);
    }
  return nodes.every((one) => seen.has(one));
}

describe('the ladders', () => {
  it('are 60 with five steps in each of two directions, and ten flat ones of five', () => {
    expect([rising.length, flat.length]).toEqual([60, 10]);
    for (const one of rising)
      expect([one.id, waysOf(one)]).toEqual([one.id, ['against-a', 'against-b']]);
    for (const one of flat) expect([one.id, waysOf(one)]).toEqual([one.id, ['flat']]);
    for (const { ladder, way, steps } of climbsIn(items))
      expect([ladder.id, way, steps.length]).toEqual([ladder.id, way, 5]);
    expect(new Set(all.map(({ id }) => id)).size).toBe(70);
  });

  it('set each of ten values against others in twelve, each opposite pair in four, each other pair in one', () => {
    const values = valuesOf('schwartz').map(({ id }) => id);
    for (const value of values) {
      expect([value, rising.filter((one) => pairOf(one).includes(value)).length]).toEqual([
        value,
        12,
      ]);
      expect([value, rising.filter((one) => pairOf(one)[0] === value).length]).toEqual([value, 6]);
      expect([value, flat.filter((one) => pairOf(one).includes(value)).length]).toEqual([value, 2]);
    }
    const pairs = Map.groupBy(rising, (one) => pairOf(one).toSorted().join(' '));
    expect(pairs.size).toBe(45);
    for (const [pair, own] of pairs)
      expect([pair, own.length]).toEqual([pair, opposites.includes(pair) ? 4 : 1]);
  });

  it('join the values of both systems, also without any one ladder', () => {
    for (const [system, edges] of [
      ['schwartz', rising.map((one) => [pairOf(one)])],
      ['moral-foundations', rising.map(foundationsOf)],
    ] as const) {
      const values = valuesOf(system).map(({ id }) => id);
      expect([system, joins(values, edges.flat())]).toEqual([system, true]);
      edges.forEach((_, left) => {
        const others = edges.filter((__, i) => i !== left).flat();
        expect([system, rising[left]!.id, joins(values, others)]).toEqual([
          system,
          rising[left]!.id,
          true,
        ]);
      });
    }
    // The rule finds what is not joined.
    expect(joins(['a', 'b', 'c'], [['a', 'b']])).toBe(false);
  });

  it('are from at least twelve fields of life, and no pair of values twice from one', () => {
    const fields = Map.groupBy(rising, ({ field }) => field!);
    expect(fields.size).toBeGreaterThanOrEqual(12);
    for (const [field, own] of fields) {
      expect(own.length, field).toBeLessThanOrEqual(8);
      const pairs = own.map((one) => pairOf(one).toSorted().join(' '));
      expect([field, ...pairs.toSorted()]).toEqual([field, ...new Set(pairs.toSorted())]);
    }
    expect(new Set(all.map(({ scene }) => scene)).size).toBe(70);
  });

  it('have two options of nearly one length, 6 to 14 words, each an act that the other is not', () => {
    for (const one of all) {
      const counts = optionsOf(one).map((option) => option.split(/\s+/).length);
      for (const count of counts) {
        expect(count, one.id).toBeGreaterThanOrEqual(6);
        expect(count, one.id).toBeLessThanOrEqual(14);
      }
      expect(Math.abs(counts[0]! - counts[1]!), `${one.id}: ${counts}`).toBeLessThanOrEqual(2);
      const [a, b] = optionsOf(one).map((option) => new Set(wordsOf(option))) as [
        Set<string>,
        Set<string>,
      ];
      expect([...a].filter((word) => !b.has(word)).length, one.id).toBeGreaterThanOrEqual(2);
      expect([...b].filter((word) => !a.has(word)).length, one.id).toBeGreaterThanOrEqual(2);
    }
    // Neither side of a value has the longer options.
    const longer = rising.map((one) => {
      const [a, b] = optionsOf(one).map((option) => option.length);
      return a! - b!;
    });
    const mean = longer.reduce((sum, x) => sum + x, 0) / longer.length;
    expect(Math.abs(mean)).toBeLessThan(3);
  });

  it('have options that hold no negation, no hedge, no first person, and no word that names or defines their values', () => {
    const negation =
      /\b(?:not?|never|none|nothing|nobody|without|neither|nor|cannot|hardly|\w+n't)\b/i;
    const hedge =
      /\b(?:maybe|perhaps|might|may|could|would|probably|possibly|seems?|likely|somewhat|rather|usually|often|quite|fairly)\b/i;
    const firstPerson = /\b(?:i|me|my|mine|we|us|our|ours|let's|i'\w+)\b/i;
    const wrong = all.flatMap((one) => {
      const roots = pairOf(one).flatMap(rootsOf);
      return optionsOf(one).flatMap((option) =>
        [
          ...[negation, hedge, firstPerson].flatMap((rule) => rule.exec(option) ?? []),
          ...wordsOf(option).filter((word) => roots.some((root) => isOfRoot(word, root))),
        ].map((word) => `${one.id}: ${word} in "${option}"`),
      );
    });
    expect(wrong).toEqual([]);
    // The rule finds such words.
    for (const word of ['safe', 'secured', 'protected'])
      expect([word, rootsOf('security').some((root) => isOfRoot(word, root))]).toEqual([
        word,
        true,
      ]);
  });

  it('have steps of 8 to 40 words that name no option, begin with no word of what came before, and follow from no choice', () => {
    const wrong = all.flatMap(({ id, setting, ...one }) => [
      ...[one.start!, ...later(one as Ladder)].flatMap((text) => [
        ...(between(text, 8, 40) ? [] : [`${id}, too short or long: ${text}`]),
        // A step is also told alone.
        ...(/^(?:Then|Again|After that|Now that|So|He|She|They|This time)\b/.test(text)
          ? [`${id} begins with what came before: ${text}`]
          : []),
        ...(/\b(?:your (?:last |first |earlier )?(?:choice|decision)|since you (?:locked|chose|held|let|kept)|as you (?:chose|decided))\b/i.test(
          text,
        )
          ? [`${id} follows from a choice: ${text}`]
          : []),
      ]),
      ...(between(setting!, 15, 60) ? [] : [`${id}, setting: ${setting}`]),
    ]);
    expect(wrong).toEqual([]);
  });

  it('have no step that is another with larger numbers, in whatever ladder', () => {
    const content = rising.flatMap((one) =>
      later(one).map((text) => ({
        id: one.id,
        text,
        words: new Set(
          wordsOf(text)
            .filter(isContent)
            .filter((word) => !numbers.has(word)),
        ),
      })),
    );
    const near = content.flatMap((one, i) =>
      content.slice(0, i).flatMap((other) => {
        const both = common(one.words, other.words).length;
        return both / Math.min(one.words.size, other.words.size) > 0.5
          ? [`${one.text} / ${other.text}`]
          : [];
      }),
    );
    expect(near).toEqual([]);
  });

  it('are flat where they are said to be: the five wordings share what they tell, and hold no stakes', () => {
    const stakes =
      /\b(?:die|dies|dead|death|kill|lose|lost|loss|ill|hurt|harm|danger|last|final|forever|for good|only|ever)\b/i;
    const apart: string[] = [];
    for (const one of flat) {
      const told = [one.start!, ...one.flat!];
      for (const text of told)
        expect([one.id, text, stakes.test(text)]).toEqual([one.id, text, false]);
      const content = told.map((text) => new Set(wordsOf(text).filter(isContent)));
      const first = new Set([...content[0]!, ...wordsOf(one.setting!)]);
      content.slice(1).forEach((words, i) => {
        if (common(words, first).length === 0) apart.push(`${one.id}: ${told[i + 1]}`);
      });
      expect([one.id, new Set(told).size]).toEqual([one.id, 5]);
      const lengths = told.map((text) => text.split(/\s+/).length);
      expect(Math.max(...lengths) - Math.min(...lengths), one.id).toBeLessThanOrEqual(6);
    }
    expect(apart).toEqual([]);
    // Steps that rise do hold stakes.
    const told = rising.flatMap(later);
    expect(told.filter((text) => stakes.test(text)).length / told.length).toBeGreaterThan(0.2);
  });

  it('share no scene', () => {
    const content = all.map(
      ({ id, setting, scene }) =>
        [id, new Set(wordsOf(`${setting} ${scene}`).filter(isContent))] as const,
    );
    const near = content.flatMap(([id, words], i) =>
      content.slice(0, i).flatMap(([other, others]) => {
        const both = common(words, others);
        const share = both.length / Math.min(words.size, others.size);
        return both.length > 5 || share > 0.3 ? [`${id} and ${other}: ${both.join(', ')}`] : [];
      }),
    );
    expect(near).toEqual([]);
  });
});

describe('what is asked', () => {
  it('is 376 questions in a quick study, 2,220 in the usual one, and 5,340 in a thorough one', () => {
    const count = (extent: 'quick' | 'default' | 'thorough') =>
      questionsOf(itemsAt(extent), historiesOf({ extent })).length;
    // A start twice, and each later step in two orders and two histories.
    expect(count('quick')).toBe(10 * (2 + 8 * 4) + 2 * (2 + 4 * 4));
    expect(count('default')).toBe(60 * (2 + 8 * 4) + 10 * (2 + 4 * 4));
    expect(count('thorough')).toBe(60 * (2 + 8 * 10) + 10 * (2 + 4 * 10));
    expect(['quick', 'default', 'thorough'].map((extent) => count(extent as 'quick'))).toEqual([
      376, 2220, 5340,
    ]);
  });

  it('meets each value twice in a quick study, which still joins all ten', () => {
    const [quick, quickFlat] = itemsAt('quick').sets.map(({ ladders }) => ladders) as [
      Ladder[],
      Ladder[],
    ];
    expect([quick.length, quickFlat.length]).toEqual([10, 2]);
    const values = valuesOf('schwartz').map(({ id }) => id);
    for (const value of values)
      expect([value, quick.filter((one) => pairOf(one).includes(value)).length]).toEqual([
        value,
        2,
      ]);
    expect(joins(values, quick.map(pairOf))).toBe(true);
  });
});

const numbers = new Set(
  'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen twenty thirty forty fifty sixty hundred thousand dozen half first second third'.split(
    ' ',
  ),
);

/** Said of any story. */
const ofStories = new Set('into no nobody only each any more been being off'.split(' '));

function isContent(word: string): boolean {
  return saysSomething(word) && !ofStories.has(word);
}
