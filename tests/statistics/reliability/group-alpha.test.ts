import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../src/statistics/random.ts';
import { coefficientAlpha, cronbachAlpha } from '../../../src/statistics/reliability/alpha.ts';
import { alphaOverGroups } from '../../../src/statistics/reliability/group-alpha.ts';

/** Rows of `groups` models: what a model adds to all of its rows, what a row adds, and noise by item. */
function nestedRows(groups: number, each: number, between: number, seed: number) {
  const random = createRandom(seed);
  const rows: number[][] = [];
  const labels: string[] = [];
  for (let g = 0; g < groups; g++) {
    const own = random.normal() * Math.sqrt(between);
    for (let i = 0; i < each; i++) {
      const trait = own + random.normal() * Math.sqrt(1 - between);
      rows.push(Array.from({ length: 4 }, () => trait + random.normal()));
      labels.push(`model ${g}`);
    }
  }
  return { rows, labels };
}

describe('α over groups', () => {
  it('gives each group its own α and interval, and says why not', () => {
    const { rows, labels } = nestedRows(6, 10, 0.3, 1);
    rows.push([1, 2, 3, 4], [1, Number.NaN, 3, 4]);
    labels.push('small', 'small');
    const found = alphaOverGroups(rows, labels, { replicates: 200 });
    expect(found.groups).toHaveLength(7);
    const first = found.groups.find(({ group }) => group === 'model 0')!;
    const same = coefficientAlpha(rows.slice(0, 10));
    expect(first.raw).toBeCloseTo(same.raw!, 12);
    expect(first.feldt!.lower).toBeCloseTo(same.feldt!.lower, 12);
    expect(found.groups.at(-1)).toMatchObject({
      group: 'small',
      raw: null,
      reason: '1 complete row',
    });
    const means = Array.from({ length: 6 }, (_, g) =>
      [0, 1, 2, 3].map(
        (j) => rows.slice(g * 10, g * 10 + 10).reduce((s, row) => s + row[j]!, 0) / 10,
      ),
    );
    expect(found.ofMeans).toBeCloseTo(cronbachAlpha([...means, [1, 2, 3, 4]])!, 10);
  });

  it('widens the interval where rows of a group go together', () => {
    const { rows, labels } = nestedRows(20, 25, 0.8, 2);
    const { feldt } = coefficientAlpha(rows);
    const { cluster } = alphaOverGroups(rows, labels, { replicates: 500 });
    const width = ({ lower, upper }: { lower: number; upper: number }) => upper - lower;
    expect(cluster).toMatchObject({ groups: 20, replicates: 500 });
    expect(width(cluster!.percentile)).toBeGreaterThan(1.5 * width(feldt!));
    expect(cluster!.bca.lower).toBeLessThan(cronbachAlpha(rows)!);
    expect(cluster!.bca.upper).toBeGreaterThan(cronbachAlpha(rows)!);
    expect(alphaOverGroups(rows, labels, { replicates: 500 }).cluster).toEqual(cluster);
  });

  it('holds an interval back with too few groups', () => {
    const { rows, labels } = nestedRows(4, 10, 0.3, 3);
    expect(alphaOverGroups(rows, labels)).toMatchObject({
      cluster: null,
      reason: expect.stringContaining('4 groups are too few'),
    });
  });
});
