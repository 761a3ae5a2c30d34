import { expect, test } from 'vitest';
import * as z from 'zod';
import { readYaml } from '../../src/prompts/read-yaml.ts';

test('what one reader changes, the next does not see', () => {
  const schema = z.record(z.string(), z.unknown());
  for (let time = 0; time < 3; time++) {
    const held = readYaml('list: [1, 2]', schema, 'x.yaml');
    expect(held).toEqual({ list: [1, 2] });
    (held.list as number[]).push(time);
  }
});
