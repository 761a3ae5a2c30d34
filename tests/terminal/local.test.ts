/**
 * A study with local models, through the built program, without a screen. The two default models
 * where they are at hand (or may be fetched: VALUELEX_TEST_PULL=1), else tiny ones of random weights,
 * written here, which take the same way.
 */
import { execFileSync } from 'node:child_process';
import { globSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadAnchors } from '../../src/instruments/shared/exam/anchors.ts';
import { openExam } from '../../src/instruments/shared/exam/ask-exam.ts';
import { anchorId } from '../../src/instruments/shared/exam/grade-exam.ts';
import { catalogue } from '../../src/models/local/catalogue.ts';
import { createLocalEndpoint } from '../../src/models/local/endpoint.ts';
import { findModels } from '../../src/models/local/find.ts';
import { promptFiles } from '../../src/prompts/load.ts';
import { shippedSystems } from '../../src/values/load-systems.ts';
import {
  command,
  countLines,
  makePlace,
  onlyRun,
  repeatedIdentities,
  startCommand,
  until,
} from '../support/program.ts';
import { writeSmallStudy } from '../support/small-study.ts';
import { tinyChatTemplate, writeTinyGguf } from '../support/tiny-gguf.ts';

const place = makePlace();
const folder = join(place.folder, 'models');
let models: string[] = [];
let real = false;
let exam: { file: string; lines: number };

beforeAll(async () => {
  place.env.VALUELEX_MODELS = folder;
  mkdirSync(folder);
  await writeTinyGguf(join(folder, 'tiny-judge.gguf'), {
    contextLength: 2048,
    seed: 3,
    words: wordsOfExam(),
  });
  exam = await takeMostOfExam();
  real = await haveDefaultModels();
  if (real) {
    models = catalogue.map((model) => `local:${model.id}`);
    return;
  }
  await writeTinyGguf(join(folder, 'tiny-base.gguf'), { contextLength: 2048 });
  await writeTinyGguf(join(folder, 'tiny-instruct.gguf'), {
    contextLength: 2048,
    chatTemplate: tinyChatTemplate,
    seed: 2,
  });
  models = ['local:tiny-base', 'local:tiny-instruct'];
});
afterAll(place.leave);

/** The words of what judges are asked, so that an exam of hundreds of questions is read word by word and not letter by letter. */
function wordsOfExam(): string[] {
  const prompts = fileURLToPath(new URL('../../prompts/judge', import.meta.url));
  const texts = globSync('**/*.{md,yaml}', { cwd: prompts }).map((name) =>
    readFileSync(join(prompts, name), 'utf8'),
  );
  return [...new Set(texts.join('\n').match(/[a-z]{2,}/gi))];
}

/**
 * Keeps most of the judge's exam for the program, as if an earlier run had been killed in it: each 50th rating, of every
 * protocol and both halves, is left to ask. Tells the file, and how many lines it has once the exam is whole.
 */
async function takeMostOfExam(): Promise<{ file: string; lines: number }> {
  const environment = {
    ...{ version: '', now: Date.now, random: Math.random, prompts: promptFiles() },
    examFolder: join(place.cache, 'exams'),
    openModel: () => Promise.reject(new Error('The judge is open.')),
  };
  const judge = await createLocalEndpoint({ cache: place.cache, folders: [folder] }).open(
    'tiny-judge',
  );
  const system = shippedSystems.find(({ id }) => id === 'valuelex')!;
  const { sets } = loadAnchors(system.id, environment.prompts)!;
  const levels = new Map(
    sets.flatMap((set) => set.texts.map(({ level }, at) => [anchorId(set, at), level] as const)),
  );
  const taken = openExam('local:tiny-judge', judge, system, environment)!;
  for (const _ of ['choose', 'examine'])
    for (const task of taken.missing()) {
      // The protocol that the other half is in does not hang on what is left to ask.
      const raw = task.protocol === 'digits' ? levels.get(task.answer)! : 3;
      const { subdimensions } = task;
      taken.store(
        task,
        subdimensions.map((subdimension) => ({ subdimension, raw })),
      );
    }
  expect(taken.missing()).toEqual([]);
  await taken.close();
  await judge.close();
  const file = join(environment.examFolder, `${taken.id}.jsonl`);
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  const kept = lines.filter((_, at) => at % 50 !== 0);
  writeFileSync(file, kept.map((line) => `${line}\n`).join(''));
  return { file, lines: lines.length };
}

/** Puts the default models into the place's cache; false where they are not to be had. */
async function haveDefaultModels(): Promise<boolean> {
  const more = process.env.VALUELEX_TEST_MODELS;
  const found = await findModels({ folders: more ? [more] : [] });
  const files = catalogue.map((model) => found.find((one) => basename(one.path) === model.file));
  if (files.every((file) => file !== undefined)) {
    mkdirSync(join(place.cache, 'models'), { recursive: true });
    for (const file of files)
      symlinkSync(file.path, join(place.cache, 'models', basename(file.path)));
    return true;
  }
  if (process.env.VALUELEX_TEST_PULL !== '1') return false;
  const { code, err } = await command(['models', 'pull'], place);
  if (code !== 0) throw new Error(`models pull: ${err}`);
  return true;
}

/** Processes of local models that a process has started. */
function modelChildren(parent: number): number[] {
  return execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .filter((found) => Number(found?.[2]) === parent && found?.[3]?.includes('local-child'))
    .map((found) => Number(found![1]));
}

it('runs a study to its end, and survives the death of a model’s process', async () => {
  const study = writeSmallStudy(place.folder, {
    models,
    judges: ['local:tiny-judge'],
    settings: [{ id: 't0.7', temperature: 0.7 }],
    prompts: ['01-describe'],
    stems: ['do-not-know', 'saying-no'],
    // Nothing is computed from a handful of words.
    more: { maxTokens: { chat: 12, completion: 12 }, clusters: { minCount: 1000 } },
  });
  const run = startCommand(['run', study], place);
  const pid = run.child.pid!;
  try {
    const child = await until(() => {
      if (run.child.exitCode !== null) throw new Error(`It ended early: ${run.err()}`);
      return modelChildren(pid)[0];
    }, 'the process of a local model');
    process.kill(child, 'SIGKILL');
    const { code } = await run.ended;
    expect(`${code} ${run.err()}`).toMatch(/^0 /);
  } finally {
    run.child.kill('SIGKILL');
  }
  const made = onlyRun(place);
  expect(repeatedIdentities(made)).toEqual([]);
  const responses = readFileSync(join(made, 'responses.jsonl'), 'utf8').trim().split('\n');
  expect(responses).toHaveLength(models.length);
  for (const line of responses) {
    const response = JSON.parse(line) as { source: string; text: string };
    expect(response.source).toBe('model');
    if (real) expect(response.text.length).toBeGreaterThan(5);
  }
  expect(readFileSync(exam.file, 'utf8').trim().split('\n')).toHaveLength(exam.lines);
  expect(readFileSync(join(made, 'exams.jsonl'), 'utf8')).toContain('local:tiny-judge');
  expect(readFileSync(join(made, 'report.html'), 'utf8')).toContain('</html>');
  // The same command has nothing left to ask.
  const lines = countLines(made);
  const again = await command(['run', study], place);
  expect(again.code).toBe(0);
  expect(countLines(made)).toBe(lines);
});
