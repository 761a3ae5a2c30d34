/** One round of an instrument: every respondent answers its items, once each, in one log. */
import * as z from 'zod';
import {
  answerFields,
  answerItem,
  createSharing,
  sourceOf,
  storedAnswers,
} from '../../asking/ask.ts';
import { choiceItem } from '../../asking/choice.ts';
import { seedOf } from '../../asking/identity.ts';
import { noCondition, type Respondent, underCondition } from '../../asking/respondents.ts';
import { type Answered, answered } from '../../facts/records.ts';
import type {
  Capabilities,
  Form,
  Model,
  NextToken,
  Request,
  Sampling,
} from '../../models/model.ts';
import type {
  ImportRow,
  InstrumentContext,
  InstrumentLog,
  InstrumentText,
  Line,
  Planned,
  Round,
} from '../contract.ts';
import { planRound } from './plan-round.ts';

export { answerId } from './plan-round.ts';

/** A line of such a log: who answered which item, under which condition, and what. */
export const answerLineSchema = z.object({
  ...answered,
  item: z.string().min(1),
  condition: z.string(),
  /** Probabilities of the item's candidates, if they were asked for; null for one that the endpoint does not report. */
  probabilities: z.array(z.number().nullable()).optional(),
});

export type AnswerLine = z.infer<typeof answerLineSchema>;

/** The log of such lines. */
export const answerLog: InstrumentLog = {
  schema: answerLineSchema,
  kind: 'answer',
  modelOf: (line) => (line as AnswerLine).model,
  taken: (line) => {
    const { key, cost, promptTokens, completionTokens } = line as AnswerLine;
    return { key, dollars: cost ?? 0, tokens: (promptTokens ?? 0) + (completionTokens ?? 0) };
  },
};

export type AskedItem = {
  id: string;
  /** The request in a form of asking; its condition is put before it. */
  request(form: Form, sampling: Sampling, capabilities: Capabilities): Request;
  /** Where the probabilities of these as the next token are asked for, in place of an answer. */
  candidates?: readonly string[];
};

export type RoundParts = {
  instrument: string;
  title: string;
  log: string;
  /** Of an answer. */
  maxTokens: number | ((model: Model) => number);
  /** Why a model cannot take it; every model can by default. */
  needs?(capabilities: Capabilities, form: Form): string | null;
  /** What this respondent is asked now; items that are stored are not asked again. */
  items(respondent: Respondent): readonly AskedItem[];
  /** The items that fit the model; all unless given. */
  fits?(model: Model, item: AskedItem): boolean;
};

/** Plans the round. A model that cannot be opened, or cannot take the instrument, is named and left out. */
export async function answerRound(context: InstrumentContext, parts: RoundParts): Promise<Round> {
  const { run, environment, seed } = context;
  const lines = run.lines(parts.log) as readonly (AnswerLine & Answered)[];
  const held = [...lines, ...((run.known?.(parts.log) ?? []) as typeof lines)];
  const share = createSharing(storedAnswers(held.filter((line) => !line.probabilities)));
  const shareNext = createSharing(storedChoices(held));
  return planRound(context, { ...parts, lines }, ({ model, form, respondent, item, id }) => {
    const { setting, condition } = respondent;
    const own = seedOf(seed, id);
    const { temperature, topP } = setting;
    const maxTokens =
      typeof parts.maxTokens === 'number' ? parts.maxTokens : parts.maxTokens(model);
    const sampling = { temperature, topP, maxTokens, seed: own };
    const about = {
      ...{ id, model: respondent.entry.id, setting: setting.id, form, seed: own },
      ...{ item: item.id, condition: condition.id },
    };
    const { candidates } = item;
    if (candidates) {
      // Probabilities do not depend on how an answer would be sampled.
      const greedy = { temperature: 0, topP: 1, maxTokens: 1 };
      const request = underCondition(item.request(form, greedy, model.capabilities), condition);
      return choiceItem(model, shareNext, { id, request, candidates }, (chosen) =>
        run.append(parts.log, {
          ...about,
          ...chosen,
          ...{ source: sourceOf(model), text: '', finish: 'stop', seed: null },
          ...{ probabilities: [...chosen.probabilities] },
          milliseconds: Math.round(chosen.milliseconds),
          at: new Date(environment.now()).toISOString(),
        } as Line),
      );
    }
    const request = underCondition(item.request(form, sampling, model.capabilities), condition);
    return answerItem(model, share, { id, request }, (asked) =>
      run.append(parts.log, {
        ...answerFields(model, asked, environment.now()),
        ...about,
      } as Line),
    );
  });
}

/** What was told of next tokens, by request key. */
function storedChoices(lines: readonly AnswerLine[]): [string, NextToken][] {
  return lines.flatMap(({ key, probabilities, milliseconds }) =>
    key === null || !probabilities
      ? []
      : [[key, { probabilities, milliseconds: milliseconds ?? 0 }] as const],
  );
}

/** An item that is one message, whatever the form. */
export function messageItem(id: string, content: string): AskedItem {
  return {
    id,
    request: (form, sampling) =>
      form === 'completion'
        ? { kind: 'completion', prompt: content, sampling }
        : { kind: 'chat', messages: [{ role: 'user', content }], sampling },
  };
}

/** The last thing that a request says: what a simulated model answers to. */
export function lastAsked(request: Request): string {
  return request.kind === 'completion' ? request.prompt : request.messages.at(-1)!.content;
}

/** The forecast where each respondent is asked so many items of so many tokens. */
export function plannedItems(
  respondents: readonly Respondent[],
  items: number,
  tokens: { in: number; out: number },
): Planned[] {
  return [...Map.groupBy(respondents, (one) => one.entry.id)].map(([model, own]) => ({
    model,
    requests: items * own.length,
    tokensIn: tokens.in * items * own.length,
    tokensOut: tokens.out * items * own.length,
  }));
}

/** The lines of a log of answers, as what they are. */
export function answersIn(lines: readonly Line[] | undefined): readonly AnswerLine[] {
  return (lines ?? []) as readonly AnswerLine[];
}

/** The texts in a log of answers. */
export function answerTexts(lines: readonly Line[]): InstrumentText[] {
  return answersIn(lines).flatMap(({ id, model, text, item, probabilities }) =>
    probabilities ? [] : [{ id, model, text, asked: item }],
  );
}

/** Rows of model, item, and text as lines of the log of answers. */
export function answerRow(log: string): ImportRow {
  return {
    required: ['model', 'item', 'text'],
    lines: ({ model, item, text }, about) => [
      { log, line: importedAnswer(about, { model: model!, item: item!, text: text! }) },
    ],
  };
}

/** An answer that was collected elsewhere, as a line of such a log. */
export function importedAnswer(
  { id, at }: { id: string; at: string },
  { model, item, text }: { model: string; item: string; text: string },
): AnswerLine {
  return {
    ...{ id, at, model, item, text, key: null, source: 'import', setting: 'import', form: 'chat' },
    ...{ finish: 'stop', seed: null, promptTokens: null, completionTokens: null },
    ...{ milliseconds: null, cost: null, condition: noCondition.id },
  };
}
