/** How many factors: eigenvalues beside what unrelated data give, and what the rules say. */
import { isGraphRule } from '../../factor-analysis/graph-rule.ts';
import type { ParallelMethod } from '../../factor-analysis/parallel-analysis.ts';
import { capital } from '../../safe-text/capital.ts';
import { fixed } from '../../tables/numbers.ts';
import { type Layout, type TextColumn, tableLines, wrapText } from '../../tables/text-lines.ts';
import { graphLines } from './factor-graphs.ts';
import type { FactorsJson } from './factors-json.ts';

const right = (title: string): TextColumn => ({ title, align: 'right' });

const methodWords: Record<ParallelMethod, string> = {
  normal: 'normal data',
  resampled: 'resampled columns',
  permuted: 'permuted columns',
  blocks: 'groups exchanged',
  components: 'own variance components',
};

/** The first eigenvalues beside those of unrelated data, what each rule suggests, and what was taken. */
export function numberOfFactorsLines(result: FactorsJson, layout: Layout): string[] {
  const { parallel, meta } = result;
  const methods = (['normal', 'resampled', 'permuted', 'blocks'] as const).filter(
    (method) => parallel[method]?.pc,
  );
  return [
    ...wrapText(
      'Eigenvalues of components and of common factors (SMC), and the 95 % line of unrelated data',
      layout.width,
    ),
    ...eigenvalueLines(result, methods, layout),
    '',
    ...ruleLines(result, methods, layout),
    ...wrapText(result.numberOfFactors.summary, layout.width, '  '),
    ...result.numberOfFactors.rules
      .filter(isGraphRule)
      .flatMap(({ name, why }) =>
        why === null ? [] : wrapText(`${capital(name)}: ${why}.`, layout.width, '  '),
      ),
    ...graphLines(result, layout),
    ...wrapText(
      meta.nFactorsBy === 'asked'
        ? `Taken: ${meta.nFactors}, as asked.`
        : `Taken: ${meta.nFactors}, by the components’ parallel analysis${parallel.blocks ? ' with whole groups exchanged' : ''}.`,
      layout.width,
      '  ',
    ),
  ];
}

function eigenvalueLines(
  { parallel, meta }: FactorsJson,
  methods: readonly ParallelMethod[],
  layout: Layout,
): string[] {
  const { observed } = parallel[methods[0]!]!.pc!;
  const most = Math.max(meta.nFactors, ...methods.map((m) => parallel[m]!.pc!.suggested));
  const shown = Math.min(observed.length, Math.max(5, most + 2));
  const common = methods.filter((method) => parallel[method]?.smc);
  const first = common[0];
  return tableLines(
    [
      right('#'),
      right('components'),
      ...methods.map(right),
      ...(first ? [right('factors'), ...common.map(right)] : []),
    ],
    Array.from({ length: shown }, (_, i) => [
      String(i + 1),
      fixed(observed[i]!, 2),
      ...methods.map((method) => fixed(parallel[method]!.pc!.q95[i]!, 2)),
      ...(first
        ? [
            fixed(parallel[first]!.smc!.observed[i]!, 2),
            ...common.map((method) => fixed(parallel[method]!.smc!.q95[i]!, 2)),
          ]
        : []),
    ]),
    layout,
  );
}

function ruleLines(
  result: FactorsJson,
  methods: readonly ParallelMethod[],
  layout: Layout,
): string[] {
  const { parallel, map, vss, empiricalKaiser } = result;
  const psych = methods.filter((method) => parallel[method]!.fa);
  return tableLines(
    [{ title: 'rule', least: 24 }, right('components'), right('factors')],
    [
      ...methods.map((method) => {
        const { pc, smc } = parallel[method]!;
        return [
          `parallel analysis, ${methodWords[method]}`,
          String(pc!.suggested),
          smc ? String(smc.suggested) : '',
        ];
      }),
      ...psych.map((method) => [
        `psych’s fa.parallel, ${methodWords[method]}`,
        '',
        String(parallel[method]!.fa!.suggested),
      ]),
      ['minimum average partial (Velicer)', mapText(map), ''],
      ['the same, revised (fourth powers)', mapText(map.revised), ''],
      ['empirical Kaiser criterion', String(empiricalKaiser.suggested), ''],
      ['very simple structure, 1 and 2 loadings', '', `${vss.max1}, ${vss.max2}`],
      ...result.numberOfFactors.rules
        .filter(isGraphRule)
        .map(({ name, suggested }) => [name, '', String(suggested)]),
      ['eigenvalues above 1 (not to be followed)', String(result.kaiserGuttman), ''],
    ],
    layout,
  );
}

function mapText({ suggested, noneIsLeast }: { suggested: number; noneIsLeast: boolean }): string {
  return noneIsLeast ? '0' : String(suggested);
}
