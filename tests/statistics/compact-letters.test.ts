import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compactLetters, singleLetters } from '../../src/statistics/compact-letters.ts';

type Pair = { a: number; b: number; distinct: boolean };

/** Insertion and absorption as Piepho (2004) words it: slow, and in the order of the pairs. */
function inserted(means: readonly number[], pairs: readonly Pair[]): Set<number>[] {
  let groups: Set<number>[] = [new Set(means.keys())];
  for (const { a, b, distinct } of pairs) {
    if (!distinct) continue;
    const next = groups.flatMap((group) =>
      group.has(a) && group.has(b)
        ? [a, b].map((out) => new Set([...group].filter((m) => m !== out)))
        : [group],
    );
    groups = next.filter(
      (group, i) =>
        !next.some(
          (other, j) =>
            i !== j && [...group].every((m) => other.has(m)) && (other.size > group.size || j < i),
        ),
    );
  }
  return groups;
}

/** The models that hold each letter, `a` first. */
function groupsOf(letters: readonly string[]): number[][] {
  const groups = new Map<string, number[]>();
  letters.forEach((text, m) => {
    for (const letter of singleLetters(text))
      groups.set(letter, [...(groups.get(letter) ?? []), m]);
  });
  const place = (letter: string) => 26 * Number(letter.slice(1) || 0) + letter.charCodeAt(0);
  return [...groups].sort(([a], [b]) => place(a) - place(b)).map(([, members]) => members);
}

const designs = (most: number) =>
  fc.integer({ min: 2, max: most }).chain((n) =>
    fc
      .record({
        means: fc.array(fc.double({ min: 0, max: 9, noNaN: true }), { minLength: n, maxLength: n }),
        distinct: fc.array(fc.boolean(), {
          minLength: (n * (n - 1)) / 2,
          maxLength: (n * (n - 1)) / 2,
        }),
      })
      .map(({ means, distinct }) => ({
        means,
        pairs: means
          .flatMap((_, a) => means.slice(a + 1).map((_, i) => ({ a, b: a + 1 + i })))
          .map((pair, i) => ({ ...pair, distinct: distinct[i]! })),
      })),
  );

const apart = (a: Set<string>, b: Set<string>) => ![...a].some((letter) => b.has(letter));

describe('letters', () => {
  it('are one for each group that insertion and absorption find', () => {
    fc.assert(
      fc.property(designs(10), ({ means, pairs }) => {
        const sorted = (groups: Iterable<number>[]) =>
          groups.map((group) => [...group].sort((a, b) => a - b).join(' ')).sort();
        expect(sorted(groupsOf(compactLetters(means, pairs)))).toEqual(
          sorted(inserted(means, pairs)),
        );
      }),
    );
  });

  it('are in the order of the highest models', () => {
    fc.assert(
      fc.property(designs(10), ({ means, pairs }) => {
        const rank = means.map((_, m) => m).sort((a, b) => means[b]! - means[a]!);
        const places = groupsOf(compactLetters(means, pairs)).map((group) =>
          group.map((m) => rank.indexOf(m)).sort((a, b) => a - b),
        );
        for (const [i, group] of places.slice(1).entries()) {
          const before = places[i]!;
          const at = group.findIndex((member, j) => member !== before[j]);
          expect(group[at]).toBeGreaterThan(before[at] ?? -1);
        }
      }),
    );
  });

  it('are shared exactly by those that are not distinct, also where not all groups get one', () => {
    fc.assert(
      fc.property(designs(12), fc.constantFrom(0, 3, 1000), ({ means, pairs }, most) => {
        const letters = compactLetters(means, pairs, most).map(
          (text) => new Set(singleLetters(text)),
        );
        for (const { a, b, distinct } of pairs)
          expect(apart(letters[a]!, letters[b]!)).toBe(distinct);
        for (const own of letters) expect(own.size).toBeGreaterThan(0);
      }),
    );
  });

  it('stay few where the groups are millions', () => {
    // 60 models in 30 pairs of which the two differ, and nobody else does: 2³⁰ groups.
    const means = Array.from({ length: 60 }, (_, m) => m);
    const pairs = means.flatMap((a) =>
      means.slice(a + 1).map((b) => ({ a, b, distinct: a % 2 === 0 && b === a + 1 })),
    );
    const letters = compactLetters(means, pairs).map((text) => new Set(singleLetters(text)));
    for (const { a, b, distinct } of pairs) expect(apart(letters[a]!, letters[b]!)).toBe(distinct);
    expect(new Set(letters.flatMap((own) => [...own])).size).toBeLessThan(60);
  });

  it('continue with a1 after z', () => {
    // 30 models that all differ.
    const means = Array.from({ length: 30 }, (_, m) => -m);
    const pairs = means.flatMap((_, a) =>
      means.slice(a + 1).map((_, i) => ({ a, b: a + 1 + i, distinct: true })),
    );
    const letters = compactLetters(means, pairs);
    expect(letters.slice(24, 28)).toEqual(['y', 'z', 'a1', 'b1']);
    expect(singleLetters('az1b')).toEqual(['a', 'z1', 'b']);
  });

  it('of a chain: the middle shares with both ends', () => {
    expect(
      compactLetters(
        [1, 3, 2],
        [
          { a: 0, b: 1, distinct: true },
          { a: 0, b: 2, distinct: false },
          { a: 1, b: 2, distinct: false },
        ],
      ),
    ).toEqual(['b', 'a', 'ab']);
  });
});
