/** Numbers as reports print them. Null, and whatever is not finite, is "–". */

const none = '–';

function known(value: number | null): value is number {
  return value !== null && Number.isFinite(value);
}

function withMinus(text: string): string {
  return /^-[0.]*$/.test(text) ? text.slice(1) : text.replace(/^-/, '−');
}

/** Fixed digits: "71", "5.10". */
export function fixed(value: number | null, digits = 0): string {
  return known(value) ? withMinus(value.toFixed(digits)) : none;
}

/** 0…1 without the nought: ".62". */
export function share(value: number | null, digits = 2): string {
  return known(value) ? withMinus(value.toFixed(digits)).replace(/^(−?)0\./, '$1.') : none;
}

/** With its sign and without the nought: "+.78", "−.08". */
export function signed(value: number | null, digits = 2): string {
  if (!known(value)) return none;
  const text = share(value, digits);
  return text.startsWith('−') ? text : `+${text}`;
}

/** "+4", "−4", "0". */
export function withSign(value: number | null, digits = 0): string {
  const text = fixed(value, digits);
  return value !== null && Number.isFinite(value) && !text.startsWith('−') && !/^[0.]+$/.test(text)
    ? `+${text}`
    : text;
}

/** A share of 1 as "46 %". */
export function percent(value: number | null): string {
  return known(value) ? `${withMinus(String(Math.round(value * 100)))} %` : none;
}

/** A probability: "< .001", ".03". */
export function probability(value: number | null): string {
  if (!known(value)) return none;
  return value < 0.001 ? '< .001' : share(value, value < 0.1 ? 3 : 2);
}

/** Half the width of an interval as "±3"; empty without an interval. */
export function plusMinus(
  { low, high }: { low: number | null; high: number | null },
  digits = 0,
): string {
  return known(low) && known(high) ? `±${((high - low) / 2).toFixed(digits)}` : '';
}

/** The interval of a correlation as "[−.21, +.44]"; empty without one. */
export function signedInterval(low: number | null, high: number | null, digits = 2): string {
  return known(low) && known(high) ? `[${signed(low, digits)}, ${signed(high, digits)}]` : '';
}

/** An interval as "[.71–.88]", "[−.03, .24]"; empty without one. */
export function interval(low: number | null, high: number | null, digits = 2): string {
  if (!known(low) || !known(high)) return '';
  return `[${share(low, digits)}${low < 0 ? ', ' : '–'}${share(high, digits)}]`;
}

/** "1 word", "3 words". */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** "35 models of 7 families"; families are named only if they are the independent units. */
export function modelsOf({
  models,
  families,
}: {
  models: number;
  families: number | null;
}): string {
  return families === null
    ? plural(models, 'model')
    : `${plural(models, 'model')} of ${plural(families, 'family', 'families')}`;
}

/** "a, b, and c". */
export function listOf(items: readonly string[]): string {
  if (items.length < 3) return items.join(' and ');
  return `${items.slice(0, -1).join(', ')}, and ${items.at(-1)}`;
}

/** The first `most` of them, and how many more there are: "3 more". */
export function firstOf(items: readonly string[], most: number): string[] {
  const more = items.length - most;
  return more > 0 ? [...items.slice(0, most), `${more} more`] : [...items];
}

/** A model's name without its endpoint: "local:gemma-3-270m" → "gemma-3-270m". */
export function shortName(model: string): string {
  return model.slice(model.indexOf(':') + 1);
}
