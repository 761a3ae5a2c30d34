import { createDiscovery } from './discovery.ts';
import type { RunEnvironment } from './environment.ts';
import type { RunFolder } from './run-folder.ts';
import type { Results } from './state.ts';

/** The most answers read one by one when a run is opened; beyond that, the lexicon gives the figures. */
const mostReadOnOpening = 3000;

/** The words as they come in: read one by one if somebody watches and they are few, else counted. */
export async function openDiscovery(
  run: RunFolder,
  environment: RunEnvironment,
  remembered: Results | null,
  { followed, readOnly }: { followed: boolean; readOnly: boolean },
) {
  const { lines } = run.responses;
  const reads = followed && remembered === null && lines.length <= mostReadOnOpening;
  const discovery = createDiscovery(reads ? await environment.wordNet() : null);
  if (reads) for (const line of lines) discovery.add(line);
  else discovery.skip(lines.length);
  if (remembered) {
    discovery.settle(remembered.lexicon, lines.length);
    // A read-only session gets no answers.
    if (!readOnly && followed) void environment.wordNet().then(discovery.readWith, () => {});
  }
  let isFollowed = followed;
  return {
    discovery,
    /** Called when somebody begins to watch: reads the answers that were only counted, unless they are too many. False if none is read. */
    async follow(): Promise<boolean> {
      if (isFollowed) return false;
      isFollowed = true;
      if (run.responses.lines.length > mostReadOnOpening) return false;
      discovery.readAgain(await environment.wordNet(), run.responses.lines);
      return true;
    },
  };
}
