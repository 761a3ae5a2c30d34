/** `valuelex validity`: the whole pipeline on simulated models, compared with the planted values; or factors planted in numbers. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import { assess, type WordGroups } from '../../validity/assess.ts';
import { factorRecovery, recoverySettings } from '../../validity/factor-recovery.ts';
import { factorRecoveryPage } from '../../validity/factor-recovery-page.ts';
import { validityPage } from '../../validity/validity-page.ts';
import type { CommandContext } from '../command-context.ts';
import { writeGiven } from '../write-given.ts';

const groupsSchema = z.object({
  groups: z.record(z.string(), z.array(z.string())),
  singles: z.array(z.string()),
});

export type ValidityOptions = {
  /** Factors planted in plain numbers instead of values planted in simulated models. */
  factors?: boolean;
  out?: string;
  json?: boolean;
};

/** Prints the page (Markdown), writes it to `out` where one is named, or prints the figures as JSON. */
export async function validity(options: ValidityOptions, context: CommandContext): Promise<void> {
  const note = (text: string) => context.progress(`simulating: ${text}`);
  if (options.factors) {
    const found = factorRecovery(recoverySettings, note);
    context.progress(null);
    printOrWrite(found, factorRecoveryPage(found), options, context);
    return;
  }
  const outside = await context.outside();
  const assessment = await assess(outside, ordinaryWords(outside.prompts.root), note);
  context.progress(null);
  printOrWrite(assessment, validityPage(assessment), options, context);
}

function printOrWrite(
  figures: unknown,
  page: string,
  options: ValidityOptions,
  context: CommandContext,
): void {
  if (options.out !== undefined) {
    const file = resolve(options.out);
    writeGiven(file, page, {
      what: 'The page',
      hint: 'Name a file in a folder that exists and may be written to.',
    });
    context.note(`Written: ${file}`);
  }
  if (options.json) context.out(JSON.stringify(figures, null, 2));
  else if (options.out === undefined) context.out(page.trimEnd());
}

/** The labelled list of the tests; null in an installation without tests. */
function ordinaryWords(promptRoot: string): WordGroups | null {
  const file = join(promptRoot, '..', 'tests', 'clustering', 'value-words.json');
  if (!existsSync(file)) return null;
  return groupsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
}
