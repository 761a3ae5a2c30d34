/** Makes of a run folder one that somebody hostile has written: every text that its logs can hold is a payload. */
import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { everything, payloads } from './payloads.ts';

/** Poisons the names of these models, wherever they stand, all answers, names, and messages. */
export function poison(folder: string, models: readonly string[]): void {
  const texts = Object.values(payloads).filter((text) => text.length < 300);
  let next = 0;
  const payload = () => texts[next++ % texts.length]!;
  const renamed = new Map(
    models.map((model) => [
      model,
      `${model}${payload().replace(/\n/g, '')}${payload().replace(/\n/g, '')}`,
    ]),
  );
  const rename = (text: string) => {
    let changed = text;
    for (const [from, to] of renamed) changed = changed.replaceAll(from, to);
    return changed;
  };
  const deep = (value: unknown): unknown => {
    if (typeof value === 'string') return rename(value);
    if (Array.isArray(value)) return value.map(deep);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [rename(key), deep(one)]));
  };
  for (const name of readdirSync(folder).filter((one) => one.endsWith('.jsonl'))) {
    const file = join(folder, name);
    const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
    const poisoned = lines.map((line, i) => {
      const value = deep(JSON.parse(line)) as Record<string, unknown>;
      if (name === 'responses.jsonl' || name === 'completions.jsonl') {
        const text = String(value.text);
        value.text = `${payload()} ${text.replace(/, /g, () => `, ${payload()} `)} ${i % 7 === 0 ? everything : payload()}`;
        value.origin = `../../${payload()}.csv:1`;
      }
      if (name === 'ratings.jsonl' && i % 50 === 0) {
        value.raw = null;
        value.missing = payload();
      }
      if (name === 'events.jsonl' && value.event !== 'finish')
        value.text = `${value.text} ${everything}`;
      return JSON.stringify(value);
    });
    writeFileSync(file, poisoned.map((line) => `${line}\n`).join(''));
  }
  const study = join(folder, 'study.yaml');
  const known = deep(parse(readFileSync(study, 'utf8'))) as { settings: { persona?: string }[] };
  for (const setting of known.settings) setting.persona = everything;
  writeFileSync(study, stringify(known));
}

/** Renames the clusters that hold these words, and the first factor, to payloads. */
export function poisonNames(folder: string, words: readonly string[]): void {
  const texts = Object.values(payloads);
  const edits = words.map((word, i) => ({
    edit: 'rename',
    cluster: [word],
    name: `${texts[i % texts.length]}${texts[(i + 7) % texts.length]}`,
  }));
  const factor = {
    edit: 'name-factor',
    factor: [words[0]!],
    name: payloads.clear! + payloads.bidi!,
  };
  const file = join(folder, 'curation.jsonl');
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (before !== '' && !before.endsWith('\n')) throw new Error('the log is torn');
  appendFileSync(file, [...edits, factor].map((edit) => `${JSON.stringify(edit)}\n`).join(''));
}
