/**
 * Makes a finished run of as many models as wanted, each with four answers, a completion of every stem that
 * ships, and the ratings of two judges, to measure what many scored models cost:
 * node scripts/make-rated-run.ts <folder> <models>
 */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import { responseId, seedOf } from '../src/asking/identity.ts';
import type { Response } from '../src/facts/records.ts';
import { completionId, ratingId } from '../src/instruments/sentence-completion/identity.ts';
import { loadStems } from '../src/instruments/sentence-completion/load-items.ts';
import type { Completion, Rating } from '../src/instruments/sentence-completion/records.ts';
import type { ExamRecord } from '../src/instruments/shared/exam/exam-record.ts';
import { promptFiles } from '../src/prompts/load.ts';
import { createRandom } from '../src/statistics/random.ts';
import { loadSystem } from '../src/values/load-systems.ts';
import { subdimensionsOf } from '../src/values/value-system.ts';
import { answerOf } from './make-large-run.ts';

const prompts = ['01-describe', '02-principles', '09-ten-nouns', '10-five-ranked'];
const judges = ['lab:judge-a', 'lab:judge-b'];
const system = 'valuelex';
const at = '2026-01-01T00:00:00.000Z';

/** Writes the run into `folder`, which is made; gives the number of its ratings. */
export function makeRatedRun(folder: string, count: number): number {
  mkdirSync(join(folder, 'derived'), { recursive: true });
  const { stems } = loadStems(promptFiles());
  const parts = subdimensionsOf(loadSystem(system, () => undefined)).map((one) => one.id);
  const models = Array.from({ length: count }, (_, m) => `lab:model-${m + 1}`);
  const random = createRandom('rated run');
  const answered = {
    key: null,
    source: 'import' as const,
    form: 'chat' as const,
    finish: 'stop' as const,
    promptTokens: 42,
    completionTokens: 20,
    milliseconds: 400,
    cost: 0,
    at,
  };
  const responses = models.flatMap((model, m) =>
    prompts.map((prompt): Response => {
      const id = responseId(model, 't0.7', prompt, 1);
      const text = answerOf(random, m, 0.1);
      const asked = { prompt, promptHash: null, repeat: 1, setting: 't0.7', seed: seedOf(1, id) };
      return { ...answered, id, model, text, ...asked };
    }),
  );
  const completions = models.flatMap((model, m) =>
    stems.map((stem): Completion => {
      const id = completionId({ model, stem: stem.id, repeat: 1 });
      const text = `try to ${'listen and '.repeat(1 + random.integer(4))}say what is so (${m}).`;
      const asked = { stem: stem.id, repeat: 1, setting: 'test', seed: seedOf(1, id) };
      return { ...answered, id, model, text, ...asked };
    }),
  );
  const levels = models.map(() => parts.map(() => 3 + 0.6 * random.normal()));
  const ratings = completions.flatMap((completion, at_) =>
    judges.flatMap((judge) =>
      parts.map((subdimension, p): Rating => {
        const level = levels[Math.floor(at_ / stems.length)]![p]!;
        return {
          id: ratingId(completion.id, judge, system, subdimension, 'digits'),
          key: null,
          source: 'import',
          completion: completion.id,
          judge,
          system,
          subdimension,
          protocol: 'digits',
          raw: Math.max(0, Math.min(6, Math.round(level + 1.2 * random.normal()))),
          at,
        };
      }),
    ),
  );
  const accuracy = { value: 0.9, low: 0.8, high: 1, pairs: 50, passes: true };
  const exams = judges.map(
    (rater): ExamRecord => ({
      id: `exam of ${rater}`,
      at,
      result: {
        rater,
        system,
        protocol: 'digits',
        tried: [{ protocol: 'digits', subject: 0.9, side: 0.9 }],
        subject: accuracy,
        side: accuracy,
        baselines: [],
        verdict: 'passes',
        map: parts.map((subdimension) => ({ subdimension, a: 0, b: 1 })),
      },
    }),
  );
  const logs = { responses, completions, ratings, exams };
  for (const [log, lines] of Object.entries(logs))
    writeFileSync(
      join(folder, `${log}.jsonl`),
      lines.map((line) => `${JSON.stringify(line)}\n`).join(''),
    );
  writeFileSync(
    join(folder, 'events.jsonl'),
    `${JSON.stringify({ at, event: 'finish', text: 'done up to rate' })}\n`,
  );
  writeFileSync(
    join(folder, 'study.yaml'),
    stringify({
      name: 'rated',
      version: '0.1.0',
      endpoints: { lab: { url: 'http://127.0.0.1:9/v1' } },
      models: models.map((id) => ({ id })),
      settings: [{ id: 't0.7', temperature: 0.7 }],
      prompts: prompts.map((id) => ({ id })),
      factors: { draws: 20 },
      test: { stems: stems.map((stem) => stem.id), judges },
    }),
  );
  return ratings.length;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder, models] = process.argv.slice(2);
  if (!folder || !(Number(models) > 1)) {
    process.stderr.write('node scripts/make-rated-run.ts <folder> <models>\n');
    process.exit(2);
  }
  const made = makeRatedRun(resolve(folder), Number(models));
  process.stdout.write(`${made} ratings in ${folder}\n`);
}
