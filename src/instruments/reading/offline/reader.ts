/** A trained reader: verdicts on texts, with the sentences that support them. */
import type { TextToRead, Verdict, Verdicts } from '../verdicts.ts';
import { oddsOf, presenceWeights, sideWeights, type TextWeights } from './heads.ts';
import { hashOfModel, type ModelFile, unpack } from './model-file.ts';
import { type EmbedTexts, type TextVector, vectorsOfTexts } from './sentences.ts';
import { directionBetween, type Space } from './space.ts';

/** The odds of a text on one value. */
export type Odds = {
  /** Log odds less the value's threshold; above 0 the value is expressed. */
  presence: number;
  /** Log odds that the text is for it rather than against it; null where the reader knows no sides. */
  side: number | null;
};

export type OfflineReader = {
  /** The value system that it reads, by id. */
  system: string;
  /** SHA-256 (hexadecimal) of everything that its verdicts depend on, except the texts. */
  hash: string;
  /** Verdicts of each text, in order. Throws the signal's reason after an abort. */
  read(
    texts: readonly Pick<TextToRead, 'text'>[],
    options?: { signal?: AbortSignal },
  ): Promise<Verdicts[]>;
  /** Per text, the odds of each value that the reader knows. */
  odds(
    texts: readonly string[],
    options?: { signal?: AbortSignal },
  ): Promise<Record<string, Odds>[]>;
};

/** Weights of one value. */
type ValueHead = {
  value: string;
  presence: TextWeights;
  threshold: number;
  side: TextWeights | null;
};

/**
 * Reads with the vectors of `embed`, which must be the embedding that the model names. A verdict has no strength, since
 * the heads were not trained on any. Its words are the sentence with the highest odds of the value's presence.
 */
export async function openReader(model: ModelFile, embed: EmbedTexts): Promise<OfflineReader> {
  const heads = await headsOf(model, embed);
  const predict = async (texts: readonly string[], options = {}) =>
    (await vectorsOfTexts(texts, embed, options)).map((text) => ({
      text,
      // A text without a word gets no verdict.
      odds:
        text.sentences.length === 0 ? [] : heads.map((one) => ({ ...one, ...oddsIn(text, one) })),
    }));
  return {
    system: model.system,
    hash: hashOfModel(model),
    async odds(texts, options) {
      return (await predict(texts, options)).map(({ odds }) =>
        Object.fromEntries(
          odds.map(({ value, odds: presence, sideOdds: side }) => [value, { presence, side }]),
        ),
      );
    },
    async read(texts, options) {
      const predicted = await predict(
        texts.map((one) => one.text),
        options,
      );
      return predicted.map(
        ({ text, odds }, i): Verdicts =>
          Object.fromEntries(
            odds
              .filter((one) => one.odds > 0)
              .map((one) => {
                const best = text.sentences.reduce((most, sentence) =>
                  oddsOf(one.presence, sentence.vector) > oddsOf(one.presence, most.vector)
                    ? sentence
                    : most,
                );
                const side = one.sideOdds === null ? 0 : one.sideOdds > 0 ? 1 : -1;
                const words = [texts[i]!.text.slice(best.start, best.end)];
                return [
                  one.value,
                  { expressed: true, side, strength: null, words } satisfies Verdict,
                ];
              }),
          ),
      );
    },
  };
}

function oddsIn(text: TextVector, { presence, threshold, side }: ValueHead) {
  return {
    odds: oddsOf(presence, text.vector) - threshold,
    sideOdds: side && oddsOf(side, text.vector),
  };
}

async function headsOf(model: ModelFile, embed: EmbedTexts): Promise<ValueHead[]> {
  const [text, product, nearness] = model.scales;
  const space: Space = { centre: unpack(model.centre), scales: [text, product, nearness] };
  const ends = await vectorsOfTexts(
    model.values.flatMap((one) => [one.for, one.against]),
    embed,
  );
  const sides = model.side && { ...model.side, weights: unpack(model.side.weights) };
  return model.presence.map((head): ValueHead => {
    const at = model.values.findIndex((one) => one.value === head.value);
    const direction = at < 0 ? null : directionBetween(ends[2 * at + 1]!, ends[2 * at]!);
    return {
      value: head.value,
      threshold: head.threshold,
      presence: presenceWeights(space, { ...head, weights: unpack(head.weights) }),
      side: sides && direction && sideWeights(space, sides, direction),
    };
  });
}
