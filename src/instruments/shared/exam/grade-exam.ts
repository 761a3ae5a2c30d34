/**
 * A rater's exam: sets of answers to one question with known levels. A rater chooses its protocol on one half of the
 * sets and is examined on the other.
 */
import { percentileInterval, resampleRows } from '../../../statistics/bootstrap.ts';
import { mean, standardDeviation } from '../../../statistics/describe.ts';
import { createRandom } from '../../../statistics/random.ts';
import { wilsonInterval } from '../../../statistics/wilson.ts';
import {
  type Subdimension,
  subdimensionsOf,
  type ValueSystem,
} from '../../../values/value-system.ts';
import { planRatings, type RatingTask } from '../rating/rate-text.ts';
import type { AnchorRole, AnchorSet } from './anchors.ts';
import type { Accuracy, ExamResult, Protocol } from './exam-record.ts';
import { linkScaleWithErrors } from './link-scales.ts';
import { verdictOf } from './verdict.ts';

/** One exam rating, as it is kept. `completion` is `<set id>#<index of the completion>`. */
export type ExamRating = {
  protocol: Protocol;
  subdimension: string;
  completion: string;
  raw: number | null;
};

/** The identity of an anchor in tasks and ratings. */
export function anchorId(set: AnchorSet, index: number): string {
  return `${set.id}#${index}`;
}

/**
 * Two halves, subdimension by subdimension: sets in odd places choose the protocol and give the map,
 * sets in even places examine. With a seed the sets are shuffled first.
 */
export function splitSets(
  sets: readonly AnchorSet[],
  seed?: number | string,
): { choose: AnchorSet[]; examine: AnchorSet[] } {
  const choose: AnchorSet[] = [];
  const examine: AnchorSet[] = [];
  for (const subdimension of new Set(sets.map((set) => set.subdimension))) {
    const ordered = sets.filter((set) => set.subdimension === subdimension);
    if (seed !== undefined) createRandom(seed).fork(subdimension).shuffle(ordered);
    choose.push(...ordered.filter((_, i) => i % 2 === 0));
    examine.push(...ordered.filter((_, i) => i % 2 === 1));
  }
  return { choose, examine };
}

/**
 * The ratings that the exam of one rater needs: the first half in every protocol, then (once
 * `chooseProtocol` has spoken) the second half in that one alone. Sets on subdimensions that the
 * system lacks are left out. Each text is rated on the value of its own set.
 */
export function planExam(options: {
  rater: string;
  system: ValueSystem;
  sets: readonly AnchorSet[];
  protocols: readonly Protocol[];
  half: 'choose' | 'examine';
  seed?: number | string;
}): RatingTask[] {
  const known = new Set(subdimensionsOf(options.system).map((one) => one.id));
  const half = splitSets(options.sets, options.seed)[options.half].filter((set) =>
    known.has(set.subdimension),
  );
  return options.protocols.flatMap((protocol) =>
    half.flatMap((set) =>
      planRatings(
        options.rater,
        protocol,
        options.system,
        set.texts.map((completion, i) => ({
          id: anchorId(set, i),
          text: { asked: set.asked, text: completion.text },
        })),
      ).filter((task) => task.subdimensions.includes(set.subdimension)),
    ),
  );
}

export type Rate = (set: AnchorSet, index: number) => number | null;

/** Which texts of a set ought to be rated above which others. */
export type Question = {
  name: string;
  above: readonly AnchorRole[];
  below: readonly AnchorRole[];
  /** Both texts are straight, or both are traps; any unless given. */
  words?: 'straight' | 'crossed';
};

/** Sums over the pairs of one set: how many are in the right order (a tie, or a missing rating, is half), and how many there are. */
export function pairsOf(
  set: AnchorSet,
  rate: Rate,
  { above, below, words }: Omit<Question, 'name'>,
): [number, number] {
  let right = 0;
  let pairs = 0;
  const asked = (roles: readonly AnchorRole[], { role, trap }: AnchorSet['texts'][number]) =>
    roles.includes(role) && (words === undefined || trap === (words === 'crossed'));
  set.texts.forEach((high, i) => {
    if (!asked(above, high)) return;
    set.texts.forEach((low, j) => {
      if (!asked(below, low)) return;
      pairs++;
      const a = rate(set, i);
      const b = rate(set, j);
      if (a === null || b === null || a === b) right += 0.5;
      else if (a > b) right += 1;
    });
  });
  return [right, pairs];
}

const questions = {
  subject: { name: 'subject', above: ['supports'], below: ['ignores', 'neighbour'] },
  side: { name: 'side', above: ['supports'], below: ['opposes'] },
  straight: { name: 'straight', above: ['supports'], below: ['opposes'], words: 'straight' },
  crossed: { name: 'crossed', above: ['supports'], below: ['opposes'], words: 'crossed' },
} as const satisfies Record<string, Question>;

export function shareOf(sums: readonly (readonly [number, number])[]): number {
  const right = sums.reduce((total, [one]) => total + one, 0);
  const pairs = sums.reduce((total, [, one]) => total + one, 0);
  return pairs > 0 ? right / pairs : 0.5;
}

/**
 * Share of pairs within a set in the right order, over all sets, with the 95 % percentile interval of
 * 2,000 resamples of whole sets. Where every set is alike (all pairs right), which resampling cannot
 * see beyond, Wilson's interval for the number of sets stands in. Chance is .5; no pairs give
 * .5 with the interval 0–1.
 */
export function accuracyOf(
  sets: readonly AnchorSet[],
  rate: Rate,
  question: keyof typeof questions | Question,
  seed: number | string = 1,
): Accuracy {
  const asked = typeof question === 'string' ? questions[question] : question;
  const sums = sets.map((set) => pairsOf(set, rate, asked)).filter(([, pairs]) => pairs > 0);
  const pairs = sums.reduce((total, [, one]) => total + one, 0);
  const value = shareOf(sums);
  if (sums.length === 0) return { value, low: 0, high: 1, pairs, passes: false };
  const shares = new Set(sums.map(([right, of]) => right / of));
  const { lower, upper } =
    shares.size === 1
      ? wilsonInterval(value, sums.length)
      : resampled(sums, `${seed}|${asked.name}`);
  return { value, low: lower, high: upper, pairs, passes: lower > 0.5 };
}

function resampled(sums: readonly (readonly [number, number])[], seed: string) {
  const random = createRandom(seed);
  const shares = Array.from({ length: 2000 }, () =>
    shareOf(resampleRows(sums.length, random).map((i) => sums[i]!)),
  );
  return percentileInterval(shares);
}

function rateBy(ratings: readonly ExamRating[], protocol: Protocol): Rate {
  const of = new Map<string, number | null>();
  for (const rating of ratings)
    if (rating.protocol === protocol)
      of.set(`${rating.subdimension} ${rating.completion}`, rating.raw);
  return (set, index) => of.get(`${set.subdimension} ${anchorId(set, index)}`) ?? null;
}

/**
 * The protocols by their mean of subject and side on the choosing half, best first. A score needs
 * strength too: among those that tell both questions (two standard errors above chance, over sets)
 * and fall short of the best in neither by more than two standard errors of the paired difference
 * (cf. the standard-error rule of Breiman et al. 1984), the one whose ratings follow the known
 * levels best goes first. At a tie, in the order given.
 */
export function chooseProtocol(
  ratings: readonly ExamRating[],
  choosing: readonly AnchorSet[],
  protocols: readonly Protocol[],
): ExamResult['tried'] {
  const tried = protocols
    .map((protocol) => {
      const rate = rateBy(ratings, protocol);
      const share = (question: Question, sets = choosing) =>
        shareOf(sets.map((set) => pairsOf(set, rate, question)));
      return {
        protocol,
        subject: share(questions.subject),
        side: share(questions.side),
        strength: levelCorrelation(choosing, rate),
        bySet: [questions.subject, questions.side].map((one) =>
          choosing.map((set) => share(one, [set])),
        ),
      };
    })
    .sort((a, b) => b.subject + b.side - (a.subject + a.side));
  type Tried = (typeof tried)[number];
  const tellsBoth = (one: Tried) =>
    one.bySet.every((shares) => mean(shares) - 2 * standardError(shares) > 0.5);
  const nearBest = (one: Tried) =>
    one.bySet.every((shares, question) => {
      const short = shares.map((value, i) => tried[0]!.bySet[question]![i]! - value);
      return mean(short) <= 2 * standardError(short) + 1e-9;
    });
  const equal =
    tried.length > 0 && tellsBoth(tried[0]!) ? tried.filter(nearBest).filter(tellsBoth) : [];
  equal.sort((a, b) => b.strength - a.strength);
  const rest = tried.filter((one) => !equal.includes(one));
  return [...equal, ...rest].map(({ protocol, subject, side }) => ({ protocol, subject, side }));
}

function standardError(values: readonly number[]): number {
  return values.length > 1 ? standardDeviation(values) / Math.sqrt(values.length) : 0;
}

/** Correlation of ratings with known levels within sets, pooled; 0 where either does not vary. */
function levelCorrelation(sets: readonly AnchorSet[], rate: Rate): number {
  let [products, rawSquares, levelSquares] = [0, 0, 0];
  for (const set of sets) {
    const pairs = set.texts.flatMap(({ level }, i) => {
      const raw = rate(set, i);
      return raw === null ? [] : [{ raw, level }];
    });
    if (pairs.length < 2) continue;
    const raw = mean(pairs.map((pair) => pair.raw));
    const level = mean(pairs.map((pair) => pair.level));
    for (const pair of pairs) {
      products += (pair.raw - raw) * (pair.level - level);
      rawSquares += (pair.raw - raw) ** 2;
      levelSquares += (pair.level - level) ** 2;
    }
  }
  return rawSquares > 0 && levelSquares > 0 ? products / Math.sqrt(rawSquares * levelSquares) : 0;
}

/**
 * Grades one rater on one system. `ratings` hold the choosing half in every protocol of `protocols`
 * and the examining half in the best of them. `similarity` (of a completion to a subdimension, any
 * unit) adds the embedding baseline. The map comes from the choosing half, the accuracies from the
 * other; a missing rating counts as a tie. The same ratings and seed give the same result.
 */
export function gradeExam(options: {
  rater: string;
  system: ValueSystem;
  sets: readonly AnchorSet[];
  protocols: readonly Protocol[];
  ratings: readonly ExamRating[];
  seed?: number | string;
  similarity?: (text: string, subdimension: Subdimension) => number;
}): ExamResult {
  const parts = new Map(subdimensionsOf(options.system).map((one) => [one.id, one]));
  const sets = options.sets.filter((set) => parts.has(set.subdimension));
  const { choose, examine } = splitSets(sets, options.seed);
  const tried = chooseProtocol(options.ratings, choose, options.protocols);
  const protocol = tried[0]?.protocol;
  if (!protocol) throw new RangeError('an exam needs at least one protocol');
  const rate = rateBy(options.ratings, protocol);
  const subject = accuracyOf(examine, rate, 'subject', options.seed);
  const side = accuracyOf(examine, rate, 'side', options.seed);
  const [straight, crossed] = (['straight', 'crossed'] as const).map((part) =>
    accuracyOf(examine, rate, part, options.seed),
  );
  const baseline = (name: ExamResult['baselines'][number]['name'], by: Rate) => ({
    name,
    subject: shareOf(examine.map((set) => pairsOf(set, by, questions.subject))),
    side: shareOf(examine.map((set) => pairsOf(set, by, questions.side))),
  });
  const textOf = (set: AnchorSet, index: number) => set.texts[index]!.text;
  const baselines = [
    baseline('word count', (set, i) => wordsOf(textOf(set, i)).length),
    baseline('keywords', (set, i) => keywordsIn(textOf(set, i), parts.get(set.subdimension)!)),
  ];
  const { similarity } = options;
  if (similarity)
    baselines.push(
      baseline('embeddings', (set, i) => similarity(textOf(set, i), parts.get(set.subdimension)!)),
    );
  return {
    rater: options.rater,
    system: options.system.id,
    protocol,
    tried,
    subject,
    side,
    ...(straight!.pairs > 0 ? { straight } : {}),
    ...(crossed!.pairs > 0 ? { crossed } : {}),
    baselines,
    verdict: verdictOf(subject, side),
    map: linkScaleWithErrors(
      subdimensionsOf(options.system).map((one) => ({
        subdimension: one.id,
        anchors: choose
          .filter((set) => set.subdimension === one.id)
          .flatMap((set) =>
            set.texts.map((completion, i) => ({
              raw: rate(set, i),
              level: completion.level,
              set: set.id,
            })),
          ),
      })),
    ),
  };
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? [];
}

/** Words of the text, short ones too, that share their first five letters with a word, or the name, of the subdimension. Offline readers have a count of their own (`reading/offline/baselines.ts`). */
export function keywordsIn(text: string, subdimension: Subdimension): number {
  const roots = new Set(
    [...subdimension.words, subdimension.name].flatMap(wordsOf).map((word) => word.slice(0, 5)),
  );
  return wordsOf(text).filter((word) => roots.has(word.slice(0, 5))).length;
}
