/** Answers that were made to exhaust whoever reads them. */
import { expect, it } from 'vitest';
import { createLexiconBuilder } from '../../src/lexicon/build-lexicon.ts';
import { loadWordNet } from '../../src/wordnet/load.ts';

const wordnet = await loadWordNet();

/** The words found in one answer. */
function wordsOf(text: string): string[] {
  const builder = createLexiconBuilder({ wordnet, unmerged: new Set() });
  builder.add({ id: 'a', model: 'lab:a', setting: 's', prompt: 'p', text } as never);
  return builder.lexicon().descriptors.map((one) => one.word);
}

// Each took hours, or the stack, when its time or depth grew faster than its length.
it.each<[string, string]>([
  ['a hundred thousand sentences', 'I value honesty. '.repeat(100_000)],
  ['a sentence of denials', 'not '.repeat(150_000)],
  ['a sentence without an end', `I value ${'and '.repeat(150_000)}`],
  ['a refusal over and over', 'as an AI '.repeat(60_000)],
  ['one word of hyphens', `I value: ${'a-'.repeat(300_000)}`],
  ['a table without cells', '|'.repeat(600_000)],
  ['lists in lists', '['.repeat(300_000)],
  ['maps in maps', '{"a":'.repeat(100_000)],
  ['emphasis', '**'.repeat(300_000)],
  ['marks on marks', `a${'\u0301'.repeat(300_000)}`],
  ['labels that deny', 'What I do not value:\n'.repeat(20_000)],
  ['struck-out words', `${'<s>a</s>'.repeat(60_000)}\n`],
  ['a gap without an end', `I value ${' '.repeat(300_000)}love`],
  ['entities', '&amp;'.repeat(100_000)],
  ['marks of thoughts', '<|think [x◁ '.repeat(60_000)],
  ['sequences without an end', '\u001b]0;'.repeat(150_000)],
])('are read in proportion to their length: %s', (_, text) => {
  expect(wordsOf(`Honesty\n\n${text}\n\nKindness`)).toContain('honesty');
});
