/** How simulated models decide: by planted strengths, stakes, earlier choices, and position, with chance. */
import { promptFiles } from '../../prompts/load.ts';
import { createRandom } from '../../statistics/random.ts';
import type { Speaker } from '../contract.ts';
import { lastAsked } from '../shared/answer-round.ts';
import {
  dependsOption,
  laddersIn,
  loadItems,
  type Step,
  stepsOf,
  type Way,
  waysOf,
} from './items.ts';
import type { Ladder } from './ladder-file.ts';
import { settingsSchema } from './settings.ts';

export type Planted = {
  /** Log-odds of one question. */
  strength(value: string): number;
  /** The model's own effect of a ladder, in addition to its values. */
  ladder(id: string): number;
  /** Change of the log-odds from even stakes to the highest. */
  stakes: number;
  /** Change towards an option where all earlier choices were for it. */
  path: number;
  /** Leaning to the option that is shown first. */
  position: number;
  /** How often it depends. */
  depends: number;
};

/** The planted parameters of a simulated model with this seed. */
export function plantedIn(seed: number): Planted {
  const draw = (name: string) => createRandom(`${seed}|ladder|${name}`);
  const uniform = (name: string, low: number, high: number) =>
    low + (high - low) * draw(name).next();
  return {
    strength: (value) => 0.8 * draw(`value|${value}`).normal(),
    ladder: (id) => 0.3 * draw(`ladder|${id}`).normal(),
    stakes: uniform('stakes', 0.3, 1.8),
    path: uniform('path', 0, 1),
    position: uniform('position', -0.7, 0.7),
    depends: uniform('depends', 0, 0.4),
  };
}

/** Log-odds of option A, without the position. `earlier`: mean of the earlier choices, 1 for A and −1 for B. */
export function plantedLogOdds(
  planted: Planted,
  {
    ladder,
    step,
    stakes,
    earlier,
  }: { ladder: string; step: Step; stakes: number; earlier: number },
): number {
  const side = ({ value }: Step['a']) => (value === undefined ? 0 : planted.strength(value));
  return (
    side(step.a) -
    side(step.b) +
    planted.ladder(ladder) +
    planted.stakes * stakes +
    planted.path * earlier
  );
}

type KnownStep = { ladder: Ladder; way: Way; at: number; steps: Step[] };

let known: { ladders: Map<string, Ladder>; steps: Map<string, KnownStep> } | null = null;

/** Shipped ladders by their settings, and steps by setting and text. */
function shipped() {
  if (known) return known;
  const ladders = laddersIn(loadItems(settingsSchema.parse({}), promptFiles(), null));
  known = {
    ladders: new Map(ladders.map((one) => [one.setting!, one])),
    steps: new Map(
      ladders.flatMap((ladder) =>
        waysOf(ladder).flatMap((way) => {
          const steps = stepsOf(ladder, way);
          return steps.map(
            ({ text }, at) => [`${ladder.id}\n${text}`, { ladder, way, at, steps }] as const,
          );
        }),
      ),
    ),
  };
  return known;
}

export const speaker: Speaker = (request, { seed }) => {
  const asked = lastAsked(request);
  // The examples before a question of plain text have options too.
  const shown = [...asked.matchAll(/^([AB]): (.+)$/gm)].slice(-2);
  const [first, second] = shown.map(([, , option]) => option);
  // Before the ladders are read, which takes longer than most answers.
  if (first === undefined || second === undefined) return null;
  const paragraphs = asked.split(/\n\n+/);
  const at = paragraphs.findLastIndex((one) => one.startsWith('A: ')) - 2;
  const { ladders, steps } = shipped();
  const from = paragraphs.findLastIndex((one, i) => i < at && ladders.has(one));
  const ladder = ladders.get(paragraphs[from] ?? '');
  const step = ladder && steps.get(`${ladder.id}\n${paragraphs[at]}`);
  if (!step) return null;
  const options = step.steps[step.at]!;
  const isForward = first === options.a.option;
  if (!isForward && first !== options.b.option) return null;
  const chosen = paragraphs.slice(from + 1, at).flatMap((told) => {
    const option = /\nYou decided: (.+)$/.exec(told)?.[1];
    return option === undefined ? [] : [option === options.a.option ? 1 : -1];
  });
  const planted = plantedIn(seed);
  const random = createRandom(`${seed}|ladder|${asked}`);
  if (asked.includes(`C: ${dependsOption}`) && random.next() < planted.depends) return 'C';
  const up = step.at / (step.steps.length - 1);
  const logOdds = plantedLogOdds(planted, {
    ladder: step.ladder.id,
    step: options,
    stakes: step.way === 'against-b' ? up : step.way === 'against-a' ? -up : 0,
    earlier: chosen.length > 0 ? chosen.reduce((sum, x) => sum + x, 0) / chosen.length : 0,
  });
  const forFirst = (isForward ? logOdds : -logOdds) + planted.position;
  return random.next() < 1 / (1 + Math.exp(-forFirst)) ? 'A' : 'B';
};
