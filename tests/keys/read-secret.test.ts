import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { readSecret } from '../../src/keys/read-secret.ts';

/** A terminal's two ends: what is typed into it, what is shown on it, and whether it shows what is typed. */
function terminal() {
  let shown = '';
  const input = Object.assign(new PassThrough(), {
    isTTY: true as const,
    raw: [] as boolean[],
    shownBefore: null as string | null,
    setRawMode(on: boolean) {
      this.raw.push(on);
      this.shownBefore ??= shown;
      return this;
    },
  });
  const output = new PassThrough();
  output.on('data', (piece: Buffer) => {
    shown += piece.toString();
  });
  const read = readSecret('Key: ', input as unknown as NodeJS.ReadStream, output);
  return { input, read, shown: () => shown };
}

test('what is typed is not shown', async () => {
  const { input, read, shown } = terminal();
  for (const piece of ['sk-can', 'x', '\u007f', 'ary', '\u001b[D', '\r']) input.write(piece);
  expect(await read).toBe('sk-canary');
  expect(input.raw).toEqual([true, false]);
  await new Promise((done) => setImmediate(done));
  expect(shown()).toBe('Key: \n');
});

test('nothing is shown of what is typed as soon as the prompt is there', async () => {
  const { input, read } = terminal();
  input.write('sk-canary\r');
  await read;
  expect(input.shownBefore).toBe('');
});

test('what is pasted is taken without its marks; Ctrl+U begins again', async () => {
  const { input, read } = terminal();
  input.write('wrong\u0015\u001b[200~sk-pasted\u001b[201~\n');
  expect(await read).toBe('sk-pasted');
});

test('Ctrl+C stores nothing and gives the terminal back', async () => {
  const { input, read } = terminal();
  input.write('sk-half\u0003');
  await expect(read).rejects.toThrow('nothing is stored');
  expect(input.raw).toEqual([true, false]);
});

test('a pipe gives its first line', async () => {
  const input = new PassThrough();
  const read = readSecret('Key: ', input, new PassThrough());
  input.write('  sk-pi');
  input.end('ped\r\nmore\n');
  expect(await read).toBe('sk-piped');
});
