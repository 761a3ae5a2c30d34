/** The words that the answers of a run name. */
import { historyOf } from '../../clustering/edit-history.ts';
import type { Edit } from '../../clustering/edits.ts';
import type { Lexicon } from '../../lexicon/lexicon.ts';
import { extractionsOf } from './answers.ts';
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
    await onChange('lexicon', lexiconBasis(unmerged), async () =>
      publish({ lexicon: run.responses.lines.length === 0 ? null : await read(unmerged) }),
    );
  }

  /** The worker reads the log where it lies; the texts never come into this thread. */
  async function read(unmerged: Set<string>): Promise<Lexicon> {
    const { lines, file } = run.responses;
    const { length: total, bytes } = lines;
    const input = {
      file,
      count: total,
      bytes,
      extractions: extractionsOf(run),
      unmerged,
      keep: `${environment.resultsFolder}-large`,
      version: [environment.version, environment.build].join(' ').trim(),
    };
    let isReported = false;
    try {
      return await worker().run('lexicon', input, (done) => {
        isReported = true;
        onComputing({ what: 'reading answers', done, total });
      });
    } finally {
      if (isReported) onComputing(null);
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
