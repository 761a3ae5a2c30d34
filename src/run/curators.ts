/** The second curators of a run: each has a log of edits of their own, whose first line records the clusters they began with. */
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as z from 'zod';
import { type AbsentCurator, firstCurator } from '../clustering/curators-of-run.ts';
import { type Edit, editSchema } from '../clustering/edits.ts';
import { recipes } from '../clustering/recipe-numbers.ts';
import { CorruptRunError, UserError } from '../errors.ts';
import { type Log, lineReader, openKeptLog } from '../facts/log.ts';
import type { Study } from './study.ts';

/** What the automatic clusters depend on besides the words. */
const beganSchema = z.object({
  method: z.string(),
  k: z.number().nullable(),
  embedding: z.string(),
  recipe: z.number(),
  minCount: z.number(),
});

export type Began = z.infer<typeof beganSchema>;

const firstLineSchema = z.object({
  curator: z.string().min(1),
  at: z.string(),
  began: beganSchema,
});
type FirstLine = z.infer<typeof firstLineSchema>;
type CuratorLine = FirstLine | Edit;

/** A log of edits whose first line names its curator. */
export type CuratorLog = Log<CuratorLine, readonly Edit[]> & {
  /** Null before the first line. */
  readonly first: FirstLine | null;
};

export type SecondCurator = { name: string; first: FirstLine | null; edits: readonly Edit[] };

const fileName = /^curation-(.+)\.jsonl$/;
/** Short and lower case: some systems limit file names, and treat two names that differ only in case as one file. */
const nameForm = /^[a-z0-9][a-z0-9-]{0,39}$/;

/** Throws UserError (exit `usage`) for a name that no second curator can have. */
export function refuseCuratorName(name: string): void {
  if (name === firstCurator)
    throw new UserError(`${firstCurator} is the name of who curated the run itself.`, {
      hint: 'Give the second curator another name: --as <name>.',
      exit: 'usage',
    });
  if (!nameForm.test(name))
    throw new UserError(`${JSON.stringify(name)} cannot be the name of a curator.`, {
      hint: 'Use small letters, digits, and "-", 40 at most, a letter or digit first: --as ann.',
      exit: 'usage',
    });
}

export function curatorFile(folder: string, name: string): string {
  return join(folder, `curation-${name}.jsonl`);
}

/** Throws as `openLog` does, and CorruptRunError if a later line is not an edit. */
export function openCuratorLog(file: string, write: boolean): CuratorLog {
  const edits: Edit[] = [];
  let first: FirstLine | null = null;
  const readFirst = lineReader(file, firstLineSchema);
  const readEdit = lineReader(file, editSchema);
  const log = openKeptLog<CuratorLine, readonly Edit[]>(
    file,
    (text, number) => (number === 1 ? readFirst(text, number) : readEdit(text, number)),
    write,
    {
      lines: edits,
      known: { bytes: 0, lines: 0 },
      add(line) {
        if ('curator' in line) first = line;
        else edits.push(line);
      },
    },
  );
  const name = fileName.exec(basename(file))?.[1];
  const began = first as FirstLine | null;
  if (began && began.curator !== name) {
    void log.close();
    throw new CorruptRunError(file, 1, `it is the log of ${began.curator}, not of ${name}`);
  }
  return {
    ...log,
    get lines() {
      return edits;
    },
    get first() {
      return first;
    },
  };
}

/** The names of the second curators with a log in the folder. */
export function curatorsIn(folder: string): string[] {
  return readdirSync(folder)
    .flatMap((name) => fileName.exec(name)?.[1] ?? [])
    .filter((name) => nameForm.test(name) && name !== firstCurator)
    .sort();
}

export function beganOf({ clusters }: Pick<Study, 'clusters'>): Began {
  const { method, k, embedding, recipe = recipes[0], minCount } = clusters;
  return { method, k, embedding, recipe, minCount };
}

/** What has changed since a second curator began, in words; null if nothing has. */
export function changedSince(before: Began, study: Pick<Study, 'clusters'>): string | null {
  const now = beganOf(study);
  const words: Record<keyof Began, string> = {
    method: 'method',
    k: 'number of clusters',
    embedding: 'embedding',
    recipe: 'recipe',
    minCount: 'fewest answers of a word',
  };
  const changes = (Object.keys(words) as (keyof Began)[])
    .filter((key) => before[key] !== now[key])
    .map((key) => `${words[key]} ${before[key] ?? 'by rule'}, now ${now[key] ?? 'by rule'}`);
  return changes.length > 0 ? changes.join('; ') : null;
}

/** The curators whose edits fit the present clusters, and those left out, each with the reason. */
export function comparable(
  seconds: readonly SecondCurator[],
  study: Pick<Study, 'clusters'>,
): { there: SecondCurator[]; absent: AbsentCurator[] } {
  const begun = seconds.flatMap((one) => (one.first ? [{ ...one, first: one.first }] : []));
  const changes = begun.map(({ first }) => changedSince(first.began, study));
  return {
    there: begun.filter((_, at) => changes[at] === null),
    absent: begun.flatMap(({ name }, at) => {
      const change = changes[at];
      return change ? [{ name, why: `began with other clusters (${change})` }] : [];
    }),
  };
}
