/**
 * The lexicon of a run, read from the log of its answers line by line. That of a long log is kept outside the run
 * folder, so that opening the run again is quick.
 */
import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { UserError } from '../../errors.ts';
import { readLines } from '../../facts/log.ts';
import type { Response } from '../../facts/records.ts';
import { stampOf } from '../../facts/response-index.ts';
import { longLog } from '../../facts/response-log.ts';
import { createLexiconBuilder } from '../../lexicon/build-lexicon.ts';
import type {
  AnswerColumns,
  Division,
  Extraction,
  Lexicon,
  Mention,
} from '../../lexicon/lexicon.ts';
import { loadWordNet } from '../../wordnet/load.ts';
import { answerOf } from './answers.ts';
import { keepFile } from './keep-file.ts';

export type LexiconInput = {
  /** The log; its first `count` lines, `bytes` bytes, are read. */
  file: string;
  count: number;
  bytes: number;
  extractions: Extraction[];
  unmerged: Set<string>;
  divisions: Division[];
  /** The folder where lexicons are stored, and the program that computes them. */
  keep: string;
  version: string;
};

/** The most mentions of a word that are kept of a long log. */
const mostMentions = 200;
/** The most stored lexicons: each takes about fifty megabytes for a million answers. */
const mostKept = 4;
const reportEvery = 10_000;
/** Raised when the stored form changes. */
const shape = 2;

/**
 * `onDone` is called now and then with the number of answers read. Throws UserError (exit `disk`) if the log is gone
 * or has become shorter.
 */
export async function readLexicon(
  input: LexiconInput,
  onDone: (done: number) => void = () => {},
): Promise<Lexicon> {
  const isLong = input.bytes > longLog;
  const name = isLong ? `lexicon.${keyOf(input)}.bin` : null;
  const kept = name && readKept(join(input.keep, name));
  if (kept) return kept;
  const builder = createLexiconBuilder({
    wordnet: await loadWordNet(),
    extractions: input.extractions,
    unmerged: input.unmerged,
    divisions: input.divisions,
    expected: input.count,
    ...(isLong ? { mostMentions } : {}),
  });
  readAnswers(input, (line, done) => {
    builder.add(answerOf(line));
    if (done % reportEvery === 0) onDone(done);
  });
  const { descriptors, ...rest } = builder.lexicon();
  const lexicon = {
    ...rest,
    descriptors: descriptors.map((one) => ({ ...one, mentions: byAnswer(one.mentions) })),
  };
  if (name) keepFile(input.keep, name, serialize(lexicon), mostKept);
  return lexicon;
}

/** Calls back with each of the first `count` lines and its number from 1. */
function readAnswers(
  { file, count }: LexiconInput,
  onAnswer: (line: Response, done: number) => void,
): void {
  let done = 0;
  if (count > 0 && existsSync(file)) {
    const handle = openSync(file, 'r');
    try {
      readLines(handle, 0, (text) => {
        if (done < count) onAnswer(JSON.parse(text) as Response, ++done);
      });
    } finally {
      closeSync(handle);
    }
  }
  if (done < count)
    throw new UserError(`${basename(file)} is gone, or shorter than it was.`, {
      where: file,
      hint: 'Bring the run folder back, then open the run again.',
      exit: 'disk',
    });
}

/** In the order of the answers' ids, which the order of lines does not change; within an answer in the order of the text. */
function byAnswer(mentions: readonly Mention[]): Mention[] {
  return [...mentions].sort((a, b) => (a.answer < b.answer ? -1 : a.answer > b.answer ? 1 : 0));
}

function keyOf(input: LexiconInput): string {
  const { file, bytes, extractions, unmerged, divisions, version } = input;
  const hash = createHash('sha256');
  const changed = [[...unmerged].sort(), divisions];
  hash.update(JSON.stringify([shape, version, bytes, stampOf(file, bytes), ...changed]));
  for (const { answer, words, by } of extractions) hash.update(JSON.stringify([answer, words, by]));
  return hash.digest('hex').slice(0, 32);
}

function readKept(file: string): Lexicon | null {
  if (!existsSync(file)) return null;
  try {
    const kept = deserialize(readFileSync(file)) as Lexicon;
    return { ...kept, answers: ownColumns(kept.answers) };
  } catch {
    // If the file is broken, the log is read.
    return null;
  }
}

/** Copies columns out of the file's buffer, which would stay in memory as long as any of them. */
function ownColumns(columns: AnswerColumns): AnswerColumns {
  return {
    ...columns,
    first: columns.first.slice(),
    named: columns.named.slice(),
    refused: columns.refused.slice(),
    language: columns.language.slice(),
    hash: columns.hash.slice(),
    respondent: columns.respondent.slice(),
    prompt: columns.prompt.slice(),
  };
}
