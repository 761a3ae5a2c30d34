/** Parsers of option values. */
import { InvalidArgumentError, Option } from 'commander';

/** A whole number from `least` up, to `most` where there is one. */
export function wholeNumber(
  least: number,
  most = Number.POSITIVE_INFINITY,
): (text: string) => number {
  const range = Number.isFinite(most) ? `to ${most}` : 'up';
  return (text) => {
    const value = Number(text);
    if (text.trim() !== '' && Number.isInteger(value) && value >= least && value <= most)
      return value;
    throw new InvalidArgumentError(`Give a whole number from ${least} ${range}.`);
  };
}

/** Whole numbers from `least` up, separated by commas; a repeated option adds to the list. */
export function wholeNumbers(least: number): (text: string, before?: number[]) => number[] {
  const one = wholeNumber(least);
  return (text, before = []) => [...before, ...names(text).map(one)];
}

/** A number above 0. */
export function positive(text: string): number {
  const value = Number(text);
  if (value > 0 && Number.isFinite(value)) return value;
  throw new InvalidArgumentError('Give a number above 0.');
}

/** Names separated by commas; a repeated option adds to the list. */
export function names(text: string, before: string[] = []): string[] {
  const found = text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (found.length === 0) throw new InvalidArgumentError('Give at least one name.');
  return [...before, ...found];
}

/** A part of a study: `2/4` is the second of four. */
export function part(text: string): string {
  const [, index, count] = /^([1-9]\d*)\/([1-9]\d*)$/.exec(text) ?? [];
  if (index !== undefined && Number(index) <= Number(count)) return text;
  throw new InvalidArgumentError('Give it as <i>/<n>, like 2/4 for the second of four.');
}

/** `column=name`, collected. */
export function mapping(
  text: string,
  before: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const at = text.indexOf('=');
  if (at < 1 || at === text.length - 1)
    throw new InvalidArgumentError('Give it as <column>=<name in the file>, like answer=text.');
  return { ...before, [text.slice(0, at).trim()]: text.slice(at + 1).trim() };
}

/** The folder in which runs are found by name. */
export const runsOption = () =>
  new Option('--runs <folder>', 'the folder that holds the runs').default('./runs');

/** A part of a run; may be repeated. */
export const whereOption = () =>
  new Option(
    '--where <condition>',
    'only the part with training=base, family=llama,qwen, size<10, prompt!=03, …; may be repeated: all hold',
  ).argParser((text: string, before: string[] = []) => [...before, text]);
