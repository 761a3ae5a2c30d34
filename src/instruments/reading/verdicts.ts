/** A reader's verdicts on a text: for each value whether the text expresses it, on which side, how strongly, and in which words. */
import * as z from 'zod';

/** The verdict on one value. */
const verdictSchema = z.strictObject({
  /** Whether the text expresses the value at all, for or against it. */
  expressed: z.boolean(),
  /** 1: for the value; −1: against it; 0: not expressed, or the reader does not know the side. */
  side: z.union([z.literal(1), z.literal(0), z.literal(-1)]),
  /** 1: in passing; 2: clearly; 3: the text is mainly about it; null where it is not expressed, or the reader gives no strength. */
  strength: z.union([z.literal(1), z.literal(2), z.literal(3)]).nullable(),
  /** Passages that show it, as the reader quotes them; whether they occur in the text is checked where they are used. */
  words: z.array(z.string()),
});

export type Verdict = z.infer<typeof verdictSchema>;

/** By the id of a value (a subdimension of the system). A value without an entry is not expressed. */
const verdictsSchema = z.record(z.string(), verdictSchema);

export type Verdicts = z.infer<typeof verdictsSchema>;

/** A text, and what it answers: a prompt, or the start of a sentence; empty if unknown. */
export type TextToRead = { id: string; asked: string; text: string };
