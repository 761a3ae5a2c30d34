/**
 * Every rater takes the exam of every value system that has anchors. Exam ratings are kept
 * by hash of rater, rubric, and anchors, outside the run; those of the default raters ship.
 */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { boundOf, laneOf, metered } from '../../../asking/ask.ts';
import type { AskingEnvironment } from '../../../asking/asking-environment.ts';
import { hashOf } from '../../../asking/identity.ts';
import type { Item, LaneWork } from '../../../asking/items.ts';
import { type Log, openLog } from '../../../facts/log.ts';
import { whyUnwritable } from '../../../make-folder.ts';
import type { Model } from '../../../models/model.ts';
import { simulatedAnchorSets } from '../../../models/simulated/anchors.ts';
import { isSimulatedModel } from '../../../models/simulated/is-simulated-model.ts';
import { loadPrompt } from '../../../prompts/load.ts';
import { subdimensionsOf, type ValueSystem } from '../../../values/value-system.ts';
import { digitAttempts } from '../rating/digits-chat.ts';
import {
  asksInWords,
  protocolsOf,
  type RaterPrompts,
  type RatingTask,
  rateTask,
  requestOfTask,
} from '../rating/rate-text.ts';
import { type AnchorSet, anchorSetSchema, loadAnchors } from './anchors.ts';
import { type ExamResult, protocols } from './exam-record.ts';
import {
  anchorId,
  chooseProtocol,
  type ExamRating,
  gradeExam,
  planExam,
  splitSets,
} from './grade-exam.ts';

const examRatingSchema = z.object({
  protocol: z.enum(protocols),
  subdimension: z.string(),
  completion: z.string(),
  raw: z.number().nullable(),
});

/** The seed of every exam: the halves are the same for all raters. */
const examSeed = 1;

export function raterPrompts(environment: Pick<AskingEnvironment, 'prompts'>): RaterPrompts {
  const load = (name: string) => loadPrompt(`judge/${name}`, environment.prompts);
  return {
    digits: load('digits'),
    digitsChat: load('digits-chat'),
    caresAbout: load('cares-about'),
    stance: load('stance'),
  };
}

/** One rater's exam on one system: its ratings so far, the missing ones, and its grade. */
export type Exam = {
  id: string;
  rater: string;
  system: ValueSystem;
  /** Ratings that are still to be asked; the second half follows once the first is whole. */
  missing(): RatingTask[];
  store(task: RatingTask, raws: { subdimension: string; raw: number | null }[]): void;
  grade(): ExamResult;
  close(): Promise<void>;
};

/**
 * Opens the exam of a rater on a system; null where the system has no anchors. Earlier ratings are
 * read from the exam folder, else from those that ship.
 */
export function openExam(
  rater: string,
  model: Model,
  system: ValueSystem,
  environment: AskingEnvironment,
): Exam | null {
  const anchors = anchorsFor(rater, system.id, environment);
  if (!anchors) return null;
  const known = new Set(subdimensionsOf(system).map((one) => one.id));
  const sets: AnchorSet[] = anchors.sets.filter((set) => known.has(set.subdimension));
  const prompts = raterPrompts(environment);
  const rubric = Object.values(prompts).map((prompt) => prompt.hash);
  // The names of fields and folders here are as old as kept exams.
  const id = hashOf({ judge: model.requestName, rubric, anchors: anchors.hash, system });
  const able = protocolsOf(model.capabilities);
  const log = openKept(environment.examFolder, id, examRatingSchema);
  const ratings: ExamRating[] = [...shipped(id, environment), ...(log?.lines ?? [])];
  const has = new Set(ratings.map(nameOf));
  const ofHalf = (half: 'choose' | 'examine', among: ExamResult['tried'][number]['protocol'][]) =>
    planExam({ rater, system, sets, protocols: among, half, seed: examSeed }).filter(
      (task) =>
        !has.has(
          nameOf({
            protocol: task.protocol,
            completion: task.answer,
            subdimension: subjectOf(task),
          }),
        ),
    );
  const bySet = new Map(
    sets.flatMap((set) => set.texts.map((_, i) => [anchorId(set, i), set.subdimension])),
  );
  const subjectOf = (task: RatingTask) => bySet.get(task.answer)!;
  return {
    id,
    rater,
    system,
    missing() {
      const first = ofHalf('choose', able);
      if (first.length > 0) return first;
      const { choose } = splitSets(sets, examSeed);
      const best = chooseProtocol(ratings, choose, able)[0]!.protocol;
      return ofHalf('examine', [best]);
    },
    store(task, raws) {
      const subdimension = subjectOf(task);
      const raw = raws.find((one) => one.subdimension === subdimension)?.raw ?? null;
      const rating = { protocol: task.protocol, subdimension, completion: task.answer, raw };
      log?.append(rating);
      ratings.push(rating);
      has.add(nameOf(rating));
    },
    grade: () => ({
      ...gradeExam({ rater, system, sets, protocols: able, ratings, seed: examSeed }),
    }),
    close: async () => log?.close(),
  };
}

/** What is kept of an exam for all runs. Null where nothing can be kept: then it is taken again the next time. */
export function openKept<T>(folder: string, id: string, schema: z.ZodType<T>): Log<T> | null {
  if (whyUnwritable(folder) !== null) return null;
  return openLog(join(folder, `${id}.jsonl`), schema, true);
}

/** A simulated rater reads its own wordings and nothing else, so it is examined in them. */
function anchorsFor(rater: string, system: string, environment: AskingEnvironment) {
  if (!isSimulatedModel(rater)) return loadAnchors(system, environment.prompts);
  if (system !== 'valuelex') return null;
  const sets = simulatedAnchorSets();
  return { sets: sets.map((set) => anchorSetSchema.parse(set)), hash: hashOf(sets) };
}

/** What a request of an exam took; `cost` is in dollars, null where prices are unknown. */
export type ExamSpent = { exam: Exam; id: string; tokens: number; cost: number | null };

/** The work of the exams that are not whole, one lane a rater. `onSpent` is told of each request that was sent. */
export function examWork(
  exams: Exam[],
  models: Map<string, Model>,
  environment: AskingEnvironment,
  onSpent?: (spent: ExamSpent) => void,
): LaneWork[] {
  const prompts = raterPrompts(environment);
  return [...Map.groupBy(exams, (exam) => exam.rater)].flatMap(([rater, own]) => {
    const model = models.get(rater)!;
    const items = own.flatMap((exam) =>
      exam.missing().map((task): Item => {
        const id = `${task.answer}|${task.protocol}`;
        return {
          id,
          bound: boundOf(
            model,
            requestOfTask(task, model, exam.system, prompts),
            asksInWords(model.capabilities) ? digitAttempts : 2,
          ),
          async ask({ signal, reserve }) {
            reserve();
            const meter = metered(model);
            const raws = await rateTask(meter.model, task, exam.system, prompts, { signal });
            if (signal.aborted) return null;
            exam.store(task, raws);
            const spent = meter.spent();
            onSpent?.({ exam, id, tokens: spent.tokens, cost: spent.cost });
            return spent;
          },
        };
      }),
    );
    return items.length > 0 ? [laneOf(rater, model, items)] : [];
  });
}

function nameOf(rating: Pick<ExamRating, 'protocol' | 'completion' | 'subdimension'>): string {
  return `${rating.protocol} ${rating.completion} ${rating.subdimension}`;
}

/** Ratings of the default raters, in `prompts/judge/exams/<id>.jsonl`. */
function shipped(id: string, environment: AskingEnvironment): ExamRating[] {
  const file = join(environment.prompts.root, 'judge', 'exams', `${id}.jsonl`);
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => examRatingSchema.parse(JSON.parse(line)));
}
