/**
 * The ordinal model beside the same model in JAGS.
 * `node bench/inference/ordinal-peer.ts write <folder> [ratings.csv items.csv]` writes a set: one that is drawn, or a part of
 * published ratings (model, item, versions) with their items (item, correlations). `Rscript ordinal-peer.R <folder> …` runs the
 * peer. `… compare <folder> [sweeps]` fits it here: means apart in Monte Carlo errors, and seconds for one effective draw.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { meanDraws } from '../../src/statistics/convergence/effective-draws.ts';
import { summarise } from '../../src/statistics/convergence/summary.ts';
import { runStretch } from '../../src/statistics/ordinal-probit/chain.ts';
import { type Figure, figuresOf } from '../../src/statistics/ordinal-probit/figures.ts';
import { layOut } from '../../src/statistics/ordinal-probit/layout.ts';
import type { OrdinalRatings } from '../../src/statistics/ordinal-probit/ratings.ts';
import { drawFrom, markdown } from './independent.ts';
import { drawWorld, type World } from './ordinal-world.ts';

type Ratings = World['ratings'];

/** The set that the tests hold figures of the peer for. */
export const peerDesign = {
  models: 6,
  families: 3,
  values: 3,
  itemsEach: 4,
  against: 1,
  categories: 5,
  wordings: 2,
};
export const peerSeed = 20;

/** Eight models of four families, every fourth item that counts for four of the values. */
function part(ratingsFile: string, itemsFile: string): Ratings {
  const read = (file: string) =>
    readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.split(','));
  const [head, ...rows] = read(itemsFile);
  const values = ['Stimulation', 'Hedonism', 'Achievement', 'Power'].map((v) => head!.indexOf(v));
  const items = rows
    .map((row) => ({
      id: row[0]!,
      tags: head!.flatMap((_, at) => (at > 0 && Number(row[at]) > 0.3 ? [at] : [])),
    }))
    .filter(({ tags }) => tags.length > 0 && tags.every((tag) => values.includes(tag)))
    .filter((_, i) => i % 4 === 0);
  const models = [
    ...['claude-3-opus-20240229', 'claude-3-haiku-20240307'],
    ...['gpt-4o-2024-08-06', 'gpt-4o-mini-2024-07-18'],
    ...['llama-3.1-8b-instruct', 'llama-3.1-70b-instruct', 'mistral-small', 'mistral-tiny'],
  ];
  const out: Ratings = {
    models: models.length,
    items: items.length,
    values: values.length,
    categories: 6,
    wordings: 3,
    family: models.map((_, m) => m >> 1),
    keys: items.flatMap(({ tags }) => values.map((v) => (tags.includes(v) ? 1 / tags.length : 0))),
    ...{ model: [], item: [], wording: [], order: [], rating: [] },
  };
  for (const [model, item, ...versions] of read(ratingsFile)) {
    const m = models.indexOf(model!);
    const i = items.findIndex(({ id }) => id === item);
    if (m < 0 || i < 0) continue;
    versions.forEach((version, k) => {
      if (version === '') return;
      out.model.push(m);
      out.item.push(i);
      out.wording.push(k >> 1);
      out.order.push(k % 2 === 0 ? 0.5 : -0.5);
      out.rating.push(Number(version) - 1);
    });
  }
  return out;
}

function write(folder: string, { model, item, wording, order, rating, ...ratings }: Ratings) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'set.json'),
    JSON.stringify({ ...ratings, model, item, wording, order, rating }),
  );
  const rows = rating.map((y, i) =>
    [
      model[i]! + 1,
      item[i]! + 1,
      wording[i]! + 1,
      order[i]!,
      y + 1,
      ratings.family[model[i]!]! + 1,
    ].join(','),
  );
  writeFileSync(
    join(folder, 'ratings.csv'),
    `model,item,wording,order,rating,family\n${rows.join('\n')}\n`,
  );
  const keys = Array.from({ length: ratings.items }, (_, i) =>
    ratings.keys.slice(i * ratings.values, (i + 1) * ratings.values).join(','),
  );
  const names = Array.from({ length: ratings.values }, (_, v) => `v${v + 1}`);
  writeFileSync(join(folder, 'items.csv'), `${names.join(',')}\n${keys.join('\n')}\n`);
}

/** As JAGS names a figure; null for one that it does not tell. */
export function peerName(figure: Figure, reversed: boolean): string | null {
  switch (figure.kind) {
    case 'score':
      return `score[${figure.model + 1},${figure.value + 1}]`;
    case 'absolute':
      return `level[${figure.model + 1},${figure.value + 1}]`;
    case 'acquiescence':
      return `a[${figure.model + 1}]`;
    case 'spread':
      return `sigma[${figure.model + 1}]`;
    case 'order':
      return `S[${figure.model + 1}]`;
    case 'wording':
      return `g[${figure.model + 1},${figure.wording + 1}]`;
    case 'threshold':
      return reversed ? `tau[${figure.at + 1}]` : null;
    case 'sharedOrder':
      return 's';
    case 'familyShare':
      return 'rho';
    case 'sd':
      return `sd${figure.of[0]!.toUpperCase()}${figure.of.slice(1)}`;
    default:
      return null;
  }
}

function compare(folder: string, sweeps: number): void {
  const ratings: OrdinalRatings = JSON.parse(readFileSync(join(folder, 'set.json'), 'utf8'));
  const layout = layOut(ratings);
  const figures = figuresOf(layout);
  let seconds = 0;
  const chains = [0, 1, 2, 3].map((chain) => {
    const ofChain = { seed: 'peer', chain };
    const tuned = runStretch(layout, figures, {
      ...{ ...ofChain, part: 0, state: null, sweeps: 500, keepEvery: 0 },
    });
    const before = process.cpuUsage();
    const { draws } = runStretch(layout, figures, {
      ...{ ...ofChain, part: 1, state: tuned.state, sweeps, keepEvery: 1 },
    });
    const { user, system } = process.cpuUsage(before);
    seconds += (user + system) / 1e6;
    return draws;
  });
  const own = summarise(figures, chains);
  const peer = new Map(
    readFileSync(join(folder, 'jags.csv'), 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => /^"([^"]+)",(.*)$/.exec(line)!)
      .map(([, name, rest]) => [name!, rest!.split(',').map(Number)] as const),
  );
  const told = own.flatMap((one, k) => {
    const name = peerName(one.figure, layout.level === null);
    const other = name === null ? undefined : peer.get(name);
    if (!other) return [];
    const draws = chains.map((chain) =>
      Float64Array.from({ length: sweeps }, (_, t) => chain[t * figures.length + k]!),
    );
    const [mean, sd, error, rHat, bulk] = other as [number, number, number, number, number];
    const apart = (one.mean - mean) / Math.hypot(error, one.sd / Math.sqrt(meanDraws(draws)));
    return [{ name: name!, one, mean, sd, rHat, bulk, apart }];
  });
  const seconds2 = [...peer.values()][0]!.at(-1)!;
  const least = (of: (one: (typeof told)[number]) => number) =>
    told.reduce((a, b) => (of(a) <= of(b) ? a : b));
  const [slow, slowPeer] = [least(({ one }) => one.bulkDraws), least(({ bulk }) => bulk)];
  const within = told.filter(({ apart }) => Math.abs(apart) <= 2).length;
  console.log(
    markdown(
      [
        'figure',
        'mean here',
        'mean of JAGS',
        'sd here',
        'sd of JAGS',
        'apart, in MC errors',
        'draws here',
        'draws of JAGS',
      ],
      told.map(({ name, one, mean, sd, bulk, apart }) => [
        name,
        ...[one.mean, mean, one.sd, sd].map((x) => x.toFixed(3)),
        apart.toFixed(1),
        ...[one.bulkDraws, bulk].map((x) => x.toFixed(0)),
      ]),
    ),
  );
  console.log(`${within} of ${told.length} means within two Monte Carlo errors`);
  console.log(
    `here ${seconds.toFixed(1)} s, slowest ${slow.name} ${slow.one.bulkDraws.toFixed(0)} effective draws: ${((1000 * seconds) / slow.one.bulkDraws).toFixed(2)} ms each`,
  );
  console.log(
    `JAGS ${seconds2.toFixed(1)} s, slowest ${slowPeer.name} ${slowPeer.bulk.toFixed(0)} effective draws: ${((1000 * seconds2) / slowPeer.bulk).toFixed(2)} ms each`,
  );
}

const [, , job, folder, ...rest] = process.argv;
if (job === 'write')
  write(
    folder!,
    rest.length === 2
      ? part(rest[0]!, rest[1]!)
      : drawWorld(peerDesign, drawFrom(peerSeed)).ratings,
  );
if (job === 'compare') compare(folder!, Number(rest[0] ?? 2000));
