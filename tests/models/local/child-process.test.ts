import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { createModelChild } from '../../../src/models/local/child-process.ts';
import { llamaLibrary } from '../../../src/models/local/llama.ts';
import { writeTinyGguf } from '../../support/tiny-gguf.ts';

it('is started again while the process that could not load still ends', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'valuelex-child-'));
  const broken = path.join(folder, 'broken.gguf');
  const whole = path.join(folder, 'whole.gguf');
  await writeFile(broken, 'GGUF');
  await writeTinyGguf(whole);
  const library = await llamaLibrary({ cache: folder });
  const files = [broken, whole];
  const child = createModelChild(async () => ({
    ...{ path: files.shift()!, library, gpu: 'off', contexts: 1, threads: 1 },
  }));
  const text = { kind: 'embed' as const, texts: ['care'] };
  try {
    await expect(child.request(text)).rejects.toMatchObject({ where: broken });
    await expect(child.request(text)).resolves.toMatchObject({ kind: 'vectors' });
    expect(await child.pid()).toBeTypeOf('number');
  } finally {
    await child.close();
    await rm(folder, { recursive: true });
  }
});
