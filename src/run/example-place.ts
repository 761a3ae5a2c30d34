/** Where the examples that come with the program are opened, and how far they are there. */
import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { hashOf } from '../asking/identity.ts';
import { type RunSummary, summariseRun } from './list-runs.ts';
import { readStudy } from './study-file.ts';

/** Where an example is opened: itself, or, where it holds a study and no facts, its place in the cache. */
export function placeOf(folder: string, cache: string, version: string): string {
  if (existsSync(join(folder, 'responses.jsonl'))) return resolve(folder);
  // Another program, or another study, answers differently: it gets a folder of its own.
  const hash = hashOf([version, readStudy(join(folder, 'study.yaml'))]).slice(0, 8);
  return join(cache, 'examples', `${basename(folder)}-${hash}`);
}

/** How far an example is where it is opened, under its own folder and name; as it is while it was never opened. */
export function summaryOfExample(example: RunSummary, cache: string, version: string): RunSummary {
  const place = placeOf(example.folder, cache, version);
  if (place === resolve(example.folder) || !existsSync(join(place, 'study.yaml'))) return example;
  return { ...summariseRun(place), folder: example.folder, name: example.name };
}
