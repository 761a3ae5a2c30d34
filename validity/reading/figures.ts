/** How well a reader, and simpler things, tell which values a dialogue expresses and on which side. */
import { keywordCount, refuses } from '../../src/instruments/reading/offline/baselines.ts';
import type { Prediction } from '../../src/instruments/reading/offline/cross-validate.ts';
import { presenceFigures, sideFigures } from '../../src/instruments/reading/offline/figures.ts';
import type { Odds } from '../../src/instruments/reading/offline/reader.ts';
import { presenceTable, sideTable } from '../../src/instruments/reading/offline/tell-figures.ts';
import type { Table } from '../../src/tables/table.ts';
import { subdimensionsOf, type ValueSystem } from '../../src/values/value-system.ts';
import type { Dialogue } from './dialogues.ts';

/** Below which presence, and the rarer side, are listed as not testable. */
const least = { expressed: 50, rarerSide: 30 } as const;

/** By value, of each text. */
type Read = readonly Readonly<Record<string, Odds>>[];

type Value = ReturnType<typeof subdimensionsOf>[number];

/** Of the dialogue at a place on a value: above 0 means yes. */
type Guess = (value: Value, at: number) => number;

/** Presence of values with at least 50 cases, sides of values with at least 30 labels of the rarer side. */
export function tellDialogues(
  dialogues: readonly Dialogue[],
  system: ValueSystem,
  read: { answers: Read; prompts: Read },
): { tables: Table[]; notes: string[] } {
  const values = subdimensionsOf(system);
  const count = (value: string, sides: readonly number[]) =>
    dialogues.filter(({ labels }) => sides.includes(labels[value] ?? 0)).length;
  const expressed = (value: string) => count(value, [1, -1]);
  const rarer = (value: string) => Math.min(count(value, [1]), count(value, [-1]));
  const present = values.filter(({ id }) => expressed(id) >= least.expressed);
  const sided = values.filter(({ id }) => rarer(id) >= least.rarerSide);

  // No prompt stands there twice: each dialogue is a scene of its own.
  const of = (value: Value, at: number, guess: Guess, isTrue: boolean): Prediction => ({
    ...{ text: String(at), scene: String(at), value: value.id, odds: guess(value, at), isTrue },
  });
  const presence = (guess: Guess) =>
    presenceFigures(
      present.flatMap((value) =>
        dialogues.map(({ labels }, at) => of(value, at, guess, labels[value.id] !== undefined)),
      ),
    );
  const side = (guess: Guess) =>
    sideFigures(
      sided.flatMap((value) =>
        dialogues.flatMap(({ labels }, at) =>
          labels[value.id] === undefined ? [] : [of(value, at, guess, labels[value.id] === 1)],
        ),
      ),
    );

  const presenceBy = (from: Read) =>
    presence(({ id }, at) => from[at]?.[id]?.presence ?? Number.NEGATIVE_INFINITY);
  const sideBy = (from: Read) => side(({ id }, at) => from[at]?.[id]?.side ?? 0);
  const oneSign = (at: number) =>
    Object.values(read.answers[at] ?? {}).reduce((sum, one) => sum + (one.side ?? 0), 0);
  const answer = (at: number) => dialogues[at]!.answer;
  const words = presence((value, at) => keywordCount(answer(at), value));
  const isPresent = responderGuess(dialogues, (label) => Number(label !== undefined));
  const isFor = responderGuess(dialogues, (label) =>
    label === undefined ? null : Number(label === 1),
  );
  return {
    tables: [
      presenceTable('answer', 'Presence: the answer', presenceBy(read.answers), words),
      presenceTable('prompt', 'Presence: the prompt alone', presenceBy(read.prompts), words),
      presenceTable('responder', 'Presence: the responder alone', presence(isPresent), words),
      presenceTable(
        'always',
        'Presence: always yes',
        presence(() => 1),
        words,
      ),
      sideTable('side', 'Side', [
        ['the answer', sideBy(read.answers)],
        ['words of refusal', side((_, at) => (refuses(answer(at)) ? 1 : -1))],
        ['words of the value', side((value, at) => (keywordCount(answer(at), value) > 0 ? 1 : -1))],
        ['one sign for the text', side((_, at) => oneSign(at))],
        ['the more frequent side', side(() => 1)],
        ['the prompt alone', sideBy(read.prompts)],
        ['the responder alone', side(isFor)],
      ]),
    ],
    notes: [
      `${dialogues.length} dialogues, ${new Set(dialogues.map((one) => one.responder)).size} responders.`,
      `Presence not testable (fewer than ${least.expressed} cases): ${listed(values, present, (id) => String(expressed(id)))}.`,
      `Side not testable (fewer than ${least.rarerSide} of the rarer side; for/against): ${listed(values, sided, (id) => `${count(id, [1])}/${count(id, [-1])}`)}.`,
    ],
  };
}

/** How much more often a label is so in the other answers of the same responder than in all other answers. */
function responderGuess(
  dialogues: readonly Dialogue[],
  figure: (label: 1 | -1 | undefined) => number | null,
): Guess {
  const counted = new Map<string, ReturnType<typeof countsOf>>();
  const countsOf = (value: string) => {
    const told = dialogues.map(({ labels }) => figure(labels[value]));
    const sums = new Map<string, { n: number; sum: number }>();
    dialogues.forEach(({ responder }, at) => {
      for (const key of [responder, '']) {
        const before = sums.get(key) ?? { n: 0, sum: 0 };
        const one = told[at];
        if (one === null || one === undefined) continue;
        sums.set(key, { n: before.n + 1, sum: before.sum + one });
      }
    });
    return { told, sums };
  };
  return ({ id }, at) => {
    const known = counted.get(id) ?? countsOf(id);
    counted.set(id, known);
    const own = known.told[at] ?? null;
    const share = (key: string) => {
      const { n, sum } = known.sums.get(key) ?? { n: 0, sum: 0 };
      return (sum - (own ?? 0)) / Math.max(1, n - (own === null ? 0 : 1));
    };
    return share(dialogues[at]!.responder) - share('');
  };
}

function listed(
  values: readonly Value[],
  without: readonly Value[],
  figure: (value: string) => string,
): string {
  const left = values.filter((value) => !without.includes(value));
  return left.map(({ id }) => `${id} ${figure(id)}`).join(', ') || 'none';
}
