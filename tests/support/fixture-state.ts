/** A whole run as the screens see it: made by formulas, the same every time. */

import type { Lane } from '../../src/asking/lane.ts';
import type { Clustering } from '../../src/clustering/clusters.ts';
import { replayEdits } from '../../src/clustering/curate.ts';
import { curatorsOfRun } from '../../src/clustering/curators-of-run.ts';
import type { Decision, OpenDecisions } from '../../src/clustering/decisions.ts';
import type { Edit } from '../../src/clustering/edits.ts';
import { tellCurators } from '../../src/clustering/tell-curators.ts';
import { sentenceCompletion } from '../../src/instruments/sentence-completion/instrument.ts';
import { sentenceWords } from '../../src/instruments/sentence-completion/words.ts';
import { differsRule } from '../../src/instruments/shared/differences.ts';
import type { ExamResult } from '../../src/instruments/shared/exam/exam-record.ts';
import type { Estimate, SystemScores } from '../../src/instruments/shared/scores.ts';
import type { Lexicon } from '../../src/lexicon/lexicon.ts';
import type { FactorView } from '../../src/run/factor-view.ts';
import type { Finding, Results, RunState } from '../../src/run/state.ts';
import { studySchema } from '../../src/run/study.ts';
import { columnsFor } from './answer-facts.ts';
import { fixtureAnswers, fixtureClusters, fixtureModels } from './fixture-words.ts';

/** In [0, 1), from two whole numbers. */
const noise = (a: number, b: number): number => {
  const value = Math.sin(a * 12.9898 + b * 78.233) * 43758.5453;
  return value - Math.floor(value);
};

const clusters = fixtureClusters.map(([name, words]) => ({ name, words: words.split(' ') }));
const fixtureWords = clusters.flatMap(({ words }, cluster) =>
  words.map((word, at) => ({
    word: word.replaceAll('-', ' '),
    cluster,
    count: Math.max(2, Math.round((200 - cluster * 8) / (at + 1) ** 1.4)),
    models: 1 + ((cluster + at) % 2),
  })),
);

function fixtureClustering(k: number = clusters.length): Clustering {
  const n = fixtureWords.length;
  const similarity = new Float32Array(n * n);
  for (let a = 0; a < n; a++)
    for (let b = 0; b < n; b++) {
      const same = fixtureWords[a]!.cluster === fixtureWords[b]!.cluster;
      similarity[a * n + b] = a === b ? 1 : (same ? 0.7 : 0.25) + 0.1 * noise(a + b, a * b);
    }
  return {
    words: fixtureWords.map(({ word, count, models }) => ({ word, count, models })),
    method: 'average',
    space: 'use-lite + definitions + links',
    k,
    suggestedK: 24,
    clusters: clusters.slice(0, k).map(({ name }, cluster) => {
      // Fewer clusters: the last one holds the words of those that are no more.
      const words = fixtureWords.filter((one) => Math.min(one.cluster, k - 1) === cluster);
      return {
        name,
        named: false,
        words: words.map(({ word }) => word),
        cohesion: 0.5 + 0.3 * noise(cluster, 1),
        count: words.reduce((sum, { count }) => sum + count, 0),
      };
    }),
    similarity,
    quality: Array.from({ length: 12 }, (_, at) => ({
      k: 14 + at * 2,
      silhouette: 0.2 + 0.01 * at,
      stability: at % 2 === 0 ? 0.84 - 0.01 * at : null,
    })),
    map: fixtureWords.map(({ cluster }, at) => ({
      x: Math.cos(cluster) * 0.7 + 0.2 * (noise(at, 2) - 0.5),
      y: Math.sin(cluster * 1.3) * 0.7 + 0.2 * (noise(at, 3) - 0.5),
    })),
  };
}

function fixtureLexicon(): Lexicon {
  const descriptors = fixtureWords
    .map(({ word, count, models }) => ({
      word,
      count,
      models,
      mentions: fixtureAnswers.flatMap((text, at) => {
        const start = text.toLowerCase().indexOf(word);
        if (start < 0) return [];
        const raw = text.slice(start, start + word.length);
        return [{ answer: `r${at}`, raw, start, end: start + word.length, source: 'run' as const }];
      }),
    }))
    .sort((a, b) => b.count - a.count);
  return {
    descriptors,
    answers: columnsFor([], () => ({ refused: false, words: [] })),
    merges: [],
    dropped: [],
  };
}

/** Checks in which the third factor does not come back. */
function fixtureChecks(loadings: readonly number[][]): FactorView['checks'] {
  const spread = (median: number, half: number) => ({
    median,
    low: median - half,
    high: median + half,
  });
  const k = loadings[0]!.length;
  const medians = Array.from({ length: k }, (_, at) => [0.97, 0.91, 0.62][at] ?? 0.5);
  return {
    replication: {
      splits: 50,
      models: 35,
      chance: 0.44,
      factors: medians.map((median, at) => {
        const verdict =
          median >= 0.95 ? 'replicates' : median >= 0.85 ? 'fair' : 'does not replicate';
        return {
          ...spread(median, 0.02),
          steppedUp: median,
          least: median - 0.1,
          without: fixtureModels[at % 2]!,
          verdict,
          threshold: median >= 0.95 ? 0.95 : 0.85,
          source: 'Lorenzo-Seva and ten Berge 2006',
          words: `factor ${at + 1}: ${verdict}`,
        };
      }),
    },
    intervals: {
      draws: 1000,
      models: 35,
      level: 0.95,
      loadings: loadings.map((row) =>
        row.map((value) => ({
          low: value - 0.2,
          high: value + 0.15,
          bcaLow: value - 0.22,
          bcaHigh: value + 0.13,
        })),
      ),
      congruence: medians.map((median) => spread(median, 0.03)),
      heywood: 0.02,
      how: 'from 1000 resamples of whole models',
    },
    otherHalf: {
      halves: 19,
      asked: 20,
      cfi: spread(0.94, 0.02),
      tli: spread(0.93, 0.02),
      rmsea: spread(0.05, 0.01),
      srmr: spread(0.06, 0.01),
      improper: 0.05,
      failures: [{ reason: 'factor 3 has 1 salient loading in the first half', count: 1 }],
    },
    invariance: [
      {
        by: 'training',
        found: { withheld: 'this comparison cannot be made with so few models' },
      },
    ],
    power: null,
  };
}

export function fixtureFactors(k: number, settings: Partial<FactorView> = {}): FactorView {
  const columns = clusters.slice(0, 12).map(({ name, words }, at) => ({
    cluster: name,
    words: words.map((word) => word.replaceAll('-', ' ')),
    count: 412 - at * 29,
    reliability: at === 5 ? null : 0.35 + 0.5 * noise(at, 4),
  }));
  const loadings = columns.map((_, row) =>
    Array.from({ length: k }, (__, factor) => {
      const size = row % k === factor ? 0.78 - 0.03 * row : 0.35 * (noise(row, factor) - 0.5);
      return noise(row, factor + 9) < 0.25 ? -size : size;
    }),
  );
  const communalities = loadings.map((row) => row.reduce((sum, value) => sum + value * value, 0));
  const names = [
    'Competence',
    'Character',
    'Integrity',
    'Openness',
    'Order',
    'Play',
    'Ease',
    'Rest',
  ];
  return {
    rows: 'responses',
    n: 96,
    models: 2,
    columns,
    dropped: [{ cluster: 'Humour', why: 'named in 1 answer' }],
    k,
    maxK: 5,
    suggestedK: 3,
    suggestedKWithoutTotal: 2,
    numberOfFactors: {
      rules: [
        ['block-permuted parallel analysis', 3, 'counts', null],
        ['ordinary parallel analysis', 6, 'warning', 'its rows are not independent'],
        ['MAP', 3, 'counts', null],
        ['EKC', 2, 'counts', null],
        ['very simple structure 1', 1, 'shown', null],
        ['Kaiser’s rule', 5, 'warning', 'it takes sampling error for factors'],
      ].map(([name, suggested, standing, why], at) => ({
        id: `rule-${at}`,
        name: name as string,
        suggested: suggested as number,
        standing: standing as 'counts' | 'shown' | 'warning',
        why: why as string | null,
      })),
      agreement: 'most',
      summary:
        'Block-permuted parallel analysis and MAP say 3; EKC says 2. Ordinary parallel analysis says 6: its rows are not independent.',
    },
    extraction: 'minres',
    rotation: 'oblimin',
    factors: Array.from({ length: k }, (_, at) => ({
      name: names[at] ?? `Factor ${at + 1}`,
      named: at === 0,
      clusters: columns.filter((__, row) => row % k === at).map(({ cluster }) => cluster),
      variance: 0.19 - 0.03 * at,
      replicates: [0.97, 0.91, 0.62, null][at] ?? null,
      flipped: false,
      wordiness: at === 2 ? 'follows' : 'apart',
      wordinessCorrelation: at === 2 ? 0.74 : 0.1,
      like: at === 1 ? 'Character' : null,
    })),
    loadings,
    structure: loadings.map((row) => row.map((value) => value * 1.05)),
    communalities,
    complexity: loadings.map((_, at) => 1 + noise(at, 5)),
    phi: Array.from({ length: k }, (_, a) =>
      Array.from({ length: k }, (__, b) => (a === b ? 1 : 0.21)),
    ),
    eigenvalues: [5.1, 3.2, 2.4, 1.3, 1.1, 0.9, 0.8, 0.6, 0.5, 0.4, 0.3, 0.2],
    families: null,
    parallel: { kind: 'by model', criterion: [3.9, 2.9, 2.3, 1.9], draws: 100 },
    ordinary: { criterion: [1.9, 1.7, 1.6, 1.5, 1.4, 1.3], suggestedK: 6 },
    nesting: {
      icc: 0.41,
      designEffect: 20.3,
      effectiveRows: 4.7,
      effectiveRowsForCorrelations: 9.2,
      words: [
        '96 rows of 2 models count like 5 for a mean and like 9 for a correlation: 41 % of the variance lies between models.',
      ],
    },
    logDeterminant: -6.2,
    condition: 40.3,
    kmo: {
      overall: 0.61,
      perColumn: columns.map((_, at) => (at === 3 ? null : 0.5 + 0.3 * noise(at, 6))),
    },
    bartlett: { chisq: 412.3, df: 66, p: 0.0000001, groups: null },
    rmsr: 0.051,
    fit: {
      chisq: 80.2,
      groups: null,
      df: 33,
      p: 0.0001,
      rmsea: 0.08,
      rmseaLow: 0.06,
      rmseaHigh: 0.1,
      tli: 0.91,
      cfi: 0.94,
      bic: -20,
      withheld: null,
    },
    heywood: [],
    checks: fixtureChecks(loadings),
    warnings: ['2 independent models cannot carry 12 columns: read this as a sketch'],
    modelScores: fixtureModels.map((model, at) => ({
      model,
      scores: Array.from({ length: k }, (_, factor) => (at === 0 ? 1 : -1) * noise(factor, 7)),
    })),
    meaning: {
      r: 0.31,
      p: 0.002,
      disagree: [
        { a: 'honesty', b: 'trust', meaning: 0.58, together: -0.12 },
        { a: 'privacy', b: 'warmth', meaning: 0.11, together: 0.64 },
      ],
    },
    ...settings,
  };
}

const estimate = (value: number, half: number): Estimate => ({
  value,
  se: half / 1.96,
  low: value - half,
  high: value + half,
  n: 48,
  missing: 1,
});

const systems = {
  valuelex: [
    'ValueLex',
    'Competence:Self-Competent,User-Oriented Character:Social,Idealistic Integrity:Professional,Ethical',
  ],
  schwartz: [
    'Schwartz’s ten',
    'Openness:Self-Direction,Stimulation,Hedonism Enhancement:Achievement,Power Conservation:Security,Conformity,Tradition Transcendence:Benevolence,Universalism',
  ],
} as const;

const level = (row: number, at: number) => 71 - row * 7 - 12 * noise(row, at);

/** Every pair, ±9. */
function fixtureDifferences(levels: readonly number[]): SystemScores['differences'][number] {
  return levels.flatMap((high, a) =>
    levels.slice(a + 1).map((low, i) => {
      const value = high - low;
      return { a, b: a + 1 + i, value, low: value - 9, high: value + 9 };
    }),
  );
}

function fixtureScores(id: keyof typeof systems, models: readonly string[]): SystemScores {
  const [title, text] = systems[id];
  const columns = text.split(' ').flatMap((part) => {
    const [dimension = '', subs = ''] = part.split(':');
    return [
      {
        id: dimension.toLowerCase(),
        name: dimension,
        kind: 'dimension' as const,
        dimension: dimension.toLowerCase(),
      },
      ...subs.split(',').map((name) => ({
        id: name.toLowerCase(),
        name,
        kind: 'subdimension' as const,
        dimension: dimension.toLowerCase(),
      })),
    ];
  });
  const subdimensions = columns.filter((column) => column.kind === 'subdimension').length;
  return {
    system: id,
    title,
    words: sentenceWords,
    columns,
    retest: columns.map(() => ({ withheld: 'nothing was asked again' })),
    models: models.map((model, row) => ({
      model,
      forms: row % 2 === 0 ? ['chat-prefill'] : ['completion'],
      family: row % 2 === 0 ? 'smollm' : 'gemma',
      refusals: row,
      raw: columns.map((_, at) => estimate(level(row, at), 4 + 3 * noise(at, row))),
      profile: columns.map((_, at) => estimate(12 * (noise(row, at) - 0.5), 4)),
      letters: columns.map((_, at) => (at % 3 === 0 ? 'a' : row === 0 ? 'a' : 'b')),
    })),
    reliability: columns.map((_, at) => ({
      variance: [
        { source: 'model', percent: 41, raw: 41 },
        { source: 'stem', percent: 22, raw: 22 },
        { source: 'judge', percent: 6, raw: 6 },
        { source: 'model×stem', percent: 19, raw: 19 },
        { source: 'rest', percent: 12, raw: 12 },
      ],
      generalizability: 0.85 - 0.05 * at,
      dependability: 0.8 - 0.05 * at,
      intervals: {
        relative: { low: 0.5, high: 0.93 },
        absolute: { low: 0.4, high: 0.9 },
        items: { low: 8, high: null },
      },
      coefficientsWithheld: null,
      alpha: 0.7,
      omega: at === 1 ? 0.74 : null,
      omegaReason: at === 1 ? null : 'ω needs more models than stems: 2 models have all 24 stems',
      method: 'REML',
      missingRatings: 3,
      ratersAre: 'fixed',
      decision: [6, 12, 24, 48, 96].map((items) => ({
        items,
        raters: 2,
        generalizability: items / (items + 6),
        dependability: items / (items + 9),
        seDifference: 30 / Math.sqrt(items),
        now: items === 24,
      })),
      itemsNeeded: at === 3 ? null : 14 + at,
      toldApart: (['yes', 'some', 'no'] as const)[at % 3]!,
      apartP: [0.001, 0.004, 0.6][at % 3]!,
      apartAmongColumns: at % 3 !== 2,
      lettersWithheld: null,
      raterAgreement: 0.44,
    })),
    differences: columns.map((_, at) =>
      fixtureDifferences(models.map((__, row) => level(row, at))),
    ),
    items: Array.from({ length: 24 }, (_, at) => ({
      item: `stem-${at + 1}`,
      difficulty: 30 + at,
      discrimination: noise(at, 8),
      itemTotal: noise(at, 9),
    })),
    itemGroups: [
      {
        by: 'family',
        groups: [
          { group: 'smollm', models: 4 },
          { group: 'gemma', models: 4 },
        ],
        tested: 144,
        flagged: [
          {
            column: columns.find((column) => column.kind === 'subdimension')!.id,
            item: 'stem-3',
            group: 'gemma',
            effect: 9.4,
            se: 2.1,
            p: 0.02,
          },
        ],
        permutations: 999,
        withheld: null,
      },
    ],
    differs: differsRule,
    correlations: Array.from({ length: subdimensions }, (_, a) =>
      Array.from({ length: subdimensions }, (__, b) => (a === b ? 1 : 0.4 * noise(a + b, a * b))),
    ),
    halo: 0.44,
    raters: [
      {
        rater: fixtureModels[1],
        protocol: 'cares-about',
        verdict: 'subject only',
        mark: 'subject only',
        selfRated: [fixtureModels[1]],
      },
      {
        rater: fixtureModels[0],
        protocol: 'cares-about',
        verdict: 'subject only',
        mark: 'subject only',
        selfRated: [],
      },
    ],
    mark: 'subject only',
    notes: ['two judges are fixed, not a sample: the scores are for these judges'],
  };
}

const accuracy = (value: number, passes: boolean) => ({
  value,
  low: value - 0.08,
  high: value + 0.08,
  pairs: 96,
  passes,
});

const fixtureExams: ExamResult[] = fixtureModels.map((rater) => ({
  rater,
  system: 'valuelex',
  protocol: 'cares-about' as const,
  tried: [],
  subject: accuracy(0.83, true),
  side: accuracy(0.55, false),
  baselines: [{ name: 'word count' as const, subject: 0.51, side: 0.5 }],
  verdict: 'subject only' as const,
  map: [],
}));

/** The results of the sentence test alone. */
export function ratedInstruments(
  exams: ExamResult[],
  scores: SystemScores[],
): Results['instruments'] {
  const result = { kind: 'rated' as const, exams, scores };
  return {
    [sentenceCompletion.id]: {
      result,
      told: sentenceCompletion.tell(result, { stems: [] }),
      profiles: [],
    },
  };
}

const findings: Finding[] = [
  {
    text: 'SmolLM2-135M-Instruct is more Character-oriented than gemma-3-270m: +4 ±3, 19 of 24 stems, both judges.',
    certainty: 'likely',
    evidence: { screen: 6, model: fixtureModels[0], subdimension: 'social' },
    overturn: [
      'each judge alone: holds',
      'odd and even stems: holds',
      'the same form of asking: not tested',
    ],
  },
  {
    text: 'Accuracy is the value that is named most: in 412 of 450 answers, by both models.',
    certainty: 'firm',
    evidence: { screen: 4 },
    overturn: [],
  },
  {
    text: 'Three factors explain 46 % of the variance; one of them replicates over halves of the answers, and with two models this is a sketch.',
    certainty: 'sketch',
    evidence: { screen: 5, factor: 1 },
    overturn: ['more models'],
  },
];

function lane(model: string, at: number): Lane {
  return {
    model,
    stage: 'elicit',
    done: 71 - at * 9,
    total: 90,
    inFlight: 2,
    errors: at === 1 ? 2 : 0,
    tokensPerSecond: 84 - at * 13,
    spend: at === 0 ? 0.12 : 0,
    waiting: at === 1 ? { reason: 'rate limit (429)', until: 12_000 } : null,
    paused: at === 3,
    tail: fixtureAnswers[(at + 3) % fixtureAnswers.length]!,
  };
}

export type FixtureOptions = {
  models?: readonly string[];
  simulated?: boolean;
  edits?: readonly Edit[];
  status?: RunState['status'];
  /** Facts only: nothing computed yet. */
  bare?: boolean;
  /** Second curators, with their edits. */
  seconds?: readonly { name: string; edits: readonly Edit[] }[];
};

/** One word in five is asked for, and clusters 4 and 1 are near at first. */
function fixtureDecisions(curated: NonNullable<Results['curated']>): OpenDecisions {
  const { clusters, settled, judged } = curated;
  const asked = fixtureWords.filter((_, at) => at % 5 === 3);
  const words = asked.flatMap(({ word }): Decision[] => {
    const cluster = clusters.findIndex((one) => one.words.includes(word));
    if (cluster < 0 || settled.has(word)) return [];
    const others = [3, 7].map((step) => (cluster + step) % clusters.length);
    return [
      {
        ...{ kind: 'word', word, cluster, inside: 0.61, clear: false },
        alone: clusters[cluster]!.words.length === 1,
        candidates: others.map((other, at) => ({
          ...{ cluster: other, similarity: 0.51 - 0.1 * at, opposite: false },
        })),
      },
    ];
  });
  const names: Decision[] =
    clusters.length > 5 && judged.names.length === 0
      ? [
          {
            ...{ kind: 'rename', cluster: 2, name: 'Openness', why: 'named by gemma-3-270m' },
            words: clusters[2]!.words,
          },
        ]
      : [];
  const near: Decision[] =
    clusters.length > 5 && judged.pairs.length === 0
      ? [
          {
            ...{ kind: 'merge', from: 4, into: 1, sameName: false },
            ...{ similarity: 0.58, together: 41, of: 52 },
            words: [clusters[4]!.words, clusters[1]!.words],
          },
        ]
      : [];
  const unseen = clusters.flatMap((one, cluster): Decision[] =>
    one.words.length > 1 && one.words.some((word) => !settled.has(word))
      ? [{ kind: 'cluster', cluster, words: [] }]
      : [],
  );
  const total = asked.length + 2;
  return {
    open: [...near, ...words, ...names],
    unseen,
    total,
    totalUnseen: unseen.length,
    learned: null,
  };
}

/** The state of a run after the given edits. */
const wordsIn = (cluster: number) =>
  fixtureWords.filter((one) => one.cluster === cluster).map(({ word }) => word);

/** A second curator who moves a word, splits one off, and discards one. */
export const fixtureSeconds: NonNullable<FixtureOptions['seconds']> = [
  {
    name: 'ann',
    edits: [
      { edit: 'move', word: wordsIn(0)[1]!, to: wordsIn(1) },
      { edit: 'move', word: wordsIn(2)[1]!, to: null },
      { edit: 'discard', words: [wordsIn(3)[1]!] },
    ],
  },
];

function fixtureCurators(
  clustering: Clustering,
  first: readonly Edit[],
  seconds: NonNullable<FixtureOptions['seconds']>,
): Results['curators'] {
  const result = curatorsOfRun({ clustering, k: clustering.k, first, seconds, absent: [] });
  return { result, told: tellCurators(result) };
}

export function fixtureState(options: FixtureOptions = {}): RunState {
  const {
    models = fixtureModels,
    simulated = false,
    edits = [],
    status = 'finished',
    bare = false,
    seconds = [],
  } = options;
  const last = <E extends Edit['edit']>(kind: E) =>
    edits.filter((edit): edit is Extract<Edit, { edit: E }> => edit.edit === kind).at(-1);
  const clustering = fixtureClustering(last('clusters')?.k);
  const curated = replayEdits(clustering, edits);
  const factors = fixtureFactors(last('factors')?.k ?? 3, {
    rotation: last('rotation')?.rotation ?? 'oblimin',
    extraction: last('extraction')?.extraction ?? 'minres',
  });
  const results: Results = bare
    ? {
        lexicon: null,
        clustering: null,
        curated: null,
        decisions: null,
        curators: null,
        factors: null,
        ownSystem: null,
        instruments: {},
        methods: null,
        findings: [],
        check: null,
      }
    : {
        lexicon: fixtureLexicon(),
        clustering,
        curated,
        decisions: fixtureDecisions(curated),
        curators: seconds.length > 0 ? fixtureCurators(clustering, edits, seconds) : null,
        factors,
        ownSystem: null,
        instruments: ratedInstruments(fixtureExams, [
          fixtureScores('valuelex', models),
          fixtureScores('schwartz', models),
        ]),
        methods: null,
        findings,
        check: null,
      };
  const done = status === 'finished';
  return {
    folder: 'runs/2026-11-21-quiet-otter',
    name: 'quiet-otter',
    study: studySchema.parse({
      name: 'quiet-otter',
      models: models.map((id) => ({ id })),
      settings: [{ id: 't0.7', temperature: 0.7 }],
      prompts: [{ id: 'open-values' }],
      test: { stems: ['stem-1', 'stem-2'], judges: [...fixtureModels] },
    }),
    simulated,
    readOnly: false,
    trouble: null,
    status,
    activity: done ? 'done' : 'eliciting 312/450',
    progress: [
      { stage: 'elicit', done: done ? 450 : 312, total: 450 },
      { stage: 'complete', done: done ? 48 : 0, total: 48 },
    ],
    lanes: done ? [] : models.map(lane),
    rate: done ? 0 : 4.1,
    secondsLeft: done ? null : 130,
    spend: done ? 0.18 : 0.12,
    discovery: {
      perHundred: bare ? [] : [40, 31, 12, 4],
      descriptors: bare ? 0 : fixtureWords.length,
      unread: 0,
      newest: [
        { word: 'wit', model: 'gemma-3-270m' },
        { word: '創造性', model: 'SmolLM2-135M-Instruct' },
        { word: 'corrigibility', model: 'gemma-3-270m' },
      ],
      refused: [{ model: 'SmolLM2-135M-Instruct', count: 7 }],
      answers: bare ? 0 : 450,
    },
    results,
    computing: null,
    message: '',
    problems: [],
  };
}
