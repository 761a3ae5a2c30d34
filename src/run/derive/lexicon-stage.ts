/** The words that the answers of a run name. */
import { historyOf } from '../../clustering/edit-history.ts';
import type { Edit } from '../../clustering/edits.ts';
import { answersOfColumns } from '../../lexicon/answer-columns.ts';
import type { Lexicon } from '../../lexicon/lexicon.ts';
import { answersOf, extractionsOf } from './answers.ts';
import type { StageParts } from './stage.ts';

export type LexiconStage = {
  /** What the lexicon after these edits follows from. */
  basis(edits: readonly Edit[]): unknown;
  compute(edits: readonly Edit[]): Promise<void>;
};

export function createLexiconStage({
  run,
  environment,
  publish,
  onComputing,
  worker,
  onChange,
}: StageParts): LexiconStage {
  function lexiconBasis(unmerged: Set<string>): unknown[] {
    return [run.responses.lines.length, run.extractions.lines.length, [...unmerged].sort()];
  }

  async function lexiconStage(unmerged: Set<string>): Promise<void> {
    await onChange('lexicon', lexiconBasis(unmerged), async () => {
      const { lines } = run.responses;
      if (lines.length === 0) publish({ lexicon: null });
      else if (lines.isLarge) publish({ lexicon: await largeLexicon(unmerged) });
      else {
        const answers = answersOf(run);
        publish({
          lexicon: await worker().run('lexicon', {
            answers,
            extractions: extractionsOf(run),
            unmerged,
          }),
        });
      }
    });
  }

  /** Read by the worker where it lies; the texts never come into this thread. */
  async function largeLexicon(unmerged: Set<string>): Promise<Lexicon> {
    const { lines, file } = run.responses;
    const total = lines.length;
    const input = {
      file,
      count: total,
      bytes: lines.state.columns.ends[total - 1]!,
      extractions: extractionsOf(run),
      unmerged,
      keep: `${environment.resultsFolder}-large`,
      version: [environment.version, environment.build].join(' ').trim(),
    };
    try {
      const { answers, ...rest } = await worker().run('largeLexicon', input, (done) =>
        onComputing({ what: 'reading answers', done, total }),
      );
      return { ...rest, answers: answersOfColumns(answers, (place) => lines.at(place)!.id) };
    } finally {
      onComputing(null);
    }
  }

  return {
    basis: (edits) => lexiconBasis(unmergedIn(edits)),
    compute: (edits) => lexiconStage(unmergedIn(edits)),
  };
}

function unmergedIn(edits: readonly Edit[]): Set<string> {
  return new Set(
    historyOf(edits).done.flatMap(({ edit }) => (edit.edit === 'unmerge' ? [edit.from] : [])),
  );
}
