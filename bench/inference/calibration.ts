/**
 * `node bench/inference/calibration.ts [studies]`: what becomes of a true difference of 25 points under judges that err,
 * how often intervals hold, how often a judge that reads nothing gets a line, and one at chance is called backwards.
 */

import type { Stem } from '../../src/instruments/sentence-completion/items.ts';
import type { RawRating } from '../../src/instruments/shared/cells.ts';
import { compareModels } from '../../src/instruments/shared/compare-models.ts';
import type { AnchorSet } from '../../src/instruments/shared/exam/anchors.ts';
import { anchorId, gradeExam } from '../../src/instruments/shared/exam/grade-exam.ts';
import { scoreModels } from '../../src/instruments/shared/score-models.ts';
import { argument, type Draw, drawFrom, markdown, rate } from './independent.ts';
import { plantedSystem } from './planted-system.ts';

const studies = argument(0, 400);
const values = ['one', 'two', 'three', 'four', 'five', 'six'];
const stemsAsked = 24;
const words = { item: 'stem', rater: 'judge', text: 'completion' };
const levels = [3.75, 2.25];
const unit = 100 / 6;

const system = plantedSystem(values);

/** Eight anchor sets a value, as the exams that ship have. */
const sets: AnchorSet[] = values.flatMap((subdimension) =>
  Array.from({ length: 8 }, (_, i) => ({
    id: `${subdimension}-${i}`,
    subdimension,
    asked: 'I',
    texts: [
      { text: 'a', role: 'supports' as const, level: 6, trap: false },
      { text: 'b', role: 'supports' as const, level: 4, trap: false },
      { text: 'c', role: 'opposes' as const, level: 0, trap: false },
      { text: 'd', role: 'ignores' as const, level: 0, trap: false },
      { text: 'e', role: 'neighbour' as const, level: 1, trap: false },
    ],
  })),
);

type Judge = { slope: number; offset: number; error: number };

function examine(judge: Judge, draw: Draw) {
  return gradeExam({
    rater: 'judge',
    system,
    sets,
    protocols: ['digits'],
    ratings: sets.flatMap((set) =>
      set.texts.map((completion, i) => ({
        protocol: 'digits' as const,
        subdimension: set.subdimension,
        completion: anchorId(set, i),
        raw: judge.offset + judge.slope * completion.level + judge.error * draw.normal(),
      })),
    ),
  });
}

function measured(judge: Judge, seed: number): string[] {
  const draw = drawFrom(seed);
  let [difference, count, heldPair, pairs, heldLevel, all, lineless, backwards] = [
    0, 0, 0, 0, 0, 0, 0, 0,
  ];
  for (let study = 0; study < studies; study++) {
    const exam = examine(judge, draw);
    if (exam.map.every((line) => line.none !== undefined)) lineless++;
    if (exam.verdict === 'backwards') backwards++;
    const stems = Array.from(
      { length: stemsAsked },
      (_, s): Stem => ({ id: `s${s}`, text: '', framing: 'positive', tags: [], bothForms: false }),
    );
    const ratings: RawRating[] = [];
    for (const subdimension of values) {
      const stemEffect = stems.map(() => 0.5 * draw.normal());
      levels.forEach((level, m) => {
        stems.forEach((stem, s) => {
          const answer = level + stemEffect[s]! + 0.7 * draw.normal();
          ratings.push({
            completion: `m${m} ${stem.id}`,
            model: `m${m}`,
            item: stem.id,
            form: 'chat',
            rater: 'judge',
            system: system.id,
            subdimension,
            protocol: 'digits',
            raw: judge.offset + judge.slope * answer + judge.error * draw.normal(),
          });
        });
      });
    }
    const models = levels.map((_, m) => ({
      name: `m${m}`,
      family: `f${m}`,
      form: 'chat' as const,
      refusals: 0,
    }));
    const input = { ratings, exams: [exam], system, words, items: stems, models };
    const scores = scoreModels(input);
    if (scores.models[0]!.raw.every((one) => !Number.isFinite(one.value))) continue;
    for (const { column, difference: found } of compareModels(input, 'm0', 'm1').columns) {
      if (column.kind === 'dimension' || !Number.isFinite(found.value)) continue;
      difference += found.value;
      count++;
      pairs++;
      if (found.low! <= 25 && 25 <= found.high!) heldPair++;
    }
    scores.columns.forEach((column, c) => {
      if (column.kind === 'dimension') return;
      scores.models.forEach((model, m) => {
        const { low, high } = model.raw[c]!;
        if (low === null || high === null) return;
        all++;
        if (low <= unit * levels[m]! && unit * levels[m]! <= high) heldLevel++;
      });
    });
  }
  return [
    count > 0 ? (difference / count).toFixed(1) : '–',
    pairs > 0 ? rate(heldPair, pairs) : '–',
    all > 0 ? rate(heldLevel, all) : '–',
    rate(lineless, studies),
    rate(backwards, studies),
  ];
}

const judges: [string, Judge][] = [
  ['error SD 0.5', { slope: 1, offset: 0, error: 0.5 }],
  ['error SD 1, slope .8, .5 too high', { slope: 0.8, offset: 0.5, error: 1 }],
  ['error SD 2', { slope: 1, offset: 0, error: 2 }],
  ['reads nothing', { slope: 0, offset: 3, error: 1 }],
  ['reads backwards, error SD 2', { slope: -1, offset: 6, error: 2 }],
];
process.stdout.write(
  `${markdown(
    [
      'judge',
      'difference of 25 becomes',
      'its interval holds',
      'levels hold',
      'no line at all',
      'called backwards',
    ],
    judges.map(([name, judge], i) => [name, ...measured(judge, 500 + i)]),
  )}\n\n${studies} studies a row: 2 models, ${stemsAsked} stems, six values, an exam of 8 sets a value.\n`,
);
