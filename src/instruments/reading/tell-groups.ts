/** The values that distinguish groups of texts, as a table and findings. */
import { plural, probability, shortName } from '../../tables/numbers.ts';
import type { Table } from '../../tables/table.ts';
import type { ToldFinding } from '../contract.ts';
import type { GroupsResult } from './groups.ts';
import type { ReadingResult } from './result.ts';

type Value = { id: string; name: string };

/** Two groups differ if p is below this. */
const level = 0.05;

export function groupsTable({ groups }: ReadingResult, values: readonly Value[]): Table[] {
  if (!groups) return [];
  const names = new Map(values.map(({ id, name }) => [id, name]));
  return [
    {
      id: 'reading-groups',
      title: `Which values distinguish texts by ${groups.by}`,
      part: 'reading-groups',
      ruled: true,
      columns: [
        { id: 'group', title: 'Group' },
        { id: 'value', title: 'Value' },
        { id: 'expressed', title: 'Expressed', form: 'share' },
        { id: 'expressed-rest', title: 'Others', form: 'share' },
        { id: 'expressed-p', title: 'p' },
        { id: 'side', title: 'Support − oppose', form: 'correlation' },
        { id: 'side-rest', title: 'Others ', form: 'correlation' },
        { id: 'side-p', title: 'p ' },
      ],
      rows: groups.contrasts.flatMap(({ group, differences }) =>
        known(values, differences).map(({ id }) => {
          const of = (figure: 'expressed' | 'side') =>
            differences.find((one) => one.value === id && one.figure === figure)!;
          const [expressed, side] = [of('expressed'), of('side')];
          return {
            id: `${group}|${id}`,
            group,
            cells: [
              ...[shortName(group), names.get(id)!],
              ...[expressed.one, expressed.rest, marked(expressed.p)],
              ...[side.one, side.rest, marked(side.p)],
            ],
          };
        }),
      ),
      notes: notesOf(groups),
    },
  ];
}

/** A reader may not know all values of its system. */
function known(
  values: readonly Value[],
  differences: GroupsResult['contrasts'][number]['differences'],
): Value[] {
  return values.filter(({ id }) => differences.some(({ value }) => value === id));
}

function marked(p: number | null): string {
  return p === null ? '–' : `${probability(p)}${p < level ? ' ✓' : ''}`;
}

function notesOf({ prompts, draws, contrasts }: GroupsResult): string[] {
  const who =
    contrasts.length === 1 ? `Against ${shortName(contrasts[0]!.against)}` : 'Against the others';
  return [
    `${who}, within ${plural(prompts, 'prompt')} that both answer; texts whose prompt is not known count as answers to one.`,
    draws === 0
      ? '▲ Too few texts to permute: it is unknown whether groups differ.'
      : `p of all values and both figures together: ${draws} permutations within prompts, the largest difference of each (max-T). ✓ below .05. It holds for these texts, not for other models of such a group.`,
  ];
}

/** Findings on what distinguishes the groups; none of an unproven reader. */
export function groupFindings(one: ReadingResult, values: readonly Value[]): ToldFinding[] {
  if (!one.groups || !one.proven) return [];
  const names = new Map(values.map(({ id, name }) => [id, name]));
  return one.groups.contrasts.flatMap(({ group, against, differences }) => {
    const apart = differences
      .filter(({ p, difference }) => p !== null && p < level && difference !== null)
      .toSorted((a, b) => a.p! - b.p! || Math.abs(b.difference!) - Math.abs(a.difference!))[0];
    if (!apart) return [];
    const more = apart.difference! > 0 ? 'more' : 'less';
    const what =
      apart.figure === 'expressed'
        ? `express ${names.get(apart.value)} ${more} often`
        : `stand for ${names.get(apart.value)} ${more} often where they express it`;
    return [
      {
        text: `Texts of ${shortName(group)} ${what} than those of ${shortName(against)}.`,
        certainty: 'likely' as const,
        overturn: ['Other prompts.', 'Another reader.'],
      },
    ];
  });
}
