/**
 * `node bench/inference/stands-out.ts [studies]`: how often a check says that a new model stands above or below its own mean on
 * some dimension where all levels are equal, and how often on the one dimension that is higher.
 */
import type { RawRating, ScoreInput } from '../../src/instruments/shared/cells.ts';
import { placeModel } from '../../src/instruments/shared/place-model.ts';
import type { ValueSystem } from '../../src/values/value-system.ts';
import { argument, type Draw, drawFrom, markdown, rate } from './independent.ts';

const studies = argument(0, 400);
const models = ['new', 'old-1', 'old-2', 'old-3', 'old-4'];
const level = 3;

type Cell = { dimensions: number; stems: number; higher: number };

function study(draw: Draw, { dimensions, stems, higher }: Cell): ScoreInput {
  const values = Array.from({ length: dimensions }, (_, v) => `value-${v}`);
  const system: ValueSystem = {
    ...{ id: 'planted', title: 'Planted', source: 'simulation' },
    dimensions: values.map((id) => ({
      ...{ id: `of-${id}`, name: id, definition: id },
      subdimensions: [{ id, name: id, definition: id, words: [id] }],
    })),
  };
  const ratings: RawRating[] = [];
  values.forEach((subdimension, v) => {
    const stem = Array.from({ length: stems }, () => 0.5 * draw.normal());
    for (const [m, model] of models.entries())
      stem.forEach((one, s) => {
        const raw = level + (m === 0 && v === 0 ? higher : 0) + one + draw.normal();
        ratings.push({
          ...{ completion: `${model} ${s}`, model, item: `s${s}`, form: 'chat', rater: 'judge' },
          ...{ system: system.id, subdimension, protocol: 'digits', raw },
        });
      });
  });
  const accuracy = { value: 0.95, low: 0.9, high: 1, pairs: 60, passes: true };
  return {
    ...{ ratings, system, words: { item: 'stem', rater: 'judge', text: 'completion' } },
    exams: [
      {
        ...{ rater: 'judge', system: system.id, protocol: 'digits', baselines: [] },
        tried: [{ protocol: 'digits', subject: 0.95, side: 0.95 }],
        ...{ subject: accuracy, side: accuracy, verdict: 'passes' },
        map: values.map((subdimension) => ({ subdimension, a: 0, b: 1 })),
      },
    ],
    items: Array.from({ length: stems }, (_, s) => ({
      ...{ id: `s${s}`, text: '', framing: 'positive' as const, tags: [], bothForms: false },
    })),
    models: models.map((name) => ({ name, family: name, form: 'chat' as const, refusals: 0 })),
  };
}

const rows = [5, 10].flatMap((dimensions) =>
  [6, 24].flatMap((stems) =>
    [0, 1].map((higher) => {
      const count = { any: 0, said: 0, own: 0, named: 0 };
      const draw = drawFrom(1000 * dimensions + 10 * stems + higher);
      for (let i = 0; i < studies; i++) {
        const { columns } = placeModel(study(draw, { dimensions, stems, higher }), 'new');
        const asked = columns.filter(({ column }) => column.kind === 'dimension');
        if (asked.some(({ standsOut }) => standsOut)) count.any++;
        if (asked.some(({ amongColumns }) => amongColumns)) count.said++;
        if (asked[0]!.standsOut) count.own++;
        if (asked[0]!.amongColumns) count.named++;
      }
      return [
        ...[String(dimensions), String(stems), String(higher)],
        ...(higher === 0 ? [count.any, count.said] : []).map((one) => rate(one, studies)),
        ...(higher === 0 ? ['–', '–'] : ['–', '–', rate(count.own, studies)]),
        ...(higher === 0 ? [] : [rate(count.named, studies)]),
      ];
    }),
  ),
);
console.log(
  markdown(
    [
      'dimensions',
      'stems',
      'one higher by',
      'any falsely, each by itself',
      'any falsely, as said',
      'the higher one, by itself',
      'as said',
    ],
    rows,
  ),
);
console.log(`\n${studies} studies a row.`);
