/**
 * Control tokens that a template leaves in a text. At the beginning they open the answer, at its end
 * they close it, and the turn of another speaker, which the model made up, is not an answer.
 */
import { findThoughts } from './thought-marks.ts';

type Span = { start: number; end: number };

/** Any token of a template: <|…|>, <｜…｜>, <start_of_turn>, <s>, [INST], [|endofturn|], MiniMax's ]~b], and their like. */
const token =
  /<[|｜]\/?[\w▁ .:-]{1,40}[|｜]>|<\|(?:turn|channel|tool|image)>|<(?:turn|channel|tool|image)\|>|<\/?(?:start_of_turn|end_of_turn|start_of_image|end_of_image|im_start|im_end|endoftext|eot_id|eot|eos|bos|pad|unk|mask|sep|cls|end_of_text|begin_of_text|end_of_utterance)>|\[\/?INST\]|\[[|｜][\w ]{1,40}[|｜]\]|\]~!?b[\][]|\[e~\[|<\/?role>|<_(?:user|bot|system|start|end)>|<[\w.-]+:(?:bos|eos|pad)>|<\/?(?:answer|final_answer|response|solution)>|\[(?:BOS|EOS|PAD|SEP|CLS)\]|<<\/?SYS>>|<(?:extra_id|unused|reserved|special)_?\d+>|(?<![^\s])<s>(?![^<\n]{1,60}<\/s>[^\n]*\p{L})|<\/s>(?=\s*(?:$|[<[\n]|(?:user|human|assistant) ?:))/giu;

/**
 * Headings in words of a next turn: "### Instruction:" (and not "## Human dignity"), and "User: …?" where a question
 * or a reply follows; or a role that stands right behind a sentence, as where Llama's tokens are left out.
 */
const nextTurn =
  /^[ \t]*(?:#{1,6}[ \t]*(?:instructions?|user|human|input|question|interviewer)\b(?: ?\d{1,2})?[ \t]*(?::|(?=\n|$))|\*{0,2}(?:user|human|interviewer|questioner|instruction|question|q)\*{0,2}[ \t]*:(?:\*\*)?(?=[^\n]*\?|[^\n]*\n+\s*\*{0,2}(?:assistant|ai|answer|model|response|bot|a)\*{0,2}[ \t]*:))|(?<=[.!?)”"'*])(?:user|assistant)[ \t]*\n\n|(?<=[a-z])assistant[ \t]*\n\n/gim;
/** A heading in words that opens the answer. */
const opensInWords =
  /^\s*(?:#{1,6}[ \t]*(?:response|assistant|answer|output)[ \t]*:?[ \t]*(?=\n|$)|(?:assistant|response)[ \t]*:(?=\s)|assistant[ \t]*(?=\n))/i;

const roleAfter =
  /^\s*(assistant|model|bot|ai|gpt|chatbot|user|human|system|tool|developer|observation|instruction)\b(?:\s*<(?:[|｜](?:end_header_id|header_end)[|｜]|\/role)>)?/i;
const isSpeaker = /assistant|model|bot|^ai$|gpt/i;

/** The parts of a text that are the answer: without control tokens, up to the end of the turn. Thoughts count as text. */
export function answerSpans(text: string): Span[] {
  const spans: Span[] = [];
  const last = endInWords(text);
  let at = opensInWords.exec(text)?.[0].length ?? 0;
  let reading = true;
  let hasRead = false;
  const take = (end: number) => {
    if (!reading || end <= at) return;
    spans.push({ start: at, end });
    hasRead ||= text.slice(at, end).trim() !== '';
  };
  const isRoleAlone = (read: readonly Span[]): boolean =>
    /^\s*(?:assistant|model|bot)\s*$/i.test(
      read.map(({ start, end }) => text.slice(start, end)).join(''),
    );
  token.lastIndex = 0;
  for (;;) {
    const match = token.exec(text);
    if (!match || match.index >= last) break;
    const { role, length, closes, opens } = kindOf(match[0], text, match.index);
    if (!opens) take(match.index);
    // "<|im_assistant|>assistant<|im_middle|>Honesty": between the tokens of an opening stands its role.
    if (hasRead && closes && isRoleAlone(spans)) {
      spans.length = 0;
      hasRead = false;
    }
    if (hasRead && (role !== null || closes || opens)) return spans;
    if (role !== null) reading = isSpeaker.test(role);
    if (opens) reading = true;
    at = match.index + length;
    token.lastIndex = at;
  }
  take(last);
  return spans;
}

type Kind = {
  /** Whose turn begins. */
  role: string | null;
  /** In UTF-16 units, with the role in words behind it. */
  length: number;
  closes: boolean;
  /** What stands before it is the prompt. */
  opens: boolean;
};

function kindOf(mark: string, text: string, at: number): Kind {
  const name = mark
    .replace(/[<>|｜[\]~]/g, '')
    .replaceAll('▁', '_')
    .toLowerCase()
    .replace(/^_/, '');
  const kind = { role: null, length: mark.length, closes: false, opens: false };
  if (name === '/inst') return { ...kind, opens: true };
  if (name === 'inst' || name === 'sys') return { ...kind, role: 'user' };
  if (/^(?:assistant|user|system|model|human|bot|tool|observation|prompter)$/.test(name))
    return { ...kind, role: name };
  if (
    /^(?:im_start|start_of_turn|start_header_id|header_start|start|turn|start_of_role|role|b|special_\d+)$/.test(
      name,
    ) &&
    !mark.startsWith('<turn')
  ) {
    const role = roleAfter.exec(text.slice(at + mark.length, at + mark.length + 60));
    if (role) return { ...kind, role: role[1]!, length: mark.length + role[0].length };
    return name.startsWith('special') ? { ...kind, closes: true } : kind;
  }
  if (name === 'channel') {
    const channel = /^\s*final\b\s*(?:<\|constrain\|>[^<\n]{0,20}(?=<\|message))?/.exec(
      text.slice(at + mark.length, at + mark.length + 60),
    );
    return { ...kind, length: mark.length + (channel?.[0].length ?? 0) };
  }
  const neutral =
    /^(?:\/?(?:answer|final_answer|response|solution)|\/role|!b|message|constrain|end_header_id|header_end|end_of_role|im_sep|begin\w*|start_response|bos|s|unk|mask|text|start_of_text|startoftext|unused\d+)$/;
  return { ...kind, closes: !neutral.test(name) };
}

/** Where a next turn begins in words; the text's length where there is none. */
function endInWords(text: string): number {
  if (!/[#:]|(?:user|assistant)[ \t]*\n/.test(text)) return text.length;
  for (const { index } of text.matchAll(nextTurn))
    if (/[\p{L}]/u.test(text.slice(0, index).replace(token, ''))) return index;
  return text.length;
}

/** The answer without control tokens and what follows its turn. A text without any stays as it is. */
export function answerPart(text: string): string {
  const spans = answerSpans(text);
  if (spans.length === 1 && spans[0]!.start === 0 && spans[0]!.end === text.length) return text;
  return spans.map(({ start, end }) => text.slice(start, end)).join('');
}

/** The answer without thoughts and control tokens. */
export function spokenAnswer(text: string): string {
  let at = 0;
  let spoken = '';
  for (const { start, end } of findThoughts(text)) {
    spoken += text.slice(at, start);
    at = end;
  }
  return answerPart(spoken + text.slice(at));
}
