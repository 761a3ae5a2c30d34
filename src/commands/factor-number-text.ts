/** How many factors: eigenvalues beside what unrelated data give, and what the rules say. */
import type { ParallelMethod } from '../factor-analysis/parallel-analysis.ts';
import { fixed, plural } from '../report/numbers.ts';
import { type Layout, type TextColumn, tableLines, wrapText } from '../report/text-table.ts';
import type { FactorsJson } from './analyse-factors.ts';

const right = (title: string): TextColumn => ({ title, align: 'right' });

const methodWords: Record<ParallelMethod, string> = {
  normal: 'normal data',
  resampled: 'resampled columns',
  permuted: 'permuted columns',
  blocks: 'whole groups exchanged',
};

/** The first eigenvalues of R with their 95 % criteria, what each rule suggests, and what was taken. */
export function numberOfFactorsLines(result: FactorsJson, layout: Layout): string[] {
  const { parallel, meta } = result;
  const methods = (['normal', 'resampled', 'permuted', 'blocks'] as const).filter(
    (method) => parallel[method]?.pc,
  );
  const observed = parallel[methods[0]!]!.pc!.observed;
  const most = Math.max(meta.nFactors, ...methods.map((m) => parallel[m]!.pc!.suggestedByQ95));
  const shown = Math.min(observed.length, Math.max(5, most + 2));
  const common = methods.filter((method) => parallel[method]?.smc);
  const table = tableLines(
    [
      right('#'),
      right('eigenvalue'),
      ...methods.map((method) => right(`95 % ${method}`)),
      ...(common.length > 0
        ? [right('common'), ...common.map((method) => right(`95 % ${method}`))]
        : []),
    ],
    Array.from({ length: shown }, (_, i) => [
      String(i + 1),
      fixed(observed[i]!, 2),
      ...methods.map((method) => fixed(parallel[method]!.pc!.q95[i]!, 2)),
      ...(common.length > 0
        ? [
            fixed(parallel[common[0]!]!.smc!.observed[i]!, 2),
            ...common.map((method) => fixed(parallel[method]!.smc!.q95[i]!, 2)),
          ]
        : []),
    ]),
    layout,
  );
  return [
    ...table,
    ...suggestions(result, methods).flatMap((line) => wrapText(line, layout.width, '  ')),
  ];
}

function suggestions(
  { parallel, kaiserGuttman, meta }: FactorsJson,
  methods: readonly ParallelMethod[],
): string[] {
  const lines = methods.map((method) => {
    const { pc, smc, fa } = parallel[method]!;
    const said = [
      plural(pc!.suggestedByQ95, 'component'),
      ...(smc ? [`${plural(smc.suggestedByQ95, 'factor')} (communalities by SMC)`] : []),
      ...(fa ? [`${plural(fa.suggestedByQ95, 'factor')} (as psych’s fa.parallel)`] : []),
    ];
    return `Parallel analysis, ${methodWords[method]}, ${pc!.iterations} draws: ${said.join(', ')}`;
  });
  const { blocks } = parallel;
  if (blocks?.pc && parallel.resampled?.pc) {
    const [plain, nested] = [parallel.resampled.pc.suggestedByQ95, blocks.pc.suggestedByQ95];
    if (plain > nested)
      lines.push(
        `With rows of a group kept together ${plain - nested} fewer: the others are what rows of one group share in single columns.`,
      );
  }
  lines.push(
    `Eigenvalues above 1: ${kaiserGuttman} (no rule to follow)`,
    meta.nFactorsBy === 'asked'
      ? `Taken: ${meta.nFactors}, as asked.`
      : `Taken: ${meta.nFactors}, by components’ parallel analysis.`,
  );
  return lines;
}
