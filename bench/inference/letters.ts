/**
 * `node bench/inference/letters.ts [sets] [part]`: how often models that do not differ are told apart, and how often
 * intervals hold the truth. Parts: letters, judges, gaps.
 */

import type { Stem } from '../../src/instruments/sentence-completion/items.ts';
import type { RawRating, ScoreInput } from '../../src/instruments/shared/cells.ts';
import { compareModels } from '../../src/instruments/shared/compare-models.ts';
import type { ExamResult } from '../../src/instruments/shared/exam/exam-record.ts';
import { scoreModels } from '../../src/instruments/shared/score-models.ts';
import { maxTComparison } from '../../src/statistics/max-t.ts';
import { argument, type Draw, drawFrom, markdown, rate } from './independent.ts';
import { plantedSystem } from './planted-system.ts';

const sets = argument(0, 2000);
const part = process.argv[3];
/** Columns of a study are independent of each other. */
const values = ['one', 'two', 'three', 'four', 'five'];

const system = plantedSystem(values);

type Cell = {
  models: number;
  stems: number;
  judges: number;
  /** Standard deviations of one model’s answers. */
  own: (model: number) => number;
  modelJudge?: number;
  judge?: number;
};

function study(draw: Draw, cell: Cell): ScoreInput {
  const judges = Array.from({ length: cell.judges }, (_, j) => `judge-${j}`);
  const models = Array.from({ length: cell.models }, (_, m) => ({
    name: `model-${m}`,
    family: `family-${m}`,
    form: 'chat' as const,
    refusals: 0,
  }));
  const stems = Array.from(
    { length: cell.stems },
    (_, s): Stem => ({ id: `s${s}`, text: '', framing: 'positive', tags: [], bothForms: false }),
  );
  const ratings: RawRating[] = [];
  for (const subdimension of values) {
    const stemEffect = stems.map(() => 0.8 * draw.normal());
    const severity = judges.map(() => (cell.judge ?? 0) * draw.normal());
    models.forEach((model, m) => {
      const lean = judges.map(() => (cell.modelJudge ?? 0) * draw.normal());
      stems.forEach((stem, s) => {
        const answer = level + stemEffect[s]! + cell.own(m) * draw.normal();
        judges.forEach((judge, j) => {
          const raw = answer + severity[j]! + lean[j]! + 0.3 * draw.normal();
          ratings.push({
            completion: `${model.name} ${stem.id}`,
            model: model.name,
            item: stem.id,
            form: 'chat',
            rater: judge,
            system: system.id,
            subdimension,
            protocol: 'digits',
            raw,
          });
        });
      });
    });
  }
  return { ratings, exams: judges.map(exam), system, words, items: stems, models };
}

/** An exam whose lines leave digits as they are. */
function exam(rater: string): ExamResult {
  const accuracy = { value: 0.95, low: 0.9, high: 1, pairs: 60, passes: true };
  return {
    rater,
    system: system.id,
    protocol: 'digits',
    tried: [{ protocol: 'digits', subject: 0.95, side: 0.95 }],
    subject: accuracy,
    side: accuracy,
    baselines: [],
    verdict: 'passes',
    map: values.map((subdimension) => ({ subdimension, a: 0, b: 1 })),
  };
}

const unit = 100 / 6;
/** Of all models. */
const level = 3;
const words = { item: 'stem', rater: 'judge', text: 'completion' };

/** Over `studies` of five columns each: false letters, coverage of one difference and of levels. */
function measured(cell: Cell, studies: number, seed: number) {
  const draw = drawFrom(seed);
  const count = {
    columns: 0,
    told: 0,
    withheld: 0,
    pairs: 0,
    pairHeld: 0,
    levels: 0,
    levelHeld: 0,
  };
  for (let i = 0; i < studies; i++) {
    const input = study(draw, cell);
    const scores = scoreModels(input);
    scores.columns.forEach((column, c) => {
      if (column.kind === 'dimension') return;
      const { toldApart } = scores.reliability[c]!;
      if (toldApart === 'withheld') count.withheld++;
      else {
        count.columns++;
        if (toldApart !== 'no') count.told++;
      }
      for (const model of scores.models) {
        const { low, high } = model.raw[c]!;
        if (low === null || high === null) continue;
        count.levels++;
        if (low <= unit * level && unit * level <= high) count.levelHeld++;
      }
    });
    if (cell.models > 2) continue;
    for (const { column, difference } of compareModels(input, 'model-0', 'model-1').columns) {
      if (column.kind === 'dimension' || difference.low === null) continue;
      count.pairs++;
      if (difference.low <= 0 && 0 <= difference.high!) count.pairHeld++;
    }
  }
  return count;
}

const equal = () => 1;
const unequal = (m: number) => (m % 4 === 0 ? 1.8 : 0.5);

function lettersTable(): string {
  const rows = [3, 6, 8, 24].flatMap((stems) =>
    [2, 5, 10, 20].map((models) => [
      String(stems),
      String(models),
      ...[equal, unequal].map((own, i) => {
        const studies = Math.ceil(sets / values.length / (models > 10 ? 2 : 1));
        const one = measured({ models, stems, judges: 1, own }, studies, 100 * stems + models + i);
        return one.columns === 0 ? 'withheld' : rate(one.told, one.columns);
      }),
    ]),
  );
  return markdown(['stems', 'models', 'equal errors', 'unequal errors (.5 and 1.8)'], rows);
}

function judgesTable(): string {
  const rows = [2, 4, 6].flatMap((judges) =>
    [2, 5, 10].map((models) => {
      const cell = {
        models,
        stems: 24,
        judges,
        own: () => 0.7,
        modelJudge: judges < 4 ? 0 : 0.3,
        judge: judges < 4 ? 0 : 0.3,
      };
      const one = measured(cell, Math.ceil(sets / values.length), 7000 + 10 * judges + models);
      return [
        String(judges),
        judges < 4 ? 'fixed' : 'a sample, model×judge .3',
        String(models),
        rate(one.told, one.columns),
        one.pairs > 0 ? rate(one.pairHeld, one.pairs) : '–',
        rate(one.levelHeld, one.levels),
      ];
    }),
  );
  return markdown(
    ['judges', 'they are', 'models', 'false letters', 'difference held', 'levels held'],
    rows,
  );
}

/**
 * Ten models, 24 stems, one of the models higher by `higher`: tables of one column, a fifth of the completions missing, and 19 of
 * the stems without a gap, which are as many completions.
 */
function gapsTable(): string {
  const [models, stems] = [10, 24];
  const cells = [
    { own: equal, higher: 0 },
    { own: unequal, higher: 0 },
    { own: equal, higher: 0.75 },
    { own: equal, higher: 1 },
  ];
  const rows = cells.map(({ own, higher }, c) => {
    const draw = drawFrom(9100 + c);
    const arms = [
      { missing: 0, of: stems },
      { missing: 0.2, of: stems },
      { missing: 0, of: 19 },
    ].map((arm) => ({ ...arm, wrong: 0, told: [] as number[] }));
    for (let set = 0; set < sets; set++) {
      const stem = Array.from({ length: stems }, () => 0.8 * draw.normal());
      const full = Array.from({ length: models }, (_, m) =>
        stem.map((one) => one + (m === 0 ? higher : 0) + own(m) * draw.normal()),
      );
      for (const arm of arms) {
        if (higher === 0 && arm.of < stems) continue;
        const gapped = full.map((row) =>
          row.slice(0, arm.of).map((one) => (draw.uniform() < arm.missing ? Number.NaN : one)),
        );
        const { pairs } = maxTComparison(gapped);
        if (pairs.some(({ a, distinct }) => distinct && (higher === 0 || a > 0))) arm.wrong++;
        const right = pairs.filter(({ a, distinct }) => distinct && a === 0).length;
        arm.told.push(right / (models - 1));
      }
    }
    const power = (told: number[]) => {
      const middle = mean(told);
      const error = Math.sqrt(mean(told.map((one) => (one - middle) ** 2)) / sets);
      return `${(100 * middle).toFixed(1)} ± ${(100 * error).toFixed(1)} %`;
    };
    return [
      own === equal ? 'equal' : '.5 and 1.8',
      String(higher),
      ...arms.filter(({ of }) => of === stems).map(({ wrong }) => rate(wrong, sets)),
      ...arms.map(({ told }) => (higher === 0 ? '–' : power(told))),
    ];
  });
  return markdown(
    [
      'errors',
      'one of ten models higher by',
      'falsely told apart, complete',
      'a fifth missing',
      'its pairs told apart, complete',
      'a fifth missing',
      '19 stems, complete',
    ],
    rows,
  );
}

const mean = (values: readonly number[]) =>
  values.reduce((sum, one) => sum + one, 0) / values.length;

const tables: Record<string, () => string> = {
  letters: lettersTable,
  judges: judgesTable,
  gaps: gapsTable,
};
for (const [name, table] of Object.entries(tables))
  if (part === undefined || part === name) process.stdout.write(`${name}\n\n${table()}\n\n`);
