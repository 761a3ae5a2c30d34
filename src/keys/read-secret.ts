/** A secret that is typed or piped in. */
import { UserError } from '../errors.ts';

type Input = NodeJS.ReadStream | (NodeJS.ReadableStream & { isTTY?: boolean });

/**
 * The first line of `input`, without spaces at its ends. At a terminal `prompt` is written to
 * `output` and nothing that is typed is shown. Throws UserError where it ends before a line, or on Ctrl+C.
 */
export async function readSecret(
  prompt: string,
  input: Input = process.stdin,
  output: NodeJS.WritableStream = process.stderr,
): Promise<string> {
  const terminal = input.isTTY === true && 'setRawMode' in input;
  if (!terminal) return readLine(input);
  // Before the prompt: a key pasted at once would be shown.
  input.setRawMode(true);
  output.write(prompt);
  try {
    return await readTyped(input);
  } finally {
    input.setRawMode(false);
    input.pause();
    output.write('\n');
  }
}

/** More than this is not a key. */
const longest = 16 * 1024;

async function readLine(input: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const piece of input) {
    text += piece.toString();
    if (text.includes('\n') || text.length > longest) break;
  }
  return (text.split('\n')[0] ?? '').trim();
}

/** In raw mode the terminal shows nothing, and this code ends the line. */
function readTyped(input: NodeJS.ReadableStream): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const end = (): void => {
      input.off('data', onData);
      input.off('end', onEnd);
    };
    const finish = (): void => {
      end();
      resolve(text.trim());
    };
    const giveUp = (): void => {
      end();
      reject(new UserError('Nothing was typed, and nothing is stored.', { exit: 'paused' }));
    };
    const onEnd = (): void => {
      if (text === '') giveUp();
      else finish();
    };
    // Enter, Ctrl+C, Ctrl+D.
    const ends: Record<string, () => void> = {
      '\r': finish,
      '\n': finish,
      '\u0003': giveUp,
      '\u0004': onEnd,
    };
    const onData = (piece: Buffer | string): void => {
      // A terminal marks what is pasted; arrows and the like are not part of a key.
      const typed = piece.toString().replace(/\u001b\[[0-9;]*[A-Za-z~]/g, '');
      for (const character of typed) {
        if (ends[character]) {
          ends[character]();
          return;
        }
        if (character === '\u007f' || character === '\b') text = text.slice(0, -1);
        else if (character === '\u0015') text = '';
        else if (character >= ' ' && text.length < longest) text += character;
      }
    };
    input.on('data', onData);
    input.on('end', onEnd);
    (input as NodeJS.ReadStream).resume();
  });
}
