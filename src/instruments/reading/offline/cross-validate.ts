/** Predictions of held-out texts: whole writers with all their scenes, and for sides the value too. */
import { logOdds } from '../../../statistics/logistic-ridge.ts';
import { labelOf } from './cases.ts';
import { choosePresence, chooseSide } from './choose-penalty.ts';
import { foldsOf } from './folds.ts';
import {
  type Directions,
  fitPresence,
  fitSide,
  type Read,
  rowOfSide,
  type SideCase,
  sideCases,
} from './heads.ts';
import { presenceRow, spaceOf } from './space.ts';

/** The prediction for a text on a value, and the true label. */
export type Prediction = {
  text: string;
  value: string;
  scene: string;
  /** Of presence: log odds less the threshold of the value. Of side: log odds for it. Above 0 means yes. */
  odds: number;
  isTrue: boolean;
};

export type HeldBack = {
  presence: Prediction[];
  side: {
    /**
     * By a head that has seen neither the writer, nor the scene, nor the value; none where one value alone has sides. Its
     * penalty was chosen on other writers, with all values.
     */
    valueLeftOut: Prediction[];
    /** By a head that has seen the value in texts of other writers. */
    valueSeen: Prediction[];
    /** By a head that sees the text and not the value. */
    oneSign: Prediction[];
  };
};

const outerFolds = 10;

/** Predicts each text once per value. `step` is awaited between fits, so that other work gets its turn, and may throw to stop. */
export async function crossValidate(
  reads: readonly Read[],
  values: readonly string[],
  directions: NonNullable<Directions>,
  step: (done: number, of: number) => Promise<void>,
): Promise<HeldBack> {
  const folds = foldsOf(
    reads.map((read) => read.of),
    outerFolds,
  );
  const heldOut: HeldBack = {
    presence: [],
    side: { valueLeftOut: [], valueSeen: [], oneSign: [] },
  };
  for (const [done, { test, train }] of folds.entries()) {
    const turn = () => step(done, folds.length);
    const known = train.map((i) => reads[i]!);
    const asked = test.map((i) => reads[i]!);
    heldOut.presence.push(...(await predictPresence(known, asked, values, turn)));
    const sided = (from: readonly Read[]) =>
      values.filter((value) => sideCases(from, [value]).length > 0);
    const seen = sided(known);
    if (seen.length === 0) continue;
    const penalties = new Map<Directions, number>([
      [directions, await chooseSide(known, seen, directions, turn)],
      [null, await chooseSide(known, seen, null, turn)],
    ]);
    const predict = async (
      cases: readonly SideCase[],
      kept: readonly string[],
      see: Directions,
    ) => {
      await turn();
      return predictSide(known, cases, kept, see, penalties.get(see)!);
    };
    heldOut.side.valueSeen.push(...(await predict(sideCases(asked, values), seen, directions)));
    heldOut.side.oneSign.push(...(await predict(sideCases(asked, values), seen, null)));
    for (const value of sided(asked)) {
      const others = seen.filter((one) => one !== value);
      if (others.length > 0)
        heldOut.side.valueLeftOut.push(
          ...(await predict(sideCases(asked, [value]), others, directions)),
        );
    }
  }
  return heldOut;
}

async function predictPresence(
  known: readonly Read[],
  asked: readonly Read[],
  values: readonly string[],
  turn: () => Promise<void>,
): Promise<Prediction[]> {
  const { penalty, thresholds } = await choosePresence(known, values, turn);
  const space = spaceOf(
    known.map((read) => read.vector),
    [],
  );
  return values.flatMap((value) => {
    const head = fitPresence(known, value, space, penalty);
    return asked.flatMap((read): Prediction[] => {
      const label = labelOf(read.of, value);
      if (label === null) return [];
      const odds = logOdds(head, presenceRow(space, read.vector)) - thresholds.get(value)!;
      return [{ text: read.of.text, value, scene: read.of.scene, odds, isTrue: label !== 0 }];
    });
  });
}

function predictSide(
  known: readonly Read[],
  cases: readonly SideCase[],
  values: readonly string[],
  directions: Directions,
  penalty: number,
): Prediction[] {
  const space = spaceOf(
    known.map((read) => read.vector),
    directions ? values.map((value) => directions.get(value)!) : [],
  );
  const head = fitSide(sideCases(known, values), space, directions, penalty);
  return cases.map((one) => predictionOf(one, logOdds(head, rowOfSide(space, one, directions))));
}

function predictionOf(one: SideCase, odds: number): Prediction {
  return { text: one.of.text, value: one.value, scene: one.of.scene, odds, isTrue: one.isFor };
}
