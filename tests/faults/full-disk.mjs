/** Preloaded into a program: a disk that is full once the answers take more than 6,000 bytes. */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const room = 6000;
const { openSync, writeSync } = fs;
const logs = new Set();

fs.openSync = (path, ...rest) => {
  const handle = openSync(path, ...rest);
  if (String(path).endsWith('responses.jsonl')) logs.add(handle);
  return handle;
};

fs.writeSync = (handle, bytes, ...rest) => {
  if (!logs.has(handle)) return writeSync(handle, bytes, ...rest);
  const from = rest[0] ?? 0;
  const left = room - fs.fstatSync(handle).size;
  if (left <= 0)
    throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
  // As a real disk does: what still fits is written, and the rest is the next call's failure.
  return writeSync(handle, bytes, from, Math.min(left, bytes.length - from));
};

syncBuiltinESMExports();
