/** Every judge rates every completion on every subdimension, in the protocol of its exam. */

import {
  boundOf,
  createSharing,
  laneOf,
  metered,
  nothingSent,
  openOrReport,
  sourceOf,
} from '../../asking/ask.ts';
import { requestKey } from '../../asking/identity.ts';
import type { Item } from '../../asking/items.ts';
import type { ValueSystem } from '../../values/value-system.ts';
import type { Round } from '../contract.ts';
import { raterPrompts } from '../shared/exam/ask-exam.ts';
import type { ExamResult, Protocol } from '../shared/exam/exam-record.ts';
import { digitAttempts } from '../shared/rating/digits-chat.ts';
import {
  asksInWords,
  planRatings,
  protocolsOf,
  type RatingTask,
  rateTask,
  requestOfTask,
} from '../shared/rating/rate-text.ts';
import { ratingId } from './identity.ts';
import type { Rating } from './records.ts';
import type { SentenceContext } from './sentence-context.ts';
import { completionOf } from './stems.ts';

/**
 * What is still to be rated on `system`, one lane a judge. A judge without an exam (a system that has
 * no anchors) uses the protocol of its exam on another system, else digits. An answer that holds no
 * completion is recorded as missing, without asking.
 */
export async function planRating(
  context: SentenceContext,
  system: ValueSystem,
  exams: readonly ExamResult[],
): Promise<Round> {
  const { environment, shard } = context;
  const prompts = raterPrompts(environment);
  const stems = new Map(context.stems.map((stem) => [stem.id, stem]));
  const ratings = context.lines('ratings');
  const stored = new Set(ratings.map((line) => line.id));
  const byKey = new Map(
    ratings.flatMap((line) =>
      line.key ? [[`${line.key} ${line.subdimension}`, line] as const] : [],
    ),
  );
  const plan: Round = { step: 'rate', title: 'rating', work: [], done: new Map() };
  for (const {
    entry: { id: judge },
  } of context.raters) {
    const model = await openOrReport(context, judge);
    if (!model) continue;
    const protocol = protocolOf(judge, system, exams, protocolsOf(model.capabilities));
    const record = (
      task: RatingTask,
      subdimension: string,
      key: string | null,
      raw: number | null,
      missing?: string,
    ): Rating => ({
      id: ratingId(task.answer, judge, system.id, subdimension, protocol),
      key,
      source: sourceOf(model),
      completion: task.answer,
      judge,
      system: system.id,
      subdimension,
      protocol,
      raw,
      ...(missing === undefined ? {} : { missing }),
      at: new Date(environment.now()).toISOString(),
    });
    const lines = [...context.lines('completions'), ...context.again(judge)];
    const completions = lines.flatMap((line) => {
      const stem = stems.get(line.stem);
      return stem && shard.has(line.model, line.id)
        ? [
            {
              id: line.id,
              text: { asked: stem.text, text: completionOf(line.text, stem, line.form) },
            },
          ]
        : [];
    });
    const share = createSharing<{ subdimension: string; raw: number | null; missing?: string }[]>(
      [],
    );
    const items: Item[] = [];
    let done = 0;
    for (const task of planRatings(judge, protocol, system, completions)) {
      const open = task.subdimensions.filter(
        (one) => !stored.has(ratingId(task.answer, judge, system.id, one, protocol)),
      );
      if (open.length === 0) {
        done += 1;
        continue;
      }
      if (task.text.text === '') {
        for (const one of open)
          context.append(
            'ratings',
            record(task, one, null, null, 'the answer holds no completion'),
          );
        done += 1;
        continue;
      }
      const request = requestOfTask(task, model, system, prompts);
      const key = requestKey(model.requestName, request);
      items.push({
        bound: boundOf(model, request, asksInWords(model.capabilities) ? digitAttempts : 2),
        id: `${task.answer}|${task.subdimensions.length === 1 ? task.subdimensions[0] : system.id}`,
        async ask({ signal, reserve }) {
          const earlier = open.map((one) => byKey.get(`${key} ${one}`));
          if (earlier.every((line) => line !== undefined)) {
            for (const [i, one] of open.entries())
              context.append(
                'ratings',
                record(task, one, key, earlier[i]!.raw, earlier[i]!.missing),
              );
            return nothingSent;
          }
          const meter = metered(model);
          const rated = await share(key, async () => {
            reserve();
            const raws = await rateTask(meter.model, task, system, prompts, { signal });
            return signal.aborted ? null : raws;
          });
          if (!rated) return null;
          const { cost, ...spent } = meter.spent();
          let taken: { tokens: number; cost: number | null } | null = {
            tokens: spent.tokens,
            cost,
          };
          for (const { subdimension, raw, missing } of rated.value)
            if (open.includes(subdimension)) {
              context.append('ratings', {
                ...record(task, subdimension, key, raw, missing),
                ...taken,
              });
              taken = null;
            }
          return rated.shared ? nothingSent : spent;
        },
      });
    }
    plan.done.set(judge, done);
    if (items.length > 0) plan.work.push(laneOf(judge, model, items));
  }
  return plan;
}

function protocolOf(
  judge: string,
  system: ValueSystem,
  exams: readonly ExamResult[],
  able: Protocol[],
): Protocol {
  const own = exams.filter((exam) => exam.rater === judge);
  const exam = own.find((one) => one.system === system.id) ?? own[0];
  return exam?.protocol ?? able[0]!;
}
