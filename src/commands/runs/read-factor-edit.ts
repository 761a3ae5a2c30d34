/** Edits of the factor solution, from the words of a command line. */
import { UserError } from '../../errors.ts';
import { extractionNames } from '../../factor-analysis/factor-analysis.ts';
import { rotationsOnScreen } from '../../run/derive/factors.ts';
import { isComputed } from '../../run/derive/stage.ts';
import type { Results } from '../../run/state.ts';
import { type EditReader, need, usage } from './edit-reader.ts';

const factors: EditReader = (words, { results, options: { onward } }) => {
  need(words, 1, 1, 'factors <k>');
  const { maxK } = factorsOf(results);
  const k = Number(words[0]);
  if (!(Number.isInteger(k) && k >= 1 && k <= maxK))
    throw usage(`The number of factors is a whole number from 1 to ${maxK}.`);
  return { edit: 'factors', k, ...(onward && { onward }) };
};

const rotation: EditReader = (words) => {
  need(words, 1, 1, 'rotation <name>');
  return { edit: 'rotation', rotation: oneOf(words[0]!, rotationsOnScreen, 'rotation') };
};

const extraction: EditReader = (words) => {
  need(words, 1, 1, 'extraction <name>');
  return { edit: 'extraction', extraction: oneOf(words[0]!, extractionNames, 'extraction') };
};

const nameFactor: EditReader = (words, { results }) => {
  need(words, 2, 2, 'name-factor <number> <name>');
  if (words[1]!.trim() === '')
    throw usage('This cannot be its name: a name has at least one letter.');
  return { edit: 'name-factor', factor: factorWords(words[0]!, results), name: words[1]! };
};

const flip: EditReader = (words, { results }) => {
  need(words, 1, 1, 'flip <number>');
  return { edit: 'flip', factor: factorWords(words[0]!, results) };
};

export const factorEditReaders = {
  factors,
  rotation,
  extraction,
  'name-factor': nameFactor,
  flip,
};

function factorsOf(results: Results) {
  if (isComputed(results.factors)) return results.factors;
  throw new UserError(results.factors?.unavailable ?? 'There are no factors yet.', {
    ...(results.factors?.hint ? { hint: results.factors.hint } : {}),
  });
}

/** The words of a factor's clusters, by its number or its name. */
function factorWords(text: string, results: Results): string[] {
  const view = factorsOf(results);
  const wanted = text.toLowerCase();
  const at = view.factors.findIndex(({ name, clusters }, i) =>
    [String(i + 1), name, ...clusters].some((one) => one.toLowerCase() === wanted),
  );
  if (at < 0)
    throw usage(
      `There is no factor ${text}: ${view.factors.map((one, i) => `${i + 1} ${one.name}`).join(', ')}.`,
    );
  const strongest = view.columns.toSorted(
    (a, b) => Math.abs(loading(b.cluster)) - Math.abs(loading(a.cluster)),
  )[0]!;
  function loading(cluster: string): number {
    return view.loadings[view.columns.findIndex((one) => one.cluster === cluster)]![at]!;
  }
  const { clusters } = view.factors[at]!;
  return clusters.length > 0 ? clusters : [strongest.cluster];
}

function oneOf<T extends string>(text: string, known: readonly T[], what: string): T {
  const found = known.find((one) => one === text);
  if (found) return found;
  throw usage(`There is no ${what} ${text}: one of ${known.join(', ')}.`);
}
