/** `valuelex reliability`: whether the items of a table measure one thing together, and how well. */
import { orWithheld, UserError } from '../../errors.ts';
import { checkColumns } from '../../factor-analysis/columns.ts';
import { type Omega, omega } from '../../factor-analysis/omega.ts';
import type { FactorWarningCode } from '../../factor-analysis/warnings.ts';
import { correlationMatrix, type MissingPolicy } from '../../statistics/correlation.ts';
import { type AlphaResult, coefficientAlpha } from '../../statistics/reliability/alpha.ts';
import { type AlphaOverGroups, alphaOverGroups } from '../../statistics/reliability/group-alpha.ts';
import { type Htmt, htmt } from '../../statistics/reliability/htmt.ts';
import { turnItems } from '../../statistics/reliability/reversed-items.ts';
import { type SplitHalf, splitHalf } from '../../statistics/reliability/split-half.ts';
import { type NumericTable, readNumericTable } from '../../table-files/numeric-table.ts';
import { otherScales } from '../../table-files/other-scale.ts';
import { readTable } from '../../table-files/read-table.ts';
import type { CommandContext } from '../command-context.ts';
import { isTableFile } from '../is-table-file.ts';
import { print } from '../print.ts';
import { progressMeter } from '../progress-meter.ts';
import { type TableCommandOptions, tableFormats, tableOptionsOf } from '../table-options.ts';
import { type RatingReliabilityOptions, ratingReliability } from './rating-reliability.ts';
import { isRatingTable, type RatingColumns } from './rating-table.ts';
import { reliabilityText } from './reliability-text.ts';
import { columnNames, readScales, type Scale } from './scale-items.ts';

export type ReliabilityOptions = TableCommandOptions &
  Omit<RatingColumns, 'raters'> &
  RatingReliabilityOptions & {
    items?: string;
    scales?: string;
    groups?: string;
    /** `auto`, or names of items to reverse; none by default. */
    reverse?: string;
    missing: MissingPolicy;
    /** Group factors of ω; by the number of items by default. */
    factors?: number;
    draws: number;
    /** Columns of ratings that are raters, as `--items` names columns. */
    raters?: string;
  };

/** ω under the names of the reference; in `groups` the first entry is the whole, the others the group factors. */
export type OmegaJson =
  | {
      nFactors: number;
      omegaTotal: number;
      omegaHierarchical: number | null;
      omegaHierarchicalReason: string | null;
      /** The figure that psych prints, where ω_h is withheld. */
      omegaHierarchicalMarked: number | null;
      omegaLimit: number | null;
      alpha: number;
      G6: number;
      ECV: number | null;
      key: number[];
      reversed: string[];
      schmidLeiman: number[][] | null;
      schmidLeimanColumns: string[] | null;
      groups: Record<'total' | 'general' | 'group', (number | null)[]>;
      warnings: string[];
    }
  | { withheld: string };

export type ScaleReliability = {
  alpha: AlphaResult;
  splitHalf: SplitHalf | { withheld: string };
  omega: OmegaJson;
  groups: ({ column: string } & AlphaOverGroups) | null;
};

export type ReliabilityMeta = {
  file: string;
  rows: number;
  missing: MissingPolicy;
  groups: string | null;
};

/** What `--json` prints: of one set of items at the top level, of several scales under their names. */
export type ReliabilityJson =
  | ({ meta: ReliabilityMeta } & ScaleReliability & { warnings: string[] })
  | {
      meta: ReliabilityMeta;
      scales: Record<string, ScaleReliability>;
      htmt: Htmt;
      warnings: string[];
    };

/** Throws UserError for a table, a column, or a scale that cannot be used. */
export async function reliability(
  source: string,
  options: ReliabilityOptions,
  context: CommandContext,
): Promise<void> {
  if (!isTableFile(source, '.'))
    throw new UserError(`${source} is not a table.`, {
      hint: `Give a ${tableFormats} with a heading, one column per item.`,
      exit: 'usage',
    });
  const table = await readTable(source, tableOptionsOf(options));
  const { raters, ...rest } = options;
  const columns = {
    ...rest,
    ...(raters === undefined ? {} : { raters: columnNames(raters, table) }),
  };
  if (isRatingTable(table, columns)) return ratingReliability(table, columns, options, context);
  const scales = options.scales === undefined ? null : await readScales(options.scales, table);
  const chosen = scales
    ? [...new Set(scales.flatMap(({ items }) => items))]
    : options.items === undefined
      ? undefined
      : columnNames(options.items, table);
  const warnings: string[] = [];
  const read = readNumericTable(
    table,
    { groups: options.groups, columns: chosen, flag: '--items' },
    (text) => warnings.push(text),
  );
  const usable = usableColumns(read, options.missing, warnings);
  const reverse = reversedNames(options.reverse, table);
  const known = scales?.map((scale) => withoutUnusable(scale, usable.names));
  const meter = progressMeter(context);
  const settings = { ...options, reverse, meter };
  const meta: ReliabilityMeta = {
    file: source,
    rows: read.rows.length,
    missing: options.missing,
    groups: options.groups ?? null,
  };
  const measured = (known ?? [{ name: '', items: usable.names }]).map((scale) => ({
    scale,
    result: reliabilityOfScale(scale.items, usable, settings),
  }));
  meter.end();
  const [only] = measured;
  const result: ReliabilityJson =
    measured.length === 1
      ? { meta, ...only!.result, warnings }
      : {
          meta,
          scales: Object.fromEntries(measured.map(({ scale, result }) => [scale.name, result])),
          htmt: htmtOf(measured, usable, options.missing),
          warnings,
        };
  print(context, options, result, () => reliabilityText(result, context.layout));
}

/** Constant, empty, and duplicate columns are left out with a warning; gaps get one sentence. */
function usableColumns(
  read: NumericTable,
  missing: MissingPolicy,
  warnings: string[],
): NumericTable {
  const { usable, problems } = checkColumns(read.rows, read.names, {
    least: 2,
    purpose: 'reliability',
  });
  const gaps = problems.filter(({ kind }) => kind === 'missing');
  warnings.push(...problems.flatMap(({ kind, message }) => (kind === 'missing' ? [] : [message])));
  if (gaps.length > 0) {
    const incomplete = read.rows.filter((row) => usable.some((j) => !Number.isFinite(row[j]!)));
    const worst = gaps.slice(0, 3).map(({ message }) => message);
    warnings.push(
      `${incomplete.length} of ${read.rows.length} rows have gaps, which are left out ${missing === 'pairwise' ? 'pair by pair; --missing listwise leaves those rows out' : 'with their rows, scale by scale'}: ${worst.join('; ')}${gaps.length > worst.length ? '; …' : ''}`,
    );
  }
  const names = usable.map((j) => read.names[j]!);
  const rows = read.rows.map((row) => usable.map((j) => row[j]!));
  const columns = names.map((_, k) => rows.map((row) => row[k]!));
  for (const { text } of otherScales(columns, names))
    warnings.push(`${text} and is used as an item all the same; --items names the items`);
  return { ...read, names, rows };
}

function withoutUnusable(scale: Scale, names: readonly string[]): Scale {
  const items = scale.items.filter((item) => names.includes(item));
  if (items.length >= 2) return { ...scale, items };
  throw new UserError(`Of the scale ${scale.name} fewer than two items can be used.`, {
    hint: `${scale.items.filter((item) => !names.includes(item)).join(', ')}: constant, empty, or the twin of another column.`,
  });
}

function reversedNames(
  text: string | undefined,
  table: Parameters<typeof columnNames>[1],
): 'none' | 'auto' | string[] {
  if (text === undefined || text === 'none') return 'none';
  return text === 'auto' ? 'auto' : columnNames(text, table);
}

function reliabilityOfScale(
  items: readonly string[],
  read: NumericTable,
  options: Omit<ReliabilityOptions, 'reverse'> & {
    reverse: 'none' | 'auto' | string[];
    meter: ReturnType<typeof progressMeter>;
  },
): ScaleReliability {
  const { missing, seed } = options;
  const at = items.map((item) => read.names.indexOf(item));
  const rows = read.rows.map((row) => at.map((j) => row[j]!));
  const alpha = coefficientAlpha(rows, {
    items,
    missing,
    reverse:
      typeof options.reverse === 'string'
        ? options.reverse
        : options.reverse.filter((name) => items.includes(name)),
  });
  const keyed = turnItems(rows, indexesOfTurned(alpha));
  return {
    alpha,
    splitHalf: orWithheld(() => splitHalf(keyed, { items, missing, seed })),
    omega: orWithheld(() => omegaOf(keyed, items, options)),
    groups:
      options.groups === undefined || !read.groups
        ? null
        : {
            column: options.groups,
            ...alphaOverGroups(keyed, read.groups, {
              replicates: options.draws,
              seed,
              onProgress: (done, total) => options.meter.step('Drawing groups', done, total),
            }),
          },
  };
}

function indexesOfTurned({ key }: AlphaResult): number[] {
  return key.flatMap((sign, j) => (sign < 0 ? [j] : []));
}

/** Warnings of the factor solution that concern ω; the others are given with α or do not matter here. */
const aboutOmega = new Set<FactorWarningCode>([
  'heywood',
  'not-converged',
  'weak-factor',
  'uncorrelated-factors',
]);

/** Three group factors need six items for degrees of freedom; with fewer items one factor gives ω total. */
function omegaOf(
  rows: ArrayLike<number>[],
  items: readonly string[],
  { factors, missing, seed }: Pick<ReliabilityOptions, 'factors' | 'missing' | 'seed'>,
): OmegaJson {
  if (items.length < 3) return { withheld: 'ω needs three items or more' };
  const found = omega(
    { rows, variables: [...items] },
    { factors: factors ?? (items.length < 6 ? 1 : 3), missing, seed },
  );
  const layers = found.schmidLeiman;
  return {
    nFactors: found.factors,
    omegaTotal: found.omegaTotal,
    omegaHierarchical: found.omegaHierarchical,
    omegaHierarchicalReason: found.omegaHierarchicalReason,
    omegaHierarchicalMarked: found.omegaHierarchicalMarked,
    omegaLimit: found.omegaLimit,
    alpha: found.alpha,
    G6: found.G6,
    ECV: found.ECV,
    key: found.key,
    reversed: found.reversed,
    schmidLeiman:
      (layers?.general.map((g, i) => [
        g,
        ...layers.group[i]!,
        layers.communality[i]!,
        layers.uniquenesses[i]!,
        layers.generalShare[i]!,
      ]) as number[][] | undefined) ?? null,
    schmidLeimanColumns: layers
      ? ['g', ...layers.secondOrder.map((_, f) => `F${f + 1}*`), 'h2', 'u2', 'p2']
      : null,
    groups: omegaGroups(found),
    warnings: found.warnings.flatMap(({ code, message }) =>
      aboutOmega.has(code) ? [message] : [],
    ),
  };
}

function omegaGroups(found: Omega): Record<'total' | 'general' | 'group', (number | null)[]> {
  return {
    total: [found.omegaTotal, ...found.groups.map(({ total }) => total)],
    general: [found.omegaHierarchical, ...found.groups.map(({ general }) => general)],
    group: [found.omegaGroup, ...found.groups.map(({ group }) => group)],
  };
}

function htmtOf(
  measured: readonly { scale: Scale; result: ScaleReliability }[],
  read: NumericTable,
  missing: MissingPolicy,
): Htmt {
  const rows: number[][] = read.rows.map(() => []);
  const scales = measured.map(({ scale, result }) => {
    const at = scale.items.map((item) => read.names.indexOf(item));
    const own = turnItems(
      read.rows.map((row) => at.map((j) => row[j]!)),
      indexesOfTurned(result.alpha),
    );
    const first = rows[0]!.length;
    own.forEach((row, i) => {
      rows[i]!.push(...Array.from(row));
    });
    return { name: scale.name, items: at.map((_, j) => first + j) };
  });
  return htmt(correlationMatrix(rows, { missing }).correlation, scales);
}
