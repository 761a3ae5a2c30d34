/** Exams of readers: their items, and their answers stored for all runs. */
import { hashOf, identityOf } from '../../asking/identity.ts';
import type { Respondent } from '../../asking/respondents.ts';
import type { ValueSystem } from '../../values/value-system.ts';
import type { InstrumentContext } from '../contract.ts';
import { type AnswerLine, answerId, answerLineSchema, answersIn } from '../shared/answer-round.ts';
import { openKept } from '../shared/exam/ask-exam.ts';
import { anchorId } from '../shared/exam/grade-exam.ts';
import { examSetsFor } from './exam-sets.ts';
import { instrumentId } from './instrument-id.ts';
import type { Items } from './items.ts';
import { hashOfModel } from './offline/model-file.ts';
import type { TextToRead } from './verdicts.ts';

type Context = InstrumentContext<Items>;

/** The id of the item for a text of the exam. */
export function examItemId(system: string, text: string): string {
  return identityOf('exam', system, text);
}

/** Every text of the sets, each with its prompt; its id is that of the item. */
export function textsOfExam(reader: string, system: ValueSystem, items: Items): TextToRead[] {
  return examSetsFor(reader, system, items).flatMap((set) =>
    set.texts.map(({ text }, i) => ({
      ...{ id: examItemId(system.id, anchorId(set, i)), asked: set.asked, text },
    })),
  );
}

/** The value systems that a reader reads: a trained one has its own. */
export function systemsOf(reader: string, { systems, trained }: Items): ValueSystem[] {
  const own = trained?.[reader]?.system;
  return systems.filter(({ id }) => own === undefined || id === own);
}

/** Copies answers of other runs into this one: those to the same question by the same reader, values, and texts. */
export async function takeKeptExams(
  context: Context,
  readers: readonly Respondent[],
): Promise<void> {
  const stored = new Set(context.run.lines('exams').map(({ id }) => id));
  for (const { reader, items, log } of await keptLogs(context, readers)) {
    const wanted = new Set(items.map(({ id }) => id));
    for (const line of log.lines) {
      const id = answerId(instrumentId, reader, line.item);
      if (!wanted.has(line.item) || stored.has(id)) continue;
      stored.add(id);
      const free = { key: null, cost: 0, promptTokens: 0, completionTokens: 0 };
      context.run.append('exams', { ...line, id, ...free });
    }
    await log.close();
  }
}

/** Stores this run's exam answers for other runs. */
export async function keepExams(context: Context, readers: readonly Respondent[]): Promise<void> {
  const lines = answersIn(context.run.lines('exams'));
  for (const { reader, items, log } of await keptLogs(context, readers)) {
    const wanted = new Set(items.map(({ id }) => id));
    const kept = new Set(log.lines.map(({ item }) => item));
    for (const line of lines)
      if (line.model === reader.entry.id && wanted.has(line.item) && !kept.has(line.item))
        log.append(line);
    await log.close();
  }
}

/** One log per reader and system, by the hash of everything its answers depend on. A reader that cannot be opened has none. */
async function keptLogs(context: Context, readers: readonly Respondent[]) {
  const { environment, run } = context;
  const { frame, trained } = run.items;
  const found: { reader: Respondent; items: TextToRead[]; log: KeptLog }[] = [];
  for (const reader of readers) {
    const own = trained?.[reader.entry.id];
    const requestName = own
      ? hashOfModel(own)
      : await context.openModel(reader.entry.id).then(
          (model) => model.requestName,
          () => null,
        );
    if (requestName === null) continue;
    for (const system of systemsOf(reader.entry.id, run.items)) {
      const items = textsOfExam(reader.entry.id, system, run.items);
      if (items.length === 0) continue;
      const sets = examSetsFor(reader.entry.id, system, run.items);
      const id = hashOf({ reader: requestName, frame, system, sets });
      const log = openKept<AnswerLine>(environment.examFolder, id, answerLineSchema);
      if (log) found.push({ reader, items, log });
    }
  }
  return found;
}

type KeptLog = NonNullable<ReturnType<typeof openKept<AnswerLine>>>;
