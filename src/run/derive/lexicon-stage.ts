/** The words that the answers of a run name. */
import { historyOf } from '../../clustering/edit-history.ts';
import type { Edit } from '../../clustering/edits.ts';
import type { Lexicon } from '../../lexicon/lexicon.ts';
import { extractionsOf } from './answers.ts';
import type { LexiconInput } from './read-lexicon.ts';
import type { StageParts } from './stage.ts';

export type LexiconStage = {
  /** The inputs of the lexicon after these edits. */
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
  function basis({ unmerged, divisions }: LexiconEdits): unknown[] {
    const { responses, extractions } = run;
    return [responses.lines.length, extractions.lines.length, [...unmerged].sort(), divisions];
  }

  async function compute(edits: LexiconEdits): Promise<void> {
    await onChange('lexicon', basis(edits), async () =>
      publish({ lexicon: run.responses.lines.length === 0 ? null : await read(edits) }),
    );
  }

  /** The worker reads the log from disk; the texts never enter this thread. */
  async function read(edits: LexiconEdits): Promise<Lexicon> {
    const { lines, file } = run.responses;
    const { length: total, bytes } = lines;
    const input = {
      file,
      count: total,
      bytes,
      extractions: extractionsOf(run),
      ...edits,
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
    basis: (edits) => basis(lexiconEdits(edits)),
    compute: (edits) => compute(lexiconEdits(edits)),
  };
}

type LexiconEdits = Pick<LexiconInput, 'unmerged' | 'divisions'>;

/** What the researcher changed in the lexicon itself. */
function lexiconEdits(edits: readonly Edit[]): LexiconEdits {
  const done = historyOf(edits).done.map(({ edit }) => edit);
  return {
    unmerged: new Set(done.flatMap((edit) => (edit.edit === 'unmerge' ? [edit.from] : []))),
    divisions: done.flatMap((edit) =>
      edit.edit === 'divide' ? [{ word: edit.word, as: edit.as, answers: edit.answers }] : [],
    ),
  };
}
