/** Dialogues of FULCRA (Yao et al. 2024), labelled with Schwartz's values. */
import { UserError } from '../../src/errors.ts';

export type Dialogue = {
  prompt: string;
  answer: string;
  /** The model that answered. */
  responder: string;
  /** 1 or −1 by value; the others are not expressed. Humility, an eleventh value of the data, may be among them. */
  labels: Readonly<Record<string, 1 | -1>>;
};

/** Lines of `trustworthy_data.jsonl`; `+1`, `1`, `=1`, and `1+` all say for. Throws UserError with the line. */
export function parseDialogues(text: string, file: string): Dialogue[] {
  return text.split('\n').flatMap((line, i): Dialogue[] => {
    if (line.trim() === '') return [];
    const fault = () =>
      new UserError('This is not a dialogue of FULCRA.', { where: `${file}:${i + 1}` });
    let row: { dialogue?: unknown; value_types?: unknown; response_source?: unknown };
    try {
      row = JSON.parse(line);
    } catch {
      throw fault();
    }
    const { dialogue, value_types: types, response_source: responder } = row;
    if (typeof dialogue !== 'string' || typeof responder !== 'string' || !Array.isArray(types))
      throw fault();
    const [, prompt, answer] = /^Human:\s*([\s\S]*?)\nBob:\s*([\s\S]*)$/.exec(dialogue) ?? [];
    if (prompt === undefined || answer === undefined) throw fault();
    const labels = types.map((one: unknown): [string, 1 | -1] => {
      const [, value, sign] = /^\s*([a-z-]+)\s*:\s*([+=-]?)1\+?\s*$/i.exec(String(one)) ?? [];
      if (value === undefined) throw fault();
      return [value.toLowerCase(), sign === '-' ? -1 : 1];
    });
    return [{ prompt, answer, responder, labels: Object.fromEntries(labels) }];
  });
}
