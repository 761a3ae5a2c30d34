/**
 * The lexicon of a log of very many answers: read in chunks, counted exactly, a few hundred mentions kept of
 * each word. What came of it is remembered outside the run folder, so that opening the run again is quick.
 */
import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { readLines } from '../../facts/log.ts';
import type { Response } from '../../facts/records.ts';
import { stampOf } from '../../facts/response-index.ts';
import { buildAnswerColumns } from '../../lexicon/answer-columns.ts';
import { createLexiconBuilder } from '../../lexicon/build-lexicon.ts';
import type { AnswerColumns, Extraction, Lexicon } from '../../lexicon/lexicon.ts';
import { loadWordNet } from '../../wordnet/load.ts';
import { answerOf } from './answers.ts';
import { keepFile } from './keep-file.ts';

/** A lexicon as it crosses threads and is kept. */
export type PlainLexicon = Omit<Lexicon, 'answers'> & { answers: AnswerColumns };

export type LargeLexiconInput = {
  /** The log, of which the first `count` lines, `bytes` bytes, are read. */
  file: string;
  count: number;
  bytes: number;
  extractions: Extraction[];
  unmerged: Set<string>;
  /** The folder for what is remembered. */
  keep: string;
  version: string;
};

/** Mentions kept of a word. */
const mostMentions = 200;
/** Lexicons kept: each takes some forty megabytes for a million answers. */
const mostKept = 4;
const tellEvery = 10_000;
/** Raised when the form of what is kept changes. */
const shape = 1;

export async function largeLexicon(
  input: LargeLexiconInput,
  onDone: (done: number) => void = () => {},
): Promise<PlainLexicon> {
  const name = `lexicon.${keyOf(input)}.bin`;
  const kept = readKept(join(input.keep, name));
  if (kept) return kept;
  const builder = createLexiconBuilder({
    wordnet: await loadWordNet(),
    unmerged: input.unmerged,
    mostMentions,
  });
  const extracted = Map.groupBy(input.extractions, (one) => one.answer);
  const answers = buildAnswerColumns(input.count);
  const handle = openSync(input.file, 'r');
  try {
    let done = 0;
    readLines(handle, 0, (text) => {
      if (done === input.count) return;
      const answer = answerOf(JSON.parse(text) as Response);
      answers.add(builder.add(answer, extracted.get(answer.id) ?? []));
      done += 1;
      if (done % tellEvery === 0) onDone(done);
    });
  } finally {
    closeSync(handle);
  }
  const lexicon = { ...builder.tallies(), answers: answers.columns() };
  keepFile(input.keep, name, serialize(lexicon), mostKept);
  return lexicon;
}

function keyOf({ file, bytes, extractions, unmerged, version }: LargeLexiconInput): string {
  const hash = createHash('sha256');
  hash.update(JSON.stringify([shape, version, bytes, stampOf(file, bytes), [...unmerged].sort()]));
  for (const { answer, words, by } of extractions) hash.update(JSON.stringify([answer, words, by]));
  return hash.digest('hex').slice(0, 32);
}

function readKept(file: string): PlainLexicon | null {
  if (!existsSync(file)) return null;
  try {
    const kept = deserialize(readFileSync(file)) as PlainLexicon;
    // Out of the file's buffer, which would stay for as long as one of them does.
    const { words, first, named, refused } = kept.answers;
    const own = { words, first: first.slice(), named: named.slice(), refused: refused.slice() };
    return { ...kept, answers: own };
  } catch {
    return null;
  }
}
