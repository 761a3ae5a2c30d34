/** An endpoint that answers as many requests of a study as it is allowed to; the others wait. */
import type { ServerResponse } from 'node:http';
import { json, listOf, scriptedServer, streamChat } from '../models/openai/scripted-server.ts';

export type GatedEndpoint = {
  url: string;
  /** Lets so many more requests be answered. */
  allow(more: number): void;
  /** Requests that wait to be answered. */
  waiting(): number;
  close(): Promise<void>;
};

/** Offers `models`, and `judge`, whose questions are answered at once. */
export async function gatedEndpoint(
  models: readonly string[],
  judge: string,
): Promise<GatedEndpoint> {
  let allowed = 0;
  const waiting: ServerResponse[] = [];
  function answer(): void {
    while (allowed > 0) {
      const response = waiting.shift();
      if (!response) return;
      if (response.destroyed) continue;
      allowed -= 1;
      streamChat(response, ['I value honesty, patience, ', 'and kindness.']);
    }
  }
  const { url, close } = await scriptedServer(({ path, body }, response) => {
    if (path.endsWith('/models')) json(response, 200, listOf(...models, judge));
    else if (body.model === judge && body.stream === true) streamChat(response, ['4']);
    // What is sent to find out what the endpoint can do has no seed of the study.
    else if (body.seed === undefined) json(response, 400, { error: { message: 'not here' } });
    else {
      waiting.push(response);
      answer();
    }
  });
  return {
    url,
    close,
    waiting: () => waiting.length,
    allow(more: number) {
      allowed += more;
      answer();
    },
  };
}
