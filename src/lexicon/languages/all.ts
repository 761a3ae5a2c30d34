/** The languages in which answers are read, in addition to English. */
import ar from '../data/languages/ar.json' with { type: 'json' };
import de from '../data/languages/de.json' with { type: 'json' };
import es from '../data/languages/es.json' with { type: 'json' };
import fr from '../data/languages/fr.json' with { type: 'json' };
import hi from '../data/languages/hi.json' with { type: 'json' };
import ja from '../data/languages/ja.json' with { type: 'json' };
import ko from '../data/languages/ko.json' with { type: 'json' };
import pt from '../data/languages/pt.json' with { type: 'json' };
import ru from '../data/languages/ru.json' with { type: 'json' };
import zh from '../data/languages/zh.json' with { type: 'json' };
import { type Language, listOf, makeLanguage } from './language.ts';

const data = { ar, de, es, fr, hi, ja, ko, pt, ru, zh };
const made = new Map<string, Language>();

export const languageCodes = Object.keys(data) as (keyof typeof data)[];

/** Made at first use: most runs need none. */
export function languageOf(code: keyof typeof data): Language {
  const known = made.get(code);
  if (known) return known;
  const language = makeLanguage(code, data[code]);
  made.set(code, language);
  return language;
}

/** The function words of a language in Latin letters, without making it. */
export const functionWordsOf = (code: 'es' | 'fr' | 'de' | 'pt'): string[] =>
  listOf(data[code].functionWords);

export type LanguageCode = keyof typeof data;
