/**
 * `node bench/inference/wordiness.ts [sets]`: how often a factor is labelled as wordiness where nobody is wordier than others,
 * and where a factor is nothing else. Before, the label looked at all words per answer, those of the factor’s own columns
 * included.
 */
import { factorAnalysis } from '../../src/factor-analysis/factor-analysis.ts';
import { type WordsPerAnswer, wordyFactors } from '../../src/factor-analysis/wordiness.ts';
import { argument, type Draw, drawFrom, markdown, rate } from './independent.ts';

const sets = argument(0, 400);
const respondents = 175;
const prompts = 30;
const columns = 24;

type World = {
  factors: number;
  /** Standard deviation of the log-odds of every word with how much a respondent says. */
  wordiness: number;
  /** Words of an answer that are in no column, on average. */
  elsewhere: number;
};

/** A respondent names each column in a share of its answers, and other words beside. */
function study(draw: Draw, { factors, wordiness, elsewhere }: World) {
  const rows: number[][] = [];
  const words: { columns: number[][]; elsewhere: number[] } = { columns: [], elsewhere: [] };
  for (let i = 0; i < respondents; i++) {
    const values = Array.from({ length: factors }, draw.normal);
    const much = draw.normal();
    const cells = Array.from({ length: columns }, (_, j) => {
      const value = factors > 0 ? 0.7 * values[j % factors]! : 0;
      const odds = -0.8 + value + wordiness * much + 0.2 * draw.normal();
      const chance = 1 / (1 + Math.exp(-odds));
      let named = 0;
      for (let a = 0; a < prompts; a++) if (draw.uniform() < chance) named++;
      return named / prompts;
    });
    rows.push(cells);
    words.columns.push(cells);
    // The rest of an answer grows as its columns do.
    let other = 0;
    const chance =
      elsewhere / 20 / (elsewhere / 20 + (1 - elsewhere / 20) * Math.exp(-wordiness * much));
    for (let a = 0; a < 20 * prompts; a++) if (draw.uniform() < chance) other++;
    words.elsewhere.push(other / prompts);
  }
  return { rows, words };
}

function labels(world: World, seed: number): string[] {
  const draw = drawFrom(seed);
  let [before, follows, untold, all] = [0, 0, 0, 0];
  for (let set = 0; set < sets; set++) {
    const { rows, words } = study(draw, world);
    const k = Math.max(1, world.factors);
    const solution = factorAnalysis({ rows }, { factors: k, seed: set });
    const total: WordsPerAnswer = {
      columns: rows.map((row) => row.map(() => 0)),
      elsewhere: words.columns.map((row, i) =>
        row.reduce((sum, x) => sum + x, words.elsewhere[i]!),
      ),
    };
    const old = wordyFactors(rows, solution, total);
    const now = wordyFactors(rows, solution, words);
    all++;
    if (old.some((one) => one.wordiness === 'follows')) before++;
    if (now.some((one) => one.wordiness === 'follows')) follows++;
    if (now.some((one) => one.wordiness === 'untold')) untold++;
  }
  return [rate(before, all), rate(follows, all), rate(untold, all)];
}

const worlds: [string, World][] = [
  ['one factor', { factors: 1, wordiness: 0, elsewhere: 0 }],
  ['one factor', { factors: 1, wordiness: 0, elsewhere: 4 }],
  ['two factors', { factors: 2, wordiness: 0, elsewhere: 0 }],
  ['two factors', { factors: 2, wordiness: 0, elsewhere: 4 }],
  ['three factors', { factors: 3, wordiness: 0, elsewhere: 0 }],
  ['nothing but wordiness', { factors: 0, wordiness: 0.6, elsewhere: 0 }],
  ['nothing but wordiness', { factors: 0, wordiness: 0.6, elsewhere: 1 }],
  ['nothing but wordiness', { factors: 0, wordiness: 0.6, elsewhere: 4 }],
];
process.stdout.write(
  `${markdown(
    [
      'planted',
      'words per answer in no column',
      '“wordiness?” before',
      '“wordiness?” now',
      'cannot be told',
    ],
    worlds.map(([name, world], i) => [name, String(world.elsewhere), ...labels(world, 40 + i)]),
  )}\n\n${sets} sets a row: ${respondents} respondents, ${prompts} answers each, ${columns} columns. Shares of sets in which a factor is labelled so.\n`,
);
