/** The assessment as a Markdown page, in plain language. */
import type { Wordiness } from '../factor-analysis/wordiness.ts';
import type { Assessment, JudgeReport, NuisanceFigures } from './assess.ts';
import type { ScoreFigures } from './measure.ts';

/** Thresholds for the pipeline on the simulated study. */
export const goals = { congruence: 0.95, scores: 0.95, clusters: 0.9 } as const;

/** The page `docs/validity.md`: every figure from the assessment, none by hand. */
export function validityPage(assessment: Assessment): string {
  const { study } = assessment;
  return `${[
    '# Does the pipeline find what is there?',
    `Made by \`valuelex validity --out docs/validity.md\`; figures change only with the program. ${study.models} simulated models with a planted value system (three dimensions, six subdimensions, ${assessment.main.clusters.planted} groups of words) went through the real pipeline: ${count(study.answers)} answers from ${study.models} models × ${study.settings} settings × ${study.prompts} prompts, read, clustered, and factored; then ${study.stems} stems completed and rated by simulated judges. Nothing below was corrected by hand.`,
    'What this shows: the computation does not lose or invent structure where models have values and say so. What it cannot show: that real models have values, or that a real judge can read them. A real judge is examined apart, in each run.',
    ...recovery(assessment),
    ...judging(assessment.judges),
    ...nuisances(assessment),
    ...contentValidity,
  ].join('\n\n')}\n`;
}

const contentValidity = [
  '## Are items read as what they are keyed for?',
  'The pairs of *opposing* and *choice* were read blind by three readers and four raters, all of them language models of one family (two raters judged as themselves, one as a strict and traditional person, one as an easy-going one); no person has read them yet. The sheets are in `validity/opposing/`, and `node scripts/content-validity.ts read` prints all of it. **Keying:** Krippendorff’s α .98 [.97–1.00]; at least two of three readers recover value and side of all 116 items; the only confusions are one *self-competent* read as *user-oriented* and one *user-oriented* read as *social*. **Acceptability** (1–7; α .77): in 104 of 116 items the two replies lie more than half a point apart, so the items do not keep the rule that both replies be equally acceptable, and a preference may follow what is acceptable instead of the value. The means stand in the items; *opposing* tells for each model how far its preferences follow them.',
];

function recovery({ main, judges, ordinary }: Assessment): string[] {
  const { structure, clusters } = main;
  const scores = judges.find((one) => one.judge === 'sim:judge')?.linked;
  const projective = (name: string) =>
    scores?.columns.find((column) => column.kind === 'dimension' && column.name === name)
      ?.correlation ?? null;
  return [
    '## What was planted, and what was found',
    table(
      ['dimension', 'loadings: congruence', 'factor scores: r', 'test scores: r'],
      [
        ...structure.dimensions.map((one) => [
          one.dimension,
          held(one.congruence, goals.congruence),
          held(one.scores, goals.scores),
          held(projective(one.dimension), goals.scores),
        ]),
        [
          '*goal*',
          `> ${two(goals.congruence)}`,
          `> ${two(goals.scores)}`,
          `> ${two(goals.scores)}`,
        ],
      ],
    ),
    [
      `- **Congruence** (Tucker) says how alike the found loadings and the planted ones are, 1 for the same pattern; from .95 on two factors count as equal.`,
      `- **Factor scores** are what models say of themselves, **test scores** what a judge (\`sim:judge\`) reads in their completed sentences. *r* is the correlation over the ${structure.models} models with the scores that were planted. Two ways of asking, one ranking.`,
      `- **How many**: parallel analysis suggests ${structure.suggested} factors, three were planted; ${structure.suggestedWithoutTotal ?? '–'} with the row total partialled out. The difference is why the total is not partialled out by default: dimensions that correlate (planted: .20, found: ${two(structure.factorCorrelation)}) lose one factor to it.`,
      `- Each factor comes back in random halves of the models with a congruence of ${list(structure.dimensions.map((one) => two(one.replicates)))}.`,
    ].join('\n'),
    '## Words to clusters',
    table(
      ['words', 'adjusted Rand index', 'clusters found', 'true', 'goal'],
      [
        [
          `${clusters.words} listed, well-separated words, as named in answers`,
          held(clusters.agreement, goals.clusters),
          String(clusters.found),
          String(clusters.planted),
          `> ${two(goals.clusters)}`,
        ],
        ordinary
          ? [
              `${ordinary.words} ordinary value words`,
              two(ordinary.agreement),
              String(ordinary.found),
              String(ordinary.planted),
              'none',
            ]
          : ['ordinary value words', 'the list is not in this installation', '–', '–', 'none'],
      ],
    ),
    [
      '- 1 is the same partition, 0 is chance. The planted words mean clearly different things, so this row tests the way from raw answers (lists, JSON, prose, bold heads) to clusters.',
      '- Ordinary value words shade into one another: there the computed clusters are a first draft, and a researcher moves words by hand. `docs/clustering.md` says how many.',
      clusters.foreign.length > 0
        ? `- Words in the clusters that nobody planted: ${clusters.foreign.join(', ')}.`
        : '- No word came into the clusters that was not planted.',
    ].join('\n'),
  ];
}

function judging(judges: readonly JudgeReport[]): string[] {
  const rows = judges.flatMap((one) =>
    (['linked', 'unlinked'] as const).map((how) => {
      const figures = one[how];
      return [
        `\`${one.judge}\`${how === 'linked' ? '' : ', unlinked'}`,
        one.planted,
        `${one.protocol}, ${one.verdict}`,
        range(figures, 'dimension'),
        range(figures, 'subdimension'),
        signed(meanBias(figures)),
        `${Math.round(100 * figures.coverage)} %`,
      ];
    }),
  );
  return [
    '## Judges that err',
    table(
      [
        'judge',
        'planted error (0–6)',
        'exam',
        'r, dimensions',
        'r, subdimensions',
        'bias of 100',
        '95 % intervals hold',
      ],
      rows,
    ),
    [
      '- *Unlinked* takes the ratings as they are; linked is what the program does: a line from the judge’s exam puts its ratings on the rubric’s scale.',
      `- A judge that rates too high with too little spread ranks models as well as a better one: bias hardly touches correlations. It shifts levels, and intervals around shifted levels miss the truth.${mended(judges)}`,
      `- *95 % intervals hold*: share of all models’ intervals, over nine columns, that hold the level that a perfect reading of endlessly many further stems would give. Below 95 is too narrow. In them: which stems were asked, and the sampling error of the exam’s line, which rests on a few dozen anchors. All models of one study answer the same stems, so their intervals hold or miss together, and one study’s share lies a few points to either side of the long run.`,
    ].join('\n'),
  ];
}

/** How linking improves the worst judge's intervals. */
function mended(judges: readonly JudgeReport[]): string {
  const worst = judges.reduce<JudgeReport | null>(
    (low, one) => (low && low.unlinked.coverage <= one.unlinked.coverage ? low : one),
    null,
  );
  if (!worst) return '';
  const share = (figures: ScoreFigures) => `${Math.round(100 * figures.coverage)} %`;
  return ` With linking, the intervals of \`${worst.judge}\` that hold the truth go from ${share(worst.unlinked)} to ${share(worst.linked)}.`;
}

function nuisances({ main, nuisances: others }: Assessment): string[] {
  const all = [main, ...others];
  const [strong, only, many] = [
    all.find((one) => one.planted.startsWith('wordiness') && !one.planted.includes('no values')),
    all.find((one) => one.planted.includes('no values')),
    all.find((one) => one.planted.startsWith('refusals')),
  ];
  const lines = [
    '- **Refusals** are found as such and are not part of the denominator of a share. *Fall* is how far the mean factor score of the model that refuses most would sink (in standard deviations of rows) if its refusals counted as answers that name nothing: a model would look poorer in every value because it declines more often.',
  ];
  if (many)
    lines.push(
      `- With up to ${Math.round(100 * many.refusals.most.share)} % of a model’s answers refused, loadings and scores hold (lowest congruence ${two(lowest(many, 'congruence'))}, lowest r ${two(lowest(many, 'scores'))}): what is lost is precision, not direction.`,
    );
  if (strong)
    lines.push(
      `- **Wordiness** ${strong.structure.suggested > main.structure.suggested ? 'makes a factor of its own' : 'makes no factor of its own here, since every cluster belongs to a dimension: it raises all columns alike'} and shows in the correlation between factors (${two(strong.structure.factorCorrelation)} for ${two(main.structure.factorCorrelation)}). The lowest congruence is ${two(lowest(strong, 'congruence'))}, but factor scores take it in: r with the planted values is down to ${two(lowest(strong, 'scores'))}. ${labelled(strong, 'follows') > 0 ? 'The label “wordiness?” then stands at a factor that is real: it says that words per answer are in its scores, and they are.' : 'No factor’s scores follow the words outside it closely enough for the label.'} Test scores do not hang on how many words a model names.`,
    );
  if (only)
    lines.push(
      `- Where nothing but wordiness is planted, ${only.structure.suggested === 1 ? 'one factor is' : `${only.structure.suggested} factors are`} suggested all the same, ${ofOnlyWordiness(only)}${only.structure.suggestedWithoutTotal === null ? '' : `; with the row total partialled out the count is ${only.structure.suggestedWithoutTotal}`}.`,
    );
  return [
    '## What disturbs a study',
    'The same study in worlds that differ in the nuisance alone.',
    table(
      [
        'planted',
        'factors suggested (without total)',
        'lowest congruence',
        'lowest r of factor scores',
        'highest r of a factor with wordiness',
        'labelled “wordiness?”',
        'wordiness cannot be told from a general factor',
        'refusals found (expected)',
        'r of shares with planted rates',
        'fall',
      ],
      all.map((one) => {
        const valued = !one.planted.includes('no values');
        return [
          one.planted,
          `${one.structure.suggested} (${one.structure.suggestedWithoutTotal ?? '–'})`,
          valued ? two(lowest(one, 'congruence')) : '–',
          valued ? two(lowest(one, 'scores')) : '–',
          two(highestWordiness(one)),
          `${labelled(one, 'follows')} of ${one.structure.k}`,
          `${labelled(one, 'untold')} of ${one.structure.k}`,
          `${one.refusals.found} (${Math.round(one.refusals.expected)})`,
          one.refusals.correlation === null ? '–' : two(one.refusals.correlation),
          two(one.refusals.fall),
        ];
      }),
    ),
    lines.join('\n'),
  ];
}

function lowest(one: NuisanceFigures, what: 'congruence' | 'scores'): number {
  return Math.min(...one.structure.dimensions.map((dimension) => dimension[what]));
}

function labelled(one: NuisanceFigures, label: Wordiness): number {
  return one.structure.factors.filter((factor) => factor.label === label).length;
}

function ofOnlyWordiness(one: NuisanceFigures): string {
  if (labelled(one, 'follows') > 0)
    return 'and labelled “wordiness?”: that is the case the label is for';
  return labelled(one, 'untold') > 0
    ? 'and the program says that wordiness and a general factor cannot be told apart, since hardly a word lies outside it'
    : 'without a word about wordiness: the label misses it';
}

function highestWordiness(one: NuisanceFigures): number {
  return Math.max(...one.structure.factors.map((factor) => Math.abs(factor.wordiness)));
}

function meanBias({ columns }: ScoreFigures): number {
  const own = columns.filter((column) => column.kind === 'dimension');
  return own.reduce((sum, column) => sum + column.bias, 0) / own.length;
}

function range({ columns }: ScoreFigures, kind: 'dimension' | 'subdimension'): string {
  const values = columns.filter((one) => one.kind === kind).map((one) => one.correlation);
  return `${two(Math.min(...values))} to ${two(Math.max(...values))}`;
}

function held(value: number | null, goal: number): string {
  if (value === null) return '–';
  return value > goal ? three(value) : `**${three(value)}, below the goal**`;
}

/** Two decimals without the leading zero: .95; 1 at 1. */
function two(value: number | null): string {
  return value === null ? '–' : plain(value.toFixed(2));
}

function three(value: number): string {
  return plain(value.toFixed(3));
}

function plain(text: string): string {
  return text.replace(/^(-?)0\./, '$1.').replace('-', '−');
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(1)}`;
}

function count(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}

function list(items: readonly string[]): string {
  return items.length < 2
    ? (items[0] ?? '')
    : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
}
