/**
 * What was learned of a model by asking it, kept between sessions in the cache folder: one small file
 * for each address and model, so that several programs can write at once.
 */
import { createHash } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { dropFile } from '../../drop-file.ts';
import { makeFolder } from '../../make-folder.ts';

/** What a model at an address refuses, learned from its answers. */
const dialectSchema = z.object({
  /** Streams; else its answers come in one piece. */
  stream: z.boolean().default(true),
  usage: z.boolean(),
  seed: z.boolean(),
  stop: z.boolean(),
  /** Takes the field at all; else it is left out where it is 1. */
  temperature: z.boolean().default(true),
  topP: z.boolean().default(true),
  jsonSchema: z.boolean(),
  /** Takes temperature and top_p in one request; else the one that is 1 is left out. */
  bothSamplings: z.boolean(),
  lengthField: z.enum(['max_tokens', 'max_completion_tokens']),
  topLogprobs: z.number().int().positive(),
});

export type Dialect = z.infer<typeof dialectSchema>;

/** Absent fields were never asked. */
const learnedSchema = z.object({
  dialect: dialectSchema,
  chat: z.boolean().optional(),
  completion: z.boolean().optional(),
  embed: z.boolean().optional(),
  probabilities: z.enum(['top', 'none']).optional(),
  /** With how many tokens behind it a given text is echoed with its log-probabilities; null where it is not. */
  likelihood: z
    .object({ maxTokens: z.union([z.literal(0), z.literal(1)]) })
    .nullable()
    .optional(),
  /** Extra fields with which a begun turn is continued; null where it cannot be. */
  prefill: z.record(z.string(), z.unknown()).nullable().optional(),
  /** Two requests with one seed gave one text. */
  seedRepeats: z.boolean().optional(),
  /** Kept to the JSON schema that it was given. */
  jsonSchema: z.boolean().optional(),
  /** Whether it reports tokens at the end of a stream. */
  usage: z.boolean().optional(),
  /** Gave reasoning apart from an answer, or between tags. */
  reasoning: z.boolean().optional(),
});

export type Learned = z.infer<typeof learnedSchema>;

const fileSchema = z.object({
  host: z.string(),
  model: z.string(),
  /** ISO 8601. */
  at: z.string(),
  learned: learnedSchema,
});

/** The default for a model that was not asked yet: the usual dialect, tried first. */
export function nothingLearned(): Learned {
  return {
    dialect: {
      stream: true,
      usage: true,
      seed: true,
      stop: true,
      temperature: true,
      topP: true,
      jsonSchema: true,
      bothSamplings: true,
      lengthField: 'max_tokens',
      topLogprobs: 20,
    },
  };
}

/** Storage of what was learned. */
export type CapabilityMemory = {
  /** Null where nothing readable is kept. `at`: ISO 8601. */
  read(url: string, model: string): { learned: Learned; at: string } | null;
  /** Never throws: without a place to write it is learned again next time. */
  write(url: string, model: string, learned: Learned): void;
  forget(url: string, model: string): void;
};

/** Remembers nothing beyond the process. */
export const noMemory: CapabilityMemory = {
  read: () => null,
  write: () => {},
  forget: () => {},
};

/**
 * Files in `folder`, named by host and model. Of the URL only the host is written; its path, which
 * may hold a secret, enters the name as part of a hash; user info and query do not enter at all.
 * `now` in epoch milliseconds.
 */
export function capabilityFiles(folder: string, now: () => number): CapabilityMemory {
  const fileOf = (url: string, model: string): { file: string; host: string } => {
    const { host, pathname } = new URL(url);
    const hash = createHash('sha256')
      .update(JSON.stringify([host, pathname.replace(/\/$/, ''), model]))
      .digest('hex')
      .slice(0, 12);
    const name = `${host} ${model}`.replace(/[^\w.-]+/g, '_').slice(0, 80);
    return { file: join(folder, `${name}-${hash}.json`), host };
  };
  return {
    read(url, model) {
      try {
        const parsed = fileSchema.safeParse(
          JSON.parse(readFileSync(fileOf(url, model).file, 'utf8')),
        );
        return parsed.success ? { learned: parsed.data.learned, at: parsed.data.at } : null;
      } catch {
        return null;
      }
    },
    write(url, model, learned) {
      const { file, host } = fileOf(url, model);
      const text = JSON.stringify({ host, model, at: new Date(now()).toISOString(), learned });
      const draft = `${file}.${process.pid}`;
      try {
        makeFolder(folder);
        writeFileSync(draft, `${text}\n`);
        renameSync(draft, file);
      } catch {
        // A cache that cannot be written costs a few requests, not the run.
        dropFile(draft);
      }
    },
    forget(url, model) {
      dropFile(fileOf(url, model).file);
    },
  };
}
