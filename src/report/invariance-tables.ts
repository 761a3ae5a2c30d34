/** Whether a structure is the same in several groups, as tables worded once for a run and for anybody's table. */
import { type Level, rejectedAt } from '../factor-analysis/invariance/levels.ts';
import type { Withheld } from '../run/factor-checks-schema.ts';
import { plural, probability, share, withSign } from '../tables/numbers.ts';
import { type Cell, estimateCell, type Table, tableOf } from '../tables/table.ts';
import type { ReportFactors } from './report-schema.ts';

export type Compared = Exclude<
  NonNullable<ReportFactors['checks']['invariance']>[number]['found'],
  Withheld
>;

/** `by`: what the groups are of; `names`: of the factors; `unit`: what models are called here, in the plural. */
export type InvarianceTold = {
  by: string;
  found: Compared;
  names: readonly string[];
  unit: string;
};

const equal: Record<Level, string> = {
  configural: 'same factors (configural)',
  metric: 'equal loadings (metric)',
  scalar: 'equal intercepts (scalar)',
};

/** Fit of each level with its changes; columns that differ where a level is rejected; factors in the groups. */
export function invarianceTables(told: InvarianceTold): Table[] {
  return [levelTable(told), ...itemTable(told), factorTable(told)];
}

function levelTable({ by, found, unit }: InvarianceTold): Table {
  return {
    ...tableOf(`invariance-${by}`, `Is the structure the same by ${by}?`, {}, []),
    so: sentenceOf(found),
    columns: [
      { id: 'level', title: 'Held equal' },
      { id: 'chisq', title: 'χ²', digits: 1 },
      { id: 'df', title: 'df', digits: 0 },
      { id: 'p', title: 'p' },
      { id: 'cfi', title: 'CFI', form: 'share', digits: 3 },
      { id: 'rmsea', title: 'RMSEA', form: 'share', digits: 3 },
      { id: 'change', title: 'Δχ²', digits: 1, meaning: 'Against the row above' },
      { id: 'change-df', title: 'Δdf', digits: 0 },
      { id: 'change-p', title: 'p of Δ' },
      { id: 'change-cfi', title: 'ΔCFI' },
      { id: 'change-rmsea', title: 'ΔRMSEA' },
      { id: 'verdict', title: '' },
    ],
    rows: found.levels.map((one) => ({
      id: one.level,
      cells: [
        equal[one.level],
        ...[estimateCell(one.chisq), one.dof, probability(one.p)],
        ...[one.cfi, one.rmsea, one.change && estimateCell(one.change.chisq)],
        one.change?.dof ?? null,
        one.change ? probability(one.change.p) : '',
        one.change ? figure(one.change.cfi) : '',
        one.change ? figure(one.change.rmsea) : '',
        verdictOf(one, found),
      ],
    })),
    notes: notesOf(found, unit),
  };
}

const figure = (value: number | null) => (value === null ? '–' : withSign(value, 3));

function verdictOf(
  { level: own, change, cfi }: Compared['levels'][number],
  { rejected, holds, levels }: Compared,
): string {
  if (!change) return cfi !== null && cfi < goodCfi ? '▲ fits poorly' : '';
  if (own === rejected?.level) return '✗ rejected';
  const order = levels.map((one) => one.level);
  const at = order.indexOf(own);
  if (holds !== null && at <= order.indexOf(holds)) return 'not rejected';
  return rejected ? 'not asked' : 'cannot be told';
}

/** Below it even the configural model fits poorly, by custom. */
const goodCfi = 0.9;

function sentenceOf({ rejected, holds }: Compared): string {
  if (rejected)
    return rejected.level === 'metric'
      ? 'Equal loadings are rejected: factors load otherwise in some of these groups'
      : 'Equal loadings are not rejected, equal intercepts are: means of factors cannot be compared as they are';
  if (holds === 'scalar')
    return 'Neither equal loadings nor equal intercepts are rejected: nothing found speaks against comparing means of factors';
  return holds === null
    ? 'Whether loadings are equal cannot be told'
    : 'Equal loadings are not rejected; whether intercepts are equal cannot be told';
}

function notesOf(found: Compared, unit: string): string[] {
  const { groups, leftOut, units, levels, repeated, variables } = found;
  const counted = units.of === 'models' ? unit : units.of;
  const size = ({ name, models, families, rows }: Compared['groups'][number]) =>
    [
      `${name}: ${plural(rows, 'row')}`,
      ...(units.of === 'rows' || rows === models ? [] : [`${models} ${unit}`]),
      ...(families === null ? [] : [plural(families, 'family', 'families')]),
    ].join(', ');
  const [first] = levels;
  const untold = levels.some(({ p, dof, change }) => (p === null && dof > 0) || change?.p === null);
  return [
    ...(first!.cfi !== null && first!.cfi < goodCfi
      ? [
          `▲ The structure itself fits poorly (CFI ${share(first!.cfi, 3)}, below .90): what is compared is a model that does not hold.`,
        ]
      : []),
    `${groups.map(size).join('; ')}.${leftOut.length > 0 ? ` Too few, and left out: ${leftOut.map(size).join('; ')}.` : ''}`,
    `Confirmatory models of ${plural(variables.length, 'column')}, each on the factor where its loading is highest (.30 or more) in all rows together${repeated ? `; the same ${unit} on several occasions, uniquenesses of one column correlated` : ''}. A level is rejected where p of Δχ² is ${share(rejectedAt)} or less, and levels after it are not asked about. By custom ΔCFI below −.010 (Cheung and Rensvold 2002) and ΔRMSEA above +.015 (Chen 2007) are large; they decide nothing here.`,
    [
      'p corrects χ² for small samples (Bartlett)',
      found.adjusted
        ? ` and adjusts it for the mean and variance that it has over ${units.count} ${counted}, whose rows are not independent.`
        : '; rows count as independent.',
      untold ? ` It is withheld where ${counted} are fewer than degrees of freedom.` : '',
    ].join(''),
    `Not rejected is not equal: with few ${counted}, differences are missed (docs/factor-analysis.md has the rates).`,
  ];
}

function itemTable({ by, found }: InvarianceTold): Table[] {
  const { rejected, groups } = found;
  if (!rejected || rejected.items.length === 0) return [];
  const what = rejected.level === 'metric' ? 'loading' : 'intercept';
  return [
    {
      ...tableOf(`invariance-${by}-columns`, `Which ${what}s differ by ${by}?`, {}, []),
      columns: [
        { id: 'column', title: 'Column' },
        ...groups.map(({ name }) => ({ id: `in ${name}`, title: name })),
        { id: 'chisq', title: 'Δχ²', digits: 1 },
        { id: 'p', title: 'p' },
        { id: 'differs', title: '' },
      ],
      rows: rejected.items
        .toSorted((a, b) => (a.corrected ?? 1) - (b.corrected ?? 1))
        .map((one) => ({
          id: one.variable,
          cells: [
            one.variable,
            ...groups.map((_, g): Cell => estimateCell(one.values[g] ?? null)),
            ...[estimateCell(Number.isFinite(one.chisq) ? one.chisq : null)],
            probability(one.corrected),
            one.corrected !== null && one.corrected <= rejectedAt ? '✓ differs' : '',
          ],
        })),
      notes: [
        `Each ${what} freed alone while all others are equal, so one that differs much can make others look different too; in units of the column’s standard deviation. p after Holm’s correction over the columns.`,
      ],
    },
  ];
}

function factorTable({ by, found, names }: InvarianceTold): Table {
  const { factorsOf, aligned, groups } = found;
  const [first, ...others] = groups;
  return {
    ...tableOf(`invariance-${by}-factors`, `Factors by ${by}`, {}, []),
    columns: [
      { id: 'factor', title: 'Factor' },
      { id: 'group', title: 'Group' },
      { id: 'mean', title: 'Mean', meaning: 'With equal loadings and intercepts' },
      ...(aligned
        ? [
            {
              id: 'aligned',
              title: 'aligned',
              under: true,
              meaning: 'Where few columns may differ',
            },
          ]
        : []),
      { id: 'variance', title: 'Variance' },
      ...(aligned ? [{ id: 'aligned-variance', title: 'aligned', under: true }] : []),
    ],
    rows: names.flatMap((name, f) =>
      others.map((group, g) => {
        const own = factorsOf[g + 1]!;
        const one = aligned?.[f];
        return {
          id: `${name} ${group.name}`,
          cells: [
            ...[name, group.name, estimateCell(own.means[f]!)],
            ...(one ? [estimateCell(one.means[g + 1]!)] : []),
            estimateCell(own.variances[f]!),
            ...(one ? [estimateCell(one.deviations[g + 1]! ** 2)] : []),
          ],
        };
      }),
    ),
    notes: [
      `In ${first!.name} every factor has mean 0 and variance 1.${aligned ? ' Aligned: the means and variances at which loadings and intercepts are equal in all but few columns (Asparouhov and Muthén 2014); where they are far from those beside them, the comparison rests on which columns are taken as equal.' : ''}`,
      ...(found.rejected
        ? [
            `▲ ${found.rejected.level === 'metric' ? 'Loadings' : 'Intercepts'} differ: read these with care.`,
          ]
        : []),
    ],
  };
}

/** The sentence for a comparison that was not made. */
export function withheldWords(by: string, reason: string): string {
  return `The same by ${by}? ${reason.replace(/^./, (first) => first.toUpperCase())}.`;
}
