/** Which field of a request an endpoint refuses. */
import type { Said } from './said.ts';

/** Fields whose names are everyday words: they must be named as fields, or stand beside a refusal. */
const everyday: Readonly<Record<string, string>> = {
  stream: 'stream(?:ing|ed)?',
  stop: 'stop(?:[ _-]?(?:sequences?|strings?|words?))?',
  seed: '(?:random[ _]?)?seed',
  temperature: 'temperature',
};

/** What is said of a field that nobody takes there. */
const firmly =
  "unsupported|not (?:yet )?(?:supported?|allowed|permitted|available|implemented|enabled)|(?:does|do) ?(?:not|n[o’']t) (?:support|allow|accept|stream)|disabled|(?:turned|switched) off";
/** What is said of one that this request should not have held. */
const mildly = `${firmly}|unavailable|cannot|can ?n[o’']t|not (?:accepted|recognized)|unknown|unrecogni[sz]ed|unexpected|extra|invalid|deprecated|must be|must have|should be|out of range|unmarshal|blocked|verified|only|remove|without|additional propert(?:y|ies)|must not|must contain`;

const inChinese =
  '不支持|不被[^。]{0,12}支持|不受支持|不允许|不能|无效|非法|错误|未知|不合法|无法识别';

/**
 * Whether the error names `field` as what it refuses: by `param`, by `loc`, or in its sentences. `failed`: the
 * endpoint says that it failed, so that a word like "stream" in its sentence proves little.
 */
export function refusesField({ fields, messages }: Said, field: string, failed = false): boolean {
  const word = everyday[field];
  const wanted = new RegExp(`^(?:${word ?? plainName(field)})$`, 'i');
  if (fields.some((one) => wanted.test(plainName(one)))) return true;
  const words = messages.join(' · ');
  // A name that no sentence holds by chance.
  if (word === undefined)
    return new RegExp(`\\b${field.split('_').join('_?')}\\b`, 'i').test(words);
  const named = [
    `['"\`‘“]${word}['"\`’”]`,
    `(?:parameter|argument|field|property|name|option|inputs)s?:? +${word}\\b`,
    `^${word}:`,
    `\\b(?:range|value) (?:of|for) ${word}\\b`,
    `\\w\\.${word}\\b`,
  ];
  const refusal = failed ? firmly : mildly;
  const refused = [
    `\\b${word}\\b[^.·。]{0,30}(?:${inChinese})`,
    `(?:${inChinese})[^.·。]{0,30}\\b${word}\\b`,
    ...(field === 'stream' ? ['不支持流式|流式[^.·。]{0,10}(?:不支持|不可用)'] : []),
    `\\b${word}\\b[^.·]{0,60}\\b(?:${refusal})\\b`,
    `\\b(?:${refusal})\\b[^.·]{0,60}\\b${word}\\b`,
  ];
  const signs = failed ? refused : [...named, ...refused];
  return signs.some((sign) => new RegExp(sign, 'i').test(words));
}

/** Google writes topP for top_p. */
const plainName = (name: string): string => name.replaceAll('_', '').toLowerCase();
