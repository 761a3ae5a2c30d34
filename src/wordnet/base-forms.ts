/** From inflected words to lemmas, after WordNet's morphy(7WN): exceptions first, then endings. */
import { irregularForms } from './irregular-forms.ts';
import type { PartOfSpeech } from './wordnet.ts';

const endings: Record<PartOfSpeech, readonly (readonly [string, string])[]> = {
  noun: [
    ['ses', 's'],
    ['ves', 'f'],
    ['xes', 'x'],
    ['zes', 'z'],
    ['ches', 'ch'],
    ['shes', 'sh'],
    ['men', 'man'],
    ['ies', 'y'],
    ['s', ''],
  ],
  verb: [
    ['ies', 'y'],
    ['es', 'e'],
    ['es', ''],
    ['s', ''],
    ['ied', 'y'],
    ['ed', 'e'],
    ['ed', ''],
    ['ing', 'e'],
    ['ing', ''],
  ],
  adjective: [
    ['ier', 'y'],
    ['iest', 'y'],
    ['er', ''],
    ['est', ''],
    ['er', 'e'],
    ['est', 'e'],
  ],
  adverb: [],
};

/** planned → plan; bigger → big. */
const doubled = /([bdgklmnprtvz])\1(ed|ing|er|est)$/;

/**
 * Lemmas that `word` may be an inflection of, itself first if `isLemma` knows it. Of a phrase the
 * last word is tried, then for verbs the first ("asked for").
 */
export function baseForms(
  word: string,
  pos: PartOfSpeech,
  isLemma: (lemma: string) => boolean,
): string[] {
  const key = word.toLowerCase().replaceAll('_', ' ');
  const found = new Set<string>();
  if (isLemma(key)) found.add(key);
  for (const form of candidates(key, pos)) if (isLemma(form)) found.add(form);
  const cut = key.lastIndexOf(' ');
  if (found.size === 0 && cut > 0) {
    const start = key.slice(0, cut + 1);
    for (const form of candidates(key.slice(cut + 1), pos))
      if (isLemma(start + form)) found.add(start + form);
    const first = key.indexOf(' ');
    if (pos === 'verb')
      for (const form of candidates(key.slice(0, first), pos))
        if (isLemma(form + key.slice(first))) found.add(form + key.slice(first));
  }
  return [...found];
}

function candidates(word: string, pos: PartOfSpeech): string[] {
  const irregular = irregularForms[pos].get(word);
  if (irregular) return irregular;
  if (pos === 'noun' && (word.endsWith('ss') || word.length <= 2)) return [];
  if (pos === 'noun' && word.endsWith('ful')) return [];
  const forms: string[] = [];
  const match = doubled.exec(word);
  if (match && pos !== 'noun') forms.push(word.slice(0, -match[2]!.length - 1));
  for (const [ending, replacement] of endings[pos])
    if (word.endsWith(ending) && word.length > ending.length + 1)
      forms.push(word.slice(0, -ending.length) + replacement);
  return forms;
}
