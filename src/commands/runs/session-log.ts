/** The session log: the edits of a run by hand, as command lines in order; made for the appendix of a paper. */
import type { Edit } from '../../clustering/edits.ts';
import type { Study } from '../../run/study.ts';
import { safeLine } from '../../safe-text/safe-line.ts';
import { plural } from '../../tables/numbers.ts';
import { shellWord } from '../shell-word.ts';
import { editWords } from './edit-lines.ts';

/** One line each; lines that begin with "#" are comments. */
export function sessionLog(
  study: Study,
  edits: readonly Edit[],
  folder: string,
  version: string,
): string {
  const run = shellWord(folder);
  return [
    `# Session log of ${study.name.replace(/\s+/g, ' ')}, valuelex ${version}: ${plural(edits.length, 'edit')} by hand, in order.`,
    `# seed ${study.seed} · ${plural(study.models.length, 'model')} · judges ${study.test.judges.join(', ') || 'none'}`,
    '# valuelex replay <this file> <run> makes them again on a run without edits.',
    `valuelex run ${run}`,
    ...edits.map(
      (edit) =>
        `valuelex curate ${run} ${editWords(edit).map(shellWord).join(' ')}${howDecided(edit)}`,
    ),
    '',
  ].join('\n');
}

/** A comment that says how a decision of the queue was taken, or a disputed word settled. */
function howDecided({ decided, settled }: Edit): string {
  if (settled) {
    const { by, took, second, seconds } = settled;
    const whose = { first: 'the first curator', second: safeLine(second), other: 'neither' }[took];
    return `  # settled by ${safeLine(by)} as ${whose} had it, after ${Math.round(seconds)} s`;
  }
  if (!decided) return '';
  const { pointed, taken, seconds } = decided;
  const took =
    taken === null
      ? 'another than those shown'
      : taken === pointed
        ? 'as suggested'
        : `${taken}, not ${pointed} as suggested`;
  return `  # took ${took}, after ${Math.round(seconds)} s`;
}

/** The words of each edit in a session log, with the number of its line. */
export function loggedEdits(text: string): { line: number; words: string[] }[] {
  return text.split('\n').flatMap((written, at) => {
    const [program, command, , ...words] = shellWords(written);
    return program === 'valuelex' && command === 'curate' ? [{ line: at + 1, words }] : [];
  });
}

/** The words of a line as `shellWord` writes them, up to a comment. */
function shellWords(line: string): string[] {
  const words: string[] = [];
  for (const [whole] of line.matchAll(/#.*|(?:'[^']*'|\\'|[^\s'\\#])+/g)) {
    if (whole.startsWith('#')) break;
    words.push(whole.replace(/'([^']*)'|\\'/g, (_, inside?: string) => inside ?? "'"));
  }
  return words;
}
