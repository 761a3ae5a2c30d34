/** New descriptors as answers come in: the discovery curve, the newest words, who refused. */
import { createReader } from '../lexicon/build-lexicon.ts';
import type { Lexicon } from '../lexicon/lexicon.ts';
import type { WordNet } from '../wordnet/wordnet.ts';
import type { Response } from './records.ts';
import type { Discovery } from './state.ts';

const newestKept = 8;

/** Reads each answer as it comes where `wordnet` is given; without it (a large run being opened) the lexicon brings the figures. */
export function createDiscovery(wordnet: WordNet | null) {
  let read = wordnet && createReader({ wordnet });
  let seen = new Set<string>();
  let settled: Lexicon | null = null;
  let state: Discovery = { perHundred: [], descriptors: 0, newest: [], refused: [], answers: 0 };

  function count(model: string, words: readonly string[], refused: boolean): void {
    const perHundred = [...state.perHundred];
    const slot = Math.floor(state.answers / 100);
    while (perHundred.length <= slot) perHundred.push(0);
    const fresh = words.filter((word) => !seen.has(word));
    for (const word of fresh) seen.add(word);
    perHundred[slot]! += fresh.length;
    const newest = [...fresh.map((word) => ({ word, model })), ...state.newest].slice(
      0,
      newestKept,
    );
    const others = state.refused.filter((one) => one.model !== model);
    const before = state.refused.find((one) => one.model === model)?.count ?? 0;
    state = {
      perHundred,
      descriptors: seen.size,
      newest,
      refused: refused ? [...others, { model, count: before + 1 }] : state.refused,
      answers: state.answers + 1,
    };
  }

  return {
    state: () => state,
    /** Answers that come from now on are read. */
    readWith(words: WordNet): void {
      read ??= createReader({ wordnet: words });
    },
    add(line: Response): void {
      if (!read) {
        state = { ...state, answers: state.answers + 1 };
        return;
      }
      const { words, refused } = read(line.text);
      count(line.model, words, refused);
    },
    /** The whole lexicon counts again, in the order in which the answers came. */
    settle(lexicon: Lexicon | null, lines: readonly Response[]): void {
      if (!lexicon || lexicon === settled || lexicon.answers.length !== lines.length) return;
      settled = lexicon;
      const byId = new Map(lexicon.answers.map((answer) => [answer.id, answer]));
      seen = new Set();
      state = { perHundred: [], descriptors: 0, newest: [], refused: [], answers: 0 };
      for (const line of lines) {
        const answer = byId.get(line.id);
        if (answer) count(line.model, answer.words, answer.refused);
      }
    },
  };
}
