import { createInterface } from 'node:readline/promises';

/** Whether a person at the terminal answers with y or yes. */
export async function isYes(question: string): Promise<boolean> {
  const asker = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(?:es)?$/i.test((await asker.question(question)).trim());
  } finally {
    asker.close();
  }
}
