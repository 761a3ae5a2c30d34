/**
 * Instructions and advice to the reader ("Clean the filter every month", "To improve your essay, be clear …"): their
 * orders read like rules of life and say nothing of what the speaker values.
 */
import type { WordNet } from '../wordnet/wordnet.ts';
import { tokenise } from './tokens.ts';

const speaker = /\b(?:i|i'm|i'd|i'll|i've|me|my|mine|myself|we|us|our|ours)\b/i;
const ofValues =
  /\b(?:values?|principles?|virtues?|ideals?|motto|creed|matters?|important|character|respect(?:ed)? for)\b/i;
/** "let me know": an offer. */
const offer = /\b(?:let|tell|ask|give) (?:me|us)\b/gi;
/** "Here are some tips …", "To reset your password, …", "If you are having trouble with …". */
const advice =
  /^\W*(?:(?:sure|certainly|of course|absolutely|great)\W+)?(?:here (?:are|is)\b[^.:]{0,40}\b(?:tips?|steps?|ways?|instructions?|advice|suggestions?|recipe|guide)\b|(?:a few|some|three|four|five|six|seven|ten|\d+) (?:\w+ )?(?:tips?|steps?|ways?)\b|follow these\b|to (?!be\b|live\b|lead\b|love\b|become\b)\w+ (?:\w+ )?(?:your|a|an|the|for)\b[^.:]{0,60},|(?:if|when|before|once|while|after) you(?:'re|'ve|r)?\b[^.:]{0,60}\b(?:trouble|problem|issue|travel\w*|install\w*|buy\w*|interview|apply\w*|cook\w*|exam|trip|doctor|landlord|boss|coworker|colleague|account|device|computer|phone|start\w*|begin\w*|leave|go|want to (?:learn|get|make|cook|build|buy|lose|improve|start))\b[^.:]{0,60},)/i;
const numbered = /^\s*step \d/im;
const measure =
  /\b\d+\s?(?:°|degrees?|minutes?|hours?|days?|weeks?|seconds?|grams?|g|kg|ml|cups?|tablespoons?|teaspoons?|inches|cm|mm|percent|times)\b|\b(?:half an|an|one|two|three|four|five|six|seven|eight|nine|ten|twelve|thirty) (?:degrees|minutes?|hours?|days|weeks|cups|spoons)\b|\b(?:every|each) (?:month|week)\b|\b(?:twice|once) a (?:month|week|day|year)\b/i;
const things = new Set(['artifact', 'food', 'substance']);

/** Whether the text orders the reader about and speaks neither of the speaker nor of values. */
export function isInstruction(text: string, wordnet: WordNet): boolean {
  if (text.length > 4000 || speaker.test(text.replace(offer, '')) || ofValues.test(text))
    return false;
  const orders = text
    .split(/(?<=[.!?])\s+|\n+/)
    .map((sentence) => sentence.replace(opening, '').replace(orderMark, ''))
    .filter((sentence) => isOrder(sentence, wordnet));
  if (orders.length === 0) return false;
  if (advice.test(text) || numbered.test(text)) return true;
  const practical = orders.filter((order) => isPractical(order, wordnet)).length;
  return practical * 2 >= orders.length;
}

const orderMark =
  /^\s*(?:(?:step )?\d+[.):]\s*|[-*•]\s+)?(?:(?:then|next|first|second|finally|now|please|also|after that)\b,?\s*)?/i;

/** "If you are late, …", "Here are some tips: …": what stands before the order. */
const opening =
  /^\s*(?:(?:if|when|before|once|while|after|to)\b[^,]*,\s*|here (?:are|is)\b[^:]*:\s*)/i;

/** "Press …", "do not open …": begins with the plain form of a verb. */
function isOrder(sentence: string, wordnet: WordNet): boolean {
  const [first, second] = tokenise(sentence, { start: 0, end: sentence.length });
  if (first === undefined || second === undefined) return false;
  const verb = /^(?:do|don't|never|always)$/.test(first.text)
    ? second.text === 'not'
      ? 'be'
      : second.text
    : first.text;
  return second.isWord && verb !== 'step' && wordnet.baseForms(verb, 'verb')[0] === verb;
}

const persons =
  /\b(?:people|persons?|others|someone|somebody|everyone|friends?|strangers?|neighbou?rs?)\b/i;

/** With a measure, or with a thing that is one of its kind here ("the filter"); what is done for persons is not. */
function isPractical(order: string, wordnet: WordNet): boolean {
  if (measure.test(order)) return true;
  if (persons.test(order)) return false;
  const tokens = tokenise(order, { start: 0, end: order.length });
  return tokens.some(({ text }, i) => {
    if (!/^(?:the|your)$/.test(text) || tokens[i - 1]?.text === 'in') return false;
    for (const next of tokens.slice(i + 1, i + 4)) {
      if (!next.isWord || /^(?:of|for|to|in|on|with|and|that|who)$/.test(next.text)) return false;
      const noun = wordnet.baseForms(next.text, 'noun')[0];
      if (noun !== undefined && things.has(wordnet.senses(noun, 'noun')[0]?.lexname ?? ''))
        return true;
    }
    return false;
  });
}
