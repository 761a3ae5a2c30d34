import { PassThrough, Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { readSecret } from '../../src/keys/read-secret.ts';

/** A terminal's two ends: what is typed into it, what is shown on it, and whether it shows what is typed. */
function terminal() {
  const input = Object.assign(new PassThrough(), {
    isTTY: true as const,
    raw: [] as boolean[],
    setRawMode(on: boolean) {
      this.raw.push(on);
      return this;
    },
  });
  let shown = '';
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

test('is asked for only once the terminal does not show what is typed', async () => {
  const order: unknown[] = [];
  const setRawMode = (raw: boolean) => order.push(raw);
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode });
  const output = new Writable({
    write: (piece, _, done) => {
      order.push(piece.toString());
      done();
    },
  });
  const read = readSecret('Key: ', input as unknown as NodeJS.ReadStream, output);
  input.write('sk-canary\r');
  await read;
  expect(order).toEqual([true, 'Key: ', false, '\n']);
});

test('what is pasted is taken without its marks; Ctrl+U begins anew', async () => {
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
