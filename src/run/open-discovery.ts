import { createDiscovery } from './discovery.ts';
import type { RunEnvironment } from './environment.ts';
import type { RunFolder } from './run-folder.ts';
import type { Results } from './state.ts';

/** Answers that are read one by one while a run is opened; of more, the lexicon brings the figures. */
const mostReadOnOpening = 3000;

/** The words as they come in: read one by one where somebody watches and they are few, else counted. */
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
    // Who only reads takes no answers up.
    if (!readOnly && followed) void environment.wordNet().then(discovery.readWith, () => {});
  }
  let isFollowed = followed;
  return {
    discovery,
    /** From now on somebody watches: what was only counted is read, as where a run is opened. False where nothing is. */
    async follow(): Promise<boolean> {
      if (isFollowed) return false;
      isFollowed = true;
      if (run.responses.lines.length > mostReadOnOpening) return false;
      discovery.readAgain(await environment.wordNet(), run.responses.lines);
      return true;
    },
  };
}
