/** Requests as the tokens that a model sees, and candidates for the next token as tokens. */
import type { LlamaModel, Token } from 'node-llama-cpp';
import { EndpointError } from '../../errors.ts';
import { compileChatTemplate, type JinjaLibrary, plainConversation } from './chat-template.ts';
import { sharedStart } from './contexts.ts';
import { textOf } from './error-text.ts';
import type { ChildContext } from './messages.ts';

/**
 * `special`: the text may name special tokens, as chat templates do. `start`: the token before the text, where the
 * text does not name it itself.
 */
export type Prompt = { text: string; tokens: Token[]; special: boolean; start: Token | null };

/** Turns a request into the text and tokens that the model sees. */
export function promptWriter(
  model: LlamaModel,
  jinja: JinjaLibrary,
): (request: ChildContext) => Prompt {
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
    let start: Token | null = null;
    if (shouldPrependBosToken && bos !== null && tokens[0] !== bos) start = bos;
    else if (tokens.length === 0) {
      start = bos ?? model.tokens.eos ?? model.tokens.nl;
      if (start === null) throw new EndpointError('malformed', 'The prompt is empty');
    }
    return { text, tokens: start === null ? tokens : [start, ...tokens], special, start };
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

/** A text that continues from a prompt: its tokens, the first of them that reaches beyond the prompt, and what each from there on writes. */
export type Continued = { tokens: Token[]; from: number; pieces: string[] };

/**
 * Prompt and continuation as one text. Throws EndpointError 'malformed' where the continuation adds nothing, or
 * begins in the first token of all.
 */
export function continueFrom(model: LlamaModel, prompt: Prompt, continuation: string): Continued {
  const { special, start } = prompt;
  const text = prompt.text + continuation;
  const plain = model.tokenize(text, special);
  const tokens = start === null ? plain : [start, ...plain];
  const pieces = piecesOf(model, tokens, start, text);
  let from = sharedStart(tokens, prompt.tokens);
  // What is not written as it was read has no place in the text: then the tokens that differ are the continuation's.
  if (pieces.join('') === text) {
    from = 0;
    let end = 0;
    for (; from < tokens.length; from++) {
      end += (pieces[from] as string).length;
      if (end > prompt.text.length) break;
    }
  }
  if (continuation === '' || from === tokens.length)
    throw new EndpointError('malformed', 'A continuation is empty', {
      where: JSON.stringify(continuation),
    });
  if (from === 0)
    throw new EndpointError(
      'malformed',
      'The context is too short: its only token continues in the continuation',
      {
        where: JSON.stringify(text),
      },
    );
  return { tokens, from, pieces: pieces.slice(from) };
}

/**
 * What each token of `text` writes, the token `start` before it nothing; a character that several tokens spell stands
 * at the first of them.
 */
export function piecesOf(
  model: LlamaModel,
  tokens: readonly Token[],
  start: Token | null,
  text: string,
): string[] {
  const pieces = start === null ? [] : [''];
  let open: Token[] = [];
  for (let i = pieces.length; i < tokens.length; i++) {
    open.push(tokens[i] as Token);
    const first = i + 1 - open.length;
    const piece = model.detokenize(open, true, tokens.slice(Math.max(0, first - 8), first));
    const waits = piece.endsWith('\uFFFD') && open.length <= 8 && i + 1 < tokens.length;
    if (waits) continue;
    pieces.push(piece, ...open.slice(1).map(() => ''));
    open = [];
  }
  // Some tokenizers put a space before the text.
  const opening = start === null ? 0 : 1;
  if (pieces[opening]?.startsWith(' ') && !text.startsWith(' '))
    pieces[opening] = (pieces[opening] as string).slice(1);
  return pieces;
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
