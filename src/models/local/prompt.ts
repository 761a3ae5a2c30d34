/** Requests as the tokens that a model sees, and candidates for the next token as tokens. */
import type { LlamaModel, Token } from 'node-llama-cpp';
import { EndpointError } from '../../errors.ts';
import { compileChatTemplate, type JinjaLibrary, plainConversation } from './chat-template.ts';
import { textOf } from './error-text.ts';
import type { ChildRequest } from './messages.ts';

/** `special`: the text may name special tokens, as chat templates do. */
export type Prompt = { text: string; tokens: Token[]; special: boolean };

/** Turns a request into the text and tokens that the model sees. */
export function promptWriter(
  model: LlamaModel,
  jinja: JinjaLibrary,
): (request: ChildRequest) => Prompt {
  const source = model.fileInfo.metadata?.tokenizer?.chat_template;
  const { bos, bosString, eosString, shouldPrependBosToken } = model.tokens;
  const template =
    typeof source === 'string'
      ? compileChatTemplate(jinja, source, { bos: bosString ?? '', eos: eosString ?? '' })
      : null;
  return (request) => {
    let text: string;
    if (request.kind === 'completion') text = request.prompt;
    else {
      try {
        text = (template ?? plainConversation)(request.messages, request.prefill);
      } catch (cause) {
        throw new EndpointError('malformed', `The chat template refuses: ${textOf(cause)}`, {
          hint: 'Some templates want user and assistant to take turns, the user first.',
          cause,
        });
      }
    }
    const special = request.kind === 'chat' && template !== null;
    const tokens = model.tokenize(text, special);
    if (shouldPrependBosToken && bos !== null && tokens[0] !== bos) tokens.unshift(bos);
    if (tokens.length === 0) {
      const start = bos ?? model.tokens.eos ?? model.tokens.nl;
      if (start === null) throw new EndpointError('malformed', 'The prompt is empty');
      tokens.push(start);
    }
    return { text, tokens, special };
  };
}

/**
 * The token that each candidate would begin with right after the prompt. A candidate that would
 * melt into the prompt's last token is read as the token it begins with on its own.
 */
export function firstTokens(
  model: LlamaModel,
  prompt: Prompt,
  candidates: readonly string[],
): Token[] {
  const tail = safeTail(model, prompt);
  return candidates.map((candidate) => {
    const whole = model.tokenize(tail.text + candidate, prompt.special);
    const melted = tail.tokens.some((token, index) => whole[index] !== token);
    const first = melted
      ? model.tokenize(candidate, false, 'trimLeadingSpace')[0]
      : whole[tail.tokens.length];
    if (first === undefined) {
      throw new EndpointError('malformed', 'A candidate for the next token is empty', {
        where: JSON.stringify(candidate),
      });
    }
    return first;
  });
}

/** A short end of the prompt that gives the same tokens alone as in the whole prompt, else the whole. */
function safeTail(model: LlamaModel, prompt: Prompt) {
  const { special } = prompt;
  for (const length of [48, 200]) {
    const from = prompt.text.indexOf('\n', Math.max(0, prompt.text.length - length));
    if (from < 1 || from === prompt.text.length - 1) continue;
    const text = prompt.text.slice(from);
    const tokens = model.tokenize(text, special);
    const end = prompt.tokens.slice(-tokens.length);
    if (tokens.every((token, index) => token === end[index])) return { text, tokens };
  }
  return { text: prompt.text, tokens: model.tokenize(prompt.text, special) };
}
